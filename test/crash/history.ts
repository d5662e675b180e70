/**
 * What clients saw of a database, held against a serial order: that of `txn_ts`, which a strictly serializable
 * database gives its transactions in. A request that got no answer, for the process was killed, may have happened.
 */

export interface Operation {
  /** `performance.now()` when the request was sent. */
  readonly began: number;
  /** When its answer was there; Infinity when there was none. */
  readonly ended: number;
  /** Of the answer, in microseconds; undefined when there was none. */
  readonly time: number | undefined;
}

export interface Write extends Operation {
  readonly key: string;
  /** No other write writes the same. */
  readonly value: string;
}

export interface Read extends Operation {
  readonly key: string;
  /** null: nothing was written yet. */
  readonly value: string | null;
}

/** What is wrong with the order of answers in time: none may be of a time before what was answered before it began. */
export function checkRealTime(operations: readonly Operation[], writes: ReadonlySet<Operation>): string[] {
  const answered = operations.filter(({ time }) => time !== undefined);
  const byEnd = [...answered].sort((a, b) => a.ended - b.ended);
  const wrong: string[] = [];
  let next = 0;
  let newest = 0;
  for (const operation of [...answered].sort((a, b) => a.began - b.began)) {
    for (let each = byEnd[next]; each && each.ended < operation.began; each = byEnd[++next]) {
      newest = Math.max(newest, each.time ?? 0);
    }
    const { time = 0 } = operation;
    const isBehind = writes.has(operation) ? time <= newest : time < newest;
    if (isBehind) wrong.push(`an answer of ${time} began after one of ${newest} was there`);
  }
  return wrong;
}

/** What is wrong with registers: each read gives what was written last before it. */
export function checkRegisters(writes: readonly Write[], reads: readonly Read[]): string[] {
  const wrong: string[] = [];
  const answered = new Map<string, Write[]>();
  const unanswered = new Map<string, Write>();
  const times = new Set<number>();
  for (const write of [...writes].sort((a, b) => (a.time ?? 0) - (b.time ?? 0))) {
    const { key, value, time } = write;
    if (time === undefined) unanswered.set(value, write);
    else {
      if (times.has(time)) wrong.push(`two writes of ${time}`);
      times.add(time);
      const ofKey = answered.get(key);
      if (ofKey) ofKey.push(write);
      else answered.set(key, [write]);
    }
  }
  /** When what was never answered was first seen. */
  const firstSeen = new Map<string, number>();
  for (const read of [...reads].sort((a, b) => (a.time ?? 0) - (b.time ?? 0))) {
    const { key, value, time = 0 } = read;
    const last = lastUntil(answered.get(key) ?? [], time);
    if (value === (last?.value ?? null)) continue;
    // It may have come any time after it was sent, but only once: what was written since hides it for ever.
    const seen = value === null ? undefined : unanswered.get(value);
    const since = value === null ? undefined : (firstSeen.get(value) ?? time);
    if (seen?.key === key && seen.began < read.ended && (last?.time ?? 0) <= (since ?? 0)) {
      firstSeen.set(seen.value, since ?? time);
    } else wrong.push(`${key} at ${time} is ${value}, and ${last?.value ?? null} was written last`);
  }
  return wrong;
}

/** `writes` in the order of their times. */
function lastUntil(writes: readonly Write[], time: number): Write | undefined {
  let [from, to] = [0, writes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((writes[middle]?.time ?? 0) <= time) from = middle + 1;
    else to = middle;
  }
  return writes[from - 1];
}
