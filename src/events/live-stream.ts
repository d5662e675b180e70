/**
 * One open stream: a text of events, one a line, that goes on until its client leaves, its secret dies, or its source
 * fails. It hears which documents were touched, and works out what to tell when its turn comes and its client keeps up.
 */
import type { Context } from '../runtime/context.ts';
import { type EventToken, type Source, stepsOf } from '../stdlib/event-token.ts';
import { BadRecipe } from '../stdlib/sets/recipe.ts';
import type { Change, Touched, Watch } from './changes.ts';
import { behind, type EventCursor } from './event-cursor.ts';
import { type StreamProblem, writeProblem, writeStatus, writeTold } from './event-text.ts';
import { addMetrics, type Metrics, NO_METRICS } from './metrics.ts';
import { changesAfter } from './replay.ts';
import type { Told } from './translate.ts';

/** As the original ends its lines. */
const LINE_END = '\r\n';

/** So many characters wait for a client that reads slowly, before events wait in their short form. */
const BUFFERED = 256 * 1024;

/** So many touched documents wait; then the stream ends, for its client will not catch up. */
const MOST_PENDING = 16_384;

/** Events are put into one piece up to about this length: clients read pieces, and not all keep up with many. */
const PIECE = 64 * 1024;

export interface StreamParts {
  readonly token: EventToken;
  readonly source: Source;
  readonly watch: Watch | undefined;
  /** All before this place was told already. */
  readonly from: EventCursor;
  /** Where the stream is taken up again once its client has read what waits. */
  readonly resume: (stream: LiveStream) => void;
  readonly ended: (stream: LiveStream) => void;
}

/** Works out what a change is told as, and what that cost. */
export type Translate = (
  context: Context,
  source: Source,
  change: Change,
) => { readonly told: Told | undefined; readonly metrics: Metrics };

export class LiveStream {
  readonly text: ReadableStream<string>;
  readonly watch: Watch | undefined;
  readonly #parts: StreamParts;
  #controller!: ReadableStreamDefaultController<string>;
  #source: Source;
  #schema: unknown;
  #cursor: EventCursor;
  #pending: Touched[] = [];
  #pendingSize = 0;
  /** The changes of what was pending when it was last taken up. */
  #changes: Iterator<Change, void> | undefined;
  /** Of changes that were not told: added to the next status event. */
  #untold = NO_METRICS;
  #lastStatus = Date.now();
  #open = true;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.watch = parts.watch;
    this.#source = parts.source;
    this.#cursor = parts.from;
    this.text = new ReadableStream<string>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          if (this.hasWork) parts.resume(this);
        },
        cancel: () => this.#leave(),
      },
      { highWaterMark: BUFFERED, size: (piece) => piece.length },
    );
  }

  private get hasWork(): boolean {
    return this.#changes !== undefined || this.#pending.length > 0;
  }

  private get clientKeepsUp(): boolean {
    return (this.#controller.desiredSize ?? 0) > 0;
  }

  /** Takes note of what a transaction touched. */
  hear(touched: Touched): void {
    if (!this.#open || touched.time <= this.#cursor.time) return;
    if (this.#pendingSize > MOST_PENDING) {
      this.fail('stream_overflow', 'Too many events to process.');
      return;
    }
    this.#pending.push(touched);
    this.#pendingSize += touched.ids.size;
  }

  /** Sends events as they are. */
  send(events: readonly string[]): void {
    if (this.#open && events.length > 0) this.#controller.enqueue(events.map((event) => event + LINE_END).join(''));
  }

  /** Tells what is pending; true when there is more to do at once. `until`: milliseconds of `performance.now()`. */
  run(context: Context, translate: Translate, until: number): boolean {
    if (!this.#open || !this.clientKeepsUp) return false;
    this.#renew(context);
    const events: string[] = [];
    let length = 0;
    while (length < PIECE && performance.now() < until) {
      const change = this.#nextChange(context);
      if (!change) break;
      this.#cursor = { time: change.time, ordinal: change.ordinal, seen: change.time };
      const { told, metrics } = translate(context, this.#source, change);
      if (!told) {
        this.#untold = addMetrics(this.#untold, metrics);
        continue;
      }
      const event = writeTold(told, this.#cursor, metrics);
      events.push(event);
      length += event.length;
      if (told.type === 'error') {
        this.send(events);
        this.end();
        return false;
      }
    }
    this.send(events);
    return this.hasWork;
  }

  #nextChange(context: Context): Change | undefined {
    for (;;) {
      const next = this.#changes?.next();
      if (next && !next.done) return next.value;
      this.#changes = undefined;
      if (this.#pending.length === 0) return undefined;
      this.#changes = changesAfter(context, this.#source, this.#pending, this.#cursor);
      this.#pending = [];
      this.#pendingSize = 0;
    }
  }

  /** The functions of the source as the schema of today takes them. */
  #renew(context: Context): void {
    const { schema } = context.database;
    if (this.#schema === schema) return;
    if (this.#schema !== undefined) this.#source = { ...this.#source, steps: this.#stepsNow(context) };
    this.#schema = schema;
  }

  #stepsNow(context: Context): Source['steps'] {
    try {
      return stepsOf(context, this.#parts.token);
    } catch (problem) {
      // Something they name is gone: they fail, if at all, where they use it.
      if (problem instanceof BadRecipe) return this.#source.steps;
      throw problem;
    }
  }

  /** Says that all up to now was told, when that was last said longer ago than `interval` (milliseconds). */
  sendStatus(context: Context, interval: number): void {
    const now = Date.now();
    if (!this.#open || this.hasWork || !this.clientKeepsUp || now - this.#lastStatus < interval) return;
    const { snapshot, time } = context.transaction;
    this.send([writeStatus(behind(Math.max(snapshot.time, this.#cursor.time), time), this.#untold)]);
    this.#lastStatus = now;
    this.#untold = NO_METRICS;
  }

  /** Tells the client why the stream ends, and ends it. */
  fail(code: StreamProblem, message: string): void {
    this.send([writeProblem(code, message)]);
    this.end();
  }

  end(): void {
    if (!this.#open) return;
    this.#controller.close();
    this.#leave();
  }

  #leave(): void {
    this.#open = false;
    this.#pending = [];
    this.#changes = undefined;
    this.#parts.ended(this);
  }
}
