/** A secret that is typed unseen, as data. Drawn by `secret-prompt.tsx`; nothing of it is printed or kept. */
import { previousBoundary } from './graphemes.ts';
import type { Key } from './keys.ts';

export interface SecretPromptState {
  readonly typed: string;
}

export type SecretPromptStep =
  | { readonly kind: 'open'; readonly state: SecretPromptState }
  | { readonly kind: 'closed' }
  | { readonly kind: 'entered'; readonly secret: string };

export function pressInSecretPrompt({ typed }: SecretPromptState, key: Key): SecretPromptStep {
  const changed = (text: string): SecretPromptStep => ({ kind: 'open', state: { typed: text } });
  // Whoever copies a secret copies space and line ends with it; no secret has any.
  if (key.type !== 'press') return changed(typed + key.text.replace(/\s/g, ''));
  switch (key.name) {
    case 'backspace':
      return changed(typed.slice(0, previousBoundary(typed, typed.length)));
    case 'ctrl-u':
    case 'ctrl-w':
      return changed('');
    case 'enter':
      return typed === '' ? { kind: 'closed' } : { kind: 'entered', secret: typed };
    case 'escape':
    case 'ctrl-c':
    case 'ctrl-g':
    case 'ctrl-d':
      return { kind: 'closed' };
    default:
      return changed(typed);
  }
}
