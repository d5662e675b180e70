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
    const fail = (problem: Error) => {
      stop();
      failed(problem);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return fail(new BodyTooLarge());
      chunks.push(chunk);
    };
    const onEnd = () => {
      stop();
      done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    };
    const onGone = () => fail(new BodyIncomplete());
    const timer = setTimeout(onGone, timeoutMs);
    const stop = () => {
      clearTimeout(timer);
      incoming.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone).off('aborted', onGone);
    };
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return fail(new BodyTooLarge());
    incoming.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone).on('aborted', onGone);
  });
}
