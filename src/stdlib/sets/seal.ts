/**
 * Texts that a client keeps and hands back: cursors, tokens of event sources. Each carries a code made with a key of
 * the store, so that a text that was changed is told apart, and a cursor that another database gave.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { crypto, equalBytes } from '../../model/crypto.ts';
import { systemTable } from '../../model/database.ts';
import type { Reader } from '../../model/schema.ts';
import { decodeBase64, encodeBase64 } from '../../runtime/base64.ts';
import type { Context } from '../../runtime/context.ts';
import type { Json } from '../../store/store.ts';

const KEY_ROW = 'seal';
const KEY_LENGTH = 32;
const CODE_LENGTH = 16;
/** Stands for the scope in the code of a text for all; no scope is null. */
const EVERY_DATABASE = null;

/** Codes are made with copies of it. */
type Key = ReturnType<typeof hmac.create>;

const encoder = new TextEncoder();

/**
 * `prefix` tells kinds of text apart: a cursor is no token. `content` is asked for when the key is there: the query
 * that makes the key writes, and the time that its cursors speak of is that of its commit.
 */
export function seal(context: Context, prefix: string, content: () => Json): string {
  return sealFor(context, context.database.scope, prefix, content);
}

/** As `seal`, for whoever has the text: what it says is looked up in the database of whoever hands it back. */
export function sealForAll(context: Context, prefix: string, content: () => Json): string {
  return sealFor(context, EVERY_DATABASE, prefix, content);
}

function sealFor(context: Context, scope: string | null, prefix: string, content: () => Json): string {
  const key = keyOf(context);
  const body = encoder.encode(JSON.stringify(content()));
  const code = codeOf(scope, prefix, body, key);
  const sealed = new Uint8Array(CODE_LENGTH + body.length);
  sealed.set(code);
  sealed.set(body, CODE_LENGTH);
  return prefix + encodeBase64(sealed);
}

/** What was sealed in this database; undefined when the text is anything else. */
export function unseal(context: Context, prefix: string, text: string): Json | undefined {
  return open(storedKey(context), context.database.scope, prefix, text);
}

/** What `sealForAll` sealed in any database of the store; undefined when the text is anything else. */
export function unsealForAll(reader: Reader, prefix: string, text: string): Json | undefined {
  return open(keyIn(reader), EVERY_DATABASE, prefix, text);
}

function open(key: Key | undefined, scope: string | null, prefix: string, text: string): Json | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const sealed = decodeBase64(text.slice(prefix.length));
  if (!sealed || !key || sealed.length <= CODE_LENGTH) return undefined;
  const body = sealed.slice(CODE_LENGTH);
  if (!equalBytes(sealed.slice(0, CODE_LENGTH), codeOf(scope, prefix, body, key))) return undefined;
  return JSON.parse(new TextDecoder().decode(body)) as Json;
}

function codeOf(scope: string | null, prefix: string, body: Uint8Array, key: Key): Uint8Array {
  const about = encoder.encode(JSON.stringify([prefix, scope]));
  return key.clone().update(about).update(body).digest().slice(0, CODE_LENGTH);
}

/** Not counted among the reads of the query: the key never changes. */
function storedKey({ transaction }: Context): Key | undefined {
  return keyIn(transaction.snapshot) ?? keyIn(transaction);
}

/** The key of the store that was asked last, and its text: making it ready takes as long as sealing a cursor with it. */
let last: { readonly row: string; readonly key: Key } | undefined;

function keyIn(reader: Reader): Key | undefined {
  const row = reader.get(systemTable(''), KEY_ROW);
  if (typeof row !== 'string') return undefined;
  if (last?.row !== row) {
    const bytes = decodeBase64(row);
    last = bytes && { row, key: hmac.create(sha256, bytes) };
  }
  return last?.key;
}

/** The key, made at first use and kept by the commit of the query that needed it. */
function keyOf(context: Context): Key {
  const stored = storedKey(context);
  if (stored) return stored;
  const made = crypto().randomBytes(KEY_LENGTH);
  context.transaction.put(systemTable(''), KEY_ROW, encodeBase64(made));
  return hmac.create(sha256, made);
}
