/** The values that a request brings along, under the names its text uses. */
import { type Diagnostic, error } from '../language/diagnostic.ts';
import { invalidQuery } from '../language/failure.ts';
import { PLACEHOLDER, Source, type Span } from '../language/source.ts';
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

/** The values of a template, under the names that the parser gives them. Throws a Failure `invalid_query`. */
export function decodeTemplateValues(context: Context, { text, values }: QueryTemplate): ReadonlyMap<string, Value> {
  const bound = new Map<string, Value>();
  const bad: Diagnostic[] = [];
  for (const [index, { json, start }] of values.entries()) {
    try {
      bound.set(`$${index}`, decodeTagged(context, json));
    } catch (problem) {
      if (!(problem instanceof InvalidValue)) throw problem;
      const place: Span = { source: new Source('*query*', text), start, end: start + PLACEHOLDER.length };
      bad.push(error(problem.message, place));
    }
  }
  if (bad.length > 0) throw invalidQuery(bad);
  return bound;
}
