/**
 * From a change of a document to what whoever follows the set is told of it: whether they may see it, whether it is
 * among the fields that are watched, what the set's filters and mappers make of it. All that is read, the functions
 * included, is read as it was when the transaction was committed, or just before. Source: recorded `streams`, `access`.
 */
import { Failure } from '../language/failure.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import { readContents, readField } from '../model/documents.ts';
import { valueAt } from '../model/field-path.ts';
import { mayRead } from '../model/permission.ts';
import { contentsOf, type StoredRow } from '../model/stored-row.ts';
import { guardStack } from '../runtime/call.ts';
import type { Context, EffectLimit } from '../runtime/context.ts';
import { typeName } from '../runtime/types.ts';
import { Document, Null, type NullCause, type Value } from '../runtime/value.ts';
import type { Source } from '../stdlib/event-token.ts';
import { encodeValue } from '../stdlib/sets/encode-value.ts';
import { writeTagged } from '../wire/json-value.ts';
import { materialize, materializeShallow } from '../wire/materialize.ts';
import { type Change, collectionOf } from './changes.ts';

/** What a change is told as. `data` and `abort` are tagged JSON. */
export type Told =
  | { readonly type: 'add' | 'update' | 'remove'; readonly data: string }
  | { readonly type: 'error'; readonly code: string; readonly message: string; readonly abort?: string };

/** As the original words it. */
const LIMIT: EffectLimit = { effect: 'read', reason: 'Writes are disallowed in stream subscriptions.' };

/**
 * Undefined when there is nothing to tell. `replayed`: the change lies in the past, and whoever may not see the document
 * as it is now is not told that it came or changed.
 */
export function translate(context: Context, source: Source, change: Change, replayed: boolean): Told | undefined {
  try {
    return guardStack(context, () => new Translation(context, source, change, replayed).told());
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    context.evaluation.stack.length = 0;
    return toldFailure(context, problem);
  }
}

function toldFailure(context: Context, failure: Failure): Told {
  const { code, message, details } = failure;
  if (details.abort === undefined) return { type: 'error', code, message };
  const abort = writeTagged(materializeShallow(context, details.abort as Value));
  return { type: 'error', code, message, abort };
}

/** A document as it was before or after the change, and the context that reads everything as it was then. */
interface View {
  readonly context: Context;
  readonly row: StoredRow | undefined;
}

class Translation {
  private readonly definition: CollectionDefinition;
  private readonly document: Document;
  private readonly before: View;
  private readonly after: View;

  constructor(
    private readonly context: Context,
    private readonly source: Source,
    private readonly change: Change,
    private readonly replayed: boolean,
  ) {
    const collection = collectionOf(source.origin);
    const definition = context.database.schema.collection(collection);
    if (!definition) throw new Error('a change in a collection that is gone');
    this.definition = definition;
    this.document = new Document(collection, change.id);
    const at = (readTime: number) => context.with({ readTime, limit: LIMIT });
    this.before = { context: at(change.time - 1), row: change.before };
    this.after = { context: at(change.time), row: change.after };
  }

  told(): Told | undefined {
    const { before, after } = this;
    const { action } = this.change;
    const [sawBefore, seesAfter] = [this.isReadable(before), this.isReadable(after)];
    if (!this.isShown(sawBefore, seesAfter) || !this.isWatched(sawBefore, seesAfter)) return undefined;
    const current = action !== 'delete' && seesAfter ? this.apply(after) : undefined;
    const previous = action !== 'create' && sawBefore ? this.apply(before) : undefined;
    if (current !== undefined) return this.tell(previous === undefined ? 'add' : 'update', after, current);
    return previous === undefined ? undefined : this.tell('remove', before, previous);
  }

  private isReadable({ context, row }: View): boolean {
    return row !== undefined && mayRead(context, this.definition, this.document, this.contents(row));
  }

  private contents(row: StoredRow) {
    return contentsOf(row, this.context.transaction.time);
  }

  private isShown(sawBefore: boolean, seesAfter: boolean): boolean {
    const { action } = this.change;
    const seesNow = () => (this.replayed ? this.isReadableNow() : seesAfter);
    return (action !== 'create' && sawBefore) || (action !== 'delete' && seesNow());
  }

  private isReadableNow(): boolean {
    const { context, definition, document } = this;
    return mayRead(context, definition, document, readContents(context, document));
  }

  /** What comes or changes counts when one of the watched fields is different; what goes, when it had all of them. */
  private isWatched(sawBefore: boolean, seesAfter: boolean): boolean {
    const { watched } = this.source;
    if (watched.length === 0) return true;
    const previous = watched.map((path) => (sawBefore ? this.fieldText(this.before, path) : undefined));
    if (this.change.action === 'delete') return !previous.includes(undefined);
    return watched.some((path, index) => {
      return (seesAfter ? this.fieldText(this.after, path) : undefined) !== previous[index];
    });
  }

  /** The value at a path as a text that is the same for equal values; undefined where there is none. */
  private fieldText({ context }: View, [name, ...rest]: readonly (string | number)[]): string | undefined {
    if (typeof name !== 'string') return undefined;
    const field = readField(context, this.document, name);
    if (field === undefined || isCause(field)) return undefined;
    const value = valueAt(field, rest);
    return value === undefined || value instanceof Null ? undefined : JSON.stringify(encodeValue(context, value));
  }

  /** What the functions of the set make of the document; undefined where one of them leaves it out. */
  private apply({ context }: View): Value | undefined {
    let value: Value = this.document;
    for (const { kind, function: step } of this.source.steps) {
      context.tick();
      const result = context.apply(step.callee, [value]);
      if (kind === 'map') value = result;
      else if (result === false || result instanceof Null) return undefined;
      else if (result !== true) {
        context.fail('type_mismatch', `expected type: Boolean, received ${typeName(result)}`);
      }
    }
    return value;
  }

  private tell(type: 'add' | 'update' | 'remove', { context }: View, value: Value): Told {
    return { type, data: writeTagged(materialize(context, value)) };
  }
}

/** Why the field could not be read. */
function isCause(found: Value | NullCause): found is NullCause {
  return typeof found === 'object' && 'type' in found && 'span' in found;
}
