/** Opening a database where people work with it: a file, or memory. */
import { basename } from 'node:path';
import { Engine } from './engine.ts';
import { type Costs, runExpression } from './fql4/run.ts';
import type { Fql4Response } from './fql4/text/run-text.ts';
import { tokenVerifier } from './key-sets.ts';
import { errorCodes } from './language/error-codes.ts';
import { type Authority, permissionsOfRole } from './model/authority.ts';
import { provideCrypto } from './model/crypto.ts';
import { nodeCrypto } from './node-crypto.ts';
import { isMemoryFull } from './node-memory.ts';
import type { QueryAnswer } from './query/answer.ts';
import type { Caller } from './query/request.ts';
import { provideMemoryCheck } from './runtime/memory-limit.ts';
import type { EngineAnswer, EngineRequest, RoleName, Engine as SessionEngine } from './shell/session.ts';
import { openJsonFile } from './store/json-file/index.ts';
import { MemoryStore } from './store/memory.ts';
import { typeEnvironment } from './wire/environment.ts';

export interface OpenDatabase {
  /** What the shell's prompt calls it: the file's name without `.json`. */
  readonly name: string;
  readonly engine: Engine;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly rootSecret?: string | undefined;
  /** Opens beside a process that writes, shows the database as it is at this moment, and takes no writes. */
  readonly readOnly?: boolean | undefined;
  /** Hosts beside this machine that the keys of access providers may be fetched from. */
  readonly jwksHosts?: readonly string[] | undefined;
  /** Told what a person should know and nothing is lost by: a checkpoint that could not be written. */
  readonly warn?: (message: string) => void;
}

/** Opens the file, made at first use, or a throw-away database when `path` is undefined. Throws a StoreError. */
export async function openDatabase(path: string | undefined, options: OpenOptions = {}): Promise<OpenDatabase> {
  const { rootSecret, readOnly = false, jwksHosts, warn = (message) => process.stderr.write(`${message}\n`) } = options;
  provideCrypto(nodeCrypto);
  provideMemoryCheck(isMemoryFull);
  const store = path === undefined ? new MemoryStore() : await openJsonFile(path, { warn, readOnly });
  const name = path === undefined ? 'demo' : basename(path).replace(/\.json$/, '');
  const engine = new Engine(store, rootSecret, { verifyToken: tokenVerifier({ hosts: jwksHosts, warn }) });
  const close = () => {
    engine.close();
    return store.close();
  };
  return { name, engine, close };
}

/** The database as sessions of the shell and of scripts use it. `cancelled` is asked while a query runs: true ends it. */
export function sessionEngine({ name, engine }: OpenDatabase, cancelled?: () => boolean): SessionEngine {
  return {
    name,
    query: async (request) =>
      request.version === 4
        ? answerFql4(engine, request, cancelled)
        : sessionAnswer(request, await ask(engine, request, cancelled)),
    environment: (secret) =>
      engine.look(secret === undefined ? { scope: '', authority: authorityOf('admin') } : { secret }, ({ database }) =>
        typeEnvironment(database.schema),
      ),
  };
}

function callerOf({ secret, role = 'admin' }: EngineRequest): Caller {
  return secret === undefined ? { scope: '', authority: authorityOf(role) } : { secret };
}

function ask(engine: Engine, request: EngineRequest, cancelled?: () => boolean): Promise<QueryAnswer> {
  return engine.query(callerOf(request), {
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

async function answerFql4(
  engine: Engine,
  request: EngineRequest,
  cancelled: (() => boolean) | undefined,
): Promise<EngineAnswer> {
  // Few processes are asked in this language.
  const { runFql4Text } = await import('./fql4/text/run-text.ts');
  const ask = (expression: string) => askFql4(engine, request, expression, cancelled);
  const answer = await runFql4Text(ask, request.fql, request.arguments);
  if (!answer.ok) return answer;
  const { printed, resource, tagged, metrics } = answer;
  const stats = { queryTimeMs: metrics.queryTime };
  return { ok: true, data: printed, tagged, wire: resource, metrics, summary: '', stats };
}

async function askFql4(
  engine: Engine,
  request: EngineRequest,
  expression: string,
  cancelled: (() => boolean) | undefined,
): Promise<Fql4Response> {
  const started = performance.now();
  const limits = { timeoutMs: request.timeoutMs, cancelled };
  const run = await engine.transact(callerOf(request), limits, (context, retries) => {
    const { keep, answer } = runExpression(context, expression, '4');
    return { keep, answer: { ...answer, retries } };
  });
  const answer: RunAnswer = run === undefined ? unauthorized : run === 'contended' ? contended : run;
  const { status, body, costs = noCosts, retries = 0 } = answer;
  const { storageBytesRead: readBytes, storageBytesWrite: writeBytes, ...operations } = costs;
  const queryTime = Math.round(performance.now() - started);
  const bytes = { bytesIn: Buffer.byteLength(expression), bytesOut: Buffer.byteLength(body), readBytes, writeBytes };
  return { status, body, metrics: { ...operations, ...bytes, queryTime, retries } };
}

interface RunAnswer {
  readonly status: number;
  readonly body: string;
  readonly costs?: Costs;
  readonly retries?: number;
}

const noCosts: Costs = { computeOps: 0, readOps: 0, writeOps: 0, storageBytesRead: 0, storageBytesWrite: 0 };
const unauthorized = refusal(401, 'unauthorized', 'Unauthorized');
const contended = refusal(409, 'contended transaction', 'Another query changed the same. Run this one again.');

function refusal(status: number, code: string, description: string) {
  return { status, body: JSON.stringify({ errors: [{ code, description }] }) };
}
