/** The keys that the terminal sends. Ink's own hook knows neither function keys nor bracketed paste. */
import { useStdin } from 'ink';
import { useEffect } from 'react';
import { type Key, KeyDecoder } from './keys.ts';

/** How long an escape may wait for what belongs to it; what a terminal sends for a key comes at once. Milliseconds. */
const ESCAPE_WAIT = 30;

/** Calls `press` with all keys of a chunk at once, so that a burst is drawn once. */
export function useKeys(press: (keys: readonly Key[]) => void): void {
  const { stdin } = useStdin();
  useEffect(() => {
    const decoder = new KeyDecoder();
    let timer: NodeJS.Timeout | undefined;
    const take = (chunk: string | Buffer): void => {
      clearTimeout(timer);
      press(decoder.push(chunk.toString()));
      if (decoder.isWaiting) timer = setTimeout(() => press(decoder.flush()), ESCAPE_WAIT);
    };
    stdin.setEncoding('utf8');
    stdin.on('data', take);
    // A stream that was paused does not flow again by itself.
    stdin.resume();
    return () => {
      clearTimeout(timer);
      stdin.off('data', take);
      stdin.pause();
    };
  }, [stdin, press]);
}
