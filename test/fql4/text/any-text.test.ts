/** Whatever is typed: an expression comes of it or an explanation, and never anything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidText } from '../../../src/fql4/text/invalid-text.ts';
import { isCompleteFql4, parseFql4 } from '../../../src/fql4/text/parse.ts';
import { splitFql4 } from '../../../src/fql4/text/split.ts';
import { tokenizeFql4 } from '../../../src/fql4/text/tokenize.ts';
import { writeWire } from '../../../src/fql4/text/wire.ts';
import { renderDiagnostic } from '../../../src/language/render-diagnostic.ts';
import { Source } from '../../../src/language/source.ts';

const words = [
  ...['Get', 'Let', 'Lambda', 'Paginate', 'Bytes', 'Object', 'Nope', 'q', 'x', 'true', 'null', 'function', 'return'],
  ...['(', ')', '[', ']', '{', '}', ',', ':', ';', '.', '=>', '...', '+', '-', '!', '?', '#', '\n', '\n\n', ' '],
  ...["'a'", '"b"', '`c`', "'", '`', '/*', '*/', '//', '1', '1.5', '0x', '12px', '\\', "'\\u'"],
];
const texts = fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(''));

/** The JSON of the expression, or the explanation. */
function outcomeOf(text: string): string {
  try {
    return writeWire(parseFql4(new Source('*query*', text)));
  } catch (problem) {
    if (problem instanceof InvalidText) return renderDiagnostic(problem.diagnostic);
    throw problem;
  }
}

describe('any text', () => {
  it('is JSON as an expression, or is explained with its place', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const outcome = outcomeOf(text);
        if (outcome.startsWith('error: ')) expect(outcome).toContain('at *query*:');
        else expect(() => JSON.parse(outcome)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('is whole, or can become so, or can not', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const isExpression = !outcomeOf(text).startsWith('error: ');
        expect(isCompleteFql4(text) === 'complete').toBe(isExpression);
      }),
      { numRuns: 1000 },
    );
  });

  it('is split and coloured without a piece lost', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0;
        for (const piece of tokenizeFql4(text)) {
          expect(text.slice(end, piece.start).trim()).toBe('');
          end = piece.end;
        }
        for (const query of splitFql4(text)) {
          expect(text.slice(query.offset, query.offset + query.text.length)).toBe(query.text);
          expect(text.slice(0, query.offset).split('\n')).toHaveLength(query.line);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('may be long', () => {
    const many = `[${'Add(1, "x"), '.repeat(50_000)}]`;
    expect(JSON.parse(outcomeOf(many))).toHaveLength(50_000);
  });
});
