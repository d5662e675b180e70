/** A query of FQL v4 that was typed: read, asked, and its answer printed. */
import { error } from '../../language/diagnostic.ts';
import { renderSummary } from '../../language/render-diagnostic.ts';
import { Source } from '../../language/source.ts';
import type { Json } from '../../store/store.ts';
import { InvalidJson, readJson } from '../json.ts';
import type { Variables } from './build.ts';
import { describeErrors, type Fql4Error } from './describe-errors.ts';
import { InvalidText } from './invalid-text.ts';
import type { QueryMetrics } from './metrics.ts';
import { parseFql4 } from './parse.ts';
import { printAnswer } from './print.ts';
import { toTagged } from './tagged.ts';
import { type Wire, writeWire } from './wire.ts';

/** What `POST /` answers. */
export interface Fql4Response {
  readonly status: number;
  /** The JSON text: `{"resource": …}` or `{"errors": [ … ]}`. */
  readonly body: string;
  readonly metrics: QueryMetrics;
}

/** Runs an expression, which is JSON text. */
export type AskFql4 = (expression: string) => Promise<Fql4Response>;

export type Fql4TextAnswer =
  | {
      readonly ok: true;
      /** As the pages of FQL v4 show answers. */
      readonly printed: string;
      /** The JSON text of the answer's `resource`. */
      readonly resource: string;
      readonly tagged: Json;
      readonly metrics: QueryMetrics;
    }
  | {
      readonly ok: false;
      /** Of the first error: `instance not found`. */
      readonly code: string;
      readonly status: number;
      readonly message: string;
      /** The errors with their places. */
      readonly summary: string;
    };

/** Throws only what `ask` does. */
export async function runFql4Text(ask: AskFql4, fql: string, variables: Variables = {}): Promise<Fql4TextAnswer> {
  let expression: Wire;
  try {
    expression = parseFql4(new Source('*query*', fql), variables);
  } catch (problem) {
    if (!(problem instanceof InvalidText)) throw problem;
    const { diagnostic, message } = problem;
    return { ok: false, code: 'invalid expression', status: 400, message, summary: renderSummary([diagnostic]) };
  }
  const { status, body, metrics } = await ask(writeWire(expression));
  if (status >= 200 && status < 300) {
    const resource = resourceOf(body);
    return { ok: true, printed: printAnswer(resource), resource, tagged: taggedOf(resource), metrics };
  }
  const { errors } = JSON.parse(body) as { readonly errors: readonly Fql4Error[] };
  const [first] = errors;
  const code = first?.code ?? 'error';
  const summary = renderSummary(first ? describeErrors(errors, expression) : [error(body, expression.span)]);
  return { ok: false, code, status, message: first?.description ?? body, summary };
}

/** The text between the braces: parsing it would round its integers. */
function resourceOf(body: string): string {
  const [start] = /^\s*\{\s*"resource"\s*:\s*/.exec(body) ?? [];
  const end = body.lastIndexOf('}');
  if (start === undefined || end < 0) throw new Error('the engine answered with something that is no resource');
  return body.slice(start.length, end).trim();
}

/** What is nested too deeply to be read is not kept. */
function taggedOf(resource: string): Json {
  try {
    return toTagged(readJson(resource));
  } catch (problem) {
    if (problem instanceof InvalidJson) return null;
    throw problem;
  }
}
