/** The writes of a transaction that are not committed yet, in key order, with a way back to any earlier state. */
import type { Json, Write } from '../store/store.ts';
import { emptyTree, type Tree } from '../store/tree.ts';

/** Stands where a row was deleted. */
export const deleted: unique symbol = Symbol('deleted');
export type Pending = Json | typeof deleted;

export class Overlay {
  readonly #tables = new Map<string, Tree<Pending>>();
  readonly #undo: { readonly table: string; readonly key: string; readonly before: Pending | undefined }[] = [];

  get(table: string, key: string): Pending | undefined {
    return this.#tables.get(table)?.get(key);
  }

  set(table: string, key: string, row: Pending): void {
    let rows = this.#tables.get(table);
    if (rows === undefined) {
      rows = emptyTree();
      this.#tables.set(table, rows);
    }
    this.#undo.push({ table, key, before: rows.get(key) });
    rows.set(key, row);
  }

  /** Whether nothing was ever written. */
  get isEmpty(): boolean {
    return this.#tables.size === 0;
  }

  /** The pending writes of a table as they are now; later writes do not show in it. */
  copy(table: string): Tree<Pending> | undefined {
    const rows = this.#tables.get(table);
    return rows === undefined || rows.isEmpty ? undefined : rows.clone();
  }

  mark(): number {
    return this.#undo.length;
  }

  rollback(mark: number): void {
    if (mark < 0 || mark > this.#undo.length) throw new RangeError('This mark has been rolled back');
    while (this.#undo.length > mark) {
      const { table, key, before } = this.#undo.pop()!;
      const rows = this.#tables.get(table)!;
      if (before === undefined) rows.delete(key);
      else rows.set(key, before);
    }
  }

  *writes(): Generator<Write, void> {
    for (const [table, rows] of this.#tables) {
      for (const [key, row] of rows.entries()) yield { table, key, row: row === deleted ? undefined : row };
    }
  }
}
