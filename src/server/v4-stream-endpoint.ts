/** `POST /stream`: what happens to a document or a set of FQL v4, as a response that goes on. */
import type { Engine } from '../engine.ts';
import { defaultFields, type EventField, eventFields } from '../fql4/streams/event.ts';
import { newId } from '../transaction/new-id.ts';
import { type JsonResponse, jsonType } from './json-response.ts';
import { legacyErrors, methodNotAllowed } from './legacy-response.ts';
import { readSecret } from './request-headers.ts';
import { type LegacyQuery, noQuery, unauthorized, versionOf, writeAnswer } from './v4-endpoint.ts';

/** `events`: texts of whole lines. */
export interface StreamResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly events: ReadableStream<string>;
}

/** `parameter`: what events are to tell. `onFault`: told of faults of ours that end the stream. */
export async function answerV4Stream(
  engine: Engine,
  { method, methods, header, parameter, readBody }: LegacyQuery,
  started: number,
  onFault: (fault: unknown) => void,
): Promise<StreamResponse | JsonResponse> {
  const caller = await engine.recognize({ secret: readSecret(header('authorization')) ?? '' });
  if (!(await engine.look(caller, () => true))) return unauthorized;
  if (!methods.includes(method)) return methodNotAllowed(methods.join(', '));
  const body = await readBody();
  const fields = readFields(parameter);
  if ('status' in fields) return fields;
  if (body.length === 0) return noQuery;
  const request = { text: new TextDecoder().decode(body), version: versionOf(header), fields };
  const answer = await engine.fql4Streams.stream(caller, request, onFault);
  if (!answer) return unauthorized;
  if (!(answer instanceof ReadableStream)) return writeAnswer(answer, { started, bytesIn: body.length }, 0);
  const id = String(newId(started * 1000));
  return { headers: { 'content-type': jsonType, 'x-fauna-stream-id': id }, events: answer };
}

function readFields(parameter: string | undefined): ReadonlySet<EventField> | JsonResponse {
  if (parameter === undefined) return defaultFields;
  // The Go driver ends its list with a comma, and the original leaves such ends alone.
  const list = parameter.replace(/,+$/, '');
  const names = list === '' && parameter !== '' ? [] : list.split(',').map((name) => name.trim());
  const isField = (name: string): name is EventField => (eventFields as readonly string[]).includes(name);
  const unknown = names.filter((name) => !isField(name));
  if (unknown.length === 0) return new Set(names.filter(isField));
  const errors = unknown.map((name) => ({
    position: [],
    code: 'invalid url parameter',
    description: `Invalid url parameter fields. Invalid field name '${name}'.`,
  }));
  return legacyErrors(400, errors);
}
