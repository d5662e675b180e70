/**
 * What an unfinished text says of the place at its end: the types of the values before it, and the names in sight. The
 * text is read forward, token by token, since no rule takes it yet. It may be any text; what is not understood has no
 * type.
 */
import type { TokenType } from 'chevrotain';
import { lex } from '../../../grammar/lexer.ts';
import * as kinds from '../../../grammar/tokens.ts';
import type { TypeExpression } from '../../language/type-ast.ts';
import { argumentOf, type Frame, type FrameKind, newFrame } from './frame.ts';
import { anyType, isVariable, type MemberTypes, namedType, recordType, withoutNull } from './member-types.ts';

/** What may be written at the end of the text. */
export type Place =
  /** Behind a dot. */
  | { readonly kind: 'member'; readonly of: TypeExpression | undefined }
  /** The name of a field in an object, or in a projection, which also takes new names. */
  | { readonly kind: 'field'; readonly of: TypeExpression | undefined }
  | { readonly kind: 'name'; readonly locals: ReadonlyMap<string, TypeExpression | undefined> }
  /** Within a string, a comment, or behind `let`. */
  | { readonly kind: 'nothing' };

/** `variables`: names that the text may use besides those of the database. */
export function readPlace(text: string, types: MemberTypes, variables: Iterable<string>): Place {
  return new TextReader(text, types, variables).read();
}

class TextReader {
  private readonly frames: Frame[];
  /** Behind a dot, whose subject is the current value. */
  private afterDot = false;
  /** Names just read that are those of parameters if `=>` follows. */
  private names: readonly string[] = [];

  constructor(
    private readonly text: string,
    private readonly types: MemberTypes,
    variables: Iterable<string>,
  ) {
    this.frames = [newFrame('block', undefined, undefined)];
    for (const name of variables) this.frame.locals.set(name, undefined);
  }

  read(): Place {
    // With a word at its end the text is read as it will be: `1.` alone is a number.
    const { tokens, comments, unclosed } = lex(`${this.text}x`);
    const inside = unclosed.at(-1);
    const isText = inside === 'string' || inside === 'heredoc' || inside === 'comment';
    if (isText || comments.at(-1) === this.text.length + 1) return { kind: 'nothing' };
    let before: TokenType | undefined;
    for (const [index, { tokenType, image, lineBreakBefore }] of tokens.slice(0, -1).entries()) {
      if (lineBreakBefore && this.frame.hasValue && !continues(tokenType)) this.endStatement();
      const { names } = this;
      this.names = [];
      if (tokenType === kinds.Arrow) this.beginLambda(names);
      else if (isOne(tokenType, kinds.Word)) this.word(tokenType, image, before, tokens[index + 1]?.tokenType);
      else if (tokenType === kinds.LeftBrace) this.open(this.braceKind(before, tokens[index + 2]?.tokenType));
      else this.token(tokenType, before);
      before = tokenType;
    }
    return this.place(before);
  }

  private get frame(): Frame {
    return this.frames.at(-1) as Frame;
  }

  private place(last: TokenType | undefined): Place {
    const { frame } = this;
    if (this.afterDot) return { kind: 'member', of: frame.current };
    if (last === kinds.Let || last === kinds.Invalid) return { kind: 'nothing' };
    if (frame.key === undefined) {
      if (frame.kind === 'projection') return { kind: 'field', of: frame.of };
      if (frame.kind === 'object' && frame.expected) return { kind: 'field', of: frame.expected };
    }
    return { kind: 'name', locals: new Map(this.frames.flatMap(({ locals }) => [...locals])) };
  }

  private token(type: TokenType, before: TokenType | undefined): void {
    const { frame } = this;
    switch (type) {
      case kinds.Dot:
      case kinds.QuestionDot:
        if (!frame.hasValue) frame.current = this.shortSubject();
        this.afterDot = true;
        return;
      case kinds.LeftParen:
        return this.open(before === kinds.If ? 'condition' : frame.hasValue ? 'call' : 'group');
      case kinds.LeftBracket:
        return this.open(frame.hasValue ? 'access' : 'array');
      case kinds.TemplateStart:
        return this.open('template');
      case kinds.InterpolationStart:
        return this.open('group');
      case kinds.RightParen:
      case kinds.RightBracket:
      case kinds.RightBrace:
      case kinds.InterpolationEnd:
      case kinds.TemplateEnd:
        return this.close();
      case kinds.Comma:
        return this.endArgument();
      case kinds.Semicolon:
        return this.endStatement();
      case kinds.Exclamation:
        return frame.hasValue ? this.value(withoutNull(frame.current)) : undefined;
      case kinds.StringLiteral:
        return this.value(namedType('String'));
      case kinds.Integer:
      case kinds.Double:
        return this.value(namedType('Number'));
      default:
        this.endOperand();
    }
  }

