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
import { materialize } from '../wire/materialize.ts';
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
  const abort = writeTagged(materialize(context, details.abort as Value));
  return { type: 'error', code, message, abort };
}

/** The time before or after the change: the context that reads everything as it was then, and the document. */
interface View {
  readonly context: Context;
  /** Undefined where it was not there, or may not be read. */
  readonly document: Document | undefined;
}

class Translation {
  private readonly definition: CollectionDefinition;
  private readonly before: View;
  private readonly after: View;

  constructor(
    private readonly context: Context,
    private readonly source: Source,
    private readonly change: Change,
    private readonly replayed: boolean,
  ) {
    const definition = context.database.schema.collection(collectionOf(source.origin));
    if (!definition) throw new Error('a change in a collection that is gone');
    this.definition = definition;
    this.before = this.view(change.time - 1, change.before);
    this.after = this.view(change.time, change.after);
  }

  private view(readTime: number, row: StoredRow | undefined): View {
    const context = this.context.with({ readTime, ofCursor: true, limit: LIMIT });
    if (!row) return { context, document: undefined };
    const contents = contentsOf(row, context.transaction.time);
    const document = new Document(this.definition.id, this.change.id, { contents });
    return { context, document: mayRead(context, this.definition, document, contents) ? document : undefined };
  }

  told(): Told | undefined {
    const { before, after } = this;
    const { action } = this.change;
    if (!this.isShown() || !this.isWatched()) return undefined;
    const current = action === 'delete' ? undefined : this.apply(after);
    const previous = action === 'create' ? undefined : this.apply(before);
    if (current !== undefined) return tell(previous === undefined ? 'add' : 'update', after, current);
    return previous === undefined ? undefined : tell('remove', before, previous);
  }

  private isShown(): boolean {
    const { action } = this.change;
    if (action !== 'create' && this.before.document) return true;
    return action !== 'delete' && (this.replayed ? this.isReadableNow() : this.after.document !== undefined);
  }

  private isReadableNow(): boolean {
    const { context, definition, change } = this;
    const document = new Document(definition.id, change.id);
    return mayRead(context, definition, document, readContents(context, document));
  }

  /** What comes or changes counts when one of the watched fields is different; what goes, when it had all of them. */
  private isWatched(): boolean {
    const { watched } = this.source;
    if (watched.length === 0) return true;
    const previous = watched.map((path) => fieldText(this.before, path));
    if (this.change.action === 'delete') return !previous.includes(undefined);
    return watched.some((path, index) => fieldText(this.after, path) !== previous[index]);
  }

  /** What the functions of the set make of the document; undefined where one of them leaves it out. */
  private apply({ context, document }: View): Value | undefined {
    let value: Value | undefined = document;
    if (value === undefined) return undefined;
    for (const { kind, function: step } of this.source.steps) {
      context.tick();
      const result: Value = context.apply(step.callee, [value]);
      if (kind === 'map') value = result;
      else if (result === false || result instanceof Null) return undefined;
      else if (result !== true) {
        context.fail('type_mismatch', `expected type: Boolean, received ${typeName(result)}`);
      }
    }
    return value;
  }
}

function tell(type: 'add' | 'update' | 'remove', { context }: View, value: Value): Told {
  return { type, data: writeTagged(materialize(context, value)) };
}

/** The value at a path as a text that is the same for equal values; undefined where there is none. */
function fieldText({ context, document }: View, [name, ...rest]: readonly (string | number)[]): string | undefined {
  if (!document || typeof name !== 'string') return undefined;
  const field = readField(context, document, name);
  if (field === undefined || isCause(field)) return undefined;
  const value = valueAt(field, rest);
  return value === undefined || value instanceof Null ? undefined : JSON.stringify(encodeValue(context, value));
}

/** Why the field could not be read. */
function isCause(found: Value | NullCause): found is NullCause {
  return typeof found === 'object' && 'type' in found && 'span' in found;
}
