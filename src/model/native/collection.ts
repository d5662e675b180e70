/** Collections, as documents. Source: recorded `schema`, `schema-items-2`, `sets`, `documents`; "Collections". */
import type { ConstraintFailure } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import { ArrayValue, type DocumentContents, Null, ObjectValue, type Value } from '../../runtime/value.ts';
import { buildIndexes, purgeCollection } from '../collection-indexes.ts';
import { systemTable } from '../database.ts';
import { reservedNames } from '../documents.ts';
import { parseFieldPath } from '../field-path.ts';
import type { FieldRule, NativeCollection, NativeWrite, Shape } from '../native-collection.ts';
import { notesOf } from '../transaction-notes.ts';
import { requireFieldsFit } from './field-changes.ts';
import { failureAt, type Path, textAfter, textBefore, textField, withFields } from './fields.ts';
import { checkExpression, checkLambda } from './lambda-text.ts';
import { checkGlobalNames, isIdentifier } from './names.ts';
import { renameReferences } from './references.ts';
import { boolean, data, hiddenText, long, object, optional, required, text, union } from './shapes.ts';
import { checkSignature } from './signature-text.ts';

const array = (of: Shape): Shape => ({ kind: 'array', of });
const map = (of: Shape): Shape => ({ kind: 'map', of });
const literal = (value: string): Shape => ({ kind: 'literal', value });
const status = (...values: readonly string[]): FieldRule => ({
  shape: union(...values.map(literal)),
  optional: true,
  readonly: true,
});

const term = object({ field: required(text), mva: optional(boolean) });
const value = object({
  field: required(text),
  order: optional(union(literal('asc'), literal('desc'))),
  mva: optional(boolean),
});
const terms = required(array(term));
const values = required(array(value));
const indexState = { status: status('building', 'complete', 'failed'), queryable: optional(boolean) };
const index = union(
  object({ terms, ...indexState }),
  object({ values, ...indexState }),
  object({ terms, values, ...indexState }),
);

const unique = object({
  unique: required(union(array(text), array(term))),
  status: { ...optional(text), readonly: true },
});
const check = object({ check: required(object({ name: required(text), body: required(text) })) });
const field = object({ signature: required(text), default: optional(text) });
const computedField = object({ body: required(text), signature: optional(text) });

export const collectionCollection: NativeCollection = {
  name: 'Collection',
  identifiedBy: 'name',
  fields: {
    name: required(text),
    alias: optional(text),
    computed_fields: optional(map(computedField)),
    fields: optional(map(field)),
    migrations: optional(array({ kind: 'scalar', type: 'Any' })),
    wildcard: optional(text),
    history_days: optional(long),
    ttl_days: optional(long),
    document_ttls: optional(boolean),
    indexes: optional(map(index)),
    constraints: optional(array(union(unique, check))),
    data,
    storage: hiddenText,
  },
  check: (context, write) => {
    if (write.kind === 'delete') return [];
    return [
      ...checkGlobalNames(context, write),
      ...checkMembers(write, 'computed_fields', isReservedInDocument),
      ...checkMembers(write, 'fields', isReservedInDocument),
      ...checkDays(write),
      ...checkMembers(write, 'indexes', isReservedInCollection),
      ...checkIndexPaths(write),
      ...checkConstraints(write),
      ...checkComputedFields(write),
      ...checkFields(write),
      ...checkSupported(write),
    ];
  },
  prepare: (context, write) => {
    requireFieldsFit(context, write);
    const after = withDefaults(context, write);
    buildIndexes(context, write, after);
    return after;
  },
  afterWrite: (context, write) => {
    renameReferences(context, 'Collection', write);
    const storage = textBefore(write, 'storage');
    if (write.kind !== 'delete' || storage === undefined) return;
    // The rest of the query, and its result, still see the collection as it was.
    notesOf(context.transaction).last.push((later) => purgeCollection(later, storage));
  },
  show: (_context, contents) => show(contents),
};

/** Names of members that documents and collections have by themselves. */
function isReservedInDocument(name: string): boolean {
  return reservedNames.has(name) || name === 'ttl';
}

const collectionMembers = new Set([
  'all',
  'byId',
  'create',
  'createAll',
  'createData',
  'definition',
  'firstWhere',
  'toString',
  'where',
]);

function isReservedInCollection(name: string): boolean {
  return collectionMembers.has(name);
}

function members(write: NativeWrite, field: string): readonly (readonly [string, Value])[] {
  const found = write.after?.fields.get(field);
  return found instanceof ObjectValue ? [...found.fields] : [];
}