  private word(type: TokenType, name: string, before: TokenType | undefined, next: TokenType | undefined): void {
    const { frame } = this;
    const hasFields = frame.kind === 'object' || frame.kind === 'projection';
    if (this.afterDot) this.value(this.types.members(frame.current).get(name));
    else if (before === kinds.Let) {
      frame.letName = name;
      frame.locals.set(name, undefined);
    } else if (next === kinds.Colon && hasFields) frame.key = name;
    else if (type === kinds.True || type === kinds.False) this.value(namedType('Boolean'));
    else if (type === kinds.Null) this.value(namedType('Null'));
    else if (type !== kinds.Identifier) this.endOperand();
    else if (frame.kind === 'projection' && frame.key === undefined) {
      const field = this.types.members(frame.of).get(name) ?? anyType;
      frame.fields.set(name, field);
      this.value(field);
    } else {
      this.names = [name];
      frame.names.push(name);
      this.value(this.typeOf(name));
    }
  }

  private typeOf(name: string): TypeExpression | undefined {
    const scope = this.frames.findLast(({ locals }) => locals.has(name));
    return scope ? scope.locals.get(name) : this.types.global(name);
  }

  private value(type: TypeExpression | undefined): void {
    const { frame } = this;
    this.afterDot = false;
    frame.current = type;
    frame.hasValue = true;
    if (frame.letName !== undefined) frame.locals.set(frame.letName, type);
    if (frame.key !== undefined && type) frame.fields.set(frame.key, type);
  }

  /** An operator or a word of the language was read: what follows is another value. */
  private endOperand(): void {
    this.afterDot = false;
    this.frame.hasValue = false;
    this.frame.current = undefined;
  }

  private endStatement(): void {
    this.endOperand();
    this.frame.letName = undefined;
    this.frame.key = undefined;
  }

  private endArgument(): void {
    const { frame } = this;
    frame.arguments.push(argumentOf(frame));
    frame.inLambda = false;
    this.endStatement();
  }

  private open(kind: FrameKind): void {
    const { frame } = this;
    const subject = frame.hasValue ? frame.current : undefined;
    const of = kind === 'projection' ? this.types.elements(subject) : subject;
    const expected = this.expected();
    this.afterDot = false;
    this.frames.push(newFrame(kind, of, expected));
  }

  /** What the innermost bracket expects where the text ends. */
  private expected(): TypeExpression | undefined {
    const { frame } = this;
    switch (frame.kind) {
      case 'call':
        return frame.inLambda ? undefined : this.parameter(frame);
      case 'object':
        return frame.key === undefined ? undefined : withoutNull(this.types.members(frame.expected).get(frame.key));
      case 'array':
        return this.types.elements(frame.expected);
      default:
        return undefined;
    }
  }

  /** What the call takes where the text ends. */
  private parameter(frame: Frame): TypeExpression | undefined {
    return frame.kind === 'call' ? this.types.parameter(frame.of, frame.arguments.length) : undefined;
  }

  /** `second`: the token behind the one that follows the brace. */
  private braceKind(before: TokenType | undefined, second: TokenType | undefined): FrameKind {
    if (this.frame.hasValue) return 'projection';
    if (second === kinds.Colon) return 'object';
    const isBody = before === kinds.Arrow || before === kinds.Else || before === kinds.RightParen;
    return isBody || before === undefined ? 'block' : 'object';
  }

  private close(): void {
    if (this.frames.length === 1) return this.endOperand();
    const closed = this.frames.pop() as Frame;
    if (closed.kind === 'condition') return this.endOperand();
    if (closed.kind === 'group') this.names = closed.names;
    this.value(this.typeOfClosed(closed));
  }

  private typeOfClosed(closed: Frame): TypeExpression | undefined {
    const given = closed.hasValue ? [...closed.arguments, argumentOf(closed)] : closed.arguments;
    switch (closed.kind) {
      case 'call':
        return this.types.result(closed.of, given);
      case 'access':
        return this.types.element(closed.of);
      case 'array':
        return namedType('Array', given[0]?.type ?? anyType);
      case 'object':
        return recordType(closed.fields);
      case 'projection':
        return this.types.withElements(this.frame.current, recordType(closed.fields));
      case 'template':
        return namedType('String');
      default:
        return closed.current;
    }
  }

  private beginLambda(names: readonly string[]): void {
    const { frame } = this;
    const expected = this.parameter(frame);
    for (const [position, name] of names.entries()) {
      frame.locals.set(name, this.types.lambdaParameter(expected, position));
    }
    frame.inLambda = true;
    this.endOperand();
  }

  /** `.field` alone speaks of the parameter of the function that is expected here; in a projection, of its subject. */
  private shortSubject(): TypeExpression | undefined {
    for (const frame of this.frames.toReversed()) {
      if (frame.kind === 'projection') return frame.of;
      const subject = this.types.lambdaParameter(this.parameter(frame), 0);
      // What `desc` and `asc` take is not theirs to say, but that of the call around them.
      if (subject && !isVariable(subject)) return subject;
    }
    return undefined;
  }
}

/** Whether a token at the start of a line goes on with the line above. */
function continues(type: TokenType): boolean {
  return (
    type === kinds.Dot ||
    type === kinds.QuestionDot ||
    type === kinds.RightParen ||
    type === kinds.RightBracket ||
    type === kinds.RightBrace ||
    type === kinds.Comma ||
    isOne(type, kinds.ContinuingOperator)
  );
}

function isOne(type: TokenType, category: TokenType): boolean {
  return type === category || category.categoryMatchesMap?.[type.tokenTypeIdx as number] === true;
}
