/** Reading the tagged format: `{"@int": "3"}`, `{"@doc": {…}}`, `{"@ref": {…}}` … Reference: "Tagged" in Fauna's wire protocol. */
import type { Json } from '../store/store.ts';

export type JsonRecord = Readonly<Record<string, Json>>;

export function asRecord(value: Json | undefined): JsonRecord | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return value as JsonRecord;
}

/** What stands under a tag, when the value is of that one. */
export function untag(value: Json | undefined, tag: string): Json | undefined {
  const record = asRecord(value);
  if (!record || !Object.hasOwn(record, tag) || Object.keys(record).length !== 1) return undefined;
  return record[tag];
}

/** The fields of an object, a document or a page of a set; undefined for all else. */
export function fieldsOf(value: Json | undefined): JsonRecord | undefined {
  for (const tag of ['@doc', '@object', '@set']) {
    const inner = asRecord(untag(value, tag));
    if (inner) return inner;
  }
  const record = asRecord(value);
  return record && tagOf(record) === undefined ? record : undefined;
}

/** `@time` of `{"@time": …}`; undefined for a plain object and for all else. */
export function tagOf(value: Json): string | undefined {
  const record = asRecord(value);
  if (!record) return undefined;
  const [first, ...others] = Object.keys(record);
  return first?.startsWith('@') && others.length === 0 ? first : undefined;
}

/** `People` of `{"@mod": "People"}`. */
export function moduleName(value: Json | undefined): string | undefined {
  const name = untag(value, '@mod');
  return typeof name === 'string' ? name : undefined;
}

/** A tagged value in about the FQL that makes it, in one line of at most `width` characters. */
export function describeTagged(value: Json, width = 60): string {
  const text = describe(value, 0);
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** Deeper than anyone reads in one line. */
const MAX_DEPTH = 5;

function describe(value: Json, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, 20).map((each) => describe(each, depth + 1));
    return `[${items.join(', ')}${value.length > 20 ? ', …' : ''}]`;
  }
  const tag = tagOf(value);
  const inner = tag === undefined ? undefined : (value as JsonRecord)[tag];
  if (typeof inner === 'string') {
    if (tag === '@int' || tag === '@long' || tag === '@double' || tag === '@mod') return inner;
    if (tag === '@time') return `Time(${JSON.stringify(inner)})`;
    if (tag === '@date') return `Date(${JSON.stringify(inner)})`;
    if (tag === '@bytes') return `Bytes(${JSON.stringify(inner)})`;
  }
  const reference = tag === '@ref' ? asRecord(inner) : undefined;
  if (reference) return describeReference(reference);
  const fields = fieldsOf(value) ?? {};
  const parts = Object.entries(fields).map(([name, each]) => `${fieldName(name)}: ${describe(each, depth + 1)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function describeReference(reference: JsonRecord): string {
  const coll = moduleName(reference.coll) ?? '?';
  const { id, name } = reference;
  return typeof name === 'string'
    ? `${coll}.byName(${JSON.stringify(name)})`
    : `${coll}.byId(${JSON.stringify(id ?? null)})`;
}

function fieldName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}
