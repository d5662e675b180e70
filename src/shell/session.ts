/** What a shell or a script keeps while it runs: the open database, who runs the queries, variables, the last answer. */
import { fql4Tag } from '../fql4/text/fql4-tag.ts';
import { printMetrics, type QueryMetrics } from '../fql4/text/metrics.ts';
import type { Json } from '../store/store.ts';
import type { TypeEnvironment } from '../wire/environment.ts';
import { findSecrets } from './secrets.ts';
import { usedVariables, type Variable } from './variables.ts';

export type RoleName = 'admin' | 'server' | 'server-readonly' | `@role/${string}`;

/** The versions of the query language. */
export const fqlVersions = [10, 4] as const;
export type FqlVersion = (typeof fqlVersions)[number];

export interface EngineRequest {
  readonly fql: string;
  /** The language of the text; 10 by default. Of 4, `format` and `formats` have no effect: the answer has all. */
  readonly version?: FqlVersion;
  /** By name, as tagged JSON. */
  readonly arguments?: Readonly<Record<string, Json>>;
  /** Run as whom this secret belongs to; else as `role`. */
  readonly secret?: string;
  readonly role?: RoleName;
  readonly format: 'decorated' | 'tagged' | 'simple';
  /** With both: `data` is the decorated text, `tagged` the same as JSON. */
  readonly formats?: readonly ['decorated', 'tagged'];
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type EngineAnswer =
  | {
      readonly ok: true;
      readonly data: Json;
      readonly tagged?: Json;
      /** Of FQL v4: the JSON text of the answer, as the wire has it. */
      readonly wire?: string;
      /** Of FQL v4: what the query has cost. */
      readonly metrics?: QueryMetrics;
      /** Logs, hints and warnings; '' when there are none. */
      readonly summary: string;
      readonly stats: { readonly queryTimeMs: number };
    }
  | {
      readonly ok: false;
      readonly code: string;
      readonly status: number;
      readonly message: string;
      readonly summary: string;
    };

/** One open database, as the shell needs it. */
export interface Engine {
  /** What the prompt calls it: `coffee`. */
  readonly name: string;
  query(request: EngineRequest): Promise<EngineAnswer>;
  /** The types of all names, for completion; of the secret's database. Undefined when the secret is not valid. */
  environment(secret?: string): Promise<TypeEnvironment | undefined>;
}

/** Who runs the queries: a role that the person at the keyboard takes, or the owner of a secret. */
export type RunAs =
  | { readonly kind: 'role'; readonly role: RoleName }
  | { readonly kind: 'secret'; readonly secret: string; readonly label: string };

export interface Session {
  readonly engine: Engine;
  /** Whether a person is there to answer: then `.as` opens a menu, where a script needs a name. */
  readonly interactive: boolean;
  runAs: RunAs;
  /** The language that queries are written in. */
  version: FqlVersion;
  /** Whether to say after each query of FQL v4 what it has cost. */
  readonly metrics: boolean;
  readonly variables: Map<string, Variable>;
  /** The last successful answer, as tagged JSON. */
  lastAnswer: Json | undefined;
  /** Secrets that answers showed in this session, each with what it belongs to: `Token of People "371…"`. */
  readonly secrets: Map<string, string>;
  /** Whether to say after each query how long it took. */
  timer: boolean;
}

export type MessageKind =
  /** Why something was not done. */
  | 'error'
  /** What a query logged, with hints and warnings. */
  | 'log'
  /** What a dot command did or tells. */
  | 'note';

export interface Message {
  readonly kind: MessageKind;
  readonly text: string;
}

/** What only the program around the session can do. */
export type Effect =
  | { readonly kind: 'exit' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'open-run-menu' }
  | { readonly kind: 'ask-secret' }
  | { readonly kind: 'read'; readonly path: string; readonly text: string };

/** What a line came to. */
export interface Output {
  readonly ok: boolean;
  /** The answer of a query, for stdout: decorated text without a line end. */
  readonly result?: string;
  /** What a query has cost, for stdout, below the answer. */
  readonly metrics?: string;
  /** Everything else, for stderr, in order. */
  readonly messages: readonly Message[];
  /** Of a failed query: `constraint_failure`, `unauthorized`, or `validation failed` of FQL v4 … */
  readonly code?: string;
  readonly effect?: Effect;
}

export interface SessionOptions {
  readonly interactive?: boolean;
  readonly runAs?: RunAs;
  readonly version?: FqlVersion;
  readonly metrics?: boolean;
}

export function createSession(engine: Engine, options: SessionOptions = {}): Session {
  return {
    engine,
    interactive: options.interactive ?? false,
    runAs: options.runAs ?? { kind: 'role', role: 'admin' },
    version: options.version ?? 10,
    metrics: options.metrics ?? true,
    variables: new Map(),
    lastAnswer: undefined,
    secrets: new Map(),
    timer: false,
  };
}

/** `admin`, `@role/customer`, `Token of People "371…"`. */
export function labelOf(runAs: RunAs): string {
  return runAs.kind === 'role' ? runAs.role : runAs.label;
}

/** Runs one query as the session says, and keeps what later lines may need of its answer. */
export async function runQuery(session: Session, fql: string, signal?: AbortSignal): Promise<Output> {
  const { engine, runAs, variables, version } = session;
  const used = usedVariables(fql, variables);
  const foreign = version === 10 ? Object.keys(used ?? {}).find((name) => isForeign(used?.[name])) : undefined;
  if (foreign !== undefined) {
    const text = `\`${foreign}\` holds a value of FQL v4 that FQL v10 has none for. \`.v4\` goes back to that language.`;
    return { ok: false, code: 'invalid_request', messages: [{ kind: 'error', text }] };
  }
  const startedAt = performance.now();
  const answer = await engine.query({
    fql,
    ...(version === 10 ? {} : { version }),
    ...(runAs.kind === 'role' ? { role: runAs.role } : { secret: runAs.secret }),
    ...(used ? { arguments: used } : {}),
    format: 'decorated',
    formats: ['decorated', 'tagged'],
    ...(signal ? { signal } : {}),
  });
  const messages: Message[] = [];
  if (!answer.ok) {
    const text =
      answer.code === 'unauthorized'
        ? 'Invalid secret'
        : answer.summary.trimEnd() || `${answer.code}: ${answer.message}`;
    messages.push({ kind: 'error', text });
    return { ok: false, code: answer.code, messages };
  }
  if (answer.summary.trim() !== '') messages.push({ kind: 'log', text: answer.summary.trimEnd() });
  if (session.timer) messages.push({ kind: 'note', text: describeTime(performance.now() - startedAt) });
  if (answer.tagged !== undefined) {
    session.lastAnswer = answer.tagged;
    for (const { secret, label } of findSecrets(answer.tagged)) {
      const isKnown = session.secrets.has(secret);
      if (!isKnown) session.secrets.set(secret, distinguish(label ?? UNNAMED, [...session.secrets.values()]));
    }
  }
  const metrics = session.metrics && answer.metrics ? { metrics: printMetrics(answer.metrics) } : {};
  return { ok: true, result: String(answer.data), ...metrics, messages };
}

/** Whether only FQL v4 has such a value, or a part of it. */
function isForeign(argument: Json | undefined): boolean {
  return JSON.stringify(argument).includes(`{"${fql4Tag}":`);
}

/** The label of a secret before it is known whom it belongs to. */
export const UNNAMED = 'a secret';

export function isUnnamed(label: string): boolean {
  return label === UNNAMED || label.startsWith(`${UNNAMED} (`);
}

/** Two tokens of one person are told apart: `Token of People "371…" (2)`. */
function distinguish(label: string, taken: readonly string[]): string {
  let count = 1;
  let name = label;
  while (taken.includes(name)) name = `${label} (${++count})`;
  return name;
}

/** `0.4 ms`, `37 ms`, `1.24 s`. */
export function describeTime(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}
