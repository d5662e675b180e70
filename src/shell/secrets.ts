/** Noticing the secrets of tokens and keys in answers, so that the run menu can offer them by what they belong to. */
import type { Json } from '../store/store.ts';
import { asRecord, fieldsOf, type JsonRecord, moduleName, untag } from './tagged.ts';

export interface FoundSecret {
  readonly secret: string;
  /** What it belongs to; undefined where the answer does not say. */
  readonly label?: string;
}

/** The secrets in a tagged answer: of new tokens and keys, of objects that took them over, and one that stands alone. */
export function findSecrets(answer: Json): FoundSecret[] {
  const found: FoundSecret[] = [];
  const visit = (value: Json): void => {
    if (typeof value === 'string') {
      if (looksLikeSecret(value)) found.push({ secret: value });
      return;
    }
    if (Array.isArray(value)) {
      for (const each of value) visit(each);
      return;
    }
    const fields = fieldsOf(value);
    if (!fields) return;
    const { secret } = fields;
    if (typeof secret === 'string' && looksLikeSecret(secret)) {
      const label = describeOwner(fields);
      found.push(label === undefined ? { secret } : { secret, label });
    }
    for (const [name, each] of Object.entries(fields)) {
      if (name !== 'secret') visit(each);
    }
  };
  visit(answer);
  return found;
}

export function looksLikeSecret(text: string): boolean {
  return /^fn[\w-]{10,}$/.test(text);
}

/** `Token of People "371…"`, `Key admin`, `Key server of child`, from the fields of a token or a key. */
export function describeOwner(fields: JsonRecord): string | undefined {
  const { document, role, database } = fields;
  // FQL v4 calls it the instance.
  const owned = document ?? fields.instance;
  const owner = asRecord(untag(owned, '@ref')) ?? asRecord(untag(owned, '@doc'));
  const coll = moduleName(owner?.coll);
  const id = owner?.id ?? owner?.name;
  if (coll !== undefined && typeof id === 'string') return `Token of ${coll} "${id}"`;
  if (typeof role !== 'string') return undefined;
  const child = typeof database === 'string' ? database : asRecord(untag(database, '@ref'))?.name;
  return typeof child === 'string' ? `Key ${role} of ${child}` : `Key ${role}`;
}
