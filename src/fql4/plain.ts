/** Values as they are kept and compared: pages, documents, events and sets as the objects they look like. */
import { EventPoint } from './sets/event-point.ts';
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
} from './value.ts';

/** The same value made of scalars, references, lambdas, arrays and objects alone. */
export function plain(value: Value): Value {
  if (value instanceof ArrayValue) return new ArrayValue(value.elements.map(plain));
  if (value instanceof ObjectValue) return mapFields(value.fields);
  if (value instanceof Action) return value.name;
  if (value instanceof Version) {
    const collection = new Ref(value.ref.scope, 'Collection', value.ref.collection);
    return ObjectValue.of([
      ['ref', value.ref],
      ['class', collection],
      ['collection', collection],
      ['ts', BigInt(value.ts)],
      ...mapFields(value.fields).fields,
    ]);
  }
  if (value instanceof Page) {
    return ObjectValue.of([
      ...(value.before === undefined ? [] : [['before', plain(value.before)] as const]),
      ...(value.after === undefined ? [] : [['after', plain(value.after)] as const]),
      ['data', new ArrayValue(value.elements.map(plain))],
    ]);
  }
  if (value instanceof Element) {
    return ObjectValue.of([
      ['value', plain(value.value)],
      ['sources', new ArrayValue(value.sources.map((source) => plain(new SetRef(source))))],
    ]);
  }
  if (value instanceof DocumentEvent || value instanceof SetEvent) return eventObject(value);
  if (value instanceof Cursor) return value.at instanceof EventPoint ? pointObject(value.at) : plain(value.at);
  if (value instanceof SetRef) return value.plan.plain();
  return value;
}

function mapFields(fields: ReadonlyMap<string, Value>): ObjectValue {
  return new ObjectValue(new Map([...fields].map(([name, value]) => [name, plain(value)])));
}

function eventObject(event: DocumentEvent | SetEvent): ObjectValue {
  const fields: (readonly [string, Value])[] = [
    ['ts', BigInt(event.ts)],
    ['action', event.action],
    ['resource', event.ref],
  ];
  if (event instanceof SetEvent && event.values.length > 0)
    fields.push(['values', new ArrayValue(event.values.map(plain))]);
  return ObjectValue.of(fields);
}

function pointObject({ ts, action, ref, values }: EventPoint): ObjectValue {
  return ObjectValue.of([
    ['ts', ts],
    ['action', action],
    ...(ref instanceof Ref ? [['resource', ref] as const] : []),
    ...(values.length > 0 ? [['values', new ArrayValue(values)] as const] : []),
  ]);
}
