/** Bodies of requests as JSON. Source: recorded `bodies`. */
import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { Double } from '../runtime/value.ts';
import { fieldsOf, type InputJson, InvalidBody, isArray, RepeatedNames } from './json-input.ts';

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

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new InvalidBody('The text is not valid UTF-8');
  }
}

/** Throws a SyntaxError, or InvalidBody when the nesting is too deep. */
function readDocument(text: string): InputJson {
  const json = JSON.parse(text) as InputJson;
  refuseDeep(text);
  return needsCare.test(text) || repeatsNames(text, json) ? readNode(text, parse(text, { ranges: true }).body) : json;
}

/** Strings, those that are names with the colon behind them. */
const strings = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/**
 * Whether an object of the text has a name twice, which `JSON.parse` does not tell. It matters only in queries with
 * objects of fragments; see `RepeatedNames`.
 */
function repeatsNames(text: string, json: InputJson): boolean {
  if (!text.includes('"object"')) return false;
  let written = 0;
  for (const [, colon] of text.matchAll(strings)) if (colon !== undefined) written++;
  return written > countNames(json);
}

function countNames(json: InputJson): number {
  if (typeof json !== 'object' || json === null) return 0;
  if (isArray(json)) return json.reduce<number>((count, each) => count + countNames(each), 0);
  return (fieldsOf(json) ?? []).reduce((count, [, each]) => count + 1 + countNames(each), 0);
}

/** The original gives no reason when not even the beginning is JSON. */
function beginsAsJson(text: string): boolean {
  return /^\s*(?:["{[\d-]|(?:true|false|null)\b)/.test(text);
}

function readNode(text: string, node: ValueNode): InputJson {
  switch (node.type) {
    case 'Object': {
      const fields = node.members.map(
        ({ name, value }) => [name.type === 'String' ? name.value : name.name, readNode(text, value)] as const,
      );
      const names = new Set<string>();
      const repeated = fields.find(([name]) => names.size === names.add(name).size);
      return repeated ? new RepeatedNames(fields, repeated[0]) : new Map(fields);
    }
    case 'Array':
      return node.elements.map(({ value }) => readNode(text, value));
    case 'Number':
      return readNumber(text.slice(...(node.range ?? [])));
    case 'String':
    case 'Boolean':
      return node.value;
    default:
      return null;
  }
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
  for (const { depth } of bracketsOf(text)) {
    if (depth > deepest) throw new InvalidBody('JSON exceeds nesting limit');
  }
}

/** The first array or object of a text in which another value follows it; it need not be well-formed. */
function firstOfSeveral(text: string): string | undefined {
  for (const { depth, end } of bracketsOf(text)) {
    if (depth <= 0) return /^\s*["{[]/.test(text.slice(end)) ? text.slice(0, end) : undefined;
  }
  return undefined;
}

/** The brackets outside of strings, each with how deep the text is behind it. */
function* bracketsOf(text: string): Generator<{ depth: number; end: number }> {
  let depth = 0;
  for (const match of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    const [token] = match;
    if (token.startsWith('"')) continue;
    depth += token === '{' || token === '[' ? 1 : -1;
    yield { depth, end: match.index + token.length };
  }
}
