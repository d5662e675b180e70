/** Node's own hashes and random bytes: the same results as the portable ones, sooner. */
import { createHash, randomBytes, scryptSync } from 'node:crypto';
import type { Crypto } from './model/crypto.ts';

export const nodeCrypto: Crypto = {
  randomBytes,
  sha256: (data) => createHash('sha256').update(data).digest(),
  scrypt: (password, salt, { N, r, p }, length) =>
    // Twice what the parameters need: Node refuses just that much.
    scryptSync(password, salt, length, { N, r, p, maxmem: 256 * N * r + 128 * r * p }),
};
