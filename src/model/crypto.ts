/**
 * Random bytes and hashes, as secrets and passwords need them. The portable implementation runs anywhere; a process
 * that has faster ones with the same results provides them at its start (`node-crypto.ts`).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import scrypt from 'scrypt-js';

export interface ScryptParameters {
  /** A power of two: time and memory grow with it. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

export interface Crypto {
  randomBytes(length: number): Uint8Array;
  sha256(data: Uint8Array): Uint8Array;
  scrypt(password: Uint8Array, salt: Uint8Array, parameters: ScryptParameters, length: number): Uint8Array;
}

export const portableCrypto: Crypto = {
  randomBytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
  sha256: (data) => sha256(data),
  scrypt: (password, salt, { N, r, p }, length) => scrypt.syncScrypt(password, salt, N, r, p, length),
};

let provided = portableCrypto;

export function provideCrypto(implementation: Crypto): void {
  provided = implementation;
}

export function crypto(): Crypto {
  return provided;
}

/** Compares without telling by its time how much is equal. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] as number) ^ (b[index] as number);
  return difference === 0;
}
