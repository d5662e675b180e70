/**
 * The checkpoint: a JSON file that a person can read and diff, one row a line, tables and rows in key order.
 *
 *     {
 *       "format": "faunula database", "formatVersion": 1,
 *       "database": …, "version": …, "time": …,
 *       "tables": {
 *         "People": {
 *           "0370723013175279650": {…},
 */
import { isUtf8 } from 'node:buffer';
import { type Adapter, Low } from 'lowdb';
import { type Json, StoreError } from '../store.ts';
import { emptyTree, loadTree, type Tree } from '../tree.ts';
import type { Tables } from '../tree-snapshot.ts';
import type { FileSystem } from './file-system.ts';
import { replaceFile } from './replace-file.ts';

const format = 'faunula database';
const formatVersion = 1;

export interface Checkpoint {
  /** Tells databases apart, so that a journal is never applied to another one's file. */
  readonly database: string;
  /** The last commit that is in it, and that commit's time in microseconds since 1970. */
  readonly version: number;
  readonly time: number;
  readonly tables: Tables;
  /** The length of the file in bytes; 0 for what is not written yet. */
  readonly length: number;
}

const nothing: Checkpoint = { database: '', version: 0, time: 0, tables: emptyTree(), length: 0 };

/** Reads a checkpoint. @throws StoreError when the file is not one. */
export async function readCheckpoint(files: FileSystem, path: string): Promise<Checkpoint> {
  const low = new Low<Checkpoint>(new CheckpointAdapter(files, path), nothing);
  await low.read();
  return low.data;
}

/** Puts a checkpoint in the place of the one at `path`; answers with its length in bytes. */
export async function writeCheckpoint(
  files: FileSystem,
  path: string,
  checkpoint: Checkpoint,
  signal?: AbortSignal,
): Promise<number> {
  const adapter = new CheckpointAdapter(files, path, signal);
  await new Low(adapter, checkpoint).write();
  return adapter.length;
}

class CheckpointAdapter implements Adapter<Checkpoint> {
  length = 0;

  constructor(
    readonly files: FileSystem,
    readonly path: string,
    readonly signal?: AbortSignal | undefined,
  ) {}

  async read(): Promise<Checkpoint> {
    return parseCheckpoint(await this.files.read(this.path), this.path);
  }

  async write(checkpoint: Checkpoint): Promise<void> {
    const { file, length } = await replaceFile(this.files, this.path, inSlices(checkpoint, this.signal));
    this.length = length;
    await file.close();
  }
}

/** About how much text is made in one go, in characters: a few milliseconds, so that queries are not held up. */
const sliceLength = 1 << 18;

