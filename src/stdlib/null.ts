/** Null: every member but `toString` is an error that says where the null came from. */
import { NullSubject, Prototype } from '../runtime/prototype.ts';
import { Module, Null } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

export const nullPrototype = new Prototype<Null>({
  name: 'Null',
  methods: [toStringMethod],
  access: (_, subject) => new NullSubject(subject.cause),
  dynamic: {
    getField: (_, subject) => new NullSubject(subject.cause),
    getMethod: (_, subject, name) => (name.text === 'toString' ? undefined : new NullSubject(subject.cause)),
  },
});

export const nullModule = new Module(
  'Null',
  new Prototype<Module>({ name: 'NullModule' }),
  (value) => value instanceof Null,
);
