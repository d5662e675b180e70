/**
 * JSON as clients send it, read without losing what JavaScript's own values lose: whether `2.0` was written with its
 * fraction, integers beyond 2^53, and the order of fields whose names are numbers.
 */
import { createScanner, type JSONScanner, type SyntaxKind } from 'jsonc-parser';
import { Double } from '../runtime/value.ts';

/**
 * A plain number stands for the integer or fraction it is; where that would say too little, an integer is a bigint, a
 * number written with a fraction or an exponent a Double, and an object a Map.
 */
export type InputJson =
  | null
  | boolean
  | string
  | number
  | bigint
  | Double
  | readonly InputJson[]
  | InputObject
  | ReadonlyMap<string, InputJson>;

export interface InputObject {
  readonly [name: string]: InputJson;
}

/** Why a body is no request. The message is empty where the original gives no reason. */
export class InvalidBody extends Error {}

/** Arrays and objects may stand this deep within each other. Source: recorded `sizes and nesting`. */
const deepest = 1_000;

/** What `JSON.parse` may read wrong: fractions and long integers, and names that are numbers. Finds some strings, too. */
const needsCare = /(?:[:,[]|^)\s*-?\d+(?:[.eE]|\d{15})|"\d+"\s*:/;

/**
 * The first JSON document of a text; what follows is ignored where it begins like another one.
 * Throws InvalidBody, which tells what is wrong where.
 */
export function readJson(bytes: Uint8Array): InputJson {
  const text = decodeUtf8(bytes);
  try {
    return readDocument(text);
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
    const first = firstOfSeveral(text);
    if (first !== undefined) return readDocument(first);
    throw new InvalidBody(beginsAsJson(text) ? problem.message : '');
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidBody('The text is not valid UTF-8');
  }
}

/** Throws a SyntaxError, or InvalidBody when the nesting is too deep. */
function readDocument(text: string): InputJson {
  const json = JSON.parse(text) as InputJson;
  refuseDeep(text);
  return needsCare.test(text) ? readValue(new Tokens(text)) : json;
}

/** The original gives no reason when not even the beginning is JSON. */
function beginsAsJson(text: string): boolean {
  return /^\s*(?:["{[\d-]|(?:true|false|null)\b)/.test(text);
}

const kinds = {
  openBrace: 1 as SyntaxKind.OpenBraceToken,
  closeBrace: 2 as SyntaxKind.CloseBraceToken,
  openBracket: 3 as SyntaxKind.OpenBracketToken,
  closeBracket: 4 as SyntaxKind.CloseBracketToken,
  comma: 5 as SyntaxKind.CommaToken,
  null: 7 as SyntaxKind.NullKeyword,
  true: 8 as SyntaxKind.TrueKeyword,
  false: 9 as SyntaxKind.FalseKeyword,
  string: 10 as SyntaxKind.StringLiteral,
  end: 17 as SyntaxKind.EOF,
};

const beginnings = new Set<SyntaxKind>([kinds.openBrace, kinds.openBracket, kinds.string]);

/** The tokens of a text that is known to be JSON. */
class Tokens {
  readonly #scanner: JSONScanner;
  kind: SyntaxKind;

  constructor(readonly text: string) {
    this.#scanner = createScanner(text, true);
    this.kind = this.#scanner.scan();
  }

  get offset(): number {
    return this.#scanner.getTokenOffset();
  }

  get value(): string {
    return this.#scanner.getTokenValue();
  }

  next(): void {
    this.kind = this.#scanner.scan();
  }

  takes(kind: SyntaxKind): boolean {
    const found = this.kind === kind;
    if (found) this.next();
    return found;
  }
}

function readValue(tokens: Tokens): InputJson {
  const { kind, value } = tokens;
  tokens.next();
  switch (kind) {
    case kinds.openBrace:
      return readFields(tokens);
    case kinds.openBracket:
      return readElements(tokens);
    case kinds.string:
      return value;
    case kinds.null:
      return null;
    case kinds.true:
      return true;
    case kinds.false:
      return false;
    default:
      return readNumber(value);
  }
}

function readFields(tokens: Tokens): ReadonlyMap<string, InputJson> {
  const fields = new Map<string, InputJson>();
  while (!tokens.takes(kinds.closeBrace)) {
    const name = tokens.value;
    tokens.next();
    tokens.next();
    fields.set(name, readValue(tokens));
    tokens.takes(kinds.comma);
  }
  return fields;
}

function readElements(tokens: Tokens): readonly InputJson[] {
  const elements: InputJson[] = [];
  while (!tokens.takes(kinds.closeBracket)) {
    elements.push(readValue(tokens));
    tokens.takes(kinds.comma);
  }
  return elements;
}

function readNumber(text: string): bigint | Double {
  if (/[.eE]/.test(text)) return new Double(Number(text));
  const integer = BigInt(text);
  if (BigInt.asIntN(64, integer) !== integer) throw new InvalidBody('');
  return integer;
}

function refuseDeep(text: string): void {
  // Rarely has a text so many brackets that they have to be told from those in strings.
  const brackets = text.length < deepest ? 0 : (text.match(/[[{]/g)?.length ?? 0);
  if (brackets < deepest) return;
  const tokens = new Tokens(text);
  for (let depth = 0; tokens.kind !== kinds.end; tokens.next()) {
    if (tokens.kind === kinds.openBrace || tokens.kind === kinds.openBracket) depth++;
    if (tokens.kind === kinds.closeBrace || tokens.kind === kinds.closeBracket) depth--;
    if (depth > deepest) throw new InvalidBody('JSON exceeds nesting limit');
  }
}

/** The first array or object of a text in which another value follows it; it need not be well-formed. */
function firstOfSeveral(text: string): string | undefined {
  const tokens = new Tokens(text);
  for (let depth = 0; tokens.kind !== kinds.end; ) {
    if (tokens.kind === kinds.openBrace || tokens.kind === kinds.openBracket) depth++;
    const closed = tokens.kind === kinds.closeBrace || tokens.kind === kinds.closeBracket;
    if (closed) depth--;
    tokens.next();
    if (depth > 0) continue;
    const another = beginnings.has(tokens.kind);
    return closed && another ? text.slice(0, tokens.offset) : undefined;
  }
  return undefined;
}

/** The fields of an object in the order written; undefined of anything else. */
export function fieldsOf(json: InputJson): readonly (readonly [string, InputJson])[] | undefined {
  if (json instanceof Map) return [...json];
  if (typeof json !== 'object' || json === null || json instanceof Double || isArray(json)) return undefined;
  return Object.entries(json as InputObject);
}

/** `Array.isArray` does not narrow a readonly array. */
export function isArray(json: InputJson): json is readonly InputJson[] {
  return Array.isArray(json);
}

/** What the original calls a kind of JSON. */
export function describeJson(json: InputJson): string {
  if (json === null) return 'Null';
  if (typeof json === 'string') return 'String';
  if (typeof json === 'boolean') return 'Boolean';
  if (typeof json === 'bigint') return 'Integer';
  if (typeof json === 'number') return Number.isInteger(json) ? 'Integer' : 'Double';
  if (json instanceof Double) return 'Double';
  return isArray(json) ? 'Array Start' : 'Object Start';
}
