import { describe, expect, it } from 'vitest';
import { type Crypto, portableCrypto, provideCrypto } from '../../src/model/crypto.ts';
import { hashPassword, verifyPassword } from '../../src/model/password.ts';
import {
  findSecretOwner,
  forgetSecret,
  hashSecret,
  isSecret,
  newSecret,
  registerSecret,
} from '../../src/model/secret.ts';
import { nodeCrypto } from '../../src/node-crypto.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { beginTransaction } from '../../src/transaction/begin.ts';

describe('secrets of keys and tokens', () => {
  it('look like those of the original, and are never the same', () => {
    const secrets = Array.from({ length: 100 }, newSecret);
    for (const secret of secrets) expect(secret).toMatch(/^fn[A-Za-z0-9_-]{40}$/);
    expect(new Set(secrets).size).toBe(100);
  });

  it('are found by their hash, which is all that is kept', () => {
    const store = new MemoryStore();
    const secret = newSecret();
    const owner = { scope: 'shop/stock', collection: 'Key', id: 7n } as const;
    const transaction = beginTransaction(store);
    registerSecret(transaction, hashSecret(secret), owner);
    transaction.commit();

    const later = beginTransaction(store);
    expect(findSecretOwner(later, secret)).toEqual(owner);
    expect(findSecretOwner(later, newSecret())).toBeUndefined();
    expect(later.counters.reads).toBeLessThanOrEqual(2);
    const kept = JSON.stringify([...later.scan('secrets')]);
    expect(kept).not.toContain(secret);

    forgetSecret(later, hashSecret(secret));
    expect(findSecretOwner(later, secret)).toBeUndefined();
  });
});

describe('a secret that a process was started with', () => {
  it('is known by all of it', () => {
    expect(isSecret('sekret', 'sekret')).toBe(true);
    for (const other of ['', 'sekre', 'sekret!', 'Sekret', 'sekretsekret']) {
      expect(isSecret(other, 'sekret')).toBe(false);
      expect(isSecret('sekret', other)).toBe(false);
    }
    expect(isSecret('', '')).toBe(true);
  });
});

describe('passwords', () => {
  it('are kept as a salted hash with its parameters', () => {
    const [one, other] = [hashPassword('sekret'), hashPassword('sekret')];
    expect(one).toMatch(/^\$scrypt\$ln=14,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(verifyPassword('sekret', one)).toBe(true);
    expect(verifyPassword('sekret', other)).toBe(true);
    expect(verifyPassword('Sekret', one)).toBe(false);
    expect(verifyPassword('', one)).toBe(false);
  });

  it('may be long, empty, or in any script', () => {
    for (const password of ['', 'a'.repeat(1000), 'пароль 🔑']) {
      expect(verifyPassword(password, hashPassword(password))).toBe(true);
    }
    // Other hashes look at the beginning only.
    expect(verifyPassword(`${'a'.repeat(1000)}b`, hashPassword(`${'a'.repeat(1000)}c`))).toBe(false);
  });

  it('match nothing where none was set, or where the hash is damaged', () => {
    expect(verifyPassword('', undefined)).toBe(false);
    for (const damaged of ['', 'sekret', '$scrypt$ln=60,r=8,p=1$AAAA$AAAA', '$scrypt$ln=14,r=8,p=1$AAAA$']) {
      expect(verifyPassword('sekret', damaged)).toBe(false);
    }
  });

  it('are hashed in full whether right, wrong or not there, so that the time tells nothing', () => {
    const kept = hashPassword('sekret');
    const hashed: unknown[] = [];
    const counting: Crypto = {
      ...portableCrypto,
      scrypt: (password, salt, parameters, length) => {
        hashed.push({ ...parameters, length });
        return portableCrypto.scrypt(password, salt, parameters, length);
      },
    };
    provideCrypto(counting);
    try {
      for (const [password, hash] of [
        ['sekret', kept],
        ['wrong', kept],
        ['sekret', undefined],
      ] as const) {
        verifyPassword(password, hash);
      }
    } finally {
      provideCrypto(portableCrypto);
    }
    expect(hashed).toEqual(Array(3).fill({ N: 16384, r: 8, p: 1, length: 32 }));
  });
});

describe('the two implementations', () => {
  it('give the same hashes', () => {
    const [password, salt] = [new TextEncoder().encode('sekret'), new Uint8Array(16).fill(5)];
    const parameters = { N: 1024, r: 8, p: 2 };
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect(hex(nodeCrypto.scrypt(password, salt, parameters, 32))).toBe(
      hex(portableCrypto.scrypt(password, salt, parameters, 32)),
    );
    expect(hex(nodeCrypto.sha256(password))).toBe(hex(portableCrypto.sha256(password)));
  });
});
