/** Opening a database where people work with it: a file, or memory. */
import { basename } from 'node:path';
import { tokenVerifier } from './key-sets.ts';
import { errorCodes } from './language/error-codes.ts';
import { type Authority, permissionsOfRole } from './model/authority.ts';
import { provideCrypto } from './model/crypto.ts';
import { nodeCrypto } from './node-crypto.ts';
import { Engine, type QueryAnswer } from './query.ts';
import type { EngineAnswer, EngineRequest, RoleName, Engine as SessionEngine } from './shell/session.ts';
import { openJsonFile } from './store/json-file/index.ts';
import { MemoryStore } from './store/memory.ts';

export interface OpenDatabase {
  /** What the shell's prompt calls it: the file's name without `.json`. */
  readonly name: string;
  readonly engine: Engine;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly rootSecret?: string | undefined;
  /** Hosts beside this machine that the keys of access providers may be fetched from. */
  readonly jwksHosts?: readonly string[] | undefined;
  /** Told what a person should know and nothing is lost by: a checkpoint that could not be written. */
  readonly warn?: (message: string) => void;
}

/** Opens the file, made at first use, or a throw-away database when `path` is undefined. Throws a StoreError. */
export async function openDatabase(path: string | undefined, options: OpenOptions = {}): Promise<OpenDatabase> {
  const { rootSecret, jwksHosts, warn = (message) => process.stderr.write(`${message}\n`) } = options;
  provideCrypto(nodeCrypto);
  const store = path === undefined ? new MemoryStore() : await openJsonFile(path, { warn });
  const name = path === undefined ? 'demo' : basename(path).replace(/\.json$/, '');
  const engine = new Engine(store, rootSecret, { verifyToken: tokenVerifier({ hosts: jwksHosts, warn }) });
  const close = () => {
    engine.events.close();
    return store.close();
  };
  return { name, engine, close };
}

/** The database as sessions of the shell and of scripts use it. `cancelled` is asked while a query runs: true ends it. */
export function sessionEngine({ name, engine }: OpenDatabase, cancelled?: () => boolean): SessionEngine {
  return { name, query: async (request) => sessionAnswer(request, await ask(engine, request, cancelled)) };
}

function ask(engine: Engine, request: EngineRequest, cancelled?: () => boolean): Promise<QueryAnswer> {
  const { secret, role = 'admin' } = request;
  const caller = secret === undefined ? { scope: '', authority: authorityOf(role) } : { secret };
  return engine.query(caller, {
    fql: request.fql,
    arguments: request.arguments,
    formats: request.formats ?? [request.format],
    timeoutMs: request.timeoutMs,
    cancelled,
  });
}

/** What a role that the person at the keyboard takes may do. */
export function authorityOf(role: RoleName): Authority {
  return { permissions: permissionsOfRole(role.replace(/^@role\//, '')) };
}

function sessionAnswer(request: EngineRequest, answer: QueryAnswer): EngineAnswer {
  if (answer.outcome === 'success') {
    const { data, summary, stats } = answer;
    const text = data[request.format] ?? '';
    return {
      ok: true,
      data: request.format === 'decorated' ? text : JSON.parse(text),
      ...(data.tagged === undefined ? {} : { tagged: JSON.parse(data.tagged) }),
      summary,
      stats,
    };
  }
  const { code, message } = answer;
  const summary = answer.outcome === 'failure' ? answer.summary : '';
  return { ok: false, code, status: errorCodes[code].status, message, summary };
}
