/** `faunula run FILE …` and FQL that is piped in: a script, query by query, each its own transaction. */
import { errorCodes } from '../language/error-codes.ts';
import { runLine } from '../shell/dot-commands.ts';
import type { Output, Session } from '../shell/session.ts';
import { printResult, say } from './output.ts';
import { type ScriptStep, splitScript } from './script.ts';

export interface Script {
  readonly name: string;
  readonly text: string;
}

export interface RunOptions {
  /** Goes on after a query that failed. */
  readonly keepGoing: boolean;
  /** Takes what each step comes to; printed to stdout and stderr unless given. */
  readonly show?: (output: Output) => void;
  /** Ends the script, and the query that runs. */
  readonly signal?: AbortSignal;
}

/** How many scripts may read one another: enough for any use, and an end for one that reads itself. */
const MAX_DEPTH = 16;

/** Runs scripts one after another in one session; answers whether all went as they should. */
export async function runScripts(session: Session, scripts: readonly Script[], options: RunOptions): Promise<boolean> {
  let ok = true;
  for (const script of scripts) {
    const outcome = await runScript(session, script, options);
    if (outcome === 'exit') return ok;
    ok &&= outcome === 'ok';
    if (!ok && !options.keepGoing) return false;
  }
  return ok;
}

async function runScript(
  session: Session,
  { name, text }: Script,
  options: RunOptions,
  depth = 0,
): Promise<'ok' | 'failed' | 'exit'> {
  const { keepGoing, signal, show = print } = options;
  const say = (complaint: string): void => show({ ok: false, messages: [{ kind: 'error', text: complaint }] });
  if (depth > MAX_DEPTH) {
    say(`${name}: scripts read one another more than ${MAX_DEPTH} deep.`);
    return 'failed';
  }
  let failed = false;
  let expected: string | undefined;
  let expectedAt = 0;
  for await (const step of splitScript(text, () => session.version)) {
    if (step.kind === 'command' && step.text.startsWith('.expect')) {
      const code = step.text.slice('.expect'.length).trim();
      if (!isErrorCode(session, code)) {
        const example = session.version === 4 ? 'validation failed' : 'constraint_failure';
        say(`${name}:${step.line}: .expect needs the code of an error, such as ${example}; not "${code}".`);
        return 'failed';
      }
      expected = code;
      expectedAt = step.line;
      continue;
    }
    const output = await runLine(session, step.text, signal);
    show(output);
    const { effect } = output;
    if (effect?.kind === 'exit') return failed ? 'failed' : 'exit';
    if (effect?.kind === 'read') {
      const outcome = await runScript(session, { name: effect.path, text: effect.text }, options, depth + 1);
      if (outcome === 'exit') return 'exit';
      failed ||= outcome === 'failed';
    }
    const complaint = judge(step, output, step.kind === 'query' ? expected : undefined);
    if (step.kind === 'query') expected = undefined;
    if (complaint) {
      say(`${name}:${step.line}: ${complaint}${keepGoing ? '' : ' The script stops here.'}`);
      failed = true;
    }
    if (signal?.aborted || (failed && !keepGoing)) return 'failed';
  }
  if (expected !== undefined) {
    say(`${name}:${expectedAt}: no query follows this .expect.`);
    return 'failed';
  }
  return failed ? 'failed' : 'ok';
}

/** Codes of FQL v4 are words: `instance not found`. */
function isErrorCode({ version }: Session, code: string): boolean {
  return version === 4 ? /^[a-z]+( [a-z]+)*$/.test(code) : Object.hasOwn(errorCodes, code);
}

function print(output: Output): void {
  if (output.result !== undefined) printResult(output.result);
  if (output.metrics !== undefined) printResult(output.metrics);
  for (const { text } of output.messages) say(text);
}

/** What is wrong with the way a step went; nothing when it went as it should. */
function judge(step: ScriptStep, output: Output, expected: string | undefined): string | undefined {
  if (expected !== undefined) {
    if (output.ok) return `this query should have failed with ${expected}, and did not.`;
    return output.code === expected ? undefined : `this query should have failed with ${expected}, not ${output.code}.`;
  }
  if (output.ok) return undefined;
  return `this ${step.kind} failed.`;
}
