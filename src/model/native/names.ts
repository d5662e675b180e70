/**
 * Names of schema documents: how they are written, and that a collection or function takes no name that means something
 * already. Source: recorded `schema` and `schema-items-2`.
 */
import type { ConstraintFailure } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import type { NativeWrite } from '../native-collection.ts';
import { readSchema } from '../schema.ts';
import { changedText, failureAt, textAfter } from './fields.ts';

const keywords = new Set(
  ['at', 'case', 'else', 'false', 'if', 'isa', 'join', 'let', 'match', 'null', 'of', 'on', 'true'].concat('_'),
);

/** Names of types that no module has. */
const typeNames = new Set([
  ...['Any', 'Never', 'struct', 'interface', 'type', 'function', 'collection', 'object'],
  ...['Ref', 'EmptyRef', 'NamedRef', 'EmptyNamedRef', 'Stream', 'UserFunction', 'FQL'],
  ...['CollectionDef', 'FunctionDef', 'DatabaseDef', 'NullCollectionDef', 'NullFunctionDef', 'NullDatabaseDef'],
  ...['NullRole', 'NullKey', 'NullToken', 'NullCredential', 'NullAccessProvider'],
]);

/** `ArrayModule`, `TokenCollection`: the types of the modules of the standard library. */
const moduleType = /^(\w+?)(?:Module|Collection)$/;

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);
}

/** Of documents that have a namespace of their own: Database, AccessProvider. */
export function checkIdentifier(write: NativeWrite): readonly ConstraintFailure[] {
  const name = changedText(write, 'name');
  return name === undefined || isIdentifier(name) ? [] : [failureAt(['name'], 'Invalid identifier.')];
}

/** Of `name` and `alias` of collections and functions, which share one namespace with the standard library. */
export function checkGlobalNames(context: Context, write: NativeWrite): readonly ConstraintFailure[] {
  const alias = textAfter(write, 'alias');
  // DEPARTURE: the original answers with an internal error.
  if (alias !== undefined && alias === textAfter(write, 'name')) {
    return [failureAt(['alias'], 'The alias is the name itself.')];
  }
  return ['name', 'alias'].flatMap((field) => {
    const name = changedText(write, field);
    const message = name === undefined ? undefined : whyNotGlobal(context, name);
    return message === undefined ? [] : [failureAt([field], message)];
  });
}

function whyNotGlobal(context: Context, name: string): string | undefined {
  if (keywords.has(name) || isStandardName(context, name)) return `The identifier \`${name}\` is reserved.`;
  if (!isIdentifier(name)) return 'Invalid identifier.';
  const { collections, functions } = readSchema(context.transaction, context.database.scope);
  const users = [...collections].filter(({ kind }) => kind === 'user');
  for (const [kind, definitions] of [
    ['Collection', users],
    ['Function', [...functions]],
  ] as const) {
    if (definitions.some((each) => each.name === name)) return `A ${kind} already exists with the name \`${name}\``;
    if (definitions.some((each) => each.alias === name)) return `A ${kind} already exists with the alias \`${name}\``;
  }
  return undefined;
}

/** Whether the standard library or a native collection has the name. */
export function isStandardName(context: Context, name: string): boolean {
  if (typeNames.has(name) || isStandardModule(context, name)) return true;
  const module = moduleType.exec(name)?.[1];
  return module !== undefined && isStandardModule(context, module);
}

/** Whether the name means something that is neither a collection nor a function of this database's users. */
export function isStandardModule(context: Context, name: string): boolean {
  const { schema } = context.database;
  if (schema.collectionNamed(name)?.kind === 'user' || schema.functionNamed(name)) return false;
  return context.evaluation.lookup(name) !== undefined;
}
