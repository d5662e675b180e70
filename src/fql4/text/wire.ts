/** Expressions as they are sent: JSON, each part of it with its place in the text. */
import type { Span } from '../../language/source.ts';

export type Wire =
  /** `json` is the JSON text of a string, a number, a boolean or null. */
  | { readonly kind: 'scalar'; readonly json: string; readonly span: Span }
  | { readonly kind: 'array'; readonly elements: readonly Wire[]; readonly span: Span }
  | { readonly kind: 'record'; readonly fields: readonly WireField[]; readonly span: Span };

export type WireField = readonly [key: string, value: Wire];

/** The JSON text. */
export function writeWire(wire: Wire): string {
  switch (wire.kind) {
    case 'scalar':
      return wire.json;
    case 'array':
      return `[${wire.elements.map(writeWire).join(',')}]`;
    case 'record':
      return `{${wire.fields.map(([key, value]) => `${JSON.stringify(key)}:${writeWire(value)}`).join(',')}}`;
  }
}

/** Where in the text the part at a path stands; as near as there is one, when the path leads out of the text. */
export function placeOf(wire: Wire, path: readonly (string | number)[]): Span {
  let part = wire;
  for (const step of path) {
    const next = partOf(part, step);
    if (!next) break;
    part = next;
  }
  return part.span;
}

function partOf(wire: Wire, step: string | number): Wire | undefined {
  if (wire.kind === 'array') return wire.elements[Number(step)];
  return wire.kind === 'record' ? wire.fields.find(([key]) => key === String(step))?.[1] : undefined;
}
