import { describe, expect, it } from 'vitest';
import { lex } from '../../grammar/lexer.ts';
import { Grammar } from '../../grammar/parser.ts';

describe('the grammar', () => {
  it('has no mistakes: no rule begins with itself, no choice is ambiguous, no repetition is empty', () => {
    expect(() => new Grammar(true)).not.toThrow();
  });

  it('gives what was written, with its tokens', () => {
    const grammar = new Grammar();
    grammar.input = lex('1 + x').tokens;
    expect(grammar.expression()).toMatchObject({
      rule: 'operation',
      first: { rule: 'literal', token: { image: '1' } },
      rest: [{ operator: { image: '+' }, operand: { rule: 'word', token: { image: 'x' } } }],
    });
    expect(grammar.errors).toEqual([]);
  });

  it('refuses what is left over', () => {
    const grammar = new Grammar();
    grammar.input = lex('1 2').tokens;
    grammar.expression();
    expect(grammar.errors).toHaveLength(1);
  });
});
