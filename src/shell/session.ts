/** What a shell or a script keeps while it runs: the open database, who runs the queries, variables, the last answer. */
import type { Json } from '../store/store.ts';
import { findSecrets } from './secrets.ts';
import { usedVariables, type Variable } from './variables.ts';

export type RoleName = 'admin' | 'server' | 'server-readonly' | `@role/${string}`;

export interface EngineRequest {
  readonly fql: string;
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
  /** Everything else, for stderr, in order. */
  readonly messages: readonly Message[];
  /** Of a failed query: `constraint_failure`, `unauthorized` … */
  readonly code?: string;
  readonly effect?: Effect;
}

export function createSession(engine: Engine, options: { interactive?: boolean; runAs?: RunAs } = {}): Session {
  return {
    engine,
    interactive: options.interactive ?? false,
    runAs: options.runAs ?? { kind: 'role', role: 'admin' },
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
  const { engine, runAs, variables } = session;
  const used = usedVariables(fql, variables);
  const startedAt = performance.now();
  const answer = await engine.query({
    fql,
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
  return { ok: true, result: String(answer.data), messages };
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
