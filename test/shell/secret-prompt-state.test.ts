import { describe, expect, it } from 'vitest';
import type { Key } from '../../src/shell/keys.ts';
import { pressInSecretPrompt } from '../../src/shell/secret-prompt-state.ts';

const press = (name: string): Key => ({ type: 'press', name });

describe('a secret that is typed', () => {
  it('grows, and loses the space that was copied with it', () => {
    expect(pressInSecretPrompt({ typed: 'fn' }, { type: 'text', text: 'A' })).toEqual({
      kind: 'open',
      state: { typed: 'fnA' },
    });
    expect(pressInSecretPrompt({ typed: '' }, { type: 'paste', text: ' fnA\n' })).toEqual({
      kind: 'open',
      state: { typed: 'fnA' },
    });
  });

  it.each([
    ['backspace', 'fn'],
    ['ctrl-u', ''],
    ['left', 'fnA'],
  ])('after %s is %j', (name, typed) => {
    expect(pressInSecretPrompt({ typed: 'fnA' }, press(name))).toEqual({ kind: 'open', state: { typed } });
  });

  it('is entered with Enter; nothing is no secret', () => {
    expect(pressInSecretPrompt({ typed: 'fnA' }, press('enter'))).toEqual({ kind: 'entered', secret: 'fnA' });
    expect(pressInSecretPrompt({ typed: '' }, press('enter'))).toEqual({ kind: 'closed' });
  });

  it.each(['escape', 'ctrl-c', 'ctrl-d'])('is forgotten with %s', (name) => {
    expect(pressInSecretPrompt({ typed: 'fnA' }, press(name))).toEqual({ kind: 'closed' });
  });
});
