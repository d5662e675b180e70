/**
 * Errors of FQL v4: several may be found at once, each at its place. Codes, texts and status follow the recorded
 * answers of the original engine.
 */
import { type ApiVersion, saysCollection } from './api-version.ts';
import type { Position } from './position.ts';
import { type TypeName, typeOf } from './type-name.ts';
import type { Ref, UnresolvedRef, Value } from './value.ts';

/** What is wrong with one field of a document. */
export interface FieldProblem {
  readonly field: readonly string[];
  readonly code: string;
  readonly description: Description;
}

/** A text, or what gives one in the words of an API version. */
export type Description = string | ((version: ApiVersion) => string);

/** The weightiest problem of an answer decides its status. */
type Weight = 'other' | 'permission' | 'argument' | 'parse';
const weights: readonly Weight[] = ['other', 'permission', 'argument', 'parse'];

export interface Problem {
  readonly code: string;
  readonly position: Position;
  readonly description: Description;
  readonly weight: Weight;
  /** The answer's status, when this is the weightiest; 400 by default. */
  readonly status?: number;
  readonly failures?: readonly FieldProblem[];
  readonly cause?: readonly Problem[];
}

/** Thrown by whoever evaluates; `collect` puts those of siblings together. */
export class Fql4Failure extends Error {
  override name = 'Fql4Failure';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ code }) => code).join(', '));
  }
}

export function fail(...problems: readonly Problem[]): never {
  throw new Fql4Failure(problems);
}

export function statusOf(problems: readonly Problem[]): number {
  let heaviest: Problem | undefined;
  for (const problem of problems) {
    if (!heaviest || weights.indexOf(problem.weight) > weights.indexOf(heaviest.weight)) heaviest = problem;
  }
  return heaviest?.status ?? 400;
}

export function describe(description: Description, version: ApiVersion): string {
  return typeof description === 'string' ? description : description(version);
}

/** Runs all of them; throws the problems of all that failed. */
export function collect<T>(tasks: readonly (() => T)[]): T[] {
  const results: T[] = [];
  const problems: Problem[] = [];
  for (const task of tasks) {
    try {
      results.push(task());
    } catch (problem) {
      if (!(problem instanceof Fql4Failure)) throw problem;
      problems.push(...problem.problems);
    }
  }
  if (problems.length > 0) throw new Fql4Failure(problems);
  return results;
}

const documentWord = (version: ApiVersion) => (saysCollection(version) ? 'document' : 'instance');
const collectionWord = (version: ApiVersion) => (saysCollection(version) ? 'collection' : 'class');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function expected(types: readonly TypeName[], provided: TypeName): string {
  if (types.length <= 2) return `${types.join(' or ')} expected, ${provided} provided.`;
  return `${types.slice(0, -1).join(', ')}, or ${types.at(-1)} expected, ${provided} provided.`;
}

// Of the expression's form.

function parseProblem(position: Position, description: Description): Problem {
  return { code: 'invalid expression', position, description, weight: 'parse' };
}

export function invalidJson(position: Position, description: string): Problem {
  return { code: 'invalid expression', position, description, weight: 'other' };
}

export function invalidLiteral(
  what: 'object' | 'ref' | 'set' | 'time' | 'date' | 'bytes' | 'UUID' | 'lambda',
  position: Position,
): Problem {
  return parseProblem(position, `Invalid ${what}.`);
}

export function unknownForm(keys: readonly string[], position: Position): Problem {
  return parseProblem(position, `No form/function found, or invalid argument keys: { ${keys.join(', ')} }.`);
}

export function wrongExpression(types: readonly TypeName[], provided: Value, position: Position): Problem {
  return parseProblem(position, expected(types, typeOf(provided)));
}

export function emptyExpressions(position: Position): Problem {
  return parseProblem(position, 'Expression list cannot be empty.');
}

export function unboundVariable(name: string, position: Position): Problem {
  return parseProblem(position, `Variable '${name}' is not defined.`);
}

/** A problem of a value, met while the expression was read. */
export function whileParsing(problem: Problem): Problem {
  return { ...problem, code: 'invalid expression', weight: 'parse' };
}

// Of arguments.

export function badArgument(position: Position, description: Description): Problem {
  return { code: 'invalid argument', position, description, weight: 'argument' };
}

export function wrongType(types: readonly TypeName[], provided: Value, position: Position): Problem {
  return wrongTypeName(types, typeOf(provided), position);
}

export function wrongTypeName(types: readonly TypeName[], provided: TypeName, position: Position): Problem {
  return badArgument(position, expected(types, provided));
}

