/**
 * What writes cost in the units of the original, which keeps a version of the document and an entry in each of its
 * indexes. The sizes of what it adds by itself are measured. Source: recorded `stats of reads and writes`.
 */
import type { Json } from '../store/store.ts';
import { cborSize } from './cbor-size.ts';
import type { CollectionDefinition, FieldPath } from './collection.ts';
import type { StoredRow } from './stored-row.ts';

export interface WrittenDocument {
  readonly definition: CollectionDefinition;
  /** As it was before the query. */
  readonly before: StoredRow | undefined;
  readonly after: StoredRow | undefined;
}

const operationBytes = 1_024;
/** A version of a document without what it holds, and its entries in the list of documents and the list of changes. */
const overhead = { create: 319, update: 349, delete: 345 } as const;
/** An index entry without its values. */
const entryOverhead = 58;
/** The original keeps every entry twice: by its values and by its time. */
const copies = 2;
/** A document's version in storage without what it holds. */
const versionBytes = 44;

/** Collections whose documents stand in the schema as well, which is written anew with them. */
const inSchema = new Set(['AccessProvider', 'Collection', 'Database', 'Function', 'Role']);

export function writeCosts(written: Iterable<WrittenDocument>): { operations: number; bytes: number } {
  let operations = 0;
  let bytes = 0;
  for (const document of written) {
    const size = versionSize(document) + entriesSize(document);
    bytes += size;
    operations += Math.ceil(size / operationBytes) + furtherWrites(document);
  }
  return { operations, bytes };
}

/** How many bytes the original reads to read a document. */
export function readSize({ data }: StoredRow): number {
  return versionBytes + contentsSize(data);
}

/** `{ data: … }`, which is what the original keeps. */
function contentsSize(data: Json): number {
  return cborSize({ data });
}

function versionSize({ before, after }: WrittenDocument): number {
  if (after && !before) return overhead.create + contentsSize(after.data) + 1;
  if (after && before) return overhead.update + contentsSize(after.data) + contentsSize(difference(before, after));
  return before ? overhead.delete + 1 + contentsSize(before.data) : 0;
}

/** What it takes to get from the new version back to the old one. */
function difference({ data: before }: StoredRow, { data: after }: StoredRow): Json {
  const changed: Record<string, Json> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!isSame(before[name], after[name])) changed[name] = before[name] ?? null;
  }
  return changed;
}

function entriesSize({ definition, before, after }: WrittenDocument): number {
  let size = 0;
  const lists = [...definition.indexes, ...definition.uniques.map(({ terms }) => ({ terms, values: [] }))];
  for (const { terms, values } of lists) {
    const paths = [...terms, ...values].map(({ path }) => path);
    const [old, now] = [valuesAt(paths, before), valuesAt(paths, after)];
    if (isSame(old, now)) continue;
    for (const each of [old, now]) {
      const isEntry = each && (terms.length === 0 || each.slice(0, terms.length).some((value) => value !== null));
      if (isEntry) size += copies * (entryOverhead + each.reduce<number>((sum, value) => sum + cborSize(value), 0));
    }
  }
  return size;
}

function valuesAt(paths: readonly FieldPath[], row: StoredRow | undefined): Json[] | undefined {
  return row && paths.map((path) => valueAt(row.data, path));
}

function valueAt(data: Json, path: FieldPath): Json {
  let value: Json | undefined = data;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return null;
    value = (value as Readonly<Record<string | number, Json>>)[step];
  }
  return value ?? null;
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function furtherWrites({ definition, before, after }: WrittenDocument): number {
  if (definition.kind !== 'native' || !inSchema.has(definition.id)) return 0;
  return 1 + (definition.id === 'Collection' ? newIndexes(before, after) : 0);
}

/** Indexes and unique constraints are documents of their own in the original. */
function newIndexes(before: StoredRow | undefined, after: StoredRow | undefined): number {
  const count = (row: StoredRow | undefined) => {
    const { indexes, constraints } = row?.data ?? {};
    const unique = Array.isArray(constraints) ? constraints.filter((each) => 'unique' in each).length : 0;
    return Object.keys(indexes ?? {}).length + unique;
  };
  return Math.max(0, count(after) - count(before));
}
