/**
 * The secrets of keys and tokens. A secret is shown once and kept as its hash: it has so much entropy that a fast hash
 * without a salt cannot be guessed back, and can be looked up. Keys and tokens of all databases share one table from
 * hash to document, because a secret alone says which database it is for.
 */
import { decodeBase64, encodeBase64 } from '../runtime/base64.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { crypto } from './crypto.ts';

/** Which document a secret belongs to. */
export interface SecretOwner {
  /** The scope of the database that holds the Key or Token. */
  readonly scope: string;
  readonly collection: 'Key' | 'Token';
  readonly id: bigint;
}

/** No scope and collection make this name: theirs have a slash. */
const secretsTable = 'secrets';
/** As many as in a secret of the original: 240 bits. */
const secretBytes = 30;

/** `fn` and 40 characters of base64url. */
export function newSecret(): string {
  return `fn${encodeBase64Url(crypto().randomBytes(secretBytes))}`;
}

export function hashSecret(secret: string): string {
  return encodeBase64Url(crypto().sha256(encoder.encode(secret)));
}

const encoder = new TextEncoder();

/** Whether a text is the secret; how long it takes depends on the length of the text alone. */
export function isSecret(text: string, secret: string): boolean {
  let difference = text.length ^ secret.length;
  for (let index = 0; index < text.length; index++) {
    difference |= text.charCodeAt(index) ^ secret.charCodeAt(index % secret.length);
  }
  return difference === 0;
}

export function findSecretOwner(transaction: Transaction, secret: string): SecretOwner | undefined {
  const row = transaction.get(secretsTable, hashSecret(secret)) as
    | { readonly scope: string; readonly collection: SecretOwner['collection']; readonly id: string }
    | undefined;
  return row && { scope: row.scope, collection: row.collection, id: BigInt(row.id) };
}

export function registerSecret(transaction: Transaction, hash: string, owner: SecretOwner): void {
  transaction.put(secretsTable, hash, { scope: owner.scope, collection: owner.collection, id: String(owner.id) });
}

export function forgetSecret(transaction: Transaction, hash: string): void {
  transaction.delete(secretsTable, hash);
}

export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Undefined when the text is no base64url. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  return /^[A-Za-z0-9_-]*$/.test(text) ? decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/')) : undefined;
}
