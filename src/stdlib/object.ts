/** Object and Struct: named fields in the order written. Source: recorded `objects` of `time-object-2`. */
import type { Context } from '../runtime/context.ts';
import { toDisplayString } from '../runtime/display.ts';
import { accessArgument, native, overload, parameter } from '../runtime/native.ts';
import { nullFailure } from '../runtime/null-cause.ts';
import { noteMemberRead } from '../runtime/performance-hint.ts';
import { missingField, Prototype } from '../runtime/prototype.ts';
import { typeName, types } from '../runtime/types.ts';
import { ArrayValue, Document, Module, Null, ObjectValue, type Value } from '../runtime/value.ts';

export const objectPrototype = new Prototype<ObjectValue>({
  name: 'Object',
  access: (context, subject, args, span) => {
    const name = { text: keyArgument(context, args), span };
    const found = subject.fields.get(name.text) ?? missingField(subject, name);
    return context.evaluation.performanceHints ? noteMemberRead(context, subject, name, found) : found;
  },
});

/** The key of `subject[key]`, for objects and documents alike. */
export function keyArgument(context: Context, args: readonly Value[]): string {
  return accessArgument(context, args, parameter('key', types.string));
}

/** The fields of an object, or of a document as a result shows it. `name` is the parameter that takes it. */
function fieldsOf(context: Context, name: string, value: ObjectValue | Document | Module): ReadonlyMap<string, Value> {
  if (value instanceof ObjectValue) return value.fields;
  if (value instanceof Module) return failArgument(context, name, 'expected either an object or a document');
  const shown = context.evaluation.documents.shownFields(context, value);
  if (shown instanceof ObjectValue) return shown.fields;
  const { message, details } = nullFailure(context, shown);
  return context.fail('invalid_argument', `invalid argument \`${name}\`: ${uncapitalize(message)}`, {
    hints: details.hints ?? [],
  });
}

function uncapitalize(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function failArgument(context: Context, name: string, reason: string): never {
  return context.fail('invalid_argument', `invalid argument \`${name}\`: ${reason}`);
}

function fromEntries(context: Context, entries: ArrayValue): Value {
  const fields = new Map<string, Value>();
  for (const [index, entry] of entries.elements.entries()) {
    const [key, value] = pair(context, entry, index);
    fields.set(key, value);
  }
  return new ObjectValue(fields);
}

function pair(context: Context, entry: Value, index: number): [string, Value] {
  const fail = (reason: string) => failArgument(context, 'entries', `${reason} at index ${index}`);
  if (!(entry instanceof ArrayValue)) {
    return fail(`expected an array for each element of the outer array, but saw type ${typeName(entry)}`);
  }
  const { length } = entry.elements;
  const [key, value] = entry.elements;
  if (length !== 2 || key === undefined || value === undefined) {
    return fail(`expected inner array of length 2 but saw length ${length}`);
  }
  if (typeof key !== 'string') {
    return fail(`expected a string for the first element of each inner array, but saw type ${typeName(key)}`);
  }
  return [key, value];
}

/** The value at a path through objects; undefined where it leads nowhere. */
function valueAt(context: Context, from: Value, path: ArrayValue): Value | undefined {
  let value = from;
  for (const key of path.elements) {
    if (typeof key !== 'string') return failArgument(context, 'path', 'expected an array of strings');
    const next = value instanceof ObjectValue ? value.fields.get(key) : undefined;
    if (next === undefined) return undefined;
    value = next;
  }
  return value;
}

const object = parameter('object', types.anyObject);

const objectModulePrototype = new Prototype<Module>({
  name: 'ObjectModule',
  methods: [
    native(
      'assign',
      '<A, B> (destination: { *: A }, source: { *: B }) => { *: A | B }',
      'An object with the fields of both; those of the source win.',
      overload(
        [parameter('destination', types.anyObject), parameter('source', types.anyObject)],
        (context, _, destination, source) => {
          const fields = new Map(fieldsOf(context, 'destination', destination));
          for (const [name, value] of fieldsOf(context, 'source', source)) fields.set(name, value);
          return new ObjectValue(fields);
        },
      ),
    ),
    native(
      'entries',
      '<A> (object: { *: A }) => Array<[String, A]>',
      'The fields as arrays of name and value.',
      overload([object], (context, _, of) => {
        return new ArrayValue([...fieldsOf(context, 'object', of)].map((entry) => new ArrayValue(entry)));
      }),
    ),
    native(
      'fromEntries',
      '<A> (entries: Array<[String, A]>) => { *: A }',
      'The object that has these names and values; the last of a name wins.',
      overload([parameter('entries', types.array)], (context, _, entries) => fromEntries(context, entries)),
    ),
    native(
      'hasPath',
      '(object: { *: Any }, path: Array<String>) => Boolean',
      'Whether the path leads to a field.',
      overload([parameter('object', types.object), parameter('path', types.array)], (context, _, of, path) => {
        return valueAt(context, of, path) !== undefined;
      }),
    ),
    native(
      'keys',
      '(object: Any) => Array<String>',
      'The names of the fields.',
      overload([object], (context, _, of) => new ArrayValue([...fieldsOf(context, 'object', of).keys()])),
    ),
    native(
      'select',
      '(object: { *: Any }, path: Array<String>) => Any',
      'The value that the path leads to, or null.',
      overload([parameter('object', types.object), parameter('path', types.array)], (context, _, of, path) => {
        const reason = 'no value in object found at path';
        return valueAt(context, of, path) ?? new Null({ type: 'no such element', reason, span: context.span });
      }),
    ),
    native(
      'toString',
      '(object: Any) => String',
      'Any value as text.',
      overload([parameter('object', types.any)], (context, _, value) => toDisplayString(context, value)),
    ),
    native(
      'values',
      '<A> (object: { *: A }) => Array<A>',
      'The values of the fields.',
      overload([object], (context, _, of) => new ArrayValue([...fieldsOf(context, 'object', of).values()])),
    ),
  ],
});

/** Objects, documents and modules. */
export const objectModule = new Module('Object', objectModulePrototype, (value) => {
  return value instanceof ObjectValue || value instanceof Document || value instanceof Module;
});

/** Objects that are no documents. */
export const structModule = new Module(
  'Struct',
  new Prototype<Module>({ name: 'StructModule' }),
  (value) => value instanceof ObjectValue,
);

export const docModule = new Module(
  'Doc',
  new Prototype<Module>({ name: 'DocModule' }),
  (value) => value instanceof Document,
);
