/**
 * The keys that issuers of access tokens sign with: JSON Web Key Sets, read from files and from URLs. Files, this
 * machine's own addresses, and the hosts that the operator names; nothing else is ever asked.
 */
import { fileURLToPath } from 'node:url';
import type { JSONWebKeySet } from 'jose';
import type { ClaimedToken, TokenVerifier } from './model/access-token.ts';
import { isLoopbackName } from './model/loopback.ts';
import type { Json } from './store/store.ts';

export interface KeySetOptions {
  /** Hosts beside this machine that keys may be fetched from, over https. */
  readonly hosts?: readonly string[] | undefined;
  /** Told why keys could not be read: the caller learns no more than that the token is not accepted. */
  readonly warn: (message: string) => void;
}

interface KeySet {
  readonly keys: JSONWebKeySet;
  /** A file's time of change. */
  readonly changed?: number;
  /** When it was read, in milliseconds since 1970. */
  readonly read: number;
}

/** Signatures with secrets that both sides know are not accepted: keys of providers are public. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const keptFor = 10 * 60_000;
/** A token with a key that is not in the set has it fetched again, not more often than this. */
const askedAgainAfter = 30_000;
const patience = 5_000;
const longestSet = 1_000_000;

/** Checks tokens with the keys of their issuers, which it keeps for a while. */
export function tokenVerifier(options: KeySetOptions): TokenVerifier {
  const sets = new KeySets(options);
  return (token) => sets.verify(token);
}

class KeySets {
  private readonly kept = new Map<string, KeySet>();

  constructor(private readonly options: KeySetOptions) {}

  async verify(token: ClaimedToken): Promise<Json | undefined> {
    try {
      return await this.check(token, await this.keys(token.jwksUri, keptFor));
    } catch (problem) {
      if (codeOf(problem) !== 'ERR_JWKS_NO_MATCHING_KEY') return this.refuse(token, problem);
    }
    try {
      return await this.check(token, await this.keys(token.jwksUri, askedAgainAfter));
    } catch (problem) {
      return this.refuse(token, problem);
    }
  }

  private async check({ text, issuer, audience }: ClaimedToken, { keys }: KeySet): Promise<Json> {
    const { createLocalJWKSet, jwtVerify } = await import('jose');
    const { payload } = await jwtVerify(text, createLocalJWKSet(keys), { issuer, audience, algorithms });
    return payload as Json;
  }

  /** What is wrong with a token is the caller's matter; what is wrong with the keys is the operator's. */
  private refuse({ issuer, jwksUri }: ClaimedToken, problem: unknown): undefined {
    if (problem instanceof KeysUnread) {
      this.options.warn(
        `The keys of the access provider for ${issuer} at ${jwksUri} can not be read: ${problem.message}`,
      );
    }
    return undefined;
  }

  /** Throws KeysUnread. */
  private async keys(uri: string, age: number): Promise<KeySet> {
    const url = new URL(uri);
    const kept = this.kept.get(uri);
    const fresh = url.protocol === 'file:' ? await readKeyFile(url, kept) : await this.fetched(url, kept, age);
    this.kept.set(uri, fresh);
    return fresh;
  }

  private async fetched(url: URL, kept: KeySet | undefined, age: number): Promise<KeySet> {
    const name = url.hostname.replace(/^\[|\]$/g, '');
    if (!isLoopbackName(name) && !(url.protocol === 'https:' && this.options.hosts?.includes(name))) {
      throw new KeysUnread(`${name} is not among the hosts that keys may be fetched from. Name it with --jwks-host.`);
    }
    if (kept && Date.now() - kept.read < age) return kept;
    return { keys: parseKeys(await download(url)), read: Date.now() };
  }
}

class KeysUnread extends Error {}

function codeOf(problem: unknown): string | undefined {
  return (problem as { code?: string }).code;
}

async function readKeyFile(url: URL, kept: KeySet | undefined): Promise<KeySet> {
  try {
    // Few processes are shown a token.
    const { readFile, stat } = await import('node:fs/promises');
    const path = fileURLToPath(url);
    const { mtimeMs, size } = await stat(path);
    if (size > longestSet) throw new KeysUnread('the file is larger than a key set.');
    if (kept?.changed === mtimeMs) return kept;
    return { keys: parseKeys(await readFile(path, 'utf8')), changed: mtimeMs, read: Date.now() };
  } catch (problem) {
    throw problem instanceof KeysUnread ? problem : new KeysUnread((problem as Error).message);
  }
}

async function download(url: URL): Promise<string> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new KeysUnread(`the answer is ${answer.status} ${answer.statusText}.`);
    return await readLimited(answer);
  } catch (problem) {
    if (problem instanceof KeysUnread) throw problem;
    const { cause, message } = problem as Error;
    throw new KeysUnread(cause instanceof Error ? cause.message || message : message);
  }
}

async function readLimited(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > longestSet) throw new KeysUnread('the answer is longer than a key set.');
  }
  return text + decoder.decode();
}

function parseKeys(text: string): JSONWebKeySet {
  try {
    const set = JSON.parse(text) as JSONWebKeySet | null;
    if (Array.isArray(set?.keys)) return set as JSONWebKeySet;
  } catch {
    // Said below.
  }
  throw new KeysUnread('it is no JSON Web Key Set: an object with an array of `keys` was expected.');
}
