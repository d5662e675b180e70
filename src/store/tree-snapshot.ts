/** A snapshot held in memory: a tree of tables, each a tree of rows, shared with the snapshots before and after. */
import type { Entry, Json, KeyRange, ReadSet, Snapshot, Write } from './store.ts';
import { emptyTree, someDifference, type Tree } from './tree.ts';

export type Tables = Tree<Tree<Json>>;

export class TreeSnapshot implements Snapshot {
  readonly #durable: Promise<void>;

  constructor(
    readonly version: number,
    readonly time: number,
    /** Never changed once it is here. */
    readonly tables: Tables,
    durable: Promise<void>,
  ) {
    this.#durable = durable;
  }

  get(table: string, key: string): Json | undefined {
    return this.tables.get(table)?.get(key);
  }

  scan(table: string, range: KeyRange = {}, reverse = false): IterableIterator<Entry> {
    const rows = this.tables.get(table);
    return rows === undefined ? [].values() : scanTree(rows, range, reverse);
  }

  durable(): Promise<void> {
    return this.#durable;
  }
}

export function emptySnapshot(): TreeSnapshot {
  return new TreeSnapshot(0, 0, emptyTree(), Promise.resolve());
}

/** The entries of a tree in a range; the tree must not change while they are read. */
export function* scanTree<V>(tree: Tree<V>, range: KeyRange, reverse: boolean): Generator<[string, V], void> {
  const { from, to } = range;
  if (reverse) {
    for (const entry of tree.entriesReversed(to, undefined, true)) {
      if (from !== undefined && entry[0] < from) return;
      yield entry;
    }
  } else {
    for (const entry of tree.entries(from)) {
      if (to !== undefined && entry[0] >= to) return;
      yield entry;
    }
  }
}

/** The tables with all writes in them, `tables` itself unchanged. Costs what is written, not what there is. */
export function applyWrites(tables: Tables, writes: readonly Write[]): Tables {
  const changed = tables.clone();
  const own = new Map<string, Tree<Json>>();
  for (const { table, key, row } of writes) {
    let rows = own.get(table);
    if (rows === undefined) {
      rows = changed.get(table)?.clone() ?? emptyTree<Json>();
      own.set(table, rows);
    }
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
  }
  for (const [table, rows] of own) {
    if (rows.isEmpty) changed.delete(table);
    else changed.set(table, rows);
  }
  return changed;
}

/**
 * Whether anything that was read from `base` is different in `current`. Rows are compared by identity, so no history
 * of writes has to be kept, and a base may be as old as it likes; parts the two snapshots share are not looked at.
 */
export function hasChanged(base: TreeSnapshot, current: TreeSnapshot, reads: ReadSet): boolean {
  if (base.tables === current.tables) return false;
  for (const { table, key } of reads.keys) {
    if (base.get(table, key) !== current.get(table, key)) return true;
  }
  const ranges = groupRanges(reads);
  for (const [table, ofTable] of ranges) {
    const before = base.tables.get(table) ?? emptyTree<Json>();
    const after = current.tables.get(table) ?? emptyTree<Json>();
    if (before === after) continue;
    if (someDifference(before, after, (key) => ofTable.some((range) => contains(range, key)))) return true;
  }
  return false;
}

function groupRanges(reads: ReadSet): Map<string, KeyRange[]> {
  const byTable = new Map<string, KeyRange[]>();
  for (const { table, range } of reads.ranges) {
    const ofTable = byTable.get(table);
    if (ofTable === undefined) byTable.set(table, [range]);
    else ofTable.push(range);
  }
  return byTable;
}

function contains(range: KeyRange, key: string): boolean {
  return (range.from === undefined || key >= range.from) && (range.to === undefined || key < range.to);
}
