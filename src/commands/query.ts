/** `faunula query`: one text, one query, one answer. */
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { authorityOf, type OpenDatabase, sessionEngine } from '../database.ts';
import { printMetrics } from '../fql4/text/metrics.ts';
import type { Format } from '../query/request.ts';
import type { FqlVersion, RoleName } from '../shell/session.ts';
import { indentJson } from './indent-json.ts';
import { CommandError, printResult, say } from './output.ts';

export const outputFormats = ['fql', 'json', 'tagged'] as const;
export type OutputFormat = (typeof outputFormats)[number];

const wireFormats: Readonly<Record<OutputFormat, Format>> = { fql: 'decorated', json: 'simple', tagged: 'tagged' };

export interface QueryCommandOptions {
  readonly format: OutputFormat;
  readonly secret: string | undefined;
  readonly role: RoleName;
  /** A file to write the result to, instead of stdout. */
  readonly output: string | undefined;
  readonly version: FqlVersion;
  /** Whether to say below the answer what a query of FQL v4 has cost. */
  readonly metrics: boolean;
}

/** Answers whether the query succeeded. Logs, hints and errors go to stderr. */
export async function queryCommand(
  database: OpenDatabase,
  fql: string,
  options: QueryCommandOptions,
): Promise<boolean> {
  if (options.output !== undefined) checkOutput(options.output);
  if (options.version === 4) return queryFql4(database, fql, options);
  const { engine } = database;
  const format = wireFormats[options.format];
  const caller =
    options.secret === undefined ? { scope: '', authority: authorityOf(options.role) } : { secret: options.secret };
  const answer = await engine.query(caller, { fql, formats: [format] });
  if (answer.outcome === 'refused') {
    say(answer.code === 'unauthorized' ? 'Invalid secret' : answer.message);
    return false;
  }
  if (answer.summary !== '') say(answer.summary);
  if (answer.outcome === 'failure') return false;
  const text = answer.data[format] ?? '';
  const shown = options.format === 'fql' ? text : indentJson(text);
  if (options.output === undefined) printResult(shown);
  else writeOutput(options.output, shown);
  return true;
}

/** FQL v4 has one kind of JSON: its own. */
async function queryFql4(database: OpenDatabase, fql: string, options: QueryCommandOptions): Promise<boolean> {
  const { format, role, secret, output, metrics } = options;
  const who = secret === undefined ? { role } : { secret };
  const answer = await sessionEngine(database).query({ fql, version: 4, ...who, format: 'decorated' });
  if (!answer.ok) {
    say(answer.code === 'unauthorized' ? 'Invalid secret' : answer.summary);
    return false;
  }
  const shown = format === 'fql' ? String(answer.data) : indentJson(answer.wire ?? 'null');
  if (output !== undefined) writeOutput(output, shown);
  else {
    printResult(shown);
    if (format === 'fql' && metrics && answer.metrics) printResult(printMetrics(answer.metrics));
  }
  return true;
}

/** Before the query runs: it could not be run a second time for its answer alone. */
function checkOutput(path: string): void {
  const fault = faultOfOutput(path);
  if (fault !== undefined) throw new CommandError(`${fault} Nothing was run.`);
}

function faultOfOutput(path: string): string | undefined {
  const isThere = existsSync(path);
  if (isThere && statSync(path).isDirectory()) return `${path} is a folder: name a file for the answer.`;
  if (!isThere && !existsSync(dirname(path))) return `There is no folder ${dirname(path)} for the answer.`;
  try {
    accessSync(isThere ? path : dirname(path), constants.W_OK);
    return undefined;
  } catch {
    return `You may not write ${path}.`;
  }
}

function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, `${text}\n`);
  } catch (problem) {
    throw new CommandError(`The result could not be written to ${path}: ${(problem as Error).message}`);
  }
}
