/** Events as clients get them: JSON objects. Source: wire.md ("Streams and feeds"). */
import { type EventCursor, encodeCursor } from './event-cursor.ts';
import { type Metrics, NO_METRICS, writeMetrics } from './metrics.ts';
import type { Told } from './translate.ts';

export function writeTold(told: Told, cursor: EventCursor, metrics: Metrics): string {
  if (told.type !== 'error') {
    const place = `"txn_ts":${cursor.time},"cursor":"${encodeCursor(cursor)}"`;
    return `{"type":"${told.type}","data":${told.data},${place},"stats":${writeMetrics(metrics)}}`;
  }
  const { code, message, abort } = told;
  const error = JSON.stringify({ code, message });
  const whole = abort === undefined ? error : `${error.slice(0, -1)},"abort":${abort}}`;
  return `{"type":"error","error":${whole},"stats":${writeMetrics(metrics)}}`;
}

/** Says that nothing else has come up to here, so that a client can go on from here. */
export function writeStatus(cursor: EventCursor, metrics: Metrics): string {
  const place = `"txn_ts":${cursor.seen},"cursor":"${encodeCursor(cursor)}"`;
  return `{"type":"status",${place},"stats":${writeMetrics(metrics)}}`;
}

export type StreamProblem =
  | 'invalid_stream_start_time'
  | 'permission_loss'
  | 'stream_overflow'
  | 'stream_replay_volume_exceeded'
  | 'internal_error';

/** The event that ends a stream for a reason that lies outside of its source. */
export function writeProblem(code: StreamProblem, message: string): string {
  return `{"type":"error","error":${JSON.stringify({ code, message })},"stats":${writeMetrics(NO_METRICS)}}`;
}
