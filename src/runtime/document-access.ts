/** What the runtime needs of documents; `model/` implements it, and an `Evaluation` carries it. */
import type { Context } from './context.ts';
import type { Document, DocumentContents, NullCause, ObjectValue } from './value.ts';

/** How a reference is written: `People.byId("1")`, `Collection.byName("People")`. */
export interface DocumentReference {
  /** The name its collection has now; `Collection.Deleted` when the collection is gone. */
  readonly collection: string;
  readonly id: bigint | string;
}

export interface DocumentAccess {
  /**
   * The document as the context sees it, or why it is not there. `action` begins the message of `invalid_effect`,
   * which is raised where reading is not allowed: "Reading a field", "`exists`", "Projection" …
   * The span of a null cause is `context.span`.
   */
  read(context: Context, document: Document, action: string): DocumentContents | NullCause;
  /** Whether `read` would find it, and why not. */
  nullCause(context: Context, document: Document, action: string): NullCause | undefined;
  /** All fields as a result shows them, in order: `id`, `coll`, `ts`, `ttl`, its own, the computed ones. */
  shownFields(context: Context, document: Document): ObjectValue | NullCause;
  reference(context: Context, document: Document): DocumentReference;
}
