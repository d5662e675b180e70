/**
 * Access tokens (JWT) of issuers that a database trusts by an AccessProvider. Which provider a token is for is found
 * here; whether it signed the token is checked outside of transactions (`TokenVerifier`), as keys may have to be
 * fetched. Source: the reference pages "Access providers" and "JWTs"; the original's order of checks.
 */

import { NO_SPAN } from '../language/source.ts';
import { decodeBase64 } from '../runtime/base64.ts';
import { ArrayValue, Double, nullAt, ObjectValue, type Value } from '../runtime/value.ts';
import type { Json } from '../store/store.ts';
import { globalIdOf, scopeOfGlobalId } from './child-database.ts';
import { documentsTable } from './database.ts';
import { AUDIENCE } from './native/access-provider.ts';
import type { Reader } from './schema.ts';
import { readRow, type StoredRow } from './stored-row.ts';
import { isJsonArray } from './stored-value.ts';

/** What a token says of itself, and what the database has to check it with. */
export interface ClaimedToken {
  readonly text: string;
  /** The database whose access provider is to have issued it. */
  readonly scope: string;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
}

/** A token whose signature and times were checked with the keys at `jwksUri`. */
export interface VerifiedToken extends Omit<ClaimedToken, 'text'> {
  readonly payload: Json;
}

/** Checks signature, issuer, audience and times. Gives the payload; undefined when the token is not to be trusted. */
export type TokenVerifier = (token: ClaimedToken) => Promise<Json | undefined>;

/** Secrets of keys and tokens begin otherwise and hold no dots. */
export function isAccessToken(secret: string): boolean {
  return secret.startsWith('ey') && secret.includes('.');
}

/** Finds the access provider that a token names; undefined where no database here has it. */
export function readAccessToken(reader: Reader, text: string): ClaimedToken | undefined {
  const payload = payloadOf(text);
  if (!payload) return undefined;
  const { iss: issuer, aud = null } = payload;
  const audiences = (isJsonArray(aud) ? aud : [aud]).filter(
    (each): each is string => typeof each === 'string' && each.startsWith(AUDIENCE),
  );
  const [audience, ...others] = audiences;
  if (typeof issuer !== 'string' || audience === undefined || others.length > 0) return undefined;
  const scope = scopeOfGlobalId(reader, audience.slice(AUDIENCE.length));
  const provider = scope === undefined ? undefined : providerOf(reader, scope, issuer);
  if (scope === undefined || typeof provider?.data.jwks_uri !== 'string') return undefined;
  return { text, scope, issuer, audience, jwksUri: provider.data.jwks_uri };
}

/** The provider that a verified token is of, if it is there still and says the same. */
export function providerOfToken(reader: Reader, token: VerifiedToken): StoredRow | undefined {
  if (token.audience !== AUDIENCE + globalIdOf(reader, token.scope)) return undefined;
  const provider = providerOf(reader, token.scope, token.issuer);
  return provider?.data.jwks_uri === token.jwksUri ? provider : undefined;
}

function providerOf(reader: Reader, scope: string, issuer: string): StoredRow | undefined {
  for (const [, json] of reader.scan(documentsTable(scope, 'AccessProvider'))) {
    const row = readRow(json);
    if (row.data.issuer === issuer) return row;
  }
  return undefined;
}

function payloadOf(text: string): { readonly [name: string]: Json } | undefined {
  const [, middle, signature, ...more] = text.split('.');
  if (middle === undefined || signature === undefined || more.length > 0) return undefined;
  const bytes = decodeBase64(middle.replaceAll('-', '+').replaceAll('_', '/'));
  try {
    const payload = bytes && (JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json);
    return typeof payload === 'object' && payload !== null && !isJsonArray(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** A payload as predicates and `Query.token()` see it. */
export function payloadValue(json: Json): Value {
  if (json === null) return nullAt(NO_SPAN);
  if (typeof json === 'number') return numberValue(json);
  if (typeof json !== 'object') return json;
  if (isJsonArray(json)) return new ArrayValue(json.map(payloadValue));
  return ObjectValue.of(Object.entries(json).map(([name, each]) => [name, payloadValue(each)]));
}

function numberValue(number: number): Value {
  if (!Number.isSafeInteger(number)) return new Double(number);
  return Math.abs(number) < 2 ** 31 ? number : BigInt(number);
}
