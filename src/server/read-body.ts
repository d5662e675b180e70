/** The body of a request, within limits of size and time. */
import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { bodyMemory } from './limits.ts';

export type Incoming = IncomingMessage | Http2ServerRequest;

export class BodyTooLarge extends Error {}
/** Too many large ones arrive at a time. */
export class BodiesTooMany extends Error {}
/** The client went away, or took too long. */
export class BodyIncomplete extends Error {}

export interface BodyLimits {
  /** In bytes. */
  readonly maxBytes: number;
  /** For all of it. */
  readonly timeoutMs: number;
}

/** Bytes of bodies that are not yet whole, without the first part of each: small requests are always taken. */
let together = 0;

/** Rejects with BodyTooLarge as soon as it is known, BodiesTooMany, or BodyIncomplete. */
export function readBody(incoming: Incoming, { maxBytes, timeoutMs }: BodyLimits): Promise<Uint8Array> {
  return new Promise((done, failed) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let counted = 0;
    let isOver = false;
    const end = () => {
      clearTimeout(timer);
      together -= counted;
      isOver = true;
    };
    const fail = (problem: Error) => {
      end();
      incoming.off('data', onData);
      chunks = [];
      discard(incoming);
      failed(problem);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return fail(new BodyTooLarge());
      if (size > bodyMemory.first) {
        const more = size - bodyMemory.first - counted;
        if (together + more > Math.max(bodyMemory.together, 2 * maxBytes)) return fail(new BodiesTooMany());
        together += more;
        counted += more;
      }
      chunks.push(chunk);
    };
    const onEnd = () => {
      if (isOver) return;
      // In HTTP/2, what is taken back in the middle ends there as well.
      if (incoming.aborted) return fail(new BodyIncomplete());
      end();
      done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    };
    // Every connection closes some day, and an error takes long to make.
    const onGone = () => isOver || fail(new BodyIncomplete());
    const timer = setTimeout(onGone, timeoutMs);
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return fail(new BodyTooLarge());
    // What comes after the first of these changes nothing; taking them all off again would take longer than reading.
    incoming.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}

/** Clients often look for an answer only when they have sent all: so much is read for that, in bytes. */
const mostDiscarded = 128 * 1024 * 1024;

/**
 * Reads on, so that the client sees the answer, but not without end. In HTTP/2, too: clients of Node that are told to stop
 * in the middle of a body wait for its end for ever.
 */
function discard(incoming: Incoming): void {
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostDiscarded) incoming.destroy();
  });
}
