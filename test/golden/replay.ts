/**
 * Replays recorded scenarios in process and compares answers. A scenario is a list of queries with the answers of the
 * original engine; ids, times near now, secrets and cursors stand as placeholders in both.
 */

import { Engine } from '../../src/engine.ts';
import { errorCodes } from '../../src/language/error-codes.ts';
import type { Format } from '../../src/query/request.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json } from '../../src/store/store.ts';

export interface Step {
  readonly query: string;
  /** Names under which parts of the answer are kept for later steps: `{ token: 'data.secret' }`. */
  readonly save?: Readonly<Record<string, string>>;
  /** Run as the owner of the secret kept under this name. */
  readonly as?: string;
  readonly role?: string;
  readonly format?: Format;
  readonly typecheck?: boolean;
  readonly args?: Readonly<Record<string, Json>>;
  /** Compare the status alone: the mission's document decides. */
  readonly ignore?: boolean;
  readonly answer: Answer;
}

export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface Answer {
  readonly status: number;
  readonly data?: Json;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly constraint_failures?: Json;
    readonly abort?: Json;
  };
  readonly summary?: string;
}

/** What is compared: `data` the status, data, error code and abort value; `text` also messages and summaries. */
export type Level = 'data' | 'text';

/** Runs all steps in a database of their own. */
export async function replay(scenario: Scenario): Promise<Answer[]> {
  const engine = new Engine(new MemoryStore(), 'secret');
  await engine.query(
    { secret: 'secret' },
    { fql: 'Database.create({ name: "golden_db_0", typechecked: true })', formats: ['simple'] },
  );
  const kept: Record<string, string> = {};
  const fill = (text: string) => text.replace(/\$\{(\w+)\}/g, (all, name: string) => kept[name] ?? all);
  const normalize = placeholders();
  const answers: Answer[] = [];
  for (const step of scenario.steps) {
    const secret = step.as ? (kept[step.as] ?? fill(step.as)) : `secret:golden_db_0:${step.role ?? 'admin'}`;
    const format = step.format ?? (step.save ? 'tagged' : 'decorated');
    await nextMillisecond();
    const raw = await ask(engine, secret, fill(step.query), format, step, fill);
    for (const [name, path] of Object.entries(step.save ?? {})) {
      const part = untag(partAt(raw as unknown as Json, path));
      if (part !== undefined) kept[name] = String(part);
    }
    answers.push(normalize(raw as unknown as Json) as unknown as Answer);
  }
  return answers;
}

/** Over a network no two steps share a millisecond, so the recorded times are whole ones and all as long. */
async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  while (Date.now() === now) await new Promise((turn) => setImmediate(turn));
}

async function ask(
  engine: Engine,
  secret: string,
  fql: string,
  format: Format,
  step: Step,
  fill: (text: string) => string,
): Promise<Answer> {
  if (!['decorated', 'tagged', 'simple'].includes(format)) {
    return {
      status: 400,
      error: { code: 'invalid_request', message: `Invalid header 'x-format': Invalid format ${format}` },
    };
  }
  const values = step.args
    ? (JSON.parse(fill(JSON.stringify(step.args))) as Readonly<Record<string, Json>>)
    : undefined;
  const answer = await engine.query(
    { secret },
    {
      fql,
      formats: [format],
      typecheck: step.typecheck,
      arguments: values,
      argumentFormat: format === 'simple' ? 'simple' : 'tagged',
    },
  );
  if (answer.outcome === 'refused') {
    const { code, message } = answer;
    return { status: errorCodes[code].status, error: { code, message } };
  }
  const read = (text: string | undefined) => (format === 'decorated' ? text : JSON.parse(text ?? 'null')) as Json;
  const summary = answer.summary === '' ? {} : { summary: answer.summary };
  if (answer.outcome === 'success') return { status: 200, data: read(answer.data[format]), ...summary };
  const { code, message, constraintFailures, abort } = answer;
  return {
    status: errorCodes[code].status,
    error: {
      code,
      message,
      ...(constraintFailures.length > 0
        ? {
            constraint_failures: constraintFailures.map(({ paths, message }) => ({
              paths,
              message,
            })) as unknown as Json,
          }
        : {}),
      ...(abort ? { abort: read(abort[format]) } : {}),
    },
    ...summary,
  };
}

