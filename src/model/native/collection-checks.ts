/** What a Collection document must be like beyond its shape. Source: recorded `schema`, `schema-items-2`, `documents`. */

import type { ConstraintFailure } from '../../language/failure.ts';
import { sortedByHash } from '../../language/hash-order.ts';
import { parseFieldType } from '../../language/parse.ts';
import { Source } from '../../language/source.ts';
import type { Context } from '../../runtime/context.ts';
import { reservedNames } from '../../runtime/field-names.ts';
import { Null, ObjectValue, type Value } from '../../runtime/value.ts';
import { defaultOf } from '../default-value.ts';
import { formatFieldPath, parseFieldPath } from '../field-path.ts';
import type { NativeWrite } from '../native-collection.ts';
import { elementsOf, failureAt, type Path, textField } from './fields.ts';
import { checkExpression, checkLambda } from './lambda-text.ts';
import { isIdentifier } from './names.ts';
import { checkSignature } from './signature-text.ts';

/** Each member by itself. */
export function checkMembers(write: NativeWrite): readonly ConstraintFailure[] {
  return [
    ...checkNames(write, 'computed_fields', isReservedInDocument),
    ...checkNames(write, 'fields', isReservedInDocument),
    ...checkDays(write),
    ...checkNames(write, 'indexes', isReservedInCollection),
    ...checkIndexPaths(write),
    ...checkConstraints(write),
    ...checkComputedFields(write),
    ...checkFields(write),
    ...checkSupported(write),
  ];
}

/** What members that are sound by themselves can not be together. */
export function checkTogether(write: NativeWrite): readonly ConstraintFailure[] {
  const constraints = elementsOf(write.after, 'constraints');
  const checks = constraints.flatMap((each) => checkNameOf(each) ?? []);
  const uniques = constraints.filter((each) => checkNameOf(each) === undefined).map(uniquePaths);
  const dotted = uniques.map((paths) => {
    return `[${paths.map((path) => formatFieldPath(parseFieldPath(path) ?? [path])).join(', ')}]`;
  });
  const defined = new Set(members(write, 'fields').map(([name]) => name));
  const shared = members(write, 'computed_fields').filter(([name]) => defined.has(name));
  const at = (message: string) => failureAt(['constraints'], message);
  return [
    ...sortedByHash(repeated(checks), (name) => name).map((name) => at(`Duplicate check constraint name '${name}'`)),
    ...(uniques.some((paths) => paths.length === 0) ? [at('Unique constraints must have at least one term')] : []),
    ...repeated(dotted).map((path) => at(`Duplicate unique constraint on path ${path}`)),
    ...shared.map(([name]) => failureAt(['computed_fields'], `Computed field '${name}' collides with a defined field`)),
  ];
}

/** Each text that occurs more than once. */
function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, position) => texts.indexOf(text) !== position))];
}

/** That default values can be had now: the first that can not. */
export function checkDefaults(context: Context, write: NativeWrite): readonly ConstraintFailure[] {
  for (const [name, definition] of members(write, 'fields')) {
    const initial = definition instanceof ObjectValue ? textField(definition, 'default') : undefined;
    if (initial === undefined) continue;
    const found = defaultOf(context, [name], new Source(`*field:${name}*`, initial));
    if ('failure' in found) return [found.failure];
  }
  return [];
}

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

function checkNames(
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
      return elementsOf(definition, part).flatMap((each, position) =>
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
  return elementsOf(write.after, 'constraints').flatMap((each, position) => {
    const at = ['constraints', position];
    const name = checkNameOf(each);
    if (name === undefined) {
      return uniquePaths(each).flatMap((path) => checkPath(path, [...at, 'unique'], refusedUniques));
    }
    const check = each instanceof ObjectValue ? each.fields.get('check') : undefined;
    const body = check instanceof ObjectValue ? check.fields.get('body') : undefined;
    return [
      ...(isIdentifier(name) ? [] : [failureAt([...at, 'check', 'name'], 'Invalid identifier.')]),
      ...checkLambda(body, [...at, 'check', 'body'], { counts: [1], short: true }),
    ];
  });
}

/** Of a check constraint its name; undefined for a unique constraint. */
function checkNameOf(constraint: Value): string | undefined {
  const check = constraint instanceof ObjectValue ? constraint.fields.get('check') : undefined;
  return check instanceof ObjectValue ? (textField(check, 'name') ?? '') : undefined;
}

function uniquePaths(constraint: Value): readonly string[] {
  return elementsOf(constraint, 'unique').map(pathText);
}

function checkComputedFields(write: NativeWrite): readonly ConstraintFailure[] {
  return members(write, 'computed_fields').flatMap(([name, definition]) => {
    const body = definition instanceof ObjectValue ? definition.fields.get('body') : undefined;
    return checkLambda(body, ['computed_fields', name, 'body'], { counts: [1], short: true });
  });
}

/** That the types of defined and computed fields, and the texts of default values, can be read. */
function checkFields(write: NativeWrite): readonly ConstraintFailure[] {
  const defined = members(write, 'fields').flatMap(([name, definition]) => {
    if (!(definition instanceof ObjectValue)) return [];
    const { fields } = definition;
    return [
      ...checkSignature(fields.get('signature'), ['fields', name, 'signature'], parseFieldType),
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
