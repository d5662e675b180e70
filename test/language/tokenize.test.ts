import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/language/tokenize.ts';

const show = (text: string) => tokenize(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe('pieces for colouring', () => {
  it('tell names from fields, keywords and values', () => {
    expect(show('let x: Int = { a: null }.if')).toEqual([
      ...['keyword let', 'identifier x', 'punctuation :', 'identifier Int', 'operator ='],
      ...['punctuation {', 'field a', 'punctuation :', 'literal null', 'punctuation }'],
      ...['punctuation .', 'field if'],
    ]);
  });

  it('show strings around what is interpolated, numbers and comments', () => {
    expect(show('"a#{1}" // b')).toEqual([
      ...['string "', 'string a', 'punctuation #{', 'number 1', 'punctuation }', 'string "', 'comment // b'],
    ]);
  });

  it('show what is open to its end', () => {
    expect(show('x "abc')).toEqual(['identifier x', 'invalid "abc']);
    expect(show('1 /* abc')).toEqual(['number 1', 'comment /* abc']);
  });

  it('end with the text, also behind the hole of an open string', () => {
    expect(tokenize('"#{}').map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 3],
      [3, 4],
    ]);
  });

  it('follow each other in any text', () => {
    const parts = fc.constantFrom(
      '"',
      "'",
      '#{',
      '}',
      '{',
      '(',
      '<<-A\n',
      '\nA',
      '/*',
      '*/',
      '//',
      '\n',
      'a',
      '1',
      ' ',
      '.',
    );
    fc.assert(
      fc.property(fc.array(parts), (pieces) => {
        let at = 0;
        for (const { start, end } of tokenize(pieces.join(''))) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
