/** The writes of a transaction that are not committed yet, in key order. */
import type { Json, Write } from '../store/store.ts';
import { emptyTree, type Tree } from '../store/tree.ts';

/** Stands where a row was deleted. */
export const deleted: unique symbol = Symbol('deleted');
export type Pending = Json | typeof deleted;

export class Overlay {
  readonly #tables = new Map<string, Tree<Pending>>();

  get(table: string, key: string): Pending | undefined {
    return this.#tables.get(table)?.get(key);
  }

  set(table: string, key: string, row: Pending): void {
    let rows = this.#tables.get(table);
    if (rows === undefined) {
      rows = emptyTree();
      this.#tables.set(table, rows);
    }
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

  *writes(): Generator<Write, void> {
    for (const [table, rows] of this.#tables) {
      for (const [key, row] of rows.entries()) yield { table, key, row: row === deleted ? undefined : row };
    }
  }
}
