/** The body of `/query/1`. Source: wire.md, recorded `bodies`. */
import { describeJson, fieldsOf, type InputJson, InvalidBody } from './json-input.ts';
import { type QueryTemplate, readQuery, unexpected } from './query-template.ts';
import { readJson } from './read-json.ts';

export interface QueryBody {
  readonly fql: string | QueryTemplate;
  /** In the order sent. */
  readonly arguments: ReadonlyMap<string, InputJson>;
}

/** Throws InvalidBody. */
export function readQueryBody(bytes: Uint8Array): QueryBody {
  const json = readJson(bytes);
  const fields = fieldsOf(json);
  if (!fields) throw unexpected(describeJson(json));
  let fql: QueryBody['fql'] | undefined;
  let args: QueryBody['arguments'] = new Map();
  for (const [name, content] of fields) {
    if (name === 'query') fql = readQuery(content);
    else if (name === 'arguments') args = readArguments(content);
    else throw new InvalidBody('');
  }
  if (fql === undefined) throw new InvalidBody('');
  return { fql, arguments: args };
}

function readArguments(json: InputJson): QueryBody['arguments'] {
  if (json === null) return new Map();
  const fields = fieldsOf(json);
  if (!fields) throw unexpected(describeJson(json), 'Object');
  return new Map(fields);
}