async function* inSlices(checkpoint: Checkpoint, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  let text = '';
  for (const line of checkpointLines(checkpoint)) {
    text += line;
    if (text.length < sliceLength) continue;
    yield Buffer.from(text);
    text = '';
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  yield Buffer.from(text);
}

function* checkpointLines({ database, version, time, tables }: Checkpoint): Generator<string, void> {
  const header = JSON.stringify({ format, formatVersion, database, version, time }, null, 2);
  yield `${header.slice(0, -2)},\n  "tables": {`;
  let betweenTables = '\n';
  for (const [table, rows] of tables.entries()) {
    yield `${betweenTables}    ${JSON.stringify(table)}: {`;
    betweenTables = ',\n';
    let betweenRows = '\n';
    for (const [key, row] of rows.entries()) {
      yield `${betweenRows}      ${JSON.stringify(key)}: ${JSON.stringify(row)}`;
      betweenRows = ',\n';
    }
    yield '\n    }';
  }
  yield `${tables.isEmpty ? '' : '\n  '}}\n}\n`;
}

/** Above this many bytes the text is not made into one string: JavaScript's strings end at half a gigabyte. */
const wholeLimit = 1 << 28;

export function parseCheckpoint(bytes: Uint8Array, path: string, limit = wholeLimit): Checkpoint {
  if (bytes.length === 0) {
    throw new StoreError(`${path} is empty, not a Faunula database. Delete it to begin a new one under this name.`);
  }
  if (!isUtf8(bytes)) throw notOurs(path, 'it is not text');
  const { header, tables } = bytes.length < limit ? parseWhole(bytes, path) : parseByLine(bytes, path);
  return { ...checkHeader(header, path), tables, length: bytes.length };
}

type Parsed = { readonly header: Record<string, unknown>; readonly tables: Tables };

function parseWhole(bytes: Uint8Array, path: string): Parsed {
  const { tables, ...header } = parseObject(textOf(bytes), path);
  // Says what is wrong with the header first: of a file of a newer version nothing else may be expected.
  checkHeader(header, path);
  if (!isObject(tables)) throw damaged(path, 'it has no tables');
  const trees = emptyTree<Tree<Json>>();
  for (const [table, rows] of Object.entries(tables)) {
    if (!isObject(rows)) throw damaged(path, `table ${JSON.stringify(table)} is not an object`);
    trees.set(table, loadTree(Object.keys(rows), Object.values(rows) as Json[]));
  }
  return { header, tables: trees };
}

/** Reads what `checkpointLines` writes, and nothing laid out otherwise, without ever holding all of it as text. */
function parseByLine(bytes: Uint8Array, path: string): Parsed {
  const tables = emptyTree<Tree<Json>>();
  let headerText = '';
  let header: Record<string, unknown> | undefined;
  let table: string | undefined;
  let keys: string[] = [];
  let rows: Json[] = [];
  let number = 0;
  for (const line of linesOf(bytes)) {
    number++;
    if (header === undefined) {
      if (line.trimEnd() !== '  "tables": {') headerText += line;
      else header = parseObject(`${headerText.trimEnd().replace(/,$/, '')}}`, path);
      if (headerText.length > 10_000) throw notOurs(path, 'it does not begin as one');
    } else if (line.startsWith('      "')) {
      const [key, row] = Object.entries(parseLine(`{${line.trimEnd().replace(/,$/, '')}}`, path, number))[0]!;
      keys.push(key);
      rows.push(row);
    } else if (line.startsWith('    "')) {
      table = Object.keys(parseLine(`{${line.trimEnd()}}}`, path, number))[0]!;
    } else if (line.startsWith('    }') && table !== undefined) {
      tables.set(table, loadTree(keys, rows));
      [table, keys, rows] = [undefined, [], []];
    } else if (line.trim() !== '}') {
      throw damaged(path, `line ${number} is not as Faunula writes it`);
    }
  }
  if (header === undefined || table !== undefined) throw damaged(path, 'its end is missing');
  return { header, tables };
}

function* linesOf(bytes: Uint8Array): Generator<string, void> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    yield textOf(bytes.subarray(start, next));
    start = next;
  }
}

function parseLine(text: string, path: string, number: number): Record<string, Json> {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, `line ${number} is not as Faunula writes it`);
  }
}

function parseObject(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What the parser says would quote the file, and its place is seldom that of the mistake.
    const ours = text.slice(0, 200).includes(`"format": "${format}"`);
    throw ours ? damaged(path, 'it is not whole, or not valid JSON') : notOurs(path, 'it is not JSON');
  }
  if (!isObject(value)) throw notOurs(path, 'it holds other JSON');
  return value;
}

type Header = Pick<Checkpoint, 'database' | 'version' | 'time'>;

function checkHeader(header: Record<string, unknown>, path: string): Header {
  if (header.format !== format) throw notOurs(path, 'it holds other JSON');
  const { formatVersion: written, database, version, time } = header;
  if (typeof written === 'number' && written > formatVersion) {
    throw new StoreError(
      `${path} was written by a newer Faunula (format ${written}, this one reads ${formatVersion}). Update Faunula to open it.`,
    );
  }
  if (written !== formatVersion || typeof database !== 'string' || !isCount(version) || !isCount(time)) {
    throw damaged(path, 'what it says of itself is not complete');
  }
  return { database, version, time };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

function notOurs(path: string, why: string): StoreError {
  return new StoreError(`${path} is not a Faunula database: ${why}. Nothing was changed; choose another file.`);
}

function damaged(path: string, what: string): StoreError {
  return new StoreError(
    `${path} is damaged: ${what}. Nothing was changed; put a copy of it from before the damage in its place.`,
  );
}
