/** What native collections and their documents can do beyond what all collections and documents can. */
import type { NativeFunction } from '../runtime/native.ts';
import type { Document, Module, Value } from '../runtime/value.ts';
import { credentialMembers } from './credential.ts';
import { functionCollectionMembers } from './function-collection.ts';
import { keyMembers } from './key.ts';
import { tokenMembers } from './token.ts';

export interface NativeMembers {
  /** Functions of the collection, in place of those of the same name that every collection has. */
  readonly functions?: readonly NativeFunction<Module>[];
  /** Methods of its documents. */
  readonly methods?: readonly NativeFunction<Document>[];
  /** `Function("hello")`, in place of what a call of a collection gives. */
  readonly apply?: NativeFunction<Module>;
  /** What `isa` finds in the collection besides its documents. */
  readonly contains?: (value: Value) => boolean;
}

const members: ReadonlyMap<string, NativeMembers> = new Map([
  ['Credential', credentialMembers],
  ['Function', functionCollectionMembers],
  ['Key', keyMembers],
  ['Token', tokenMembers],
]);

export function nativeMembers(collection: string): NativeMembers {
  return members.get(collection) ?? {};
}
