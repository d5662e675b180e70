/**
 * One open stream of FQL v4: a text of events, one a line, that goes on until its client leaves or its secret dies. It
 * keeps the transactions that it has not told of yet, and goes on when its turn comes and its client keeps up.
 */
import { writeStreamError } from '../fql4/streams/event.ts';
import type { Followed } from '../fql4/streams/follow.ts';
import type { Context } from '../runtime/context.ts';
import type { Snapshot, Write } from '../store/store.ts';

/** As the original ends its lines. */
const LINE_END = '\r\n';
/** So many characters wait for a client that reads slowly, before transactions wait in their short form. */
const BUFFERED = 256 * 1024;
/** So many writes wait; then the stream ends, for its client will not catch up. */
const MOST_PENDING = 16_384;

/** What a transaction did to what a stream follows. */
export interface HeardCommit {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly writes: readonly Write[];
}

export interface Fql4StreamParts {
  readonly eventsIn: Followed['eventsIn'];
  /** The context of whoever opened the stream; undefined when its secret is not valid any more. */
  readonly contextAt: (snapshot: Snapshot) => Context | undefined;
  readonly onFault: (fault: unknown) => void;
  /** Asks for a turn, once the client has read what waits. */
  readonly resume: () => void;
  readonly ended: () => void;
}

export class Fql4Stream {
  readonly text: ReadableStream<string>;
  readonly #parts: Fql4StreamParts;
  #controller!: ReadableStreamDefaultController<string>;
  #pending: HeardCommit[] = [];
  #pendingSize = 0;
  #open = true;

  constructor(parts: Fql4StreamParts) {
    this.#parts = parts;
    this.text = new ReadableStream<string>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          if (this.#pending.length > 0) parts.resume();
        },
        cancel: () => this.#leave(),
      },
      { highWaterMark: BUFFERED, size: (piece) => piece.length },
    );
  }

  /** Takes note of a commit. */
  hear(commit: HeardCommit): void {
    if (!this.#open) return;
    this.#pending.push(commit);
    this.#pendingSize += commit.writes.length;
    if (this.#pendingSize <= MOST_PENDING) return;
    this.#fail(0, 'time out', `Stream closed due to congestion after accumulating ${MOST_PENDING} items.`);
  }

  send(events: readonly string[]): void {
    if (this.#open && events.length > 0) this.#controller.enqueue(events.map((event) => event + LINE_END).join(''));
  }

  /** Tells what is pending; true when there is more to do at once. `until`: milliseconds of `performance.now()`. */
  run(until: number): boolean {
    while (this.#open && (this.#controller.desiredSize ?? 0) > 0 && performance.now() < until) {
      const commit = this.#pending.shift();
      if (!commit) return false;
      this.#pendingSize -= commit.writes.length;
      this.#tell(commit);
    }
    return this.#open && (this.#controller.desiredSize ?? 0) > 0;
  }

  #tell({ before, after, writes }: HeardCommit): void {
    const { contextAt, eventsIn, onFault } = this.#parts;
    try {
      const context = contextAt(after);
      if (context) this.send(eventsIn(context, before, writes));
      else this.#fail(after.time, 'permission denied', 'Authorization lost during stream evaluation.');
    } catch (fault) {
      onFault(fault);
      const description = 'Faunula met a fault of its own while following the source. Please report it.';
      this.#fail(0, 'internal server error', description);
    }
  }

  /** Tells the client why the stream ends, and ends it. `time`: of the transaction that is to blame, in microseconds. */
  #fail(time: number, code: string, description: string): void {
    this.send([writeStreamError(time, code, description)]);
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
    this.#parts.ended();
  }
}
