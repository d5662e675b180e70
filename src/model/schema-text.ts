/**
 * The schema of a database as text of the schema language, with the places of what it names, so that a change that
 * leaves a name without meaning can be shown where it stands. Source: recorded `sync`, `items`; reference "FSL".
 */
import { Printer } from '../language/print-expression.ts';
import { Source } from '../language/source.ts';
import type { Json } from '../store/store.ts';
import { prefixRange } from '../transaction/key.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { documentsTable, systemTable } from './database.ts';
import { type JsonObject, oneOrMore } from './json-fields.ts';
import type { Reader } from './schema.ts';
import { Draft, type PrintedPart } from './schema-draft.ts';
import { keepLayouts, readLayout } from './schema-layout.ts';
import { itemPrinters } from './schema-printers.ts';
import { keyOfId, readRow, rowKey } from './stored-row.ts';
import { isJsonArray } from './stored-value.ts';

export type ItemKind = keyof typeof itemPrinters;

export interface PrintedItem {
  readonly kind: ItemKind;
  readonly name: string;
  /** Whether it says what it takes and gives: a function with a signature. */
  readonly typed: boolean;
  /** What it names and runs, in the order of the text. */
  readonly parts: readonly PrintedPart[];
}

export interface PrintedSchema {
  readonly source: Source;
  readonly items: readonly PrintedItem[];
}

const header =
  '// The following schema is auto-generated.\n// This file contains FSL for FQL10-compatible schema items.\n';

/** The schema as `reader` sees it, as one file, in the order its items were made; one that is renamed moves to the end. */
export function printSchema(reader: Reader, scope: string): PrintedSchema {
  const printer = new Printer();
  printer.write(header);
  const drafts = itemsOf(reader, scope).map(({ kind, data, id }) => {
    const layout = readLayout(reader, scope, kind, id);
    const draft = new Draft(layout?.joined ? printer : printer.line(), layout?.order);
    itemPrinters[kind](draft, data);
    draft.finish();
    const typed = kind === 'Function' && typeof data.signature === 'string';
    return { kind, name: String(data.name), typed, parts: draft.parts };
  });
  const source = new Source('main.fsl', printer.text);
  const items = drafts.map(({ parts, ...item }) => ({ ...item, parts: parts.map((part) => part(source)) }));
  return { source, items };
}

/** The row of the system table that says of a renamed item that it stands behind those made before the renaming. */
export function placedKey(collection: string, id: bigint | string): string {
  return `placed ${collection} ${id}`;
}

/** Puts what the query has changed into the text of the schema. Called once, when the query has run. */
export function patchSchemaText(transaction: Transaction, scope: string): void {
  orderNewItems(transaction, scope);
  keepLayouts(transaction, scope, Object.keys(itemPrinters) as ItemKind[], (kind, data) => {
    if (!isWritten({ kind, data })) return undefined;
    const draft = new Draft(new Printer());
    itemPrinters[kind](draft, data);
    return draft.keys;
  });
}

/** Items that one query has made or renamed stand one kind after the other, in whatever order it made them. */
function orderNewItems(transaction: Transaction, scope: string): void {
  const { snapshot } = transaction;
  const orderOf = (reader: Reader, kind: ItemKind, id: bigint) => {
    if (reader.get(documentsTable(scope, kind), rowKey(id)) === undefined) return undefined;
    return BigInt(String(reader.get(systemTable(scope), placedKey(kind, id)) ?? id));
  };
  const fresh = (Object.keys(itemPrinters) as ItemKind[]).flatMap((kind) =>
    [...transaction.scan(documentsTable(scope, kind))]
      .map(([key]) => ({ key: placedKey(kind, keyOfId(key)), id: keyOfId(key), kind }))
      .map((item) => ({ ...item, order: orderOf(transaction, item.kind, item.id) ?? item.id }))
      .filter(({ id, order }) => orderOf(snapshot, kind, id) !== order)
      .sort(byOrder),
  );
  const orders = [...fresh].sort(byOrder);
  for (const [position, { key, order }] of fresh.entries()) {
    const next = orders[position]?.order ?? order;
    if (next !== order) transaction.put(systemTable(scope), key, next.toString());
  }
}

function byOrder(a: { readonly order: bigint }, b: { readonly order: bigint }): number {
  return a.order < b.order ? -1 : 1;
}

interface Item {
  readonly kind: ItemKind;
  readonly id: bigint;
  readonly data: JsonObject;
}

function itemsOf(reader: Reader, scope: string): readonly Item[] {
  const placed = new Map<string, bigint>();
  for (const [key, order] of reader.scan(systemTable(scope), prefixRange('placed '))) {
    placed.set(key, BigInt(String(order)));
  }
  const items = (Object.keys(itemPrinters) as ItemKind[]).flatMap((kind) =>
    [...reader.scan(documentsTable(scope, kind))].map(([key, json]) => {
      const id = keyOfId(key);
      return { kind, id, data: readRow(json).data, order: placed.get(placedKey(kind, id)) ?? id };
    }),
  );
  return items.filter(isWritten).sort(byOrder);
}

/**
 * What the schema language can not write is left out, as by the original: a role with a privilege that names no
 * actions, and what FQL v4 made with functions of its own.
 */
function isWritten({ kind, data }: Pick<Item, 'kind' | 'data'>): boolean {
  if (kind === 'Collection') return true;
  if (hasQuery(data)) return false;
  if (kind !== 'Role') return true;
  return oneOrMore(data.privileges).every(({ actions, resource }) => actions !== undefined && isText(resource));
}

function isText(json: Json | undefined): boolean {
  return typeof json === 'string';
}

function hasQuery(json: Json): boolean {
  if (json === null || typeof json !== 'object') return false;
  if (isJsonArray(json)) return json.some(hasQuery);
  return '@query' in json || Object.values(json).some(hasQuery);
}
