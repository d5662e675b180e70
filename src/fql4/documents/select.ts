/** What stands at a path within a value. Source: recorded `objects and paths`. */
import type { Path } from '../cast.ts';
import { hasNames, nativeName } from '../native-names.ts';
import type { Place } from '../place.ts';
import { plain } from '../plain.ts';
import { EventPoint } from '../sets/event-point.ts';
import {
  Action,
  ArrayValue,
  Cursor,
  DocumentEvent,
  Element,
  ObjectValue,
  Page,
  Ref,
  SetEvent,
  SetRef,
  type Value,
  Version,
} from '../value.ts';

/** `all`: from every element of the arrays on the way, as one array. Undefined when nothing stands there. */
export function selectPath(place: Place, from: Value, path: Path, all: boolean): Value | undefined {
  const found = valueAt(place, from, path, all);
  if (!all) return found;
  if (found === undefined) return new ArrayValue([]);
  return found instanceof ArrayValue ? found : new ArrayValue([found]);
}

function valueAt(place: Place, from: Value, path: Path, all: boolean): Value | undefined {
  if (from instanceof Cursor && !(from.at instanceof EventPoint)) return valueAt(place, from.at, path, all);
  const [step, ...rest] = path;
  if (from instanceof ArrayValue && all && typeof step !== 'bigint') return fromEach(place, from, path);
  if (step === undefined) return from;
  const next = stepInto(place, from, step);
  return next === undefined ? undefined : valueAt(place, next, rest, all);
}

function fromEach(place: Place, { elements }: ArrayValue, path: Path): ArrayValue {
  const found = elements.map((element) => valueAt(place, element, path, true));
  return new ArrayValue(
    found.flatMap((value) => (value === undefined ? [] : value instanceof ArrayValue ? value.elements : [value])),
  );
}

function stepInto(place: Place, from: Value, step: string | bigint): Value | undefined {
  if (from instanceof ArrayValue) return elementAt(from.elements, step);
  if (from instanceof Page) {
    if (typeof step === 'bigint') return elementAt(from.elements, step);
    return { data: new ArrayValue(from.elements), before: from.before, after: from.after }[step];
  }
  if (typeof step === 'bigint') return undefined;
  if (from instanceof ObjectValue) return from.fields.get(step);
  if (from instanceof Ref) return stepIntoRef(place, from, step);
  if (from instanceof Version) return stepIntoDocument(from, step);
  if (from instanceof DocumentEvent || from instanceof SetEvent) return stepIntoEvent(from, step);
  if (from instanceof Element) {
    if (step === 'value') return from.value;
    return step === 'sources' ? new ArrayValue(from.sources.map((source) => new SetRef(source))) : undefined;
  }
  if (from instanceof SetRef && step === '@set') return withBareSets(from.plan.shown(place.version).value);
  if (from instanceof Cursor) {
    const object = plain(from);
    return object instanceof ObjectValue ? object.fields.get(step) : undefined;
  }
  return undefined;
}

/** Sets that stand for themselves, as `Collections()` does, are references within what is shown of others. */
function withBareSets(value: Value): Value {
  if (value instanceof ArrayValue) return new ArrayValue(value.elements.map(withBareSets));
  if (value instanceof ObjectValue) {
    return ObjectValue.of([...value.fields].map(([name, each]) => [name, withBareSets(each)]));
  }
  if (!(value instanceof SetRef)) return value;
  const plain = value.plan.plain();
  return plain instanceof Ref ? plain : value;
}

function elementAt(elements: readonly Value[], step: string | bigint): Value | undefined {
  return typeof step === 'bigint' && step >= 0n ? elements[Number(step)] : undefined;
}

function stepIntoRef(place: Place, ref: Ref, step: string): Value | undefined {
  switch (step) {
    case 'collection':
    case 'class':
      return new Ref(ref.scope, 'Collection', ref.collection);
    case 'id':
      return idOf(place, ref);
    case 'database':
      return ref.scope === place.scope ? undefined : place.session.databaseAt(ref.scope);
    default:
      return undefined;
  }
}

/** The name of a schema document, the number of others. */
export function idOf({ session, version }: Place, { scope, collection, id }: Ref): string | undefined {
  const schema = session.database(scope)?.schema;
  if (collection === 'Collection') return nativeName(String(id), version) ?? schema?.collection(String(id))?.name;
  if (!hasNames(collection) || typeof id === 'string') return String(id);
  return schema?.nameOf(collection, id);
}

function stepIntoDocument(document: Version, step: string): Value | undefined {
  switch (step) {
    case 'ref':
      return document.ref;
    case 'class':
      return new Ref(document.ref.scope, 'Collection', document.ref.collection);
    case 'ts':
      return BigInt(document.ts);
    default:
      return document.fields.get(step);
  }
}

function stepIntoEvent(event: DocumentEvent | SetEvent, step: string): Value | undefined {
  switch (step) {
    case 'ts':
      return BigInt(event.ts);
    case 'action':
      return new Action(event.action);
    case 'resource':
    case 'instance':
    case 'document':
      return event.ref;
  }
  if (event instanceof DocumentEvent) return event.fields?.get(step);
  if (step !== 'data') return undefined;
  return event.values.length === 1 ? event.values[0] : new ArrayValue(event.values);
}
