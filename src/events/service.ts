/**
 * Streams and feeds of a store. All that they tell is safe on disk. The first request begins to follow the store's
 * commits. Source: wire.md ("Streams and feeds"), recorded `streams`, `feeds`, `access`, `errors`.
 */
import type { ErrorCode } from '../language/error-codes.ts';
import { Failure } from '../language/failure.ts';
import { guardStack } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { type EventToken, readEventToken, type Source, sourceOf } from '../stdlib/event-token.ts';
import { BadRecipe } from '../stdlib/sets/recipe.ts';
import { SinglePlan } from '../stdlib/sets/single-plan.ts';
import type { Store } from '../store/store.ts';
import { beginTransaction } from '../transaction/begin.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { ChangeLog } from './change-log.ts';
import { collectionOf, idOfOne, type Touched, touchedInHistory, watchOf } from './changes.ts';
import { asOf, DurableCommits } from './durable-commits.ts';
import { behind, type EventCursor, encodeCursor } from './event-cursor.ts';
import { writeProblem, writeStatus } from './event-text.ts';
import { LiveStream } from './live-stream.ts';
import { type Metrics, measure, writeMetrics } from './metrics.ts';
import { OpenStreams } from './open-streams.ts';
import { type Page, type PageOptions, problemWithStart, readPage } from './replay.ts';

/** The context that a caller's functions run in; undefined when the secret is not valid. */
export type OpenContext<Caller> = (
  transaction: Transaction,
  caller: Caller,
  timeoutMs: number | undefined,
) => Context | undefined;

export interface StreamRequest {
  readonly token: EventToken;
  /** Where to go on; where the token begins when it is not given. */
  readonly from?: EventCursor | undefined;
}

export interface FeedRequest extends StreamRequest {
  readonly pageSize: number;
  readonly timeoutMs?: number | undefined;
}

interface Refused {
  readonly outcome: 'refused';
  readonly code: ErrorCode;
  readonly message: string;
}

/** `events`: a line each, ended by CR LF. */
export type StreamAnswer = { readonly outcome: 'success'; readonly events: ReadableStream<string> } | Refused;

/** `text`: the page as JSON. */
export type FeedAnswer = { readonly outcome: 'success'; readonly text: string } | Refused;

export interface EventServiceOptions {
  /** How often a stream that has nothing to tell says so, in milliseconds. Default: 5 minutes, as the original. */
  readonly statusInterval?: number;
  /** How often the secrets of idle streams are looked at, in milliseconds. Default: a minute. */
  readonly checkInterval?: number;
}

/** A stream begins with no more than so many past events. */
const MOST_REPLAYED = 128;
/** What a stream may spend on a batch of events, and of that on past events when it is opened: milliseconds. */
const STREAM_TIMEOUT = 10_000;
const REPLAY_TIME = 5_000;
const DEFAULT_FEED_TIMEOUT = 120_000;
/** The part of its time that a feed spends on events; the rest is for sending them. */
const FEED_PART = 0.95;

export class EventService<Caller> {
  readonly #store: Store;
  readonly #open: OpenContext<Caller>;
  readonly #streams: OpenStreams<Caller>;
  readonly #commits: DurableCommits;
  #log = new ChangeLog();

