/** Values of JavaScript as arguments of queries, and results as values of JavaScript. */
import { encodeBase64 } from '../runtime/base64.ts';
import { Double } from '../runtime/value.ts';
import { type InputJson, isArray } from '../wire/json-input.ts';
import { readJson } from '../wire/read-json.ts';

/**
 * Integers become an Int or a Long, other numbers a Double, a Date a Time, a Uint8Array Bytes, undefined null; members
 * of objects that are undefined are left out.
 */
export type Argument =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | readonly Argument[]
  | { readonly [name: string]: Argument };

/** In the tagged format. Throws a TypeError for what can not be sent, a RangeError for what does not fit. */
export function encodeArgument(value: Argument): InputJson {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return null;
    case 'number':
      return encodeNumber(value);
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} does not fit into a Long.`);
      return { '@long': String(value) };
    case 'object':
      return value === null ? null : encodeObject(value);
    default:
      throw new TypeError(`A ${typeof value} can not be sent with a query.`);
  }
}

function encodeNumber(value: number): InputJson {
  if (Object.is(value, -0)) return { '@double': '-0.0' };
  if (!Number.isSafeInteger(value)) return { '@double': String(value) };
  return Math.trunc(value) === (value | 0) ? { '@int': String(value) } : { '@long': String(value) };
}

function encodeObject(value: object): InputJson {
  if (Array.isArray(value)) return value.map(encodeArgument);
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new RangeError('An invalid Date can not be sent with a query.');
    return { '@time': value.toISOString() };
  }
  if (value instanceof Uint8Array) return { '@bytes': encodeBase64(value) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`An object of the class ${value.constructor.name} can not be sent with a query.`);
  }
  const fields = Object.entries(value as Readonly<Record<string, Argument>>).filter(([, each]) => each !== undefined);
  return { '@object': new Map(fields.map(([name, each]) => [name, encodeArgument(each)])) };
}

/** What a query gives: as JSON, save that integers beyond 2^53 are bigints. */
export type ResultValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ResultValue[]
  | { readonly [name: string]: ResultValue };

/** A result in the simple format. */
export function decodeResult(text: string): ResultValue {
  // Only integers of many digits may be more than a number holds. Ids have as many, but stand in quotes.
  return /(?:^|[[:,])-?\d{16}/.test(text)
    ? plain(readJson(new TextEncoder().encode(text)))
    : (JSON.parse(text) as ResultValue);
}

function plain(json: InputJson): ResultValue {
  if (typeof json === 'bigint') return Number.isSafeInteger(Number(json)) ? Number(json) : json;
  if (json instanceof Double) return json.value;
  if (json instanceof Map) return Object.fromEntries([...json].map(([name, each]) => [name, plain(each)]));
  if (isArray(json)) return json.map(plain);
  // What was read without care holds nothing that asks for it.
  return json as ResultValue;
}
