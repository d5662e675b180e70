import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { paintNothing } from '../../src/shell/paint.ts';
import { SecretPrompt } from '../../src/shell/secret-prompt.tsx';

const draw = (typed: string) => render(<SecretPrompt prompt={{ typed }} paint={paintNothing} />).lastFrame();

describe('the secret prompt', () => {
  it('shows neither a secret nor its length', () => {
    expect(draw('')).toContain('Secret:');
    expect(draw('fn')).toContain('Secret: •••');
    expect(draw('fnAFTokenSecret')).toBe(draw('fn'));
  });
});
