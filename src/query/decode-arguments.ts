/** The values that a request brings along, under the names its text uses. */
import { error } from '../language/diagnostic.ts';
import { invalidQuery } from '../language/failure.ts';
import { PLACEHOLDER, placeholderName, Source, type Span } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import type { Value } from '../runtime/value.ts';
import { decodeSimple, decodeTagged, InvalidValue } from '../wire/decode.ts';
import type { InputJson } from '../wire/json-input.ts';
import type { QueryTemplate } from '../wire/query-template.ts';
import type { QueryRequest } from './request.ts';

/** Throws InvalidValue. */
export function decodeArguments(context: Context, request: QueryRequest): ReadonlyMap<string, Value> {
  const decode = request.argumentFormat === 'simple' ? decodeSimple : (json: InputJson) => decodeTagged(context, json);
  const { arguments: given = {} } = request;
  const bound = new Map<string, Value>();
  for (const [name, json] of given instanceof Map ? given : Object.entries(given)) {
    try {
      bound.set(name, decode(json));
    } catch (problem) {
      if (problem instanceof InvalidValue) throw new InvalidValue(`Invalid argument '${name}': ${problem.message}`);
      throw problem;
    }
  }
  return bound;
}

/** The names that the parser gives the values of a template. */
export function templateNames({ values }: QueryTemplate): string[] {
  return values.map((_, ordinal) => placeholderName(ordinal));
}

/** The values of a template by their names. Throws a Failure `invalid_query` about the first that is none. */
export function decodeTemplateValues(context: Context, { text, values }: QueryTemplate): [string, Value][] {
  return values.map(({ json, start }, ordinal) => {
    try {
      return [placeholderName(ordinal), decodeTagged(context, json)];
    } catch (problem) {
      if (!(problem instanceof InvalidValue)) throw problem;
      const place: Span = { source: new Source('*query*', text), start, end: start + PLACEHOLDER.length };
      throw invalidQuery([error(problem.message, place)]);
    }
  });
}
