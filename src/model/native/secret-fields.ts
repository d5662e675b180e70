/** What keys, tokens and credentials have in common: their secret, and the document they are for. */
import type { ConstraintFailure } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import { Document, type ObjectValue, Time } from '../../runtime/value.ts';
import type { Transaction } from '../../transaction/transaction.ts';
import type { NativeWrite } from '../native-collection.ts';
import { forgetSecret, hashSecret, newSecret, registerSecret, type SecretOwner } from '../secret.ts';
import { failureAt, textBefore, withFields } from './fields.ts';

/** Secrets made in a transaction, until they are shown: nothing else keeps them. */
const fresh = new WeakMap<Transaction, Map<string, string>>();

/**
 * What is kept of a key or token: with the hash of a new secret when it is created, which `takeSecret` gives; later
 * with the same hash, whatever is written.
 */
export function withSecretHash(
  { transaction, database }: Context,
  collection: SecretOwner['collection'],
  write: NativeWrite,
): ObjectValue {
  const after = write.after!;
  if (write.kind !== 'create' || typeof write.id !== 'bigint') {
    return withFields(after, { secret: undefined, hashed_secret: textBefore(write, 'hashed_secret') });
  }
  const secret = newSecret();
  const hash = hashSecret(secret);
  registerSecret(transaction, hash, { scope: database.scope, collection, id: write.id });
  const secrets = fresh.get(transaction) ?? new Map<string, string>();
  fresh.set(transaction, secrets.set(`${collection} ${write.id}`, secret));
  return withFields(after, { secret: undefined, hashed_secret: hash });
}

/** The secret of a key or token that this query created; only once. */
export function takeSecret(context: Context, document: Document): string | undefined {
  const secrets = fresh.get(context.transaction);
  const key = `${document.collection} ${document.id}`;
  const secret = secrets?.get(key);
  secrets?.delete(key);
  return secret;
}

export function forgetSecretOnDelete(context: Context, write: NativeWrite): void {
  const hash = textBefore(write, 'hashed_secret');
  if (write.kind === 'delete' && hash !== undefined) forgetSecret(context.transaction, hash);
}

/**
 * A secret that has expired before it is shown is of no use to anybody.
 * DEPARTURE: the original answers with an internal error.
 */
export function checkExpiry({ transaction }: Context, { kind, given }: NativeWrite): readonly ConstraintFailure[] {
  const ttl = given?.fields.get('ttl');
  if (kind !== 'create' || !(ttl instanceof Time) || ttl.micros > transaction.time) return [];
  return [failureAt(['ttl'], 'Must be a time in the future.')];
}

export function checkUserDocument(context: Context, { after }: NativeWrite): readonly ConstraintFailure[] {
  const document = after?.fields.get('document');
  if (!(document instanceof Document)) return [];
  if (context.database.schema.collection(document.collection)?.kind === 'user') return [];
  return [failureAt(['document'], 'Expected document from a user-defined collection.')];
}
