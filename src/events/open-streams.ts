/**
 * The streams that are open. A commit wakes those that follow what it touched, which costs its writer next to nothing;
 * what to tell is worked out later, in short turns. Now and then each one's secret is looked at.
 */
import type { Context } from '../runtime/context.ts';
import type { DurableCommit } from '../store/store.ts';
import type { LiveStream } from './live-stream.ts';
import { SharedTranslation } from './shared-translation.ts';
import { Subscriptions } from './subscriptions.ts';

export interface OpenStreamsOptions<Caller> {
  /** The context that a caller's functions run in; undefined when the secret is not valid any more. */
  readonly contextOf: (caller: Caller) => Context | undefined;
  /** How often a stream that has nothing to tell says so, and how often secrets are looked at: milliseconds. */
  readonly statusInterval: number;
  readonly checkInterval: number;
}

/** A turn of work: milliseconds. */
const TURN = 10;

/**
 * From a commit to its events, in milliseconds: the writer's answer is to come first. Fauna's driver for JavaScript
 * loses, over HTTP/2, what comes while a program that reads a stream waits for the answer to a query.
 */
const AFTER_ANSWER = 5;

interface Owner<Caller> {
  readonly caller: Caller;
  readonly onFault: (fault: unknown) => void;
}

export class OpenStreams<Caller> {
  readonly #owners = new Map<LiveStream, Owner<Caller>>();
  readonly #subscriptions = new Subscriptions<LiveStream>();
  /** Those that have something to tell, and those whose secrets are to be looked at. */
  readonly #ready = new Set<LiveStream>();
  readonly #due = new Set<LiveStream>();
  #turn: ReturnType<typeof setTimeout> | undefined;
  #checks: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: OpenStreamsOptions<Caller>) {}

  get size(): number {
    return this.#owners.size;
  }

  /** `onFault`: told of faults of ours; the stream they end says no more than that there was one. */
  add(stream: LiveStream, caller: Caller, onFault: (fault: unknown) => void): void {
    this.#owners.set(stream, { caller, onFault });
    const { watch } = stream;
    if (watch) this.#subscriptions.add(watch.table, watch.prefix, stream);
    if (this.#checks) return;
    this.#checks = setInterval(() => this.#checkAll(), this.options.checkInterval);
    // Open streams alone keep no process alive.
    this.#checks.unref?.();
  }

  /** Of a stream that has ended. */
  delete(stream: LiveStream): void {
    if (!this.#owners.delete(stream)) return;
    const { watch } = stream;
    if (watch) this.#subscriptions.delete(watch.table, watch.prefix, stream);
    this.#ready.delete(stream);
    this.#due.delete(stream);
    if (this.#owners.size > 0) return;
    clearInterval(this.#checks);
    this.#checks = undefined;
  }

  endAll(): void {
    for (const stream of this.#owners.keys()) stream.end();
  }

  /** Takes note of a commit: called with every one, in order, on the way of its writer. */
  hear({ snapshot, writes }: DurableCommit): void {
    if (this.#owners.size === 0) return;
    const touched = new Map<ReadonlySet<LiveStream>, Set<bigint>>();
    for (const write of writes) {
      for (const group of this.#subscriptions.groupsOf(write)) {
        const id = documentOf(group, write.key);
        const ids = touched.get(group);
        if (ids) ids.add(id);
        else touched.set(group, new Set([id]));
      }
    }
    for (const [group, ids] of touched) {
      for (const stream of [...group]) {
        stream.hear({ time: snapshot.time, ids });
        this.wake(stream, AFTER_ANSWER);
      }
    }
  }

  /** Lets the stream go on when its turn comes, in so many milliseconds or sooner. */
  wake(stream: LiveStream, delay = 0): void {
    if (!this.#owners.has(stream)) return;
    this.#ready.add(stream);
    this.#takeTurnSoon(delay);
  }

  #checkAll(): void {
    for (const stream of this.#owners.keys()) this.#due.add(stream);
    this.#takeTurnSoon();
  }

  #takeTurnSoon(delay = 0): void {
    this.#turn ??= setTimeout(() => this.#takeTurn(), delay);
  }

  #takeTurn(): void {
    this.#turn = undefined;
    const until = performance.now() + TURN;
    const shared = new SharedTranslation();
    const { statusInterval } = this.options;
    this.#each(this.#ready, until, (stream, context) => {
      if (stream.run(context, shared.translate, until)) this.#ready.add(stream);
    });
    this.#each(this.#due, until, (stream, context) => stream.sendStatus(context, statusInterval));
    if (this.#ready.size + this.#due.size > 0) this.#takeTurnSoon();
  }

  /** Takes them out one after the other, until the time is over. */
  #each(streams: Set<LiveStream>, until: number, body: (stream: LiveStream, context: Context) => void): void {
    for (const stream of streams) {
      if (performance.now() >= until) return;
      streams.delete(stream);
      this.#asOwner(stream, (context) => body(stream, context));
    }
  }

  #asOwner(stream: LiveStream, body: (context: Context) => void): void {
    const owner = this.#owners.get(stream);
    if (!owner) return;
    try {
      const context = this.options.contextOf(owner.caller);
      if (context) body(context);
      else stream.fail('permission_loss', 'Stream authentication is no longer valid.');
    } catch (fault) {
      owner.onFault(fault);
      stream.fail('internal_error', 'Faunula met a fault of its own while following the source. Please report it.');
    }
  }
}

/** The document that a written key is of. */
function documentOf(group: ReadonlySet<LiveStream>, key: string): bigint {
  for (const { watch } of group) if (watch) return watch.documentOf(key);
  throw new Error('no stream watches this key');
}
