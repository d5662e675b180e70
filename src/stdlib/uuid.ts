/** UUID: there is no way to make one in FQL v10, but FQL v4 wrote them into documents. */
import { Prototype } from '../runtime/prototype.ts';
import { Module, Uuid } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

export const uuidPrototype = new Prototype<Uuid>({
  name: 'UUID',
  methods: [toStringMethod],
});

export const uuidModule = new Module(
  'UUID',
  new Prototype<Module>({ name: 'UUIDModule' }),
  (value) => value instanceof Uuid,
);
