/** Values that JSON has no type for: `@ref @set @ts @date @query @bytes @uuid`, and `@obj` for objects. */
import { decodeBase64 } from '../../runtime/base64.ts';
import { parseDate, parseTime } from '../../runtime/time-text.ts';
import { Bytes, Uuid } from '../../runtime/value.ts';
import { type ApiVersion, lambdaVersion, parseVersion } from '../api-version.ts';
import { Fql4Failure, fail, invalidLiteral, whileParsing } from '../failure.ts';
import type { Position } from '../position.ts';
import { Lambda, ObjectValue, SetRef, type Value } from '../value.ts';
import { literalWithin, parseClosedLambda } from './parse.ts';
import { parseRef, parseRefText } from './references.ts';
import { parseSet } from './sets.ts';
import type { Surroundings } from './surroundings.ts';

/** What an object with one key that begins with `@` stands for; undefined when it is no such object. */
export function readEscape(
  fields: ReadonlyMap<string, Value>,
  around: Surroundings,
  position: Position,
  /** Of an expression, `@obj` gives its fields as they are: they are expressions still. */
  as: 'expression' | 'literal',
): { readonly value: Value } | undefined {
  if (fields.size !== 1) return undefined;
  for (const [tag, json] of fields) {
    const read = tags[tag];
    if (read) return { value: read(json, around, position) };
    if (tag !== '@obj') return undefined;
    if (!(json instanceof ObjectValue)) fail(invalidLiteral('object', position));
    if (as === 'expression') return { value: json };
    return {
      value: ObjectValue.of(
        [...json.fields].map(([key, each]) => [key, literalWithin(each, around, position.at(key))]),
      ),
    };
  }
  return undefined;
}

type Read = (json: Value, around: Surroundings, position: Position) => Value;

const tags: Readonly<Record<string, Read>> = {
  '@ref': (json, around, position) => {
    if (typeof json === 'string') return parseRefText(json, around.place, position);
    if (json instanceof ObjectValue) return parseRef(json, around, position);
    return fail(invalidLiteral('ref', position));
  },
  '@set': (json, around, position) => {
    if (!(json instanceof ObjectValue)) fail(invalidLiteral('set', position));
    return new SetRef(parseSet(json.fields, around, position));
  },
  '@ts': (json, _around, position) => textual(json, parseTime) ?? fail(invalidLiteral('time', position)),
  '@date': (json, _around, position) => textual(json, parseDate) ?? fail(invalidLiteral('date', position)),
  '@bytes': (json, _around, position) => textual(json, readBytes) ?? fail(invalidLiteral('bytes', position)),
  '@uuid': (json, _around, position) => textual(json, readUuid) ?? fail(invalidLiteral('UUID', position)),
  '@query': (json, around, position) => readLambda(json, around, position),
};

function textual<T>(json: Value, read: (text: string) => T | undefined): T | undefined {
  return typeof json === 'string' ? read(json) : undefined;
}

/** Both alphabets of base64 are read. */
function readBytes(text: string): Bytes | undefined {
  const data = decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
  return data && new Bytes(data);
}

function readUuid(text: string): Uuid | undefined {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? new Uuid(text.toLowerCase()) : undefined;
}

/** A lambda as a value: all its variables are its own. Throws Fql4Failure. */
export function readLambda(json: Value, around: Surroundings, position: Position): Lambda {
  const refuse = () => fail(invalidLiteral('lambda', position));
  if (!(json instanceof ObjectValue)) return refuse();
  const { fields } = json;
  const [params, body, version] = [fields.get('lambda'), fields.get('expr'), fields.get('api_version')];
  const keys = version === undefined ? 2 : 3;
  if (params === undefined || body === undefined || fields.size !== keys) return refuse();
  const of: ApiVersion | undefined = version === undefined ? lambdaVersion : textual(version, parseVersion);
  const lambda = of && parseClosedLambda(params, body, of, around, position);
  return lambda ? new Lambda(lambda, null, lambda.version) : refuse();
}

/** Problems with the values of a literal are problems of the expression's form. */
export function asParsing<T>(body: () => T): T {
  try {
    return body();
  } catch (problem) {
    if (problem instanceof Fql4Failure) throw new Fql4Failure(problem.problems.map(whileParsing));
    throw problem;
  }
}
