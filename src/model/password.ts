/**
 * Passwords of credentials: kept as scrypt hashes with their salt and parameters beside them, in the usual notation
 * `$scrypt$ln=14,r=8,p=1$SALT$HASH`, so that the parameters can grow later.
 */
import { crypto, equalBytes, type ScryptParameters } from './crypto.ts';
import { decodeBase64Url, encodeBase64Url } from './secret.ts';

/** A login takes some tens of milliseconds and 16 MiB. */
const current = { logN: 14, r: 8, p: 1 } as const;
const saltBytes = 16;
const hashBytes = 32;
/** What a hash may ask for at most: a damaged file must not use up the memory. */
const largest = { logN: 20, r: 16, p: 8 } as const;

interface Parsed {
  readonly parameters: ScryptParameters;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

export function hashPassword(password: string): string {
  const { logN, r, p } = current;
  const salt = crypto().randomBytes(saltBytes);
  const hash = derive(password, salt, { N: 2 ** logN, r, p }, hashBytes);
  return `$scrypt$ln=${logN},r=${r},p=${p}$${encodeBase64Url(salt)}$${encodeBase64Url(hash)}`;
}

/**
 * Whether `kept`, made by `hashPassword`, belongs to the password. Takes the same time for a wrong password as for the
 * right one, and as long where none was set.
 */
export function verifyPassword(password: string, kept: string | undefined): boolean {
  const parsed = kept === undefined ? undefined : parse(kept);
  const { parameters, salt, hash } = parsed ?? nobody;
  const equal = equalBytes(derive(password, salt, parameters, hash.length), hash);
  return parsed !== undefined && equal;
}

/** Compared with when there is no password. */
const nobody: Parsed = {
  parameters: { N: 2 ** current.logN, r: current.r, p: current.p },
  salt: new Uint8Array(saltBytes),
  hash: new Uint8Array(hashBytes),
};

function derive(password: string, salt: Uint8Array, parameters: ScryptParameters, length: number): Uint8Array {
  return crypto().scrypt(new TextEncoder().encode(password), salt, parameters, length);
}

function parse(kept: string): Parsed | undefined {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(kept);
  if (!match) return undefined;
  const [logN, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const salt = decodeBase64Url(match[4] ?? '');
  const hash = decodeBase64Url(match[5] ?? '');
  if (!salt || !hash || hash.length < hashBytes) return undefined;
  if (logN < 1 || logN > largest.logN || r < 1 || r > largest.r || p < 1 || p > largest.p) return undefined;
  return { parameters: { N: 2 ** logN, r, p }, salt, hash };
}
