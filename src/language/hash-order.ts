/**
 * The order in which the original lists what it keeps under names (fields of a record, fields and indexes of a
 * collection): as they were given up to four, from five on by the hash of the name. It is that of the immutable maps of
 * Scala: each level of a tree sorts by five bits of the hash, names that are alone there before those that share them.
 * Source: the recorded types of documents in `documents-schema-2`, `items`.
 */
export function inHashOrder<Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string): readonly Entry[] {
  return entries.length <= 4 ? entries : sortedByHash(entries, nameOf);
}

/** The order of what is grouped by name, however few there are. */
export function sortedByHash<Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string): readonly Entry[] {
  return sortLevel(
    entries.map((entry) => ({ entry, hash: hashOf(nameOf(entry)) })),
    0,
  );
}

interface Hashed<Entry> {
  readonly entry: Entry;
  readonly hash: number;
}

const bitsPerLevel = 5;

function sortLevel<Entry>(entries: readonly Hashed<Entry>[], shift: number): Entry[] {
  // Names whose hashes are the same stay as they are.
  if (shift > 32) return entries.map(({ entry }) => entry);
  const groups = new Map<number, Hashed<Entry>[]>();
  for (const each of entries) {
    const slot = (each.hash >>> shift) & (2 ** bitsPerLevel - 1);
    groups.set(slot, [...(groups.get(slot) ?? []), each]);
  }
  const sorted = [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
  const alone = sorted.flatMap((group) => (group.length === 1 ? group.map(({ entry }) => entry) : []));
  const shared = sorted.flatMap((group) => (group.length > 1 ? sortLevel(group, shift + bitsPerLevel) : []));
  return [...alone, ...shared];
}

/** Java's hash of the text, its bits spread. */
function hashOf(text: string): number {
  let hash = javaHash(text);
  hash = (hash + ~(hash << 9)) | 0;
  hash ^= hash >>> 14;
  hash = (hash + (hash << 4)) | 0;
  return (hash ^ (hash >>> 10)) >>> 0;
}

/**
 * The order in which the original goes through fields that it takes out of a table one by one: what is left of those of
 * a record when the given ones are gone. `names`: of all that the table held at first.
 */
export function inTableOrder(names: readonly string[]): readonly string[] {
  const wanted = Math.floor((names.length + 1) / fullness);
  const size = 2 ** (Math.floor(Math.log2(Math.max(wanted - 1, 4))) + 1);
  const slots = names.map((name) => {
    const hash = javaHash(name) ^ (javaHash(name) >>> 16);
    return { name, hash, slot: hash & (size - 1) };
  });
  return slots.sort((a, b) => a.slot - b.slot || a.hash - b.hash).map(({ name }) => name);
}

/** How full such a table may become. */
const fullness = 0.75;

function javaHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash;
}
