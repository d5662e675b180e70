/** Node's own hashes and random bytes: the same results as the portable ones, sooner. */
import type * as NodeCrypto from 'node:crypto';
import type { Crypto } from './model/crypto.ts';

let loaded: typeof NodeCrypto | undefined;

/** Loaded at its first use: most queries of the command line need no secret. */
function crypto(): typeof NodeCrypto {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}

export const nodeCrypto: Crypto = {
  randomBytes: (count) => crypto().randomBytes(count),
  sha256: (data) => crypto().hash('sha256', data, 'buffer'),
  scrypt: (password, salt, { N, r, p }, length) =>
    // Twice what the parameters need: Node refuses just that much.
    crypto().scryptSync(password, salt, length, { N, r, p, maxmem: 256 * N * r + 128 * r * p }),
};
