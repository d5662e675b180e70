/** What every query can call by name, and the module FQL, which holds all of it. Source: recorded `control flow`. */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { toDebugString, toDisplayString } from '../runtime/display.ts';
import { type NativeFunction, native, overload, parameter, variadic } from '../runtime/native.ts';
import { field, missingField, Prototype } from '../runtime/prototype.ts';
import { types } from '../runtime/types.ts';
import { BoundMethod, type FunctionValue, Id, Module, nullAt, ObjectValue, type Value } from '../runtime/value.ts';
import { schemaPrototype } from './schema.ts';

/** What `order()` takes besides a plain function. */
function ordering(direction: 'asc' | 'desc', help: string): NativeFunction<Module> {
  return native(
    direction,
    `<A> (accessor: (A => Any)) => { ${direction}: A => Any }`,
    help,
    overload([parameter('accessor', types.func)], (context: Context, _: Module, accessor: FunctionValue) => {
      requireArity(context, 'accessor', accessor, 1);
      return ObjectValue.of([[direction, accessor]]);
    }),
  );
}

const functions: readonly NativeFunction<Module>[] = [
  native(
    'abort',
    '(return: Any) => Never',
    'Ends the query, undoes what it wrote, and hands the value to whoever sent it.',
    overload([parameter('return', types.any)], (context, _, value) => {
      return context.fail('abort', 'Query aborted.', { abort: value });
    }),
  ),
  ordering('asc', 'Orders by what the function gives, the least first.'),
  native(
    'dbg',
    '<A> (value: A) => A',
    'Shows the value and the place of the call beside the result, and gives the value back.',
    overload([parameter('value', types.any)], (context, _, value) => {
      const message = toDebugString(context, value);
      context.evaluation.logs.push({ kind: 'log', message, span: context.span, long: true });
      return value;
    }),
  ),
  ordering('desc', 'Orders by what the function gives, the greatest first.'),
  native(
    'log',
    '(args: ...Any) => Null',
    'Shows the values beside the result.',
    variadic(parameter('args', types.any), (context, _, values) => {
      const message = values.map((value) => toDisplayString(context, value)).join(' ');
      context.evaluation.logs.push({ kind: 'log', message, span: context.span, long: false });
      return nullAt(context.span);
    }),
  ),
  native(
    'newId',
    '() => ID',
    'A number that no document has, for the id of one.',
    overload([], (context) => {
      context.require('observation', '`newId`');
      return new Id(context.transaction.newId());
    }),
  ),
];

/** All that a query can name is a field of FQL too, but FQL itself and the collections and functions of the database. */
const fqlPrototype = new Prototype<Module>({
  name: 'FQLModule',
  fields: [
    field('Schema', 'FQL.SchemaModule', 'The definitions behind the names of the database.', () => schemaModule),
  ],
  methods: functions,
  dynamic: {
    getField: (context, subject, name) => {
      const found = name.text === 'FQL' ? undefined : context.evaluation.lookup(name.text);
      return found instanceof Module && !isOfDatabase(context, found) ? found : missingField(subject, name);
    },
  },
});

function isOfDatabase(context: Context, { collection }: Module): boolean {
  return collection !== undefined && context.database.schema.collection(collection)?.kind === 'user';
}

export const fqlModule: Module = new Module('FQL', fqlPrototype, (value) => value === fqlModule);

const schemaModule: Module = new Module('Schema', schemaPrototype, (value) => value === schemaModule);

/** `abort`, `log` … as values: members of FQL. */
export const globalFunctions: readonly (readonly [string, Value])[] = functions.map((method) => [
  method.name,
  new BoundMethod(method, fqlModule),
]);
