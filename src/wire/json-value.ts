/**
 * The tagged and the simple format: results as JSON. Tagged keeps every type (`{"@int": "1"}`), simple drops them.
 * Both write JSON text directly, since integers of the simple format may be larger than a JavaScript number holds.
 * Source: recorded `tagged values`, `simple values`; wire.md.
 */

import { encodeBase64 } from '../runtime/base64.ts';
import { formatDouble } from '../runtime/number-text.ts';
import { jsonString } from '../runtime/text.ts';
import { formatDate, formatTime } from '../runtime/time-text.ts';
import {
  ArrayValue,
  Bytes,
  Closure,
  DateValue,
  Document,
  Double,
  EventSource,
  Id,
  Module,
  Null,
  ObjectValue,
  SetCursor,
  SetValue,
  Time,
  TransactionTime,
  Uuid,
  type Value,
} from '../runtime/value.ts';
import { functionName } from './function-name.ts';
import { describeMissing, type Materialized } from './materialize.ts';

export function writeTagged(result: Materialized): string {
  return write({ result, tagged: true, insideDocument: false }, result.value);
}

export function writeSimple(result: Materialized): string {
  return write({ result, tagged: false, insideDocument: false }, result.value);
}

interface Place {
  readonly result: Materialized;
  readonly tagged: boolean;
  /** Documents within documents are written as references. */
  readonly insideDocument: boolean;
}

function write(place: Place, value: Value): string {
  if (typeof value === 'string') return jsonString(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Null) return 'null';
  if (typeof value === 'number') return place.tagged ? `{"@int":"${value}"}` : String(value);
  if (typeof value === 'bigint') return place.tagged ? `{"@long":"${value}"}` : String(value);
  if (value instanceof ObjectValue) return writeObject(place, value);
  if (value instanceof ArrayValue) return writeArray(place, value);
  if (value instanceof Document) return writeDocument(place, value);
  if (value instanceof Double) return writeDouble(place, value.value);
  if (value instanceof Id) return `"${value.value}"`;
  if (value instanceof Time) return tag(place, '@time', `"${formatTime(value)}"`);
  if (value instanceof TransactionTime) return write(place, Time.ofMicros(place.result.time));
  if (value instanceof DateValue) return tag(place, '@date', `"${formatDate(value)}"`);
  if (value instanceof Bytes) return tag(place, '@bytes', `"${encodeBase64(value.data)}"`);
  if (value instanceof Uuid) return tag(place, '@uuid', `"${value.text}"`);
  if (value instanceof Module) return tag(place, '@mod', jsonString(ownName(value.name)));
  if (value instanceof SetValue) {
    const page = place.result.page(value);
    return tag(place, '@set', typeof page === 'string' ? JSON.stringify(page) : write(place, page));
  }
  if (value instanceof SetCursor) return JSON.stringify(value.text);
  if (value instanceof EventSource) return tag(place, '@stream', JSON.stringify(place.result.eventSource(value)));
  return JSON.stringify(value instanceof Closure ? '[function <lambda>]' : `[function ${functionName(value)}()]`);
}

/** Without the module that it belongs to: `Deleted` of `Collection.Deleted`. */
function ownName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function tag(place: Place, name: string, json: string): string {
  return place.tagged ? `{"${name}":${json}}` : json;
}

/** The simple format has no number for what is not finite, and writes whole doubles without a fraction. */
function writeDouble(place: Place, value: number): string {
  if (place.tagged) return `{"@double":"${formatDouble(value)}"}`;
  return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
}

function writeObject(place: Place, object: ObjectValue): string {
  const json = writeFields(place, object);
  for (const name of object.fields.keys()) if (name.startsWith('@')) return tag(place, '@object', json);
  return json;
}

function writeFields(place: Place, object: ObjectValue): string {
  let json = '';
  for (const [name, value] of object.fields) {
    json += `${json === '' ? '{' : ','}${jsonString(name)}:${write(place, value)}`;
  }
  return json === '' ? '{}' : `${json}}`;
}

function writeArray(place: Place, { elements }: ArrayValue): string {
  let json = '';
  for (const element of elements) json += (json === '' ? '[' : ',') + write(place, element);
  return json === '' ? '[]' : `${json}]`;
}

function writeDocument(place: Place, document: Document): string {
  const resolved = place.insideDocument ? undefined : place.result.resolved(document);
  if (resolved && 'fields' in resolved) {
    return tag(place, '@doc', writeObject({ ...place, insideDocument: true }, resolved.fields));
  }
  if (resolved && !place.tagged) return 'null';
  const { collection, id } = place.result.reference(document);
  const key = typeof id === 'string' ? 'name' : 'id';
  const module = tag(place, '@mod', jsonString(ownName(collection)));
  const missing = resolved ? `,"exists":false,"cause":${JSON.stringify(describeMissing(resolved.missing))}` : '';
  return tag(place, '@ref', `{"${key}":${jsonString(String(id))},"coll":${module}${missing}}`);
}
