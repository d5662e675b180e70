/** String. Positions count code points. Source: recorded `strings` and `strings-2`. */
import { toDisplayString } from '../runtime/display.ts';
import { accessArgument, native, overload, parameter } from '../runtime/native.ts';
import { field, Prototype } from '../runtime/prototype.ts';
import { types } from '../runtime/types.ts';
import { Module } from '../runtime/value.ts';
import { changing } from './strings/change.ts';
import { countCodePoints } from './strings/code-points.ts';
import { characterAt, cutting } from './strings/cut.ts';
import { index, join } from './strings/methods.ts';
import { parsing } from './strings/parse.ts';
import { searching } from './strings/search.ts';

export const stringPrototype = new Prototype<string>({
  name: 'String',
  fields: [field('length', 'Number', 'How many characters the string has.', (_, text) => countCodePoints(text))],
  methods: [...searching, ...parsing, ...changing, ...cutting],
  operators: [
    native(
      '+',
      '(other: Any) => String',
      'The string followed by the other value as text.',
      overload([parameter('other', types.any)], (context, text, other) =>
        join(context, text, toDisplayString(context, other)),
      ),
    ),
  ],
  access: (context, text, args) => characterAt(context, text, accessArgument(context, args, index)),
});

export const stringModule = new Module(
  'String',
  new Prototype<Module>({ name: 'StringModule' }),
  (value) => typeof value === 'string',
);
