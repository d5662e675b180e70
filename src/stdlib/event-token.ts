/**
 * The text by which a client opens a stream or feed of an event source, and the source that it stands for: where its
 * documents are, what is done to them, and since when. A token names the collection as queries do; who may read what is
 * decided when it is opened. Source: recorded `streams`, `errors` of the events, `event sources of sets`.
 */
import type { CollectionDefinition } from '../model/collection.ts';
import { mayReadSome } from '../model/permission.ts';
import type { Reader } from '../model/schema.ts';
import type { Context } from '../runtime/context.ts';
import type { SetPlan } from '../runtime/set-plan.ts';
import { typeName } from '../runtime/types.ts';
import { Document, type EventSource } from '../runtime/value.ts';
import type { Json } from '../store/store.ts';
import { timeOf } from './sets/cursor.ts';
import { DocumentsPlan } from './sets/documents-plan.ts';
import { encodeSetFunction } from './sets/encode-value.ts';
import { IndexPlan } from './sets/index-plan.ts';
import { MapPlan } from './sets/map-plan.ts';
import { PageSizePlan } from './sets/page-size-plan.ts';
import { setFunctionOf } from './sets/recipe.ts';
import { sealForAll, unsealForAll } from './sets/seal.ts';
import type { SetFunction } from './sets/set-function.ts';
import { SinglePlan } from './sets/single-plan.ts';
import { requireCovered, requireStreamable } from './sets/stream.ts';
import { WherePlan } from './sets/where-plan.ts';

type Path = readonly (string | number)[];

/** A set whose changes are followed. */
export type Origin = DocumentsPlan | IndexPlan | SinglePlan;

/** What is done to the documents of the origin, in this order. */
export interface Step {
  readonly kind: 'where' | 'map';
  readonly function: SetFunction;
}

export interface Source {
  readonly origin: Origin;
  readonly steps: readonly Step[];
  /** The paths of `eventsOn`; none where every change counts. */
  readonly watched: readonly Path[];
  /** The same for equal sources of one database. */
  readonly text: string;
}

export interface EventToken {
  /** Its events are those after this time: microseconds. */
  readonly after: number;
  /** When it was made: microseconds. No commit came between `after` and this time. */
  readonly madeAt: number;
  readonly origin: Json;
  readonly steps: Json;
  readonly watched: readonly Path[];
}

/** As the original's tokens begin. */
const PREFIX = 'g9';

export function encodeEventSource(context: Context, { set, watched }: EventSource): string {
  const { origin, steps } = partsOf(set);
  return sealForAll(context, PREFIX, () => [
    writeOrigin(context, origin),
    steps.map((step) => [step.kind, encodeSetFunction(context, step.function)]),
    watched,
    timeOf(context),
    context.transaction.time,
  ]);
}

/** Undefined when the text is no token of this store. */
export function readEventToken(reader: Reader, text: string): EventToken | undefined {
  const content = unsealForAll(reader, PREFIX, text);
  if (!Array.isArray(content)) return undefined;
  const [origin, steps, watched, after, madeAt] = content as [Json, Json, readonly Path[], number, number];
  return { origin, steps, watched, after, madeAt };
}

/**
 * What the token stands for in the database of whoever opens it.
 * Errors: those of `eventSource()`, `unbound_variable`, `invalid_function_invocation`; throws BadRecipe.
 */
export function sourceOf(context: Context, token: EventToken): Source {
  const { watched } = token;
  const origin = readOrigin(context, token.origin);
  requireStreamable(context, origin, watched.length > 0 ? '.eventsOn()' : '.eventSource()');
  if (watched.length > 0) requireCovered(context, origin, watched);
  const text = JSON.stringify([token.origin, token.steps, watched]);
  return { origin, steps: stepsOf(context, token), watched, text };
}

/** The functions of the source, with what they took from around them as it is today. Throws BadRecipe. */
export function stepsOf(context: Context, token: EventToken): readonly Step[] {
  return (token.steps as readonly [Step['kind'], Json][]).map(([kind, callee]) => {
    return { kind, function: setFunctionOf(context, callee) };
  });
}

function partsOf(set: SetPlan): { readonly origin: Origin; readonly steps: readonly Step[] } {
  const steps: Step[] = [];
  let plan = set;
  for (;;) {
    if (plan instanceof WherePlan) steps.unshift({ kind: 'where', function: plan.predicate });
    else if (plan instanceof MapPlan) steps.unshift({ kind: 'map', function: plan.mapper });
    else if (!(plan instanceof PageSizePlan)) break;
    plan = plan.inner;
  }
  if (plan instanceof DocumentsPlan || plan instanceof IndexPlan || plan instanceof SinglePlan) {
    return { origin: plan, steps };
  }
  throw new Error('an event source was made of a set that can not be followed');
}

/** `['all', 'People']`, `['index', 'People', 'byName', prefix of its keys]`, `['one', 'People', '1', 'id']`. */
function writeOrigin({ database }: Context, origin: Origin): Json {
  const nameOf = (id: string) => database.schema.collection(id)?.name ?? id;
  if (origin instanceof IndexPlan) {
    return ['index', nameOf(origin.collection), origin.index, origin.stretch.range.from ?? ''];
  }
  if (origin instanceof DocumentsPlan) return ['all', nameOf(origin.collection)];
  const { element } = origin;
  if (!(element instanceof Document)) throw new Error('an event source was made of what is no document');
  return ['one', nameOf(element.collection), String(element.id), typeof element.id === 'bigint' ? 'id' : 'name'];
}

function readOrigin(context: Context, json: Json): Origin {
  const [kind, name, key, more] = json as readonly string[];
  const definition = context.database.schema.collectionNamed(String(name));
  if (!definition) return context.fail('unbound_variable', `Unbound variable \`${name}\``);
  if (kind === 'one') {
    return new SinglePlan(new Document(definition.id, more === 'id' ? BigInt(String(key)) : String(key)));
  }
  if (kind === 'all') return new DocumentsPlan(definition.id, stretchFrom(''));
  return readIndexOrigin(context, definition, String(key), String(more));
}

function readIndexOrigin(context: Context, definition: CollectionDefinition, name: string, prefix: string): Origin {
  const index = definition.indexes.find((each) => each.name === name);
  if (!index) {
    const message = `The function \`${name}\` does not exist on \`${typeName(definition.module)}\``;
    return context.fail('invalid_function_invocation', message);
  }
  if (!mayReadSome(context, definition)) {
    context.fail('permission_denied', `Insufficient privileges to read from collection ${definition.name}.`);
  }
  if (!index.queryable || index.status !== 'complete') {
    const message = `The index \`${definition.name}.${name}\` is not queryable.`;
    context.fail('invalid_index_invocation', message);
  }
  return new IndexPlan(definition.id, name, stretchFrom(prefix));
}

const stretchFrom = (from: string) => ({
  range: from === '' ? {} : { from },
  reverse: false,
  readTime: undefined,
  ranged: false,
});
