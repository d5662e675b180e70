/**
 * How the text of an item lies that queries have changed since they made it. Their changes go into the text as it is:
 * what stays keeps its place, and what is added stands behind it, before what the same query has added in front of it
 * in the order of new items. Source: recorded `sync`.
 */
import { prefixRange } from '../transaction/key.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { documentsTable, systemTable } from './database.ts';
import type { JsonObject } from './json-fields.ts';
import type { Reader } from './schema.ts';
import { keyOfId, readRow } from './stored-row.ts';
import { isJsonArray } from './stored-value.ts';

export interface Layout {
  /** The keys of the item's members: `index byName`, and within it `index byName/terms`. Annotations begin with `@`. */
  readonly order: readonly string[];
  /** Whether no empty line stands before the item: adding an annotation takes it, and so does removing one. */
  readonly joined: boolean;
}

const prefix = 'layout ';

function layoutKey(kind: string, id: bigint): string {
  return `${prefix}${kind} ${id}`;
}

/** The layout of an item; undefined for one that lies as a new one does. */
export function readLayout(reader: Reader, scope: string, kind: string, id: bigint): Layout | undefined {
  const row = reader.get(systemTable(scope), layoutKey(kind, id));
  if (row === undefined || !isJsonArray(row)) return undefined;
  const [joined, ...order] = row;
  return { joined: joined === true, order: order.map(String) };
}

/**
 * Keeps how the items lie that the query has changed. `keysOf`: the members of an item in the order of a new one;
 * undefined for one that the text leaves out.
 * Called once, when the query has run.
 */
export function keepLayouts<Kind extends string>(
  transaction: Transaction,
  scope: string,
  kinds: readonly Kind[],
  keysOf: (kind: Kind, data: JsonObject) => readonly string[] | undefined,
): void {
  const { snapshot } = transaction;
  const table = systemTable(scope);
  const stale = new Set([...transaction.scan(table, prefixRange(prefix))].map(([key]) => key));
  for (const kind of kinds) {
    for (const [key, json] of transaction.scan(documentsTable(scope, kind))) {
      const [before, after] = [snapshot.get(documentsTable(scope, kind), key), readRow(json).data];
      const id = keyOfId(key);
      const known = readLayout(snapshot, scope, kind, id);
      if (before === json && known) stale.delete(layoutKey(kind, id));
      if (before === undefined || before === json) continue;
      const old = readRow(before).data;
      const [keys, natural] = [keysOf(kind, old), keysOf(kind, after)];
      // A renamed item is taken out, and stands as a new one behind the others.
      if (old.name !== after.name || !keys || !natural) continue;
      const layout = changedLayout(known ?? { order: keys, joined: false }, natural);
      if (!layout.joined && layout.order.every((each, position) => each === natural[position])) continue;
      transaction.put(table, layoutKey(kind, id), [layout.joined, ...layout.order]);
      stale.delete(layoutKey(kind, id));
    }
  }
  for (const key of stale) transaction.delete(table, key);
}

/** `natural`: the members as they are now, in the order of a new item. */
function changedLayout(before: Layout, natural: readonly string[]): Layout {
  const there = new Set(before.order);
  const stays = new Set(natural);
  const blocks = new Set(natural.map(blockOf));
  const order = [...blocks].flatMap((block) => {
    const inBlock = (key: string) => blockOf(key) === block;
    const kept = before.order.filter((key) => inBlock(key) && stays.has(key));
    const added = natural.filter((key) => inBlock(key) && !there.has(key));
    const isNew = block !== '' && block !== annotation && !there.has(block);
    if (isNew) return added;
    return block === annotation ? [...added.reverse(), ...kept] : [...kept, ...added.reverse()];
  });
  const annotations = (keys: readonly string[]) => keys.filter((key) => key.startsWith(annotation));
  const [old, now] = [annotations(before.order), annotations(natural)];
  const sameAnnotations = old.length === now.length && old.every((key) => stays.has(key));
  return { order, joined: before.joined || !sameAnnotations };
}

const annotation = '@';

/** What a member is written in: the item itself (`''`), or one of its members. Annotations stand before the item. */
function blockOf(key: string): string {
  if (key.startsWith(annotation)) return annotation;
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}
