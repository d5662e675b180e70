/** The size of the terminal, kept current. */
import { useStdout } from 'ink';
import { useEffect, useState } from 'react';

import type { TerminalSize } from './terminal.ts';

/** `measure` is asked anew whenever the terminal says that it was resized. */
export function useTerminalSize(measure: () => TerminalSize): TerminalSize {
  const { stdout } = useStdout();
  const [size, setSize] = useState(measure);
  useEffect(() => {
    const resize = (): void => setSize(measure());
    stdout.on('resize', resize);
    return () => {
      stdout.off('resize', resize);
    };
  }, [stdout, measure]);
  return size;
}
