/**
 * What a query costs, counted for its statistics in the units of the original: compute operations in fifties, a read of
 * a document in blocks of 4 KiB, a read of a set by its partitions. Source: recorded `stats of reads and writes`; the
 * reference page "Transactional compute, read and write operations".
 */
import type { WrittenDocument } from '../model/write-costs.ts';

const blockBytes = 4_096;
/** What an entry of a set, and a partition of one, take in the original's storage. */
const entryBytes = 42;
const partitionBytes = 26;

export class Operations {
  compute = 0;
  read = 0;
  bytesRead = 0;
  /** What was written, by document: only the first state and the last count. */
  readonly written = new Map<string, WrittenDocument>();
  readonly #seen = new Set<object | string>();

  /** A document costs once, however often it is read. `row`: the row, or the key of one that is not there. */
  documentRead(row: object | string, bytes: () => number): void {
    if (this.#seen.has(row)) return;
    this.#seen.add(row);
    const size = bytes();
    this.bytesRead += size;
    this.read += Math.max(1, Math.ceil(size / blockBytes));
  }

  /** A page of a set; `partitions`: how many parts the original keeps it in. */
  setRead(partitions: number, entries: number): void {
    const size = partitions * partitionBytes + entries * entryBytes;
    this.bytesRead += size;
    this.read += partitions - 1 + Math.ceil(size / blockBytes);
  }
}
