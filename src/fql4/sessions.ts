/** The session of each transaction: this language may be asked from within the other, about roles and indexes. */
import type { Context } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { Session } from './session.ts';

const sessions = new WeakMap<Transaction, Session>();

export function registerSession(session: Session): void {
  sessions.set(session.transaction, session);
}

export function sessionIn({ transaction, evaluation }: Context): Session {
  let session = sessions.get(transaction);
  if (!session) {
    session = new Session(evaluation);
    sessions.set(transaction, session);
  }
  return session;
}
