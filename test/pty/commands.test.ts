/** Commands in a real terminal. */
import { afterEach, describe, expect, inject, it } from 'vitest';
import { faunula } from '../support/faunula.ts';
import { hasTmux, TMUX_NOTE, TmuxTerminal } from './tmux.ts';

let terminal: TmuxTerminal | undefined;

afterEach(async () => {
  await terminal?.close();
});

const query = 'log("\\u001b[2J"); ["\\u001b[31mred", "a\\tb"]';

describe.skipIf(!hasTmux)(`what a command prints${TMUX_NOTE}`, () => {
  it('does not steer the terminal', async () => {
    const shown = await TmuxTerminal.start([process.execPath, inject('cli'), 'query', '--demo', query]);
    terminal = shown;
    const texts = ['"\\u001b[31mred"', '*query*:1: \\u001b[2J'];
    await shown.until(
      () => shown.transcript(),
      (transcript) => texts.every((text) => transcript.includes(text)),
      'escapes',
    );
  });
});

describe('what a command prints into a pipe', () => {
  it('is the text as it is', async () => {
    const { stdout, stderr } = await faunula(['query', '--demo', query]);
    expect(stdout).toContain('"\u001b[31mred"');
    expect(stderr).toContain('*query*:1: \u001b[2J');
  });
});
