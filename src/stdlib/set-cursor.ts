/** SetCursor: where a page ended, for `Set.paginate()`. */
import { native, overload } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { Module, SetCursor } from '../runtime/value.ts';

export const setCursorPrototype = new Prototype<SetCursor>({
  name: 'SetCursor',
  methods: [
    native(
      'toString',
      '() => String',
      'The cursor as text, which Set.paginate() takes as well.',
      overload([], (_, cursor) => cursor.text),
    ),
  ],
});

export const setCursorModule = new Module(
  'SetCursor',
  new Prototype<Module>({ name: 'SetCursorModule' }),
  (value) => value instanceof SetCursor,
);
