/** FQL v4 as text to the expression that is sent for it. */
import { EOF, type IToken } from 'chevrotain';
import { endOf, isOpening, lex } from '../../../grammar/fql4/lexer.ts';
import { Grammar } from '../../../grammar/fql4/parser.ts';
import * as kinds from '../../../grammar/fql4/tokens.ts';
import { type Hint, hint } from '../../language/diagnostic.ts';
import type { Completeness } from '../../language/parse.ts';
import { Source, type Span } from '../../language/source.ts';
import { buildExpression, type Variables } from './build.ts';
import { InvalidText, refuse } from './invalid-text.ts';
import type { Wire } from './wire.ts';

let grammar: Grammar | undefined;

/** Made at first use, and then kept. */
function theGrammar(): Grammar {
  grammar ??= new Grammar();
  return grammar;
}

/** How deep brackets may nest: those who read and walk an expression call themselves. */
const maximumDepth = 300;

/** `variables` are the names that stand for values. @throws InvalidText, which says what is wrong and where */
export function parseFql4(source: Source, variables: Variables = {}): Wire {
  const { tokens, tooDeep } = lex(source.text, maximumDepth);
  const [first] = tokens;
  if (tooDeep) refuse(nestedTooDeeply, spanOf(source, tooDeep));
  if (!first) refuse('There is no query', { source, start: 0, end: 1 });
  try {
    return read(source, tokens, variables);
  } catch (problem) {
    // The stack overflows where much nests that is no bracket: `x => x => …`.
    if (problem instanceof RangeError) refuse(nestedTooDeeply, spanOf(source, first));
    throw problem;
  }
}

const nestedTooDeeply = `Nested too deeply: at most ${maximumDepth} brackets can be open at once`;

function read(source: Source, tokens: IToken[], variables: Variables): Wire {
  const parser = theGrammar();
  parser.input = tokens;
  const syntax = parser.query();
  const [problem] = parser.errors;
  if (problem) refuseSyntax(source, tokens, problem.token, problem.message);
  return buildExpression(syntax, source, variables);
}

function spanOf(source: Source, token: IToken): Span {
  return { source, start: token.startOffset, end: endOf(token) };
}

/** `expected` is what the grammar wanted where `token` stands. */
function refuseSyntax(source: Source, tokens: readonly IToken[], token: IToken, expected: string): never {
  if (token.tokenType === EOF) {
    const end = source.text.trimEnd().length;
    refuse(
      `Expected ${expected}, but the query ends`,
      { source, start: end, end: end + 1 },
      openBracket(source, tokens),
    );
  }
  const span = spanOf(source, token);
  const { image, tokenType } = token;
  const before = tokens[tokens.indexOf(token) - 1];
  switch (tokenType) {
    case kinds.OpenString:
      return refuse(`This string has no end: \`${image[0]}\` is missing`, span);
    case kinds.OpenComment:
      return refuse('This comment has no end: `*/` is missing', { ...span, end: span.start + 2 });
    case kinds.Sign:
    case kinds.OtherOperator:
      return refuse(`\`${image}\` is not computed: FQL v4 has functions, such as ${insteadOf(image)}`, span);
    case kinds.Ellipsis:
      return refuse('`...` is not computed: write the values, or use Append, Union or Merge', span);
    case kinds.Dot:
    case kinds.LeftBracket:
      if (before && (before.tokenType === kinds.RightParen || before.tokenType === kinds.RightBracket))
        return refuse("Parts of a value are read with Select, as in Select(['data', 'name'], …)", span);
  }
  if (expected === 'the end of the query') {
    const other = startsQuery(source.text, before, token);
    refuse(
      other
        ? 'Here begins another query: a query is one expression'
        : `Expected the end of the query, not \`${image}\``,
      span,
      other ? [hint('A blank line between them makes two queries of a script; Do(…, …) makes one of both.', span)] : [],
    );
  }
  if (expected === '`return`')
    refuse('`{ … }` behind `=>` is a block: write `=> ({ … })` for an object, or `=> { return … }`', span);
  refuse(`Expected ${expected}, not \`${image}\``, span);
}

function startsQuery(text: string, before: IToken | undefined, token: IToken): boolean {
  return before !== undefined && /[\r\n]/.test(text.slice(endOf(before), token.startOffset));
}

const replacements: Readonly<Record<string, string>> = {
  '+': 'Add',
  '-': 'Subtract',
  '*': 'Multiply',
  '/': 'Divide',
  '%': 'Modulo',
  '**': 'Pow',
  '<': 'LT',
  '<=': 'LTE',
  '>': 'GT',
  '>=': 'GTE',
  '==': 'Equals',
  '===': 'Equals',
  '!': 'Not',
  '&&': 'And',
  '||': 'Or',
  '?': 'If',
  '&': 'BitAnd',
  '|': 'BitOr',
  '^': 'BitXor',
  '~': 'BitNot',
};

function insteadOf(operator: string): string {
  return `${replacements[operator] ?? 'Add, Equals or If'}(…)`;
}

/** Where the innermost bracket stands that was not closed. */
function openBracket(source: Source, tokens: readonly IToken[]): Hint[] {
  const open: IToken[] = [];
  for (const token of tokens) {
    if (isOpening(token)) open.push(token);
    else if (closers.has(token.tokenType)) open.pop();
  }
  const last = open.at(-1);
  return last ? [hint(`This \`${last.image}\` is not closed`, spanOf(source, last))] : [];
}

const closers = new Set([kinds.RightParen, kinds.RightBracket, kinds.RightBrace]);

/** Whether `text` is a whole query, the beginning of one, or can become none whatever is added to its end. */
export function isCompleteFql4(text: string): Completeness {
  const { tokens, unclosed } = lex(text);
  const stray = tokens.findIndex(({ tokenType }) => tokenType === kinds.Invalid || tokenType === kinds.OpenString);
  if (stray !== -1 && !(stray === tokens.length - 1 && unclosed.at(-1) === 'string')) return 'invalid';
  if (unclosed.length > 0) return 'incomplete';
  try {
    parseFql4(new Source('*query*', text));
    return 'complete';
  } catch (problem) {
    if (!(problem instanceof InvalidText)) throw problem;
    const last = tokens.at(-1);
    return problem.diagnostic.span.start >= (last ? endOf(last) : 0) ? 'incomplete' : 'invalid';
  }
}
