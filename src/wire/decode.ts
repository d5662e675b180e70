/**
 * Values as clients send them. Tagged: every type under its tag, numbers always; simple: plain JSON.
 * Source: wire.md, recorded `arguments of every tag`, `bad arguments`.
 */
import { NO_SPAN } from '../language/source.ts';
import { decodeBase64 } from '../runtime/base64.ts';
import type { Context } from '../runtime/context.ts';
import { parseDate, parseTime } from '../runtime/time-text.ts';
import {
  ArrayValue,
  Bytes,
  Document,
  Double,
  Module,
  nullAt,
  ObjectValue,
  UserFunction,
  type Value,
} from '../runtime/value.ts';
import { fieldsOf, type InputJson, isArray } from './json-input.ts';

/** Says in lower case what is wrong with a value, for "Invalid argument 'x': …". */
export class InvalidValue extends Error {}

export function decodeSimple(json: InputJson): Value {
  if (json === null) return nullAt(NO_SPAN);
  if (typeof json === 'number') return Number.isInteger(json) ? decodeInteger(BigInt(json)) : new Double(json);
  if (typeof json === 'bigint') return decodeInteger(json);
  if (typeof json !== 'object' || json instanceof Double) return json;
  if (isArray(json)) return new ArrayValue(json.map(decodeSimple));
  return ObjectValue.of((fieldsOf(json) ?? []).map(([name, value]) => [name, decodeSimple(value)] as const));
}

/** An Int where it fits into one, else a Long; what fits into neither was written as a double. */
function decodeInteger(integer: bigint): Value {
  if (BigInt.asIntN(32, integer) === integer) return Number(integer);
  return BigInt.asIntN(64, integer) === integer ? integer : new Double(Number(integer));
}

/** Throws an InvalidValue. References and modules are looked up in the database of the context. */
export function decodeTagged(context: Context, json: InputJson): Value {
  if (json === null) return nullAt(NO_SPAN);
  if (typeof json === 'number' || typeof json === 'bigint' || json instanceof Double)
    throw new InvalidValue('numbers must be tagged');
  if (typeof json !== 'object') return json;
  if (isArray(json)) return new ArrayValue(json.map((element) => decodeTagged(context, element)));
  const entries = fieldsOf(json) ?? [];
  if (!entries.some(([name]) => name.startsWith('@'))) return decodeFields(context, entries);
  const [only] = entries;
  if (entries.length > 1 || !only) throw new InvalidValue('too many keys in tagged value');
  return decodeTag(context, ...only);
}

function decodeFields(context: Context, entries: readonly (readonly [string, InputJson])[]): ObjectValue {
  return ObjectValue.of(entries.map(([name, value]) => [name, decodeTagged(context, value)] as const));
}

function decodeTag(context: Context, tag: string, json: InputJson): Value {
  const text = (): string => {
    if (typeof json !== 'string') throw new InvalidValue(`${tag} requires a string value`);
    return json;
  };
  switch (tag) {
    case '@int':
      return Number(integer(text(), 32, 'invalid integer'));
    case '@long':
      return integer(text(), 64, 'invalid long');
    case '@double':
      return new Double(double(text()));
    case '@time':
      return parseTime(text()) ?? refuse('invalid time');
    case '@date':
      return parseDate(text()) ?? refuse('invalid date');
    case '@bytes':
      return new Bytes(decodeBase64(text()) ?? refuse('invalid bytes'));
    case '@object': {
      const fields = fieldsOf(json);
      if (!fields) throw new InvalidValue('@object requires an object value');
      return decodeFields(context, fields);
    }
    case '@mod': {
      const found = context.evaluation.lookup(text());
      if (found instanceof Module || found instanceof UserFunction) return found;
      throw new InvalidValue(`no such module '${text()}'`);
    }
    case '@doc':
    case '@ref':
      return decodeReference(context, tag, json);
    default:
      throw new InvalidValue(`invalid tag '${tag}'`);
  }
}

function decodeReference(context: Context, tag: string, json: InputJson): Document {
  const value = decodeTagged(context, json);
  if (typeof value === 'string') return decodeShortReference(context, value);
  if (!(value instanceof ObjectValue)) throw new InvalidValue(`${tag} requires an object value`);
  const module = value.fields.get('coll');
  if (module === undefined) throw new InvalidValue(`${tag} field 'coll' is required`);
  const collection = module instanceof Module ? module.collection : undefined;
  if (collection === undefined) throw new InvalidValue(`${tag} field 'coll' requires a module value`);
  const key = isNamed(context, collection) ? 'name' : 'id';
  const id = value.fields.get(key);
  if (id === undefined) throw new InvalidValue(`${tag} field '${key}' is required`);
  if (typeof id !== 'string') throw new InvalidValue(`${tag} field '${key}' requires a string value`);
  if (key === 'name') return namedDocument(context, collection, id, 'schema object');
  return new Document(collection, integer(id, 64, `${tag} field 'id' must be an integer`));
}

/** `Book:11`, as clients of the first versions of the protocol write it. */
function decodeShortReference(context: Context, text: string): Document {
  const [name = '', id, ...more] = text.split(':');
  if (id === undefined || more.length > 0) throw new InvalidValue('doc id must be in the format <coll>:<id>');
  const module = context.evaluation.lookup(name);
  const collection = module instanceof Module ? module.collection : undefined;
  if (collection === undefined) throw new InvalidValue(`no such collection '${name}'`);
  if (isNamed(context, collection)) return namedDocument(context, collection, id, 'schema definition document');
  return new Document(collection, integer(id, 64, `invalid document id '${id}'`));
}

function isNamed(context: Context, collection: string): boolean {
  return context.database.schema.collection(collection)?.identifiedBy === 'name';
}

function namedDocument(context: Context, collection: string, name: string, kind: string): Document {
  if (context.database.schema.documentNamed(collection, name) === undefined)
    throw new InvalidValue(`no such ${kind} '${name}'`);
  return new Document(collection, name);
}

function integer(text: string, bits: number, complaint: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new InvalidValue(complaint);
  const value = BigInt(text.replace(/^\+/, ''));
  if (BigInt.asIntN(bits, value) !== value) throw new InvalidValue(complaint);
  return value;
}

/** As Java reads doubles: with blanks around them, of base 16, and with the letter of their type. */
function double(text: string): number {
  // Control characters count as blanks there.
  const trimmed = text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
  const special = /^([+-]?)(NaN|Infinity)$/.exec(trimmed);
  if (special) return Number(`${special[2] === 'NaN' ? '' : special[1]}${special[2]}`);
  const hexadecimal = /^([+-]?)0x([\da-f]*)\.?([\da-f]*)p([+-]?\d+)[df]?$/i.exec(trimmed);
  if (hexadecimal) {
    const [, sign, whole = '', fraction = '', exponent] = hexadecimal;
    if (whole + fraction === '') throw new InvalidValue('invalid double');
    const magnitude = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
    return sign === '-' ? -magnitude : magnitude;
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[df]?$/i.test(trimmed)) throw new InvalidValue('invalid double');
  return Number(trimmed.replace(/[df]$/i, ''));
}

function refuse(complaint: string): never {
  throw new InvalidValue(complaint);
}
