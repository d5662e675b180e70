/**
 * Streams of FQL v4, which tell of a document or a set what happens after they begin. All that they tell is safe on
 * disk. A commit takes note of those it is for; what to tell is worked out later, in short turns. Source: the reference
 * page "Event Streaming".
 */

import type { Fql4Answer } from '../fql4/run.ts';
import { writeStart } from '../fql4/streams/event.ts';
import { follow, type StreamRequest } from '../fql4/streams/follow.ts';
import type { Context } from '../runtime/context.ts';
import type { DurableCommit, Snapshot, Store, Write } from '../store/store.ts';
import { beginTransaction } from '../transaction/begin.ts';
import { asOf, DurableCommits } from './durable-commits.ts';
import { Fql4Stream } from './fql4-stream.ts';
import type { OpenContext } from './service.ts';
import { Subscriptions } from './subscriptions.ts';

/** Milliseconds: what a stream may spend on a transaction, and a turn of work. */
const STREAM_TIMEOUT = 10_000;
const TURN = 10;

export class Fql4Streams<Caller> {
  readonly #open: OpenContext<Caller>;
  readonly #commits: DurableCommits;
  readonly #subscriptions = new Subscriptions<Fql4Stream>();
  readonly #streams = new Set<Fql4Stream>();
  readonly #ready = new Set<Fql4Stream>();
  #turn: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, open: OpenContext<Caller>) {
    this.#open = open;
    this.#commits = new DurableCommits(store, (commit, before) => this.#hear(commit, before));
  }

  /** How many streams are open. */
  get size(): number {
    return this.#streams.size;
  }

  /**
   * A text of events, each ended by CR LF; or why there is none; undefined when there is no such caller. `onFault`: told
   * of faults of ours, which end the stream. Rejects with a StoreError when the newest commits were lost.
   */
  async stream(
    caller: Caller,
    request: StreamRequest,
    onFault: (fault: unknown) => void,
  ): Promise<ReadableStream<string> | Fql4Answer | undefined> {
    await this.#commits.follow();
    const { newest } = this.#commits;
    const context = this.#contextOf(newest, caller);
    if (!context) return undefined;
    const followed = follow(context, request);
    if (!('watches' in followed)) return followed;
    const { watches, eventsIn } = followed;
    const stream = new Fql4Stream({
      eventsIn,
      contextAt: (snapshot) => this.#contextOf(snapshot, caller),
      onFault,
      resume: () => this.#wake(stream),
      ended: () => {
        this.#streams.delete(stream);
        this.#ready.delete(stream);
        for (const { table, prefix } of watches) this.#subscriptions.delete(table, prefix, stream);
      },
    });
    this.#streams.add(stream);
    for (const { table, prefix } of watches) this.#subscriptions.add(table, prefix, stream);
    stream.send([writeStart(context.transaction.time)]);
    return stream.text;
  }

  /** Ends the streams that are open. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end();
  }

  /** Ends all streams, and follows the store no longer: it is about to be closed. */
  close(): void {
    this.endStreams();
    this.#commits.close();
  }

  #contextOf(snapshot: Snapshot, caller: Caller): Context | undefined {
    return this.#open(beginTransaction(asOf(snapshot)), caller, STREAM_TIMEOUT);
  }

  #hear({ snapshot, writes }: DurableCommit, before: Snapshot): void {
    if (this.#streams.size === 0) return;
    const heard = new Map<Fql4Stream, Write[]>();
    for (const write of writes) {
      for (const group of this.#subscriptions.groupsOf(write)) {
        for (const stream of group) {
          const some = heard.get(stream);
          if (some) some.push(write);
          else heard.set(stream, [write]);
        }
      }
    }
    for (const [stream, some] of heard) {
      stream.hear({ before, after: snapshot, writes: some });
      this.#wake(stream);
    }
  }

  #wake(stream: Fql4Stream): void {
    if (!this.#streams.has(stream)) return;
    this.#ready.add(stream);
    this.#turn ??= setTimeout(() => this.#takeTurn(), 0);
  }

  #takeTurn(): void {
    this.#turn = undefined;
    const until = performance.now() + TURN;
    for (const stream of this.#ready) {
      if (performance.now() >= until) break;
      this.#ready.delete(stream);
      if (stream.run(until)) this.#ready.add(stream);
    }
    if (this.#ready.size > 0) this.#turn ??= setTimeout(() => this.#takeTurn(), 0);
  }
}
