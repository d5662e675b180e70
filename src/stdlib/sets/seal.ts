/**
 * Texts that a client keeps and hands back: cursors, tokens of event sources. Each carries a code made with a key of
 * the database, so that a text that was changed, or that another database gave, is told apart.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { crypto, equalBytes } from '../../model/crypto.ts';
import { systemTable } from '../../model/database.ts';
import { decodeBase64, encodeBase64 } from '../../runtime/base64.ts';
import type { Context } from '../../runtime/context.ts';
import type { Json } from '../../store/store.ts';

const KEY_ROW = 'seal';
const KEY_LENGTH = 32;
const CODE_LENGTH = 16;

/**
 * `prefix` tells kinds of text apart: a cursor is no token. `content` is asked for when the key is there: the query
 * that makes the key writes, and the time that its cursors speak of is that of its commit.
 */
export function seal(context: Context, prefix: string, content: () => Json): string {
  const key = keyOf(context);
  const body = new TextEncoder().encode(JSON.stringify(content()));
  const code = codeOf(context, prefix, body, key);
  const sealed = new Uint8Array(CODE_LENGTH + body.length);
  sealed.set(code);
  sealed.set(body, CODE_LENGTH);
  return prefix + encodeBase64(sealed);
}

/** What was sealed in this database; undefined when the text is anything else. */
export function unseal(context: Context, prefix: string, text: string): Json | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const sealed = decodeBase64(text.slice(prefix.length));
  const key = storedKey(context);
  if (!sealed || !key || sealed.length <= CODE_LENGTH) return undefined;
  const body = sealed.slice(CODE_LENGTH);
  if (!equalBytes(sealed.slice(0, CODE_LENGTH), codeOf(context, prefix, body, key))) return undefined;
  return JSON.parse(new TextDecoder().decode(body)) as Json;
}

function codeOf({ database }: Context, prefix: string, body: Uint8Array, key: Uint8Array): Uint8Array {
  const about = new TextEncoder().encode(JSON.stringify([prefix, database.scope]));
  return hmac.create(sha256, key).update(about).update(body).digest().slice(0, CODE_LENGTH);
}

/** Not counted among the reads of the query: the key never changes. */
function storedKey({ transaction }: Context): Uint8Array | undefined {
  const table = systemTable('');
  const row = transaction.snapshot.get(table, KEY_ROW) ?? transaction.get(table, KEY_ROW);
  return typeof row === 'string' ? decodeBase64(row) : undefined;
}

/** The key, made at first use and kept by the commit of the query that needed it. */
function keyOf(context: Context): Uint8Array {
  const stored = storedKey(context);
  if (stored) return stored;
  const made = crypto().randomBytes(KEY_LENGTH);
  context.transaction.put(systemTable(''), KEY_ROW, encodeBase64(made));
  return made;
}
