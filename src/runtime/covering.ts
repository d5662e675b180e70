/**
 * What an index knows of the documents that come out of it: the original reads a document only for what its index does
 * not cover, and gives a performance hint where it has to. Source: recorded `performance hints`.
 */
import type { Span } from '../language/source.ts';
import { metaNames } from './field-names.ts';

/** The names on the way to a field, from the root of a document: those of users are in `data`. */
export type Location = readonly string[];

export interface Covering {
  /** `Book.byAuthor` */
  readonly index: string;
  /** Whether its documents are of a collection of users. */
  readonly ofUsers: boolean;
  /** The fields that are terms or values of the index. */
  readonly locations: readonly Location[];
  /** The place where the query called the index. */
  readonly span: Span;
}

/** Where a field is that queries name by `path`. */
export function locate(ofUsers: boolean, path: readonly string[]): Location {
  return !ofUsers || metaNames.has(path[0] ?? '') ? path : ['data', ...path];
}

/** Whether the index holds all of the field, or some of it. */
export function coverage({ locations }: Pick<Covering, 'locations'>, field: Location): 'all' | 'some' | 'none' {
  if (locations.some((covered) => isPrefix(covered, field))) return 'all';
  return locations.some((covered) => isPrefix(field, covered)) ? 'some' : 'none';
}

function isPrefix(short: Location, long: Location): boolean {
  return short.length <= long.length && short.every((step, index) => step === long[index]);
}
