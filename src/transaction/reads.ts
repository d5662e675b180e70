/** Notes what a transaction reads of its snapshot. */
import type { KeyRange, ReadSet } from '../store/store.ts';

/** A scan, and how far it has come. */
export interface Scanned {
  readonly table: string;
  readonly range: KeyRange;
  readonly reverse: boolean;
  /** The last key that was read. */
  last: string | undefined;
  /** Whether it came to the end of its range. */
  complete: boolean;
}

export class Reads {
  readonly #keys = new Map<string, Set<string>>();
  readonly #scanned: Scanned[] = [];

  addKey(table: string, key: string): void {
    const keys = this.#keys.get(table);
    if (keys === undefined) this.#keys.set(table, new Set([key]));
    else keys.add(key);
  }

  /** A scan that has read nothing yet. */
  addScan(table: string, range: KeyRange, reverse: boolean): Scanned {
    const scanned: Scanned = { table, range, reverse, last: undefined, complete: false };
    this.#scanned.push(scanned);
    return scanned;
  }

  toReadSet(): ReadSet {
    const keys = [...this.#keys].flatMap(([table, ofTable]) => [...ofTable].map((key) => ({ table, key })));
    const ranges = this.#scanned
      .filter(({ last, complete }) => complete || last !== undefined)
      .map((scanned) => ({ table: scanned.table, range: rangeRead(scanned) }));
    return { keys, ranges };
  }
}

function rangeRead({ range, reverse, last, complete }: Scanned): KeyRange {
  if (complete || last === undefined) return range;
  return reverse ? { ...range, from: last } : { ...range, to: `${last}\0` };
}
