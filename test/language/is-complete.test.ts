import { describe, expect, it } from 'vitest';
import { isComplete } from '../../src/language/parse.ts';

describe('a text in the editor', () => {
  it.each(['1', 'a.b()', 'let x = 1\nx', 'x => x', '{ a }', 'if (a) b', '// c\n1', '"#{a}"', '<<-END\na\nEND'])(
    '%j is complete',
    (text) => {
      expect(isComplete(text)).toBe('complete');
    },
  );

  it.each([
    ...['', 'f(', 'f({ a: 1,', '[1, 2', '{ let x = 1', '"abc', '"a#{b', '<<-END\na\n', '/* a'],
    ...['1 +', 'x =>', 'let x =', 'let x = 1', 'a.', 'a?.', 'a ??', 'a isa', 'if (a)', 'if (a) b else', 'let'],
    ...['1 + // more', 'let x = 1 // one'],
  ])('%j goes on', (text) => {
    expect(isComplete(text)).toBe('incomplete');
  });

  it.each(['a b', ')', 'f(]', '1 + )', 'let 1', '$x', 'a\n+ b', '[1 2]'])('%j is wrong whatever follows', (text) => {
    expect(isComplete(text)).toBe('invalid');
  });
});
