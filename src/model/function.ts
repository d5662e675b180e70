/** A function of the database, made from its Function document. */
import type { Source } from '../language/source.ts';

export interface FunctionDefinition {
  readonly name: string;
  readonly alias: string | undefined;
  /** The text of its lambda; its source is named `*udf:NAME*`. */
  readonly body: Source;
  /** A built-in or user-defined role it runs as, instead of its caller's. */
  readonly role: string | undefined;
  readonly signature: string | undefined;
  /** The id of its Function document. */
  readonly document: bigint;
}
