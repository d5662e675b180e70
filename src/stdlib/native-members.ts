/** What a native collection and its documents can do beyond what all can. */
import type { NativeFunction } from '../runtime/native.ts';
import type { FieldDefinition } from '../runtime/prototype.ts';
import type { Document, Module, Value } from '../runtime/value.ts';

export interface NativeMembers {
  /** Of the module. */
  readonly fields?: readonly FieldDefinition<Module>[];
  /** Of the module; one takes the place of the common one with its name: `create`. */
  readonly functions?: readonly NativeFunction<Module>[];
  /** The module called as a function, in place of looking up an id. */
  readonly apply?: NativeFunction<Module>;
  /** Of its documents. */
  readonly methods?: readonly NativeFunction<Document>[];
  /** What `isa` asks, besides being one of its documents. */
  readonly contains?: (value: Value) => boolean;
}
