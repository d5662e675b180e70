/** Notes what a transaction reads of its snapshot. */
import type { KeyRange, ReadSet } from '../store/store.ts';

/** A stretch that grows while a scan goes on. */
export interface ScannedRange {
  readonly table: string;
  range: KeyRange | undefined;
}

export class Reads {
  readonly #keys = new Map<string, Set<string>>();
  readonly #scanned: ScannedRange[] = [];

  addKey(table: string, key: string): void {
    const keys = this.#keys.get(table);
    if (keys === undefined) this.#keys.set(table, new Set([key]));
    else keys.add(key);
  }

  /** A scan that has read nothing yet. */
  addScan(table: string): ScannedRange {
    const scanned: ScannedRange = { table, range: undefined };
    this.#scanned.push(scanned);
    return scanned;
  }

  toReadSet(): ReadSet {
    const keys = [...this.#keys].flatMap(([table, ofTable]) => [...ofTable].map((key) => ({ table, key })));
    const ranges = this.#scanned.flatMap(({ table, range }) => (range === undefined ? [] : [{ table, range }]));
    return { keys, ranges };
  }
}
