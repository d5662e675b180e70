/** Boolean. `&&` and `||` in a query are of the language and look at the right operand only where it decides. */
import type { Context } from '../runtime/context.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { types } from '../runtime/types.ts';
import { Module } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

const other = parameter('other', types.boolean);

export const booleanPrototype = new Prototype<boolean>({
  name: 'Boolean',
  methods: [toStringMethod],
  operators: [
    native(
      '!',
      '() => Boolean',
      'True of false, false of true.',
      overload([], (_: Context, value: boolean) => !value),
    ),
    native(
      '&&',
      '(other: Boolean) => Boolean',
      'Whether both are true.',
      overload([other], (_: Context, value: boolean, also: boolean) => value && also),
    ),
    native(
      '||',
      '(other: Boolean) => Boolean',
      'Whether one of them is true.',
      overload([other], (_: Context, value: boolean, or: boolean) => value || or),
    ),
  ],
});

export const booleanModule = new Module(
  'Boolean',
  new Prototype<Module>({ name: 'BooleanModule' }),
  (value) => typeof value === 'boolean',
);
