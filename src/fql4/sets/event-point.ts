/** A place in the history of a set or document, as cursors say it. */
import type { DocumentAction, Ref, SetAction, Value } from '../value.ts';

export class EventPoint {
  constructor(
    /** Microseconds since 1970. */
    readonly ts: bigint,
    readonly action: DocumentAction | SetAction,
    /** Before or after all documents, where the cursor says none. */
    readonly ref: Ref | 'first' | 'last',
    readonly isOfSet: boolean,
    readonly values: readonly Value[] = [],
  ) {}
}
