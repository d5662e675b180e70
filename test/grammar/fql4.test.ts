/** The grammar of FQL v4 as text: well-formed, and taking the tokens it should. */
import { describe, expect, it } from 'vitest';
import { lex } from '../../grammar/fql4/lexer.ts';
import { Grammar } from '../../grammar/fql4/parser.ts';

const kindsOf = (text: string) => lex(text).tokens.map(({ tokenType, image }) => [tokenType.name, image]);

describe('the grammar of FQL v4', () => {
  it('is free of mistakes that Chevrotain knows', () => {
    expect(() => new Grammar(true)).not.toThrow();
  });
});

describe('the lexer of FQL v4', () => {
  it.each([
    ['a string', `'a\\'b'`, [['StringLiteral', `'a\\'b'`]]],
    ['a string over two lines', `'a\\\nb'`, [['StringLiteral', `'a\\\nb'`]]],
    [
      'a keyword',
      'true trueish',
      [
        ['True', 'true'],
        ['Identifier', 'trueish'],
      ],
    ],
    [
      'a name of any script',
      'größe_1 $x',
      [
        ['Identifier', 'größe_1'],
        ['Identifier', '$x'],
      ],
    ],
    [
      'a number and its sign',
      '-1.5e-3',
      [
        ['Sign', '-'],
        ['NumberLiteral', '1.5e-3'],
      ],
    ],
    ['an operator', '===', [['OtherOperator', '===']]],
    [
      'a string without an end',
      `'a\nb`,
      [
        ['OpenString', `'a`],
        ['Identifier', 'b'],
      ],
    ],
    [
      'a comment without an end',
      '1 /* 2',
      [
        ['NumberLiteral', '1'],
        ['OpenComment', '/* 2'],
      ],
    ],
    ['what is nothing', '#', [['Invalid', '#']]],
  ])('reads %s', (_, text, expected) => {
    expect(kindsOf(text)).toEqual(expected);
  });

  it('says what is open at the end, and keeps comments apart', () => {
    expect(lex('Get([ // x\n/* y */').unclosed).toEqual(['bracket', 'bracket']);
    expect(lex('Get([ // x\n/* y */').comments.map(({ image }) => image)).toEqual(['// x', '/* y */']);
    expect(lex('`a').unclosed).toEqual(['string']);
    expect(lex('/* a').unclosed).toEqual(['comment']);
    expect(lex("'a").unclosed).toEqual([]);
  });

  it('reads ten megabytes in a string', () => {
    expect(lex(`'${'x'.repeat(10_000_000)}'`).tokens).toHaveLength(1);
  });
});
