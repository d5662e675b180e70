import { Prototype } from '../runtime/prototype.ts';
import { Module } from '../runtime/value.ts';

/** `Collection.Deleted`: the collection of documents whose collection was deleted. */
export const deletedModule = new Module(
  'Collection.Deleted',
  new Prototype<Module>({ name: 'DeletedCollection' }),
  () => false,
);
