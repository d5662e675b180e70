/**
 * What an index knows of the documents that come out of it: the original reads a document only for what its index does
 * not cover, and gives a performance hint where it has to. Source: recorded `performance hints`.
 */
import type { Span } from '../language/source.ts';
import type { ObjectValue } from './value.ts';

export interface Covering {
  /** `Book.byAuthor` */
  readonly index: string;
  /** The fields that are terms or values of the index. */
  readonly paths: readonly (readonly string[])[];
  /** The place where the query called the index. */
  readonly span: Span;
}

/** Whether the index holds all of the field, or some of it. */
export function coverage({ paths }: Covering, path: readonly string[]): 'all' | 'some' | 'none' {
  if (paths.some((covered) => isPrefix(covered, path))) return 'all';
  return paths.some((covered) => isPrefix(path, covered)) ? 'some' : 'none';
}

function isPrefix(short: readonly string[], long: readonly string[]): boolean {
  return short.length <= long.length && short.every((step, index) => step === long[index]);
}

/** Where an object of a document came from, of which an index covers some. */
export interface Origin {
  readonly covering: Covering;
  readonly path: readonly string[];
  /** The place of the last access on the way to it. */
  readonly span: Span;
}

const origins = new WeakMap<ObjectValue, Origin>();

export function originOf(object: ObjectValue): Origin | undefined {
  return origins.get(object);
}

/** Kept only while performance hints are asked for. */
export function setOrigin(object: ObjectValue, origin: Origin): void {
  origins.set(object, origin);
}
