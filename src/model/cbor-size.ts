/** How many bytes the original keeps values in: it stores documents as CBOR. */
import type { Json } from '../store/store.ts';
import { isJsonArray } from './stored-value.ts';

/** Of a value as a row holds it. */
export function cborSize(json: Json): number {
  switch (typeof json) {
    case 'string':
      return textSize(json);
    case 'number':
      return Number.isInteger(json) ? headSize(json < 0 ? -1 - json : json) : 9;
    case 'boolean':
      return 1;
  }
  if (json === null) return 1;
  if (isJsonArray(json)) return json.reduce<number>((size, each) => size + cborSize(each), headSize(json.length));
  const entries = Object.entries(json);
  const [first] = entries;
  if (first?.[0].startsWith('@')) return taggedSize(...first);
  return mapSize(entries);
}

function mapSize(entries: readonly (readonly [string, Json])[]): number {
  return entries.reduce((size, [name, each]) => size + textSize(name) + cborSize(each), headSize(entries.length));
}

const tagged: Readonly<Record<string, number>> = {
  '@date': 9,
  '@double': 9,
  '@long': 9,
  // A tag, the length, an id of eight bytes and a collection of two.
  '@ref': 12,
  '@time': 13,
  '@transactionTime': 13,
  '@uuid': 18,
};

function taggedSize(tag: string, json: Json): number {
  if (tag === '@object') return mapSize(json as unknown as readonly (readonly [string, Json])[]);
  if (tag === '@bytes') {
    const bytes = Math.floor((String(json).replace(/=+$/, '').length * 3) / 4);
    return headSize(bytes) + bytes;
  }
  return tagged[tag] ?? 9;
}

function textSize(text: string): number {
  const bytes = new TextEncoder().encode(text).length;
  return headSize(bytes) + bytes;
}

/** A number, or the head of something with so many parts. */
function headSize(count: number): number {
  if (count < 24) return 1;
  if (count < 2 ** 8) return 2;
  if (count < 2 ** 16) return 3;
  return count < 2 ** 32 ? 5 : 9;
}
