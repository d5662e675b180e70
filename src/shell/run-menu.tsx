/** The menu of who may run the queries. Its state: `run-menu-state.ts`. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { textWidth } from './graphemes.ts';
import type { Paint } from './paint.ts';
import type { RunMenuState } from './run-menu-state.ts';

export interface RunMenuProps {
  readonly menu: RunMenuState;
  readonly paint: Paint;
  /** Rows that may be used. */
  readonly maxRows: number;
}

const HEADING = 'Run queries as';
const FOOTING = '↑ ↓ Enter chooses · Esc goes back';

export function RunMenu({ menu, paint, maxRows }: RunMenuProps): ReactNode {
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">{paint(HEADING, 'prompt')}</Text>
      {visibleLines(menu, maxRows).map(({ position, line }) => (
        <Text key={position} wrap="truncate">
          {position === menu.index ? paint(line, 'inverse') : line}
        </Text>
      ))}
      <Text wrap="truncate">{paint(FOOTING, 'dim')}</Text>
    </Box>
  );
}

/** Columns that each row takes. */
export function menuWidths(menu: RunMenuState, maxRows: number): number[] {
  return [HEADING, ...visibleLines(menu, maxRows).map(({ line }) => line), FOOTING].map(textWidth);
}

interface MenuLine {
  readonly position: number;
  readonly line: string;
}

/** As many items as there are rows for, between heading and footing, around the one that the cursor is at. */
function visibleLines({ items, index, current }: RunMenuState, maxRows: number): MenuLine[] {
  const shown = Math.max(1, Math.min(items.length, maxRows - 2));
  const start = Math.min(Math.max(0, index - Math.floor(shown / 2)), items.length - shown);
  return items.slice(start, start + shown).map(({ title }, offset) => {
    const position = start + offset;
    const digit = position < 9 ? String(position + 1) : ' ';
    const line = `${position === index ? '❯' : ' '} ${digit} ${title}${position === current ? ' ✓' : ''}`;
    return { position, line };
  });
}
