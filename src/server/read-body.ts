/** The body of a request, within limits of size and time. */
import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

export type Incoming = IncomingMessage | Http2ServerRequest;

export class BodyTooLarge extends Error {}
/** The client went away, or took too long. */
export class BodyIncomplete extends Error {}

export interface BodyLimits {
  /** In bytes. */
  readonly maxBytes: number;
  /** For all of it. */
  readonly timeoutMs: number;
}

/** Rejects with BodyTooLarge as soon as it is known, or BodyIncomplete. */
export function readBody(incoming: Incoming, { maxBytes, timeoutMs }: BodyLimits): Promise<Uint8Array> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isWhole = false;
    const fail = (problem: Error) => {
      clearTimeout(timer);
      incoming.off('data', onData);
      failed(problem);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return fail(new BodyTooLarge());
      chunks.push(chunk);
    };
    const onEnd = () => {
      clearTimeout(timer);
      isWhole = true;
      done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    };
    // Every connection closes some day, and an error takes long to make.
    const onGone = () => isWhole || fail(new BodyIncomplete());
    const timer = setTimeout(onGone, timeoutMs);
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return fail(new BodyTooLarge());
    // What comes after the first of these changes nothing; taking them all off again would take longer than reading.
    incoming.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}
