/** The way of a query: JSON → expression → value → JSON, within one transaction. */
import { Failure } from '../language/failure.ts';
import type { Authority } from '../model/authority.ts';
import { finishDeletes } from '../model/finish-writes.ts';
import type { Context } from '../runtime/context.ts';
import type { ApiVersion } from './api-version.ts';
import { evaluate } from './evaluate.ts';
import {
  describe,
  type FieldProblem,
  Fql4Failure,
  invalidJson,
  otherProblem,
  type Problem,
  statusOf,
} from './failure.ts';
import './forms/index.ts';
import { InvalidJson, readJson } from './json.ts';
import { parseExpression } from './parse/parse.ts';
import type { Place } from './place.ts';
import { Position } from './position.ts';
import { render } from './render.ts';
import { Session } from './session.ts';
import { registerSession } from './sessions.ts';
import { Version } from './value.ts';

/**
 * What a query has cost. `computeOps`: its steps (functions evaluated, lambdas called, entries of sets looked at) in
 * fifties, at least one. `readOps`: documents read, and the partitions of sets. `writeOps`: documents written. Bytes are
 * those of rows.
 */
export interface Costs {
  readonly computeOps: number;
  readonly readOps: number;
  readonly writeOps: number;
  readonly storageBytesRead: number;
  readonly storageBytesWrite: number;
}

export interface Fql4Answer {
  readonly status: number;
  /** JSON text: `{"resource": …}` or `{"errors": [ … ]}`. */
  readonly body: string;
  /** Microseconds since 1970. */
  readonly txnTime: number;
  readonly costs: Costs;
}

/** `keep`: whether what the query has written is to be kept. */
export interface Fql4Run {
  readonly keep: boolean;
  readonly answer: Fql4Answer;
}

const stepsPerComputeOp = 50;
const anything = { effect: 'write', reason: '' } as const;

/** Runs an expression as `context` says who asks. Throws only what is no fault of the query. */
export function runExpression(
  context: Context,
  text: string,
  version: ApiVersion,
  limit: Place['limit'] = anything,
): Fql4Run {
  const session = new Session(context.evaluation);
  registerSession(session);
  try {
    const place = placeOf(context, session, version, limit);
    const expression = parseExpression(readJson(text), { place, version });
    const value = evaluate(expression, place);
    const body = `{"resource":${render(value, place)}}`;
    finishDeletes(context);
    context.endIfLate();
    const status = value instanceof Version && value.isNew ? 201 : 200;
    return { keep: true, answer: answerOf(session, status, body) };
  } catch (problem) {
    return { keep: false, answer: refuse(problem, session, version) };
  }
}

/** The answer that says what was wrong. Throws what is no fault of the query. */
export function refuse(problem: unknown, session: Session, version: ApiVersion): Fql4Answer {
  if (problem instanceof Failure && !(problem instanceof Fql4Failure)) return answerOf(session, ...ofModel(problem));
  const problems = problemsOf(problem);
  return answerOf(session, statusOf(problems), writeErrors(problems, version));
}

function answerOf(session: Session, status: number, body: string): Fql4Answer {
  return { status, body, txnTime: session.time, costs: costsOf(session) };
}

/** From where a query begins: in the database of whoever asks, with their rights. */
export function placeOf(context: Context, session: Session, version: ApiVersion, limit: Place['limit']): Place {
  return {
    session,
    scope: context.database.scope,
    authority: withoutOwn(context.authority),
    readTime: undefined,
    limit,
    version,
    bindings: null,
    depth: 0,
  };
}

/** That an identity without roles sees its own document is a rule of FQL v10. */
function withoutOwn(authority: Authority): Authority {
  if (authority.permissions.kind !== 'self') return authority;
  return { ...authority, permissions: { kind: 'roles', names: [], ofIdentity: true } };
}

function costsOf({ costs, transaction: { counters } }: Session): Costs {
  return {
    computeOps: Math.max(1, Math.ceil(costs.compute / stepsPerComputeOp)),
    readOps: costs.reads,
    writeOps: costs.writes,
    storageBytesRead: counters.bytesRead,
    storageBytesWrite: counters.bytesWritten,
  };
}

function problemsOf(thrown: unknown): readonly Problem[] {
  if (thrown instanceof Fql4Failure) return thrown.problems;
  if (thrown instanceof InvalidJson) return [invalidJson(Position.root, thrown.message)];
  if (thrown instanceof RangeError) {
    return [otherProblem('stack overflow', Position.root, 'The expression is nested too deeply.')];
  }
  throw thrown;
}

/** What the model itself refuses stands nowhere in the expression: a time too long ago, a query too slow. */
function ofModel({ code, message }: Failure): [status: number, body: string] {
  const isLate = code === 'time_out';
  const told = code === 'invalid_request' ? 'bad request' : code.replaceAll('_', ' ');
  const description = isLate ? 'Read timed out' : message;
  return [isLate ? 503 : 400, JSON.stringify({ errors: [{ code: told, description }] })];
}

function writeErrors(problems: readonly Problem[], version: ApiVersion): string {
  return JSON.stringify({ errors: problems.map((problem) => errorOf(problem, version)) });
}

function errorOf({ position, code, description, failures, cause }: Problem, version: ApiVersion): object {
  return {
    position: position.path,
    code,
    description: describe(description, version),
    ...(failures && { failures: failures.map((failure) => failureOf(failure, version)) }),
    ...(cause && { cause: cause.map((each) => errorOf(each, version)) }),
  };
}

function failureOf({ field, code, description }: FieldProblem, version: ApiVersion): object {
  return { field, code, description: describe(description, version) };
}
