/**
 * The B+ tree that tables are kept in: string keys in UTF-16 order, and `clone()` in constant time, the copies sharing
 * whatever neither of them has changed since.
 */
import sortedBtree from 'sorted-btree';
import { bulkLoad } from 'sorted-btree/extended/bulkLoad.js';
import diffModule from 'sorted-btree/extended/diffAgainst.js';

const BTree = defaultOf(sortedBtree);
const diffAgainst = defaultOf(diffModule);

/** The default export of a CommonJS package: Node and bundlers hand over the module object, test runners unwrap it. */
function defaultOf<T extends object>(module: { readonly default: T }): T {
  return 'default' in module ? module.default : (module as T);
}

export type Tree<V> = InstanceType<typeof BTree<string, V>>;

const maxNodeSize = 32;

const compareKeys = (a: string, b: string): number => (a < b ? -1 : a === b ? 0 : 1);

export function emptyTree<V>(): Tree<V> {
  return new BTree<string, V>(undefined, compareKeys, maxNodeSize);
}

/** A tree of many entries at once. Sorts them first when they are not in order; of equal keys the last one counts. */
export function loadTree<V>(keys: string[], values: V[]): Tree<V> {
  for (let i = 1; i < keys.length; i++) {
    if (keys[i - 1]! >= keys[i]!) return loadUnsorted(keys, values);
  }
  // Full leaves: most tables grow at their end, and what is loaded is read more than changed.
  return bulkLoad(keys, values, maxNodeSize, compareKeys, 1);
}

function loadUnsorted<V>(keys: string[], values: V[]): Tree<V> {
  const tree = emptyTree<V>();
  for (let i = 0; i < keys.length; i++) tree.set(keys[i]!, values[i]!);
  return tree;
}

/** True when `test` says so of a key that the two trees disagree on; costs what they do not share. */
export function someDifference<V>(a: Tree<V>, b: Tree<V>, test: (key: string) => boolean): boolean {
  const visit = (key: string): { break?: true } => (test(key) ? { break: true } : {});
  return diffAgainst(a, b, visit, visit, visit) === true;
}
