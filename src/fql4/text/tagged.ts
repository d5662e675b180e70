/**
 * Values of FQL v4 in the tagged format of FQL v10, and back: so that what one language answers may be kept, and used in
 * the other. Source: "Tagged" in Fauna's wire protocol.
 */
import type { Span } from '../../language/source.ts';
import { formatDouble } from '../../runtime/number-text.ts';
import { Double } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { ArrayValue, ObjectValue, type Value } from '../value.ts';
import { untag } from './call-text.ts';
import { fql4Tag } from './fql4-tag.ts';
import { refuse } from './invalid-text.ts';
import type { Wire, WireField } from './wire.ts';
import { record, text } from './written.ts';

/** What the languages call the collections that every database has. */
const modules: Readonly<Record<string, string>> = {
  access_providers: 'AccessProvider',
  collections: 'Collection',
  credentials: 'Credential',
  databases: 'Database',
  functions: 'Function',
  keys: 'Key',
  roles: 'Role',
  tokens: 'Token',
};
const natives: ReadonlyMap<string, string> = new Map(Object.entries(modules).map(([native, name]) => [name, native]));
/** Their documents are known by a name in both languages. */
const named = new Set(['AccessProvider', 'Collection', 'Database', 'Function', 'Role']);

export function toTagged(value: Value): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint')
    return BigInt.asIntN(32, value) === value ? { '@int': String(value) } : { '@long': String(value) };
  if (value instanceof Double) return { '@double': formatDouble(value.value) };
  if (value instanceof ArrayValue) return value.elements.map(toTagged);
  if (!(value instanceof ObjectValue)) throw new TypeError('only values that were read from JSON can be tagged');
  const tagged = untag(value);
  switch (tagged?.tag) {
    case undefined:
      return fieldsToTagged(value);
    case '@ts':
      return { '@time': tagged.inner as string };
    case '@date':
    case '@bytes':
      return { [tagged.tag]: tagged.inner as string };
    case '@obj':
      if (tagged.inner instanceof ObjectValue) return { '@object': fieldsToTagged(tagged.inner) };
      break;
    case '@ref': {
      const ref = tagged.inner instanceof ObjectValue ? refToTagged(tagged.inner) : undefined;
      if (ref !== undefined) return ref;
    }
  }
  return { [fql4Tag]: jsonText(value) };
}

function fieldsToTagged({ fields }: ObjectValue): { [name: string]: Json } {
  return Object.fromEntries([...fields].map(([name, each]) => [name, toTagged(each)]));
}

function refToTagged({ fields }: ObjectValue): Json | undefined {
  const id = fields.get('id');
  const collection = fields.get('collection');
  if (typeof id !== 'string' || fields.has('database')) return undefined;
  if (collection === undefined) return modules[id] === undefined ? undefined : { '@mod': modules[id] };
  const tagged = recordOf(toTagged(collection));
  const module = tagged?.['@mod'];
  if (typeof module === 'string')
    return { '@ref': { [named.has(module) ? 'name' : 'id']: id, coll: { '@mod': module } } };
  // A document of a collection of users.
  const name = recordOf(tagged?.['@ref'])?.name;
  return typeof name === 'string' ? { '@ref': { id, coll: { '@mod': name } } } : undefined;
}

function jsonText(value: Value): string {
  if (value instanceof ArrayValue) return `[${value.elements.map(jsonText).join(',')}]`;
  if (value instanceof ObjectValue)
    return `{${[...value.fields].map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`).join(',')}}`;
  if (value instanceof Double) return formatDouble(value.value);
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

/** The expression for a tagged value, at its place in the text. @throws InvalidText where v4 has no such value */
export function wireOfTagged(tagged: Json, span: Span): Wire {
  if (tagged === null || typeof tagged !== 'object') return scalar(JSON.stringify(tagged), span);
  if (isArray(tagged)) return { kind: 'array', elements: tagged.map((each) => wireOfTagged(each, span)), span };
  const [[tag, inner] = ['', null], ...others] = Object.entries(tagged);
  if (!tag.startsWith('@') || others.length > 0) return object(tagged, span);
  switch (tag) {
    case '@int':
    case '@long':
      return scalar(inner as string, span);
    case '@double':
      if (!Number.isFinite(Number(inner))) refuse(`FQL v4 has no number ${inner}`, span);
      return scalar(inner as string, span);
    case '@time':
      return record(span, ['@ts', text(inner as string, span)]);
    case '@date':
    case '@bytes':
      return record(span, [tag, text(inner as string, span)]);
    case '@object':
      return object(inner as JsonRecord, span);
    case '@mod':
      return moduleRef(inner as string, span);
    case '@ref': {
      const { id, name, coll } = inner as JsonRecord;
      const collection = moduleRef((coll as JsonRecord)['@mod'] as string, span);
      return ref((id ?? name) as string, span, collection);
    }
    case fql4Tag:
      return scalar(inner as string, span);
    default:
      return refuse('FQL v4 has no such value as this variable holds', span);
  }
}

type JsonRecord = { readonly [name: string]: Json };

function recordOf(json: Json | undefined): JsonRecord | undefined {
  return json === null || typeof json !== 'object' || isArray(json) ? undefined : json;
}

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function scalar(json: string, span: Span): Wire {
  return { kind: 'scalar', json, span };
}

function object(fields: JsonRecord, span: Span): Wire {
  const wires = Object.entries(fields).map(([name, each]) => [name, wireOfTagged(each, span)] as const);
  return record(span, ['object', record(span, ...wires)]);
}

function moduleRef(name: string, span: Span): Wire {
  const native = natives.get(name);
  return native === undefined ? ref(name, span, ref('collections', span)) : ref(native, span);
}

function ref(id: string, span: Span, collection?: Wire): Wire {
  const fields: WireField[] = [['id', text(id, span)]];
  if (collection) fields.push(['collection', collection]);
  return record(span, ['@ref', record(span, ...fields)]);
}
