/** A database in memory with a root secret, to ask it things as different callers. */

import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import type { Caller } from '../../src/query/request.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json } from '../../src/store/store.ts';

export const rootSecret = 'root-secret';
const admin: Caller = { scope: '', authority: ADMIN };

export class Session {
  readonly store = new MemoryStore();
  readonly engine = new Engine(this.store, rootSecret);

  /** The answer as FQL prints it, or the error as `code: message`. `caller` is a secret; an admin of the root by default. */
  async ask(fql: string, secret?: string, options: { readonly typecheck?: boolean } = {}): Promise<string> {
    const caller = secret === undefined ? admin : { secret };
    const answer = await this.engine.query(caller, { fql, formats: ['decorated'], ...options });
    if (answer.outcome === 'success') return (answer.data.decorated ?? '').replace(/\s+/g, ' ');
    return `${answer.code}: ${answer.message}`;
  }

  /** The answer as JSON; throws when the query fails. */
  async get(fql: string, secret?: string): Promise<Json> {
    const caller = secret === undefined ? admin : { secret };
    const answer = await this.engine.query(caller, { fql, formats: ['simple'] });
    if (answer.outcome !== 'success') throw new Error(`${answer.code}: ${answer.message} in ${fql}`);
    return JSON.parse(answer.data.simple ?? 'null');
  }

  /** A secret that the query gives. */
  async secret(fql: string): Promise<string> {
    return String(await this.get(fql));
  }
}

export const unauthorized = 'unauthorized: Access token required';
export const denied = 'permission_denied: Insufficient privileges to perform the action.';
