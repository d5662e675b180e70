import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lex } from '../../grammar/lexer.ts';

/** Kinds and texts: `Integer 1`. */
function show(text: string): string[] {
  return lex(text).tokens.map(({ tokenType, image }) => `${tokenType.name} ${image}`);
}

describe('tokens', () => {
  it.each([
    ['a.b', ['Identifier a', 'Dot .', 'Identifier b']],
    ["it's", ["Identifier it's"]],
    ['letx let', ['Identifier letx', 'Let let']],
    ['0xFF 0b1_0 0o17 1_000', ['Integer 0xFF', 'Integer 0b1_0', 'Integer 0o17', 'Integer 1_000']],
    ['1.5e-3 1e5 1.e5', ['Double 1.5e-3', 'Double 1e5', 'Integer 1', 'Dot .', 'Identifier e5']],
    ['007', ['Integer 0', 'Integer 0', 'Integer 7']],
    ['0b 1e', ['Invalid 0b', 'Invalid 1e']],
    ['a?.b ?? c', ['Identifier a', 'QuestionDot ?.', 'Identifier b', 'ContinuingOnly ??', 'Identifier c']],
    ['A<B>=1', ['Identifier A', 'Less <', 'Identifier B', 'Greater >', 'Equals =', 'Integer 1']],
    ['!~x', ['ExclamationTilde !~', 'Identifier x']],
    ['"a" \'b"c\'', ['StringLiteral "a"', "StringLiteral 'b\"c'"]],
    ['"\\"" ', ['StringLiteral "\\""']],
    [')', ['Invalid )']],
    ['#', ['Invalid #']],
  ])('of %s', (text, expected) => {
    expect(show(text)).toEqual(expected);
  });

  it('of strings within strings', () => {
    expect(show('"a#{ { b: "c#{d}" } }e"')).toEqual([
      ...['TemplateStart "', 'TemplateText a', 'InterpolationStart #{'],
      ...['LeftBrace {', 'Identifier b', 'Colon :'],
      ...[
        'TemplateStart "',
        'TemplateText c',
        'InterpolationStart #{',
        'Identifier d',
        'InterpolationEnd }',
        'TemplateEnd "',
      ],
      ...['RightBrace }', 'InterpolationEnd }', 'TemplateText e', 'TemplateEnd "'],
    ]);
  });

  it('of a heredoc, which ends at its name on a line', () => {
    expect(show('<<-END\n  not END yet\n  END + 1')).toEqual([
      ...['TemplateStart <<-END\n', 'TemplateText   not END yet\n', 'TemplateEnd   END'],
      ...['Plus +', 'Integer 1'],
    ]);
  });

  it('know whether a line break stands before them; one in a block comment is none', () => {
    const breaks = (text: string) => lex(text).tokens.map(({ lineBreakBefore }) => lineBreakBefore);
    expect(breaks('a\n(b) // c\nd /* \n */ e')).toEqual([false, true, false, false, true, false]);
  });

  it('leave out comments, whose places are known', () => {
    const text = 'a // b\n/* c /* d */ e */ f';
    const { tokens, comments } = lex(text);
    expect(tokens.map(({ image }) => image)).toEqual(['a', 'f']);
    expect([0, 2].map((at) => text.slice(comments[at], comments[at + 1]))).toEqual(['// b', '/* c /* d */ e */']);
  });
});

describe('what is open at the end', () => {
  it.each([
    ['(a, [b', ['bracket', 'bracket']],
    ['"abc', ['string']],
    ['"a#{b', ['string', 'bracket']],
    ['<<-END\ntext\n', ['heredoc']],
    ['/* a', ['comment']],
    ['(a)', []],
  ])('of %j', (text, expected) => {
    expect(lex(text).unclosed).toEqual(expected);
  });
});

describe('any text', () => {
  it('is read without an exception, from start to end, each token behind the one before', () => {
    const pieces = fc.constantFrom(
      '"',
      "'",
      '#{',
      '}',
      '{',
      '(',
      ')',
      '<<-A\n',
      '<<+A\n',
      '\nA',
      '\\',
      '/*',
      '*/',
      '//',
      '\n',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 3 }))), (parts) => {
        const text = parts.join('');
        let at = 0;
        for (const { startOffset, end } of lex(text).tokens) {
          expect(startOffset).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThanOrEqual(startOffset);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('is read up to the depth allowed', () => {
    const { stopped, tokens } = lex('('.repeat(100_000), { maximumDepth: 100 });
    expect(stopped).toMatchObject({ by: 'depth', token: { startOffset: 100 } });
    expect(tokens).toHaveLength(101);
  });
});
