/**
 * Values as text: `toDisplayString` is what `toString()` and templates give, `toDebugString` what `dbg()` and messages
 * show. Source: recorded `toString` of every type.
 */

import { Failure } from '../language/failure.ts';
import { encodeBase64 } from './base64.ts';
import type { Context } from './context.ts';
import { formatDouble, writtenWhole } from './number-text.ts';
import { noteObjectPrinted } from './performance-hint.ts';
import { isIdentifier, quote } from './text.ts';
import { formatDate, formatTime } from './time-text.ts';
import {
  ArrayValue,
  BoundMethod,
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
} from './value.ts';

export function toDisplayString(context: Context, value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Double) return displayDouble(value.value);
  if (value instanceof Id) return String(value.value);
  if (value instanceof Bytes) return encodeBase64(value.data);
  if (value instanceof Time) return formatTime(value);
  if (value instanceof DateValue) return formatDate(value);
  if (value instanceof Uuid || value instanceof SetCursor) return value.text;
  if (value instanceof TransactionTime) return value.display;
  return toDebugString(context, value);
}

/** A document shows its fields; one within another (`nested`) only its reference, so that rings end. */
export function toDebugString(context: Context, value: Value, nested = false): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Null) return 'null';
  if (value instanceof Double) return formatDouble(value.value);
  if (value instanceof ArrayValue) {
    return `[${value.elements.map((element) => toDebugString(context, element, nested)).join(', ')}]`;
  }
  if (value instanceof ObjectValue) return debugObject(context, value, nested);
  if (value instanceof Document) return nested ? debugReference(context, value) : debugDocument(context, value);
  if (value instanceof Id) return `ID("${value.value}")`;
  if (value instanceof Bytes) return `Bytes("${encodeBase64(value.data)}")`;
  if (value instanceof Time) return `Time("${formatTime(value)}")`;
  if (value instanceof DateValue) return `Date("${formatDate(value)}")`;
  if (value instanceof Uuid) return `UUID("${value.text}")`;
  if (value instanceof TransactionTime) return 'TransactionTime()';
  if (value instanceof SetCursor) return quote(value.text);
  if (value instanceof SetValue) return '[set]';
  if (value instanceof EventSource) return '[event source]';
  if (value instanceof Module) return moduleName(value);
  if (value instanceof Closure) return '[function <lambda>]';
  return `[function ${value instanceof BoundMethod ? value.method.name : value.name}()]`;
}

function moduleName(module: Module): string {
  return module.parent ? `${moduleName(module.parent)}.${module.name}` : module.name;
}

function debugObject(context: Context, value: ObjectValue, nested: boolean): string {
  noteObjectPrinted(context, value);
  if (value.fields.size === 0) return '{}';
  const fields = [...value.fields].map(([name, field]) => {
    return `${isIdentifier(name) ? name : quote(name)}: ${toDebugString(context, field, nested)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

function debugDocument(context: Context, document: Document): string {
  const { stack } = context.evaluation;
  const depth = stack.length;
  try {
    const fields = context.evaluation.documents.shownFields(context, document);
    return fields instanceof ObjectValue ? debugObject(context, fields, true) : 'null';
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    stack.length = depth;
    return `[error: ${failure.message}]`;
  }
}

function debugReference(context: Context, document: Document): string {
  if (!context.database.schema.collection(document.collection)) return 'null';
  const { collection, id } = context.evaluation.documents.reference(context, document);
  return `[doc ${id} in ${collection}]`;
}

/** A double without a fraction prints as a whole number, however large: `2`, `1000000000000000000000`. */
function displayDouble(value: number): string {
  if (!Number.isInteger(value)) return formatDouble(value);
  return Object.is(value, -0) ? '-0' : String(writtenWhole(value));
}