  constructor(store: Store, open: OpenContext<Caller>, options: EventServiceOptions = {}) {
    const { statusInterval = 5 * 60_000, checkInterval = 60_000 } = options;
    this.#store = store;
    this.#open = open;
    const contextOf = (caller: Caller) => this.#contextOf(caller, STREAM_TIMEOUT);
    this.#streams = new OpenStreams({ contextOf, statusInterval, checkInterval });
    this.#commits = new DurableCommits(store, (commit) => {
      this.#log.add(commit);
      this.#streams.hear(commit);
    });
  }

  /** How many streams are open. */
  get size(): number {
    return this.#streams.size;
  }

  /** Undefined when the text is no token of the store. */
  readToken(text: string): EventToken | undefined {
    return readEventToken(this.#store.snapshot(), text);
  }

  /** A page of events. Throws a StoreError when the newest of them were lost. */
  async feed(
    caller: Caller,
    { token, from, pageSize, timeoutMs = DEFAULT_FEED_TIMEOUT }: FeedRequest,
  ): Promise<FeedAnswer> {
    const deadline = Date.now() + timeoutMs * FEED_PART;
    await this.#commits.follow();
    const context = this.#contextOf(caller, timeoutMs);
    if (!context) return unauthorized;
    const finish = measure(context);
    const source = readSource(context, token, 'event source');
    if ('outcome' in source) return source;
    const page = this.#look(context, source, from ?? startOf(token))({ size: pageSize, deadline });
    if (context.isLate)
      return { outcome: 'refused', code: 'time_out', message: 'The feed took longer than its time limit.' };
    return { outcome: 'success', text: writePage(page, finish()) };
  }

  /** `onFault`: told of faults of ours, which end the stream. Throws a StoreError when the newest events were lost. */
  async stream(
    caller: Caller,
    { token, from }: StreamRequest,
    onFault: (fault: unknown) => void,
  ): Promise<StreamAnswer> {
    await this.#commits.follow();
    const context = this.#contextOf(caller, STREAM_TIMEOUT);
    if (!context) return unauthorized;
    const finish = measure(context);
    if (from && from.seen < token.madeAt) {
      return refuse('Invalid stream start time: Stream start time can not be before the stream create time.');
    }
    const source = readSource(context, token, 'stream');
    if ('outcome' in source) return source;
    const start = from ?? startOf(token);
    const read = this.#look(context, source, start);
    const status = writeStatus(start, finish());
    const past = read({ size: MOST_REPLAYED, deadline: Date.now() + REPLAY_TIME });
    const stream = new LiveStream({
      token,
      source,
      watch: watchOf(context, source.origin),
      from: past.cursor,
      resume: (each) => this.#streams.wake(each),
      ended: (each) => this.#streams.delete(each),
    });
    stream.send([status, ...past.events]);
    if (past.failed) stream.end();
    else if (past.hasNext) {
      stream.fail('stream_replay_volume_exceeded', 'Too many events to replay. Recreate the stream and try again.');
    } else this.#streams.add(stream, caller, onFault);
    return { outcome: 'success', events: stream.text };
  }

  /** Ends the streams that are open; clients go on from their last event with another one. */
  endStreams(): void {
    this.#streams.endAll();
  }

  /** Ends all streams, and follows the store no longer: it is about to be closed. */
  close(): void {
    this.endStreams();
    this.#commits.close();
    this.#log = new ChangeLog();
  }

  /** Looks for what there is behind a place; what it gives reads the events. */
  #look(context: Context, source: Source, from: EventCursor): (options: PageOptions) => Page {
    const problem = problemWithStart(context, source, from);
    if (problem) {
      const events = [writeProblem(...problem)];
      return () => ({ events, cursor: from, hasNext: false, failed: true });
    }
    context.transaction.counters.reads++;
    const touched = this.#touchedSince(context, source, from);
    return (options) => readPage(context, source, touched, from, options);
  }

  #touchedSince(context: Context, { origin }: Source, { time, ordinal }: EventCursor): readonly Touched[] {
    const { snapshot } = context.transaction;
    const { scope } = context.database;
    // Of the transaction itself, too, where some of its events are left.
    const after = ordinal === behind(time).ordinal ? time : time - 1;
    const collection = collectionOf(origin);
    if (!(origin instanceof SinglePlan)) return this.#log.touched(snapshot, scope, collection, after);
    const id = idOfOne(context, origin);
    return id === undefined ? [] : touchedInHistory(snapshot, scope, collection, after, id);
  }

  #contextOf(caller: Caller, timeoutMs: number): Context | undefined {
    return this.#open(beginTransaction(asOf(this.#commits.newest)), caller, timeoutMs);
  }
}

function startOf({ after, madeAt }: EventToken): EventCursor {
  return behind(after, madeAt);
}

const unauthorized: Refused = {
  outcome: 'refused',
  code: 'unauthorized',
  message: 'Invalid token, unable to authenticate request',
};

function refuse(message: string): Refused {
  return { outcome: 'refused', code: 'invalid_request', message };
}

/** What the token stands for, with the rights of whoever opens it and the schema of today. */
function readSource(context: Context, token: EventToken, name: string): Source | Refused {
  try {
    return guardStack(context, () => sourceOf(context, token));
  } catch (problem) {
    if (!(problem instanceof Failure || problem instanceof BadRecipe)) throw problem;
    return refuse(`Error evaluating provided ${name}, ${problem.message}`);
  }
}

function writePage({ events, cursor, hasNext }: Page, metrics: Metrics): string {
  const next = `"cursor":"${encodeCursor(cursor)}","has_next":${hasNext}`;
  return `{"events":[${events.join(',')}],${next},"stats":${writeMetrics(metrics)}}`;
}