/** Whether two answers are the same as far as the level looks. */
export function agree(step: Step, got: Answer, level: Level): boolean {
  return JSON.stringify(view(step.answer, step, level)) === JSON.stringify(view(got, step, level));
}

export function view(answer: Answer, step: Step, level: Level): Json {
  if (step.ignore) return { status: answer.status };
  const { status, data, error } = answer;
  const shown = typeof data === 'string' ? canonical(data) : data;
  const compared = { status, data: shown, code: error?.code, abort: error?.abort };
  const more = { message: error?.message, constraint_failures: error?.constraint_failures, summary: answer.summary };
  return sortKeys((level === 'data' ? compared : { ...compared, ...more }) as Json);
}

function partAt(value: Json | undefined, path: string): Json | undefined {
  let part = value;
  for (const key of path.split('.')) {
    for (const tag of ['@doc', '@object', '@ref', '@set']) {
      if (isRecord(part) && !(key in part) && tag in part) part = part[tag];
    }
    part = isRecord(part) ? part[key] : undefined;
  }
  return part;
}

function untag(value: Json | undefined): Json | undefined {
  if (!isRecord(value)) return value;
  const [entry, ...others] = Object.entries(value);
  return entry?.[0].startsWith('@') && others.length === 0 ? entry[1] : value;
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const recent = 40 * 864e5;

/** Replaces what differs from run to run: ids by number of first appearance, times near now, secrets, cursors. */
function placeholders(): (value: Json) => Json {
  const ids = new Map<string, string>();
  const id = (text: string) => {
    const known = ids.get(text) ?? `<id${ids.size + 1}>`;
    ids.set(text, known);
    return known;
  };
  const text = (value: string) =>
    value
      .replace(/\bfn[A-Za-z0-9_-]{38,}/g, '<secret>')
      .replace(/\bhdW?[A-Za-z0-9+/_-]{12,}=*/g, '<cursor>')
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, (time) =>
        Math.abs(Date.parse(time) - Date.now()) < recent ? '<time>' : time,
      )
      .replace(/(?<![\d.])\d{17,19}(?!\d|\.\d)/g, id)
      .replace(/golden_[a-z0-9]+_\d+/g, '<db>')
      .replace(/(global_id: ")[a-z0-9]{13}"/g, '$1<global>"')
      .replace(/\bg9[A-Za-z0-9+/_-]{30,}=*/g, '<stream>');
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
  };
  return walk;
}

/** The decorated format without its order of fields, which the original does not fix for schema documents. */
function canonical(text: string): string {
  const lines = text.replace(/\b([A-Z]\w*)\.byId\("(<id\d+>|\d+)"\)/g, '$1("$2")').split('\n');
  let next = 0;
  const block = (close: string): string[] => {
    const entries: string[] = [];
    while (next < lines.length) {
      const line = (lines[next++] ?? '').trim();
      if (close !== '' && (line === close || line === `${close},`)) break;
      const opening = /[{[(]$/.exec(line)?.[0];
      if (line.endsWith('<<-END')) entries.push(heredoc(line));
      else if (opening) {
        const end = { '{': '}', '[': ']', '(': ')' }[opening] ?? '';
        const inner = block(end);
        entries.push(`${line}${(opening === '{' ? inner.sort() : inner).join(';')}${end}`);
      } else entries.push(line.replace(/,$/, ''));
    }
    return entries;
  };
  const heredoc = (opening: string): string => {
    const parts = [opening];
    while (next < lines.length) {
      const line = (lines[next++] ?? '').trim();
      parts.push(line);
      if (line === 'END' || line === 'END,') break;
    }
    return parts.join('\n').replace(/,$/, '');
  };
  return block('').join(';');
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, sortKeys(value[key] ?? null)]));
}
