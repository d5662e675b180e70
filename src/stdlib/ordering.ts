/** The arguments of `order`: accessors, ascending or in `asc(…)` and `desc(…)`. */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { parameter } from '../runtime/native.ts';
import { isFunction, typeName, types } from '../runtime/types.ts';
import { type FunctionValue, ObjectValue, type Value } from '../runtime/value.ts';
import type { Ordering } from './sets/order-plan.ts';
import type { SetFunction } from './sets/set-function.ts';

/** Checked by `orderingsOf`, which knows their union. */
export const ordering = parameter('ordering', types.any);

/** `accessorOf` makes what is called of the function given. Errors: `invalid_argument`. */
export function orderingsOf(
  context: Context,
  args: readonly Value[],
  accessorOf: (callee: FunctionValue) => SetFunction,
): Ordering[] {
  return args.map((argument, index) => {
    const name = `ordering${index}`;
    const { callee, descending } =
      accessorIn(argument) ??
      context.fail(
        'invalid_argument',
        `expected value for \`${name}\` of type Function, received ${typeName(argument)}`,
      );
    requireArity(context, name, callee, 1);
    return { accessor: accessorOf(callee), descending };
  });
}

function accessorIn(argument: Value): { callee: FunctionValue; descending: boolean } | undefined {
  if (isFunction(argument)) return { callee: argument, descending: false };
  if (!(argument instanceof ObjectValue) || argument.fields.size !== 1) return undefined;
  const [direction, callee] = [...argument.fields][0] ?? [];
  if (callee === undefined || !isFunction(callee) || (direction !== 'asc' && direction !== 'desc')) return undefined;
  return { callee, descending: direction === 'desc' };
}
