/** A database in memory that is asked in FQL v4, as different callers. */
import { Engine } from '../../src/engine.ts';
import { runExpression } from '../../src/fql4/run.ts';
import { parseFql4 } from '../../src/fql4/text/parse.ts';
import { printAnswer } from '../../src/fql4/text/print.ts';
import { writeWire } from '../../src/fql4/text/wire.ts';
import { Source } from '../../src/language/source.ts';
import { provideCrypto } from '../../src/model/crypto.ts';
import { nodeCrypto } from '../../src/node-crypto.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json, Store } from '../../src/store/store.ts';

provideCrypto(nodeCrypto);

export const rootSecret = 'root-secret';

/** The expression that a text stands for, as drivers send it. */
export function wireOf(text: string): string {
  return writeWire(parseFql4(new Source('*query*', text)));
}

export class Fql4Database {
  readonly engine: Engine;

  constructor(store: Store = new MemoryStore()) {
    this.engine = new Engine(store, rootSecret);
  }

  /** The answer's JSON: `{ resource }` or `{ errors }`. `expression` is JSON text. */
  async send(expression: string, secret = rootSecret): Promise<{ resource?: Json; errors?: readonly Fql4Error[] }> {
    const answer = await this.engine.transact({ secret }, {}, (context) => runExpression(context, expression, '4'));
    if (answer === undefined) return { errors: [{ code: 'unauthorized', description: 'Unauthorized', position: [] }] };
    if (answer === 'contended') throw new Error('another query came between');
    return JSON.parse(answer.body);
  }

  /** The answer as the pages of FQL v4 print it in one line, or the first error as `code: description`. */
  async ask(text: string, secret?: string): Promise<string> {
    const { resource, errors } = await this.send(wireOf(text), secret);
    if (errors) return `${errors[0]?.code}: ${errors[0]?.description}`;
    return printAnswer(JSON.stringify(resource)).replace(/\s+/g, ' ');
  }

  /** The answer as JSON; throws when the query fails. */
  async get(text: string, secret?: string): Promise<Json> {
    const { resource, errors } = await this.send(wireOf(text), secret);
    if (errors) throw new Error(`${errors[0]?.code}: ${errors[0]?.description} in ${text}`);
    return resource ?? null;
  }
}

export interface Fql4Error {
  readonly code: string;
  readonly description: string;
  readonly position: readonly (string | number)[];
}
