/**
 * The journal: after a header, one line a commit, each `["checksum",synced,{…}]`.
 *
 * The checksum (CRC-32 of what follows it) tells a whole line from a torn one. `synced` is the last version that was
 * safe on disk when the line was written. It tells a torn end, which nobody was promised, from damage in the middle:
 * a bad line may be dropped with all that follows it, unless what follows knows that it had been synced.
 */
import { type Json, StoreError, type Write } from '../store.ts';

const format = 'faunula journal';
const formatVersion = 1;

/** Which checkpoint a journal follows. */
export interface JournalHeader {
  readonly database: string;
  readonly version: number;
  readonly time: number;
}

export interface JournalCommit {
  readonly version: number;
  /** The version of the commit before. */
  readonly after: number;
  readonly time: number;
  readonly writes: readonly Write[];
}

export interface ParsedJournal {
  readonly header: JournalHeader;
  readonly commits: readonly JournalCommit[];
  /** How many bytes of the file are good; what comes after them was never promised to anybody. */
  readonly length: number;
  /** How many of them are known to be safe on disk; the rest may be there only in the system's memory. */
  readonly safeLength: number;
}

type JournalWrite = readonly [table: string, key: string, row?: Json];

/** The text of a commit, without what is only known when it is written. @throws TypeError for what is not JSON. */
export function encodeCommit({ version, after, time, writes }: JournalCommit): string {
  const rows = writes.map(
    ({ table, key, row }): JournalWrite => (row === undefined ? [table, key] : [table, key, row]),
  );
  return JSON.stringify({ version, after, time, writes: rows });
}

export function encodeHeader({ database, version, time }: JournalHeader): string {
  return JSON.stringify({ format, formatVersion, database, version, time });
}

/** A line of the journal with what `encodeCommit` or `encodeHeader` made. */
export function encodeLine(body: string, synced: number): Uint8Array {
  const line = Buffer.from(`["00000000",${synced},${body}]\n`);
  line.write(checksum(line.subarray(bodyStart, line.length - 2)), 2, 'latin1');
  return line;
}

/** Where a line goes on after `["00000000",`. */
const bodyStart = 12;

function checksum(bytes: Uint8Array): string {
  // Loaded when first needed: a database that was closed properly has no journal.
  const { crc32 } = process.getBuiltinModule('node:zlib');
  return crc32(bytes).toString(16).padStart(8, '0');
}

interface Line {
  readonly synced: number;
  readonly body: Record<string, unknown>;
}

/** The contents of a line without its newline; undefined when it is not whole. */
function decodeLine(bytes: Uint8Array): Line | undefined {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (line.length < bodyStart + 1 || line[line.length - 1] !== 0x5d) return undefined;
  const stored = line.toString('latin1', 0, bodyStart);
  if (stored !== `["${checksum(line.subarray(bodyStart, line.length - 1))}",`) return undefined;
  const [, synced, body] = JSON.parse(line.toString('utf8'));
  return { synced, body };
}

/** Reads a journal. @throws StoreError when it is not one, or damaged where it had been safe. */
export function parseJournal(bytes: Uint8Array, path: string): ParsedJournal {
  const header = parseHeader(bytes, path);
  const commits: JournalCommit[] = [];
  let { version } = header;
  let start = header.length;
  /** Where the line of each version ends. */
  const ends = new Map([[version, start]]);
  let safeLength = start;
  for (let number = 2; start < bytes.length; number++) {
    const newline = bytes.indexOf(0x0a, start);
    if (newline < 0) break;
    const line = decodeLine(bytes.subarray(start, newline));
    if (line === undefined) {
      if (header.synced > version || wasSynced(bytes, newline + 1, version)) {
        throw damaged(path, `line ${number} is damaged`);
      }
      break;
    }
    const commit = toCommit(line.body);
    if (commit.after !== version) throw damaged(path, `line ${number} does not follow the one before it`);
    commits.push(commit);
    version = commit.version;
    start = newline + 1;
    ends.set(version, start);
    safeLength = ends.get(line.synced) ?? safeLength;
  }
  return { header, commits, length: start, safeLength };
}

/** Whether a line from `start` on knows of a commit after `version` that was safe on disk. */
function wasSynced(bytes: Uint8Array, start: number, version: number): boolean {
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    if (newline < 0) return false;
    if ((decodeLine(bytes.subarray(start, newline))?.synced ?? 0) > version) return true;
    start = newline + 1;
  }
  return false;
}

function parseHeader(bytes: Uint8Array, path: string): JournalHeader & { synced: number; length: number } {
  const newline = bytes.indexOf(0x0a);
  const line = newline < 0 ? undefined : decodeLine(bytes.subarray(0, newline));
  if (line === undefined) {
    const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
    if (start.includes(format)) throw damaged(path, 'line 1 is damaged');
    throw new StoreError(
      `${path} is not a journal of Faunula, though it has the name of one. Nothing was changed; move it out of the way.`,
    );
  }
  const { formatVersion: written, database, version, time } = line.body;
  if (typeof written === 'number' && written > formatVersion) {
    throw new StoreError(
      `${path} was written by a newer Faunula (format ${written}, this one reads ${formatVersion}). Update Faunula to open it.`,
    );
  }
  return {
    database: database as string,
    version: version as number,
    time: time as number,
    synced: line.synced,
    length: newline + 1,
  };
}

function toCommit(body: Record<string, unknown>): JournalCommit {
  const { version, after, time, writes } = body as Omit<JournalCommit, 'writes'> & { writes: JournalWrite[] };
  return { version, after, time, writes: writes.map(([table, key, row]) => ({ table, key, row })) };
}

function damaged(path: string, what: string): StoreError {
  return new StoreError(
    `${path}: ${what}. Nothing was changed. Put a copy from before the damage in its place; or move it away to go on ` +
      'without the commits in it.',
  );
}
