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
  let size = 0;
  let count = 0;
  for (const name in json) {
    const each = json[name] as Json;
    if (count === 0 && name.startsWith('@')) return taggedSize(name, each);
    size += textSize(name) + cborSize(each);
    count++;
  }
  return headSize(count) + size;
}

function listedSize(entries: readonly (readonly [string, Json])[]): number {
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
  if (tag === '@object') return listedSize(json as unknown as readonly (readonly [string, Json])[]);
  if (tag === '@bytes') {
    const bytes = Math.floor((String(json).replace(/=+$/, '').length * 3) / 4);
    return headSize(bytes) + bytes;
  }
  return tagged[tag] ?? 9;
}

function textSize(text: string): number {
  const bytes = utf8Length(text);
  return headSize(bytes) + bytes;
}

/** Counted without making the bytes: every document that is read comes by here. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // The two halves of a character beyond U+FFFF take four bytes together.
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) index++;
  }
  return bytes;
}

/** A number, or the head of something with so many parts. */
function headSize(count: number): number {
  if (count < 24) return 1;
  if (count < 2 ** 8) return 2;
  if (count < 2 ** 16) return 3;
  return count < 2 ** 32 ? 5 : 9;
}