function elements(object: Value | undefined, field: string): readonly Value[] {
  const found = object instanceof ObjectValue ? object.fields.get(field) : undefined;
  return found instanceof ArrayValue ? found.elements : [];
}

function checkMembers(
  write: NativeWrite,
  field: string,
  isReserved: (name: string) => boolean,
): readonly ConstraintFailure[] {
  return members(write, field).flatMap(([name]) => {
    if (!isIdentifier(name)) return [failureAt([field], 'Invalid identifier.')];
    return isReserved(name) ? [failureAt([field], `The name '${name}' is reserved.`)] : [];
  });
}

function checkDays(write: NativeWrite): readonly ConstraintFailure[] {
  return ['history_days', 'ttl_days'].flatMap((name) => {
    const days = write.after?.fields.get(name);
    const negative = (typeof days === 'number' || typeof days === 'bigint') && days < 0;
    return negative ? [failureAt([name], 'Non-negative value required.')] : [];
  });
}

const refusedTerms = {
  id: '`id` is not supported as an index term, use the native byId method to look up a document by its id.',
  coll: '`coll` is not supported as an index term.',
  ts: '`ts` may only be used as an index value, not as an index term.',
};
const refusedValues = { coll: '`coll` is not supported as a specified index value.' };
const refusedUniques = {
  id: '`id` is not supported as a unique constraint value.',
  coll: '`coll` is not supported as a unique constraint value.',
  ts: '`ts` is not supported as a unique constraint value.',
};

function checkIndexPaths(write: NativeWrite): readonly ConstraintFailure[] {
  return members(write, 'indexes').flatMap(([name, definition]) =>
    (['terms', 'values'] as const).flatMap((part) => {
      const refused = part === 'terms' ? refusedTerms : refusedValues;
      return elements(definition, part).flatMap((each, position) =>
        checkPath(pathText(each), ['indexes', name, part, position, 'field'], refused),
      );
    }),
  );
}

function pathText(element: Value): string {
  if (typeof element === 'string') return element;
  return (element instanceof ObjectValue ? textField(element, 'field') : undefined) ?? '';
}

function checkPath(text: string, at: Path, refused: Readonly<Record<string, string>>): readonly ConstraintFailure[] {
  if (text === '') return [failureAt(at, 'Value cannot be empty.')];
  const path = parseFieldPath(text);
  if (!path) return [failureAt(at, `Value \`${text}\` is not a valid FQL path expression.`)];
  const [head] = path;
  const message = typeof head === 'string' && Object.hasOwn(refused, head) ? refused[head] : undefined;
  return message === undefined ? [] : [failureAt(at, message)];
}

function checkConstraints(write: NativeWrite): readonly ConstraintFailure[] {
  const failures: ConstraintFailure[] = [];
  const [names, uniques] = [new Set<string>(), new Set<string>()];
  for (const [position, each] of elements(write.after, 'constraints').entries()) {
    const at = ['constraints', position];
    const check = each instanceof ObjectValue ? each.fields.get('check') : undefined;
    if (check instanceof ObjectValue) {
      const name = textField(check, 'name') ?? '';
      if (!isIdentifier(name)) failures.push(failureAt([...at, 'check', 'name'], 'Invalid identifier.'));
      failures.push(...checkLambda(check.fields.get('body'), [...at, 'check', 'body'], { counts: [1], short: false }));
      if (names.has(name)) failures.push(failureAt(['constraints'], `Duplicate check constraint name '${name}'`));
      names.add(name);
      continue;
    }
    const paths = elements(each, 'unique').map(pathText);
    for (const path of paths) failures.push(...checkPath(path, [...at, 'unique'], refusedUniques));
    if (paths.length === 0) {
      failures.push(failureAt(['constraints'], 'Unique constraints must have at least one term'));
    }
    const dotted = `[${paths.map((path) => (/^[.[]/.test(path) ? path : `.${path}`)).join(', ')}]`;
    if (uniques.has(dotted)) failures.push(failureAt(['constraints'], `Duplicate unique constraint on path ${dotted}`));
    uniques.add(dotted);
  }
  return failures;
}

function checkComputedFields(write: NativeWrite): readonly ConstraintFailure[] {
  const defined = new Set(members(write, 'fields').map(([name]) => name));
  return members(write, 'computed_fields').flatMap(([name, definition]) => {
    const body = definition instanceof ObjectValue ? definition.fields.get('body') : undefined;
    const failures = checkLambda(body, ['computed_fields', name, 'body'], { counts: [1], short: false });
    if (!defined.has(name)) return failures;
    return [...failures, failureAt(['computed_fields'], `Computed field '${name}' collides with a defined field`)];
  });
}

