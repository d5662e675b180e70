/** The indexes of a collection, which are called as its methods. Source: recorded `indexes-pagination-2`, `sets`. */
import { NO_SPAN } from '../language/source.ts';
import type { CollectionDefinition, IndexDefinition, IndexValue } from '../model/collection.ts';
import { termsKey } from '../model/index-entries.ts';
import { documentKey, ordered, valueKey } from '../model/index-key.ts';
import { NotPersistable, requirePersistable } from '../model/stored-value.ts';
import type { Context } from '../runtime/context.ts';
import { type NativeFunction, native, type Overload, parameter } from '../runtime/native.ts';
import { types } from '../runtime/types.ts';
import {
  ArrayValue,
  Document,
  type Module,
  Null,
  nullAt,
  ObjectValue,
  SetValue,
  type Value,
} from '../runtime/value.ts';
import type { KeyRange } from '../store/store.ts';
import { afterPrefix, prefixRange } from '../transaction/key.ts';
import { IndexPlan, requireReadable } from './sets/index-plan.ts';

const made = new WeakMap<IndexDefinition, NativeFunction<Module>>();

/** The method that reads an index: its terms, and a range of its values after them. */
export function indexMethod(collection: CollectionDefinition, index: IndexDefinition): NativeFunction<Module> {
  const known = made.get(index);
  if (known) return known;
  const terms = index.terms.map((_, position) => parameter(`term${position + 1}`, types.any));
  const range = parameter('range', types.any);
  const read = (context: Context, args: readonly Value[]): Value => {
    const { length } = index.terms;
    return readIndex(context, collection, index, args.slice(0, length), args[length]);
  };
  const overloads: Overload<Module>[] = [
    { parameters: terms, run: (context, _, args) => read(context, args) },
    { parameters: [...terms, range], run: (context, _, args) => read(context, args) },
  ];
  const names = terms.map(({ name }) => `${name}: Any`);
  const signature = `(${names.join(', ')}) => Set<${collection.name}>`;
  const method = native<Module>(index.name, signature, `The documents of the index \`${index.name}\`.`, ...overloads);
  made.set(index, method);
  return method;
}

function readIndex(
  context: Context,
  collection: CollectionDefinition,
  index: IndexDefinition,
  terms: readonly Value[],
  range: Value | undefined,
): Value {
  requireReadable(context, collection);
  if (!index.queryable || index.status !== 'complete') {
    context.fail('invalid_index_invocation', `The index \`${collection.name}.${index.name}\` is not queryable.`);
  }
  for (const [position, term] of terms.entries()) {
    if (isIndexable(term)) continue;
    context.fail(
      'invalid_argument',
      `invalid argument \`term${position + 1}\`: Argument cannot be used as lookup term`,
    );
  }
  const prefix = termsKey(terms, context.transaction.time) ?? '';
  const stretch = {
    range: range === undefined ? prefixRange(prefix) : rangeWithin(context, prefix, collection, index.values, range),
    reverse: false,
    readTime: context.atTime,
    ranged: range !== undefined,
  };
  return new SetValue(new IndexPlan(collection.id, index.name, stretch, context.span));
}

function isIndexable(value: Value): boolean {
  try {
    requirePersistable(value);
    return true;
  } catch (problem) {
    if (problem instanceof NotPersistable) return false;
    throw problem;
  }
}

/**
 * The keys between `{ from, to }`, both included, behind `prefix`: by the values that an index is sorted by, or by the
 * ids of its documents where it has none. An inverted range is empty. Errors: `invalid_argument`.
 */
export function rangeWithin(
  context: Context,
  prefix: string,
  collection: CollectionDefinition,
  values: readonly IndexValue[],
  range: Value,
): KeyRange {
  const fields = range instanceof ObjectValue ? range.fields : undefined;
  const [from, to] = [fields?.get('from'), fields?.get('to')];
  if (from === undefined && to === undefined) {
    fail(context, 'should be an object contining `{ from }`, `{ to }`, or `{ from, to }` fields');
  }
  const bound = (field: 'from' | 'to', value: Value) => prefix + boundKey(context, field, collection, values, value);
  const start = from === undefined ? prefix : bound('from', from);
  const end = afterPrefix(to === undefined ? prefix : bound('to', to));
  if (end === undefined) return { from: start };
  return end < start ? { from: start, to: start } : { from: start, to: end };
}

function fail(context: Context, reason: string): never {
  return context.fail('invalid_argument', `invalid argument \`range\`: ${reason}`);
}

function boundKey(
  context: Context,
  field: 'from' | 'to',
  collection: CollectionDefinition,
  values: readonly IndexValue[],
  bound: Value,
): string {
  if (values.length === 0) {
    const id = bound instanceof Document ? bound.id : types.id.cast(bound)?.value;
    return typeof id === 'bigint' ? documentKey(id) : fail(context, `The \`${field}\` field must be a document id.`);
  }
  const elements = boundElements(field, values.length, bound);
  if (elements.length > values.length) {
    fail(context, `The field \`${field}\` can have at most ${values.length} values`);
  }
  return elements
    .map((element, position) => elementKey(context, field, collection, values[position], element))
    .join('');
}

/** Of an index with one value, an array is that value; up to it includes all arrays that begin with it. */
function boundElements(field: 'from' | 'to', count: number, bound: Value): readonly Value[] {
  if (!(bound instanceof ArrayValue)) return [bound];
  if (count > 1) return bound.elements;
  return field === 'to' ? [new ArrayValue([...bound.elements, nullAt(NO_SPAN)])] : [bound];
}

function elementKey(
  context: Context,
  field: 'from' | 'to',
  collection: CollectionDefinition,
  value: IndexValue | undefined,
  element: Value,
): string {
  const order = value?.order ?? 'asc';
  const { time } = context.transaction;
  if (value?.path.length === 1 && value.path[0] === 'id') return ordered(idKey(collection, element, time), order);
  const key = isIndexable(element) ? valueKey(element, time) : undefined;
  if (key !== undefined) return ordered(key, order);
  return fail(context, `The \`${field}\` field should be either an indexable value or an array of values`);
}

/** Ids are indexed as references: before all of them stands null, behind all of them what is no id. */
function idKey(collection: CollectionDefinition, element: Value, time: number): string {
  if (element instanceof Null) return 'g\0';
  const id = element instanceof Document ? element.id : types.id.cast(element)?.value;
  if (typeof id !== 'bigint') return 'g\uFFFF';
  return valueKey(new Document(collection.id, id), time) ?? 'g';
}
