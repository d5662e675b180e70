import { describe, expect, it } from 'vitest';
import { fql } from '../../src/shell/language.ts';
import { choosePaint, makePrintable, paintAnsi, paintNothing } from '../../src/shell/paint.ts';
import { printOutput } from '../../src/shell/print-output.ts';

const plain = { paint: paintNothing, highlight: fql.highlight };
const coloured = { paint: paintAnsi, highlight: fql.highlight };
const answer = (result: string) => ({ ok: true, result, messages: [] });

describe('what is printed of a line', () => {
  it('is logs, the answer, and remarks, in this order', () => {
    const output = {
      ok: true,
      result: '1',
      messages: [
        { kind: 'note', text: '3 ms' },
        { kind: 'log', text: 'info: hi' },
      ],
    } as const;
    expect(printOutput(output, plain)).toBe('info: hi\n1\n3 ms\n');
  });

  it('is the answer in colours', () => {
    expect(printOutput(answer('{ name: "A", n: 1 } /* c */'), coloured)).toBe(
      '{ \u001b[36mname\u001b[39m: \u001b[32m"A"\u001b[39m, \u001b[36mn\u001b[39m: \u001b[33m1\u001b[39m } \u001b[2m/* c */\u001b[22m\n',
    );
  });

  it('colours each line of a string alone, and text that is no FQL as far as it is', () => {
    expect(printOutput(answer('<<-END\n  a\nEND'), coloured)).toContain('\u001b[32m  a\u001b[39m\n');
    expect(printOutput(answer('"open'), coloured)).toBe('"open\n');
  });

  it('is an error with its first line in colour', () => {
    const output = { ok: false, messages: [{ kind: 'error', text: 'error: no\n1 | x\n  | ^' }] } as const;
    expect(printOutput(output, coloured)).toBe('\u001b[31merror: no\u001b[39m\n1 | x\n  | ^\n');
  });

  it('never steers the terminal', () => {
    expect(printOutput(answer('"\u001b[2J\u0007\u009b"'), plain)).toBe('"\\u001b[2J\\u0007\\u009b"\n');
    expect(makePrintable('a\r\nb\tc\rd')).toBe('a\nb\tc\\u000dd');
  });
});

describe('a long answer', () => {
  it('is cut at a line, and says how much is left', () => {
    const lines = Array.from({ length: 7000 }, (_, line) => `${line}`).join('\n');
    const printed = printOutput(answer(lines), plain);
    expect(printed).toContain('\n4999\n… 2,000 more lines.');
    expect(printed).not.toContain('\n5000\n');
  });

  it('is cut within a line where there are no others', () => {
    const printed = printOutput(answer('x'.repeat(600_000)), plain);
    expect(printed.length).toBeLessThan(501_000);
    expect(printed).toContain('… 100,000 more characters.');
  });

  it('of fewer lines is whole', () => {
    const lines = Array.from({ length: 5000 }, (_, line) => `${line}`).join('\n');
    expect(printOutput(answer(lines), plain)).toBe(`${lines}\n`);
  });
});

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
  ])('for a terminal (%j) with %j: %j', (isTTY, env, expected) => {
    expect(choosePaint({ isTTY }, env) === paintAnsi).toBe(expected);
  });
});
