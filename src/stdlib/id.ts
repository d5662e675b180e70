/** ID: the number of a document, equal to the same number and to its digits. */
import type { Context } from '../runtime/context.ts';
import { toDebugString } from '../runtime/display.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { types } from '../runtime/types.ts';
import { Id, Module, type Value } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

function readId(context: Context, _: Module, value: Value): Id {
  const id = types.id.cast(value);
  return id ?? context.fail('invalid_id', `\`${toDebugString(context, value)}\` is not a valid ID.`);
}

export const idPrototype = new Prototype<Id>({ name: 'ID', methods: [toStringMethod] });

const idModulePrototype = new Prototype<Module>({
  name: 'IDModule',
  apply: native(
    'apply',
    '((id: String) => ID) & ((id: Number) => ID)',
    'A document id of a number or of its digits.',
    overload([parameter('id', types.string)], readId),
    overload([parameter('id', types.number)], readId),
  ),
});

export const idModule = new Module('ID', idModulePrototype, (value) => value instanceof Id);
