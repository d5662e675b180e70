/** The shapes that fields of native collections are made of. */
import type { FieldRule, Shape } from '../native-collection.ts';

export const text: Shape = { kind: 'scalar', type: 'String' };
export const boolean: Shape = { kind: 'scalar', type: 'Boolean' };
export const long: Shape = { kind: 'scalar', type: 'Long' };
export const time: Shape = { kind: 'scalar', type: 'Time' };
export const document: Shape = { kind: 'document' };
/** A function of FQL v4. */
export const query: Shape = { kind: 'scalar', type: 'Query' };

export function union(...of: readonly Shape[]): Shape {
  return { kind: 'union', of };
}

export function object(fields: Readonly<Record<string, FieldRule>>): Shape {
  return { kind: 'object', fields };
}

/** One, or an array of them. */
export function oneOrMore(of: Shape): Shape {
  return union(of, { kind: 'array', of });
}

export function required(shape: Shape): FieldRule {
  return { shape };
}

export function optional(shape: Shape): FieldRule {
  return { shape, optional: true };
}

/** What users keep beside the fields that mean something. */
export const data = optional({ kind: 'map', of: { kind: 'scalar', type: 'Any' } });
/** Kept and never shown. */
export const hiddenText: FieldRule = { shape: text, optional: true, hidden: true };
/** Set by Faunula. */
export const readonlyText: FieldRule = { shape: text, optional: true, readonly: true };
