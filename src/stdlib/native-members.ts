/** What a native collection and its documents can do beyond what all can. */
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
