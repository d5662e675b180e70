/** Where a secret is typed unseen. Its state: `secret-prompt-state.ts`. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Paint } from './paint.ts';
import type { SecretPromptState } from './secret-prompt-state.ts';

/** Says that something was typed, and not how much. */
const HIDDEN = '•••';
const LABEL = 'Secret: ';
const FOOTING = 'typed unseen · Enter takes it · Esc goes back';
/** Columns that its rows take at most. */
export const SECRET_WIDTHS: readonly number[] = [LABEL.length + HIDDEN.length, FOOTING.length];

export interface SecretPromptProps {
  readonly prompt: SecretPromptState;
  readonly paint: Paint;
}

export function SecretPrompt({ prompt, paint }: SecretPromptProps): ReactNode {
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">
        {paint(LABEL, 'prompt')}
        {prompt.typed === '' ? ' ' : HIDDEN}
      </Text>
      <Text wrap="truncate">{paint(FOOTING, 'dim')}</Text>
    </Box>
  );
}

/** The column of the cursor. */
export function secretCursor({ typed }: SecretPromptState): number {
  return LABEL.length + (typed === '' ? 0 : HIDDEN.length);
}