/** That the types of defined and computed fields, and the texts of default values, can be read. */
function checkFields(write: NativeWrite): readonly ConstraintFailure[] {
  const defined = members(write, 'fields').flatMap(([name, definition]) => {
    if (!(definition instanceof ObjectValue)) return [];
    const { fields } = definition;
    return [
      ...checkSignature(fields.get('signature'), ['fields', name, 'signature']),
      ...checkExpression(fields.get('default'), ['fields', name, 'default']),
    ];
  });
  const computed = members(write, 'computed_fields').flatMap(([name, definition]) => {
    const signature = definition instanceof ObjectValue ? definition.fields.get('signature') : undefined;
    return checkSignature(signature, ['computed_fields', name, 'signature']);
  });
  return [...defined, ...computed, ...checkSignature(write.after?.fields.get('wildcard'), ['wildcard'])];
}

/** What is not there yet must not look as if it were. */
function checkSupported(write: NativeWrite): readonly ConstraintFailure[] {
  const given = write.given?.fields.get('migrations');
  if (given === undefined || given instanceof Null) return [];
  return [failureAt(['migrations'], 'Faunula does not support migrations yet: give the collection another name.')];
}

/** What a collection has whether or not it was given. */
function withDefaults(context: Context, write: NativeWrite): ObjectValue {
  const after = write.after as ObjectValue;
  const storage = textBefore(write, 'storage') ?? unusedStorage(context, textAfter(write, 'name') ?? '');
  const days = after.fields.get('history_days');
  const keepsDays = days !== undefined || write.kind === 'update';
  return withFields(after, { storage, ...(keepsDays ? {} : { history_days: 0 }) });
}

/** The name, or the name with a number where another collection once began under it: references to that stay dead. */
function unusedStorage({ transaction, database }: Context, name: string): string {
  const base = storageName(name);
  const [table, key] = [systemTable(database.scope), `storage ${base}`];
  const row = transaction.get(table, key);
  const count = typeof row === 'number' ? row + 1 : 1;
  transaction.put(table, key, count);
  return count === 1 ? base : `${base}~${count}`;
}

/** FQL v4 allows names that tables can not have, and those of native collections. */
function storageName(name: string): string {
  const plain = /^\w+$/.test(name) && !Object.hasOwn(nativeNames, name);
  return plain ? name : `${name.replace(/\W/g, '~')}~`;
}

const nativeNames = {
  AccessProvider: true,
  Collection: true,
  Credential: true,
  Database: true,
  Function: true,
  Key: true,
  Role: true,
  Token: true,
};

/** The document as it is shown: what indexes and constraints are, and how far they have come. */
function show({ data: stored }: DocumentContents): ObjectValue {
  const indexes = stored.fields.get('indexes');
  const constraints = elements(stored, 'constraints');
  return withFields(stored, {
    indexes: new ObjectValue(
      new Map(indexes instanceof ObjectValue ? [...indexes.fields].map(([name, each]) => [name, showIndex(each)]) : []),
    ),
    constraints: new ArrayValue(constraints.map(showConstraint)),
  });
}

function showIndex(definition: Value): Value {
  if (!(definition instanceof ObjectValue)) return definition;
  const fields = new Map<string, Value>();
  for (const [name, each] of definition.fields) {
    if (name === 'values' && each instanceof ArrayValue) fields.set(name, new ArrayValue(each.elements.map(showValue)));
    else fields.set(name, each);
  }
  fields.set('queryable', definition.fields.get('queryable') ?? true);
  fields.set('status', definition.fields.get('status') ?? 'complete');
  return new ObjectValue(fields);
}

function showValue(element: Value): Value {
  if (!(element instanceof ObjectValue)) return element;
  const { fields } = element;
  const shown = new Map<string, Value>([
    ['field', fields.get('field') ?? ''],
    ['order', fields.get('order') ?? 'asc'],
  ]);
  const mva = fields.get('mva');
  if (mva !== undefined) shown.set('mva', mva);
  return new ObjectValue(shown);
}

function showConstraint(element: Value): Value {
  if (!(element instanceof ObjectValue) || !element.fields.has('unique') || element.fields.has('status'))
    return element;
  return withFields(element, { status: 'active' });
}
