/** What a native collection and its documents can do beyond what all can: registered by the file of the collection. */
import type { NativeFunction } from '../runtime/native.ts';
import type { FieldDefinition } from '../runtime/prototype.ts';
import type { Document, Module } from '../runtime/value.ts';

export interface NativeMembers {
  readonly fields?: readonly FieldDefinition<Module>[];
  /** A method takes the place of the common one with its name: `create`. */
  readonly methods?: readonly NativeFunction<Module>[];
  readonly apply?: NativeFunction<Module>;
  readonly documentMethods?: readonly NativeFunction<Document>[];
}

const members = new Map<string, NativeMembers>();

/** `collection`: the name of a native collection. Before the first query. */
export function registerNativeMembers(collection: string, ofCollection: NativeMembers): void {
  members.set(collection, ofCollection);
}

export function nativeMembersOf(collection: string): NativeMembers {
  return members.get(collection) ?? {};
}
