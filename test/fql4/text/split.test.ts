/** Scripts of FQL v4: where one query ends and the next begins, and their colours. */
import { describe, expect, it } from 'vitest';
import { splitFql4 } from '../../../src/fql4/text/split.ts';
import { tokenizeFql4 } from '../../../src/fql4/text/tokenize.ts';

const texts = (text: string): string[] => splitFql4(text).map((query) => query.text);

describe('a script', () => {
  it('is split at blank lines, new lines and semicolons; each query knows where it begins', () => {
    expect(splitFql4('\n// title\n\nNow() // one\nNewId(); Tokens()\n\n[\n\n1]\n')).toEqual([
      { text: 'Now()', line: 4, offset: 11 },
      { text: 'NewId()', line: 5, offset: 24 },
      { text: 'Tokens()', line: 5, offset: 33 },
      { text: '[\n\n1]', line: 7, offset: 43 },
    ]);
  });

  it.each([
    ['brackets', 'Get(\n\nRef(\n\n1))'],
    ['templates', '`a\n\nb`'],
    ['comments', 'Get(1 /* b\n\nc */)'],
    ['functions', 'x =>\n  Add(x, 1)'],
    ['names', 'q\n  .Now()'],
  ])('is not split within %s', (_, text) => {
    expect(texts(`${text}\n\nNow()`)).toEqual([text, 'Now()']);
  });

  it('has no queries where there are only comments', () => {
    expect(texts('// one\n\n/* two\n\n*/\n;;\n')).toEqual([]);
  });

  it('with something left open goes on to its end', () => {
    expect(texts('Get(\n\nNow()\n\nNow()')).toEqual(['Get(\n\nNow()\n\nNow()']);
  });

  it('goes on behind a bracket too many', () => {
    expect(texts('Now())\n\nNow()')).toEqual(['Now())', 'Now()']);
  });
});

describe('colours', () => {
  const kinds = (text: string) => tokenizeFql4(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

  it('tell functions, fields, literals and comments apart', () => {
    expect(kinds("q.Get({ a: -1, b: 'x' }, nope(true)) // end")).toEqual([
      ['identifier', 'q'],
      ['punctuation', '.'],
      ['keyword', 'Get'],
      ['punctuation', '('],
      ['punctuation', '{'],
      ['field', 'a'],
      ['punctuation', ':'],
      ['number', '-'],
      ['number', '1'],
      ['punctuation', ','],
      ['field', 'b'],
      ['punctuation', ':'],
      ['string', "'x'"],
      ['punctuation', '}'],
      ['punctuation', ','],
      ['identifier', 'nope'],
      ['punctuation', '('],
      ['literal', 'true'],
      ['punctuation', ')'],
      ['punctuation', ')'],
      ['comment', '// end'],
    ]);
  });

  it('are there for any text', () => {
    expect(kinds("x => 'open")).toEqual([
      ['identifier', 'x'],
      ['operator', '=>'],
      ['string', "'open"],
    ]);
    expect(kinds('# /* open')).toEqual([
      ['invalid', '#'],
      ['comment', '/* open'],
    ]);
  });
});
