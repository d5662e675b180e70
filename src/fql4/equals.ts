/** Whether two values are the same. */
import { Bytes, DateValue, Double, Time, Uuid } from '../runtime/value.ts';
import { type ApiVersion, isSince } from './api-version.ts';
import { lambdaLiteral } from './documents/convert.ts';
import { plain } from './plain.ts';
import {
  Action,
  ArrayValue,
  Cursor,
  DocumentEvent,
  Element,
  Lambda,
  ObjectValue,
  Page,
  Ref,
  SetEvent,
  SetRef,
  UnresolvedRef,
  type Value,
  Version,
} from './value.ts';

/**
 * As `Equals` asks it: an integer equals the double of its value, but not within arrays and objects. Since version 5 an
 * action there is no other than what it is called.
 */
export function equals(a: Value, b: Value, version: ApiVersion): boolean {
  if (typeof a === 'bigint' && b instanceof Double) return Object.is(Number(a), b.value);
  if (a instanceof Double && typeof b === 'bigint') return Object.is(a.value, Number(b));
  if (isSince(version, '5') && (a instanceof Action || b instanceof Action)) return nameOf(a) === nameOf(b);
  if (a instanceof Double && b instanceof Double) return Object.is(a.value, b.value);
  return isSame(a, b);
}

/** Of the same type, and equal in all parts. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Action && b instanceof Action) return a.name === b.name;
  if (a instanceof Action) return isCalled(a, b);
  if (b instanceof Action) return isCalled(b, a);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Double && b instanceof Double) return a.value === b.value;
  if (a instanceof ArrayValue && b instanceof ArrayValue) return areSame(a.elements, b.elements);
  if (a instanceof ObjectValue && b instanceof ObjectValue) return haveSame(a.fields, b.fields);
  if (a instanceof Time && b instanceof Time) return a.seconds === b.seconds && a.nanos === b.nanos;
  if (a instanceof DateValue && b instanceof DateValue) return a.epochDay === b.epochDay;
  if (a instanceof Bytes && b instanceof Bytes) return a.data.join() === b.data.join();
  if (a instanceof Uuid && b instanceof Uuid) return a.text === b.text;
  if (a instanceof Ref && b instanceof Ref) {
    return a.scope === b.scope && a.collection === b.collection && a.id === b.id;
  }
  if (a instanceof UnresolvedRef && b instanceof UnresolvedRef) {
    return a.kind === b.kind && a.name === b.name && a.database === b.database && a.id === b.id;
  }
  if (a instanceof Version && b instanceof Version) {
    return isSame(a.ref, b.ref) && a.ts === b.ts && haveSame(a.fields, b.fields);
  }
  if (a instanceof Lambda && b instanceof Lambda) return isSame(lambdaLiteral(a), lambdaLiteral(b));
  if (a instanceof SetRef && b instanceof SetRef) return isSame(a.plan.plain(), b.plan.plain());
  if (a instanceof Page && b instanceof Page) return isSame(plain(a), plain(b));
  const events = [DocumentEvent, SetEvent, Cursor, Element];
  if (events.some((type) => a instanceof type && b instanceof type)) return isSame(plain(a), plain(b));
  return false;
}

function nameOf(value: Value): Value {
  return value instanceof Action ? value.name : value;
}

/** What adds to a set creates, as far as the names go that actions once had, and an update creates a version. */
function isCalled({ name }: Action, text: Value): boolean {
  if (text === 'create') return name === 'create' || name === 'update' || name === 'add';
  if (text === 'delete') return name === 'delete' || name === 'remove';
  return name === text;
}

function areSame(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((element, index) => isSame(element, b[index] as Value));
}

function haveSame(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  if (a.size !== b.size) return false;
  for (const [name, value] of a) {
    const other = b.get(name);
    if (other === undefined || !isSame(value, other)) return false;
  }
  return true;
}
