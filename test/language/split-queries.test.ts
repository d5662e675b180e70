import { describe, expect, it } from 'vitest';
import { splitQueries } from '../../src/language/split-queries.ts';

describe('a script', () => {
  it('is split at blank lines; each query knows where it begins', () => {
    const text = '\n1 + 1\n\nlet x = 1\nx\n \t\n\n  "c"\n';
    expect(splitQueries(text)).toEqual([
      { text: '1 + 1', line: 2, offset: 1 },
      { text: 'let x = 1\nx', line: 4, offset: 8 },
      { text: '"c"', line: 8, offset: 26 },
    ]);
  });

  it.each([
    ['brackets', 'f(\n\n1,\n\n[2]\n\n)'],
    ['strings', '"a\n\nb"'],
    ['interpolations', '"a#{\n\n"b\n\nc"}\n\nd"'],
    ['heredocs', '<<-END\n  a\n\n  b\n  END'],
    ['heredocs with interpolation', '<<+END\n  a #{b}\n\n  c\nEND'],
    ['comments', 'a /* b\n\nc */'],
  ])('is not split within %s', (_, text) => {
    expect(splitQueries(`${text}\n\nx`).map((query) => query.text)).toEqual([text, 'x']);
  });

  it('keeps the comments of a query, and drops those that stand alone', () => {
    const text = '// title\n\n// sum\n1 + 1 // two\n\n/* a\n\nb */\n\n// end';
    expect(splitQueries(text)).toEqual([{ text: '// sum\n1 + 1 // two', line: 3, offset: 10 }]);
  });

  it('knows Windows line ends', () => {
    expect(splitQueries('1\r\n\r\n2').map(({ text, line }) => [text, line])).toEqual([
      ['1', 1],
      ['2', 3],
    ]);
  });

  it('with something left open goes on to its end', () => {
    expect(splitQueries('f(\n\n1\n\n2').map((query) => query.text)).toEqual(['f(\n\n1\n\n2']);
  });

  it('may be empty', () => {
    expect(splitQueries(' \n\n')).toEqual([]);
  });
});
