/** The menu of who may run the queries. Its state: `run-menu-state.ts`. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Paint } from './paint.ts';
import type { RunMenuState } from './run-menu-state.ts';

export interface RunMenuProps {
  readonly menu: RunMenuState;
  readonly paint: Paint;
  /** Rows that may be used. */
  readonly maxRows: number;
}

/** Rows for the heading and the keys. */
const FRAME_ROWS = 2;

export function RunMenu({ menu: { items, index, current }, paint, maxRows }: RunMenuProps): ReactNode {
  const shown = Math.max(1, Math.min(items.length, maxRows - FRAME_ROWS));
  const start = Math.min(Math.max(0, index - Math.floor(shown / 2)), items.length - shown);
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">{paint('Run queries as', 'prompt')}</Text>
      {items.slice(start, start + shown).map(({ title }, offset) => {
        const position = start + offset;
        const digit = position < 9 ? String(position + 1) : ' ';
        const line = `${position === index ? '❯' : ' '} ${digit} ${title}${position === current ? ' ✓' : ''}`;
        return (
          <Text key={position} wrap="truncate">
            {position === index ? paint(line, 'inverse') : line}
          </Text>
        );
      })}
      <Text wrap="truncate">{paint('↑ ↓ Enter chooses · Esc goes back', 'dim')}</Text>
    </Box>
  );
}
