/** Says that a query runs, once it has done so for a while. */
import { Text } from 'ink';
import { type ReactNode, useEffect, useState } from 'react';
import type { Paint } from './paint.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const INTERVAL_MS = 100;
/** What ends sooner needs no spinner. */
const SPINNER_AFTER_MS = 1000;

export interface SpinnerProps {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly cancelling: boolean;
  readonly paint: Paint;
}

export function Spinner({ since, cancelling, paint }: SpinnerProps): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), INTERVAL_MS);
    return () => clearInterval(timer);
  }, []);
  const elapsed = now - since;
  if (elapsed < SPINNER_AFTER_MS) return null;
  return <Text wrap="truncate">{paint(describeSpinner(elapsed, cancelling), 'dim')}</Text>;
}

/** `⠋ 3.2 s · Ctrl-C stops the query`. */
export function describeSpinner(elapsedMs: number, cancelling: boolean): string {
  const frame = FRAMES[Math.floor(elapsedMs / INTERVAL_MS) % FRAMES.length];
  return `${frame} ${(elapsedMs / 1000).toFixed(1)} s · ${cancelling ? 'stopping …' : 'Ctrl-C stops the query'}`;
}
