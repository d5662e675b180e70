/** The bodies of `/stream/1` and `/feed/1`. Source: wire.md, recorded `stream and feed requests`. */

import type { Engine } from '../engine.ts';
import { behind, decodeCursor, type EventCursor } from '../events/event-cursor.ts';
import { type ErrorCode, errorCodes } from '../language/error-codes.ts';
import { formatDouble } from '../runtime/number-text.ts';
import { Double } from '../runtime/value.ts';
import type { EventToken } from '../stdlib/event-token.ts';
import { fieldsOf, type InputJson, InvalidBody, isArray } from '../wire/json-input.ts';
import { readJson } from '../wire/read-json.ts';
import type { JsonResponse } from './json-response.ts';
import { InvalidRequest } from './request-headers.ts';

/** The error alone; no header says how to authenticate. */
export function refuseEvents(code: ErrorCode, message: string): JsonResponse {
  return { status: errorCodes[code].status, body: JSON.stringify({ error: { code, message } }) };
}

export interface EventRequest {
  readonly token: EventToken;
  readonly from: EventCursor | undefined;
  readonly pageSize: number;
}

/** Source: the reference page "Event feeds". */
const DEFAULT_PAGE_SIZE = 16;
const LARGEST_PAGE = 16_000;

/** `end`: with what some of the messages end, which differs. Throws InvalidRequest. */
export function readEventRequest({ events }: Engine, body: Uint8Array, end: '' | '.'): EventRequest {
  if (body.length === 0) throw new InvalidRequest('No request body provided');
  try {
    const fields = readFields(readJson(body));
    if (fields.start !== undefined && fields.cursor !== undefined) {
      throw new InvalidBody(`can not provide both \`start_ts\` and \`cursor\`${end}`);
    }
    const token = events.readToken(fields.token);
    if (!token) throw new InvalidBody(`invalid event source provided${end}`);
    const from = fields.start === undefined ? readCursor(fields.cursor, end) : behind(fields.start);
    const { pageSize } = fields;
    if (pageSize <= 0) throw new InvalidBody('page size must be greater than zero.');
    if (pageSize > LARGEST_PAGE) throw new InvalidBody(`page size can not be greater than ${LARGEST_PAGE}.`);
    return { token, from, pageSize };
  } catch (problem) {
    if (!(problem instanceof InvalidBody)) throw problem;
    throw new InvalidRequest(`Invalid request body${problem.message === '' ? '' : `: ${problem.message}`}`);
  }
}

function readCursor(text: string | undefined, end: string): EventCursor | undefined {
  if (text === undefined) return undefined;
  const cursor = decodeCursor(text);
  if (!cursor) throw new InvalidBody(`invalid event cursor provided${end}`);
  return cursor;
}

interface Fields {
  readonly token: string;
  readonly cursor: string | undefined;
  /** Microseconds. */
  readonly start: number | undefined;
  readonly pageSize: number;
}

/** Members of other names are left alone. */
function readFields(json: InputJson): Fields {
  const fields = fieldsOf(json);
  if (!fields) throw unexpected(json);
  let [token, cursor]: (string | undefined)[] = [];
  let [start, pageSize]: (number | undefined)[] = [];
  for (const [name, content] of fields) {
    if (name === 'token') token = readString(content);
    else if (name === 'cursor') cursor = readString(content);
    else if (name === 'start_ts') start = readInteger(content, Number.MAX_SAFE_INTEGER);
    else if (name === 'page_size') pageSize = readInteger(content);
  }
  if (token === undefined) throw new InvalidBody('Value for key token not found.');
  return { token, cursor, start, pageSize: pageSize ?? DEFAULT_PAGE_SIZE };
}

function readString(json: InputJson): string {
  if (typeof json !== 'string') throw unexpected(json);
  return json;
}

/** Times beyond `bound` are taken for it; what has no bound is a 32-bit integer. */
function readInteger(json: InputJson, bound?: number): number {
  const isInteger = typeof json === 'bigint' || (typeof json === 'number' && Number.isInteger(json));
  if (!isInteger) throw unexpected(json);
  const value = Number(json);
  if (bound !== undefined) return Math.max(-bound, Math.min(bound, value));
  if (Math.trunc(value) !== (value | 0)) throw unexpected(json);
  return value;
}

function unexpected(json: InputJson): InvalidBody {
  return new InvalidBody(`Unexpected ${describe(json)}.`);
}

function describe(json: InputJson): string {
  if (json === null) return 'null value';
  if (typeof json === 'string') return `string value '${json}'`;
  if (typeof json === 'boolean') return `${json} value`;
  if (typeof json === 'bigint') return `integer value ${json}`;
  if (json instanceof Double) return `float value ${formatDouble(json.value)}`;
  if (typeof json === 'number')
    return Number.isInteger(json) ? `integer value ${json}` : `float value ${formatDouble(json)}`;
  return isArray(json) ? 'array value' : 'object value';
}