export function outOfBounds(argument: string, predicate: string, position: Position): Problem {
  return badArgument(position, `${argument} must be ${predicate}`);
}

export function invalidCast(value: Value, type: TypeName, position: Position): Problem {
  return badArgument(position, `Cannot cast ${typeOf(value)} to ${type}.`);
}

// Of what is, or may be, done.

export function invalidRef(ref: UnresolvedRef, position: Position): Problem {
  const described: Description = (version) => {
    const [kind, name] =
      ref.kind === 'native' ? ['database', ref.database ?? ref.name] : [kindWord(ref, version), ref.name];
    return `Ref refers to undefined ${kind} '${name}'`;
  };
  return { code: 'invalid ref', position, description: described, weight: 'other' };
}

function kindWord({ kind }: UnresolvedRef, version: ApiVersion): string {
  return kind === 'collection' || kind === 'document' ? collectionWord(version) : kind;
}

export function invalidNativeName(name: string, position: Position): Problem {
  const description: Description = (version) =>
    `Valid native ${collectionWord(version)} name expected, '${name}' provided.`;
  return { code: 'invalid ref', position, description, weight: 'other' };
}

export function aborted(position: Position, description: string): Problem {
  return { code: 'transaction aborted', position, description, weight: 'other' };
}

export function permissionDenied(position: Position): Problem {
  const description = 'Insufficient privileges to perform the action.';
  return { code: 'permission denied', position, description, weight: 'permission', status: 403 };
}

export function valueNotFound(path: readonly (string | bigint)[], position: Position): Problem {
  const description = `Value not found at path [${path.join(',')}].`;
  return { code: 'value not found', position, description, weight: 'other', status: 404 };
}

const nativeWords: Readonly<Record<string, string>> = {
  Database: 'Database',
  ':Index': 'Index',
  Key: 'Key',
  Token: 'Token',
  Function: 'Function',
  Role: 'Role',
  Credential: 'Credentials',
  // The original has no word for access providers.
  AccessProvider: 'other',
};

function resourceWord(collection: string, version: ApiVersion): string {
  if (collection === 'Collection') return capital(collectionWord(version));
  return nativeWords[collection] ?? capital(documentWord(version));
}

/** `resource` undefined stands for a set. */
export function notFound(resource: Ref | undefined, position: Position): Problem {
  const description: Description = (version) =>
    `${resource ? resourceWord(resource.collection, version) : 'Set'} not found.`;
  return { code: 'instance not found', position, description, weight: 'other', status: 404 };
}

/** Nothing was found, and the request is at fault: an inactive index, the secret of no key. */
export function nothingFound(position: Position, description: string): Problem {
  return { code: 'instance not found', position, description, weight: 'other' };
}

export function alreadyExists(collection: string, position: Position): Problem {
  const description: Description = (version) => `${resourceWord(collection, version)} already exists.`;
  return { code: 'instance already exists', position, description, weight: 'other' };
}

export function notUnique(position: Position): Problem {
  const description: Description = (version) => `${documentWord(version)} is not unique.`;
  return { code: 'instance not unique', position, description, weight: 'other' };
}

export function metaCollection(verb: 'update' | 'delete', position: Position): Problem {
  return badArgument(position, (version) => `Cannot ${verb} a schema meta ${collectionWord(version)}.`);
}

/** A check constraint of the collection does not hold. */
export function checkFailed(description: string, position: Position): Problem {
  return { code: 'check constraint failure', position, description, weight: 'other' };
}

/** The document is not what the collection's definition asks. */
export function schemaFailed(description: string, position: Position): Problem {
  return { code: 'schema validation failed', position, description, weight: 'other' };
}

export function invalidDocument(failures: readonly FieldProblem[], position: Position): Problem {
  const description: Description = (version) => `${documentWord(version)} data is not valid.`;
  return { code: 'validation failed', position, description, weight: 'other', failures };
}

export function authenticationFailed(position: Position): Problem {
  const description: Description = (version) =>
    `The ${documentWord(version)} was not found or provided password was incorrect.`;
  return { code: 'authentication failed', position, description, weight: 'other' };
}

export function callFailed(cause: readonly Problem[], position: Position): Problem {
  const description = 'Calling the function resulted in an error.';
  return { code: 'call error', position, description, weight: 'other', cause };
}

export function otherProblem(code: string, position: Position, description: Description): Problem {
  return { code, position, description, weight: 'other' };
}

export { capital, collectionWord, documentWord };
