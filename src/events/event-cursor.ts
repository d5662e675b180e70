/**
 * A place among the events of a source, as a client keeps it. The text is 0x82 0xC1, the time of a transaction and the
 * number of an event in it, so that it begins as the original's cursors do; and `seen`, where that says more.
 */
import { decodeBase64, encodeBase64 } from '../runtime/base64.ts';

export interface EventCursor {
  /** The time of a transaction: microseconds. */
  readonly time: number;
  /** The last event of that transaction that came before this place; `WHOLE` for all of them. */
  readonly ordinal: number;
  /** No commit between `time` and this time, in microseconds, was left out. */
  readonly seen: number;
}

/** The ordinal that is behind every event of a transaction. */
export const WHOLE = 0xffff_ffff;

const mark = 0x82c1;
const shortLength = 14;
const longLength = 22;

/**
 * The place behind all events up to `time`; none came until `seen`. DEPARTURE: where a source is followed from a time, the
 * original leaves out the first event of a transaction of that time, and tells of the others.
 */
export function behind(time: number, seen = time): EventCursor {
  return { time, ordinal: WHOLE, seen };
}

export function encodeCursor({ time, ordinal, seen }: EventCursor): string {
  const view = new DataView(new ArrayBuffer(seen === time ? shortLength : longLength));
  view.setUint16(0, mark);
  view.setBigInt64(2, BigInt(time));
  view.setUint32(10, ordinal);
  if (seen !== time) view.setBigInt64(shortLength, BigInt(seen));
  return encodeBase64(new Uint8Array(view.buffer));
}

/** Undefined when the text is no cursor. */
export function decodeCursor(text: string): EventCursor | undefined {
  const bytes = decodeBase64(text);
  if (!bytes || (bytes.length !== shortLength && bytes.length !== longLength)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint16(0) !== mark) return undefined;
  const time = Number(view.getBigInt64(2));
  const seen = bytes.length === longLength ? Number(view.getBigInt64(shortLength)) : time;
  return { time, ordinal: view.getUint32(10), seen };
}
