/** A script as text: queries separated by blank lines, dot commands on lines of their own. */
import { type Completeness, isComplete } from '../language/parse.ts';
import { type QueryText, splitQueries } from '../language/split-queries.ts';
import { isDotCommand } from '../shell/dot-commands.ts';
import type { FqlVersion } from '../shell/session.ts';

export interface ScriptStep {
  readonly kind: 'query' | 'command';
  readonly text: string;
  /** The line it begins on, from 1. */
  readonly line: number;
}

/** How texts of a language are taken apart. */
interface Splitter {
  readonly split: (text: string) => readonly QueryText[];
  readonly completeness: (text: string) => Completeness;
}

const splitters: Readonly<Record<FqlVersion, () => Promise<Splitter>>> = {
  10: async () => ({ split: splitQueries, completeness: isComplete }),
  // Few scripts are in this language.
  4: async () => {
    const [{ splitFql4 }, { isCompleteFql4 }] = await Promise.all([
      import('../fql4/text/split.ts'),
      import('../fql4/text/parse.ts'),
    ]);
    return { split: splitFql4, completeness: isCompleteFql4 };
  },
};

/**
 * The steps of a script, one after another. `version` is asked for the language before each: a step may change that of
 * all that stands below it.
 */
export async function* splitScript(text: string, version: () => FqlVersion): AsyncGenerator<ScriptStep> {
  let rest = text;
  let above = 0;
  for (let isWhole = false; !isWhole; ) {
    isWhole = true;
    const current = version();
    for (const step of splitAs(await splitters[current](), rest)) {
      yield { ...step, line: above + step.line };
      if (version() === current) continue;
      // Only a command changes the language, and it ends with its line.
      const lines = rest.split('\n');
      rest = lines.slice(step.line).join('\n');
      above += step.line;
      isWhole = false;
      break;
    }
  }
}

function* splitAs(splitter: Splitter, text: string): Generator<ScriptStep> {
  for (const chunk of splitter.split(text)) yield* splitChunk(splitter, chunk);
}

/**
 * A line that is a dot command ends the query before it, so that `.save` may stand right below one; within brackets, a
 * string or a heredoc it is part of the query.
 */
function splitChunk(splitter: Splitter, { text: chunk, line: firstLine }: QueryText): ScriptStep[] {
  const steps: ScriptStep[] = [];
  let pending: string[] = [];
  let start = firstLine;
  const flush = () => {
    const text = pending.join('\n');
    if (splitter.split(text).length > 0) steps.push({ kind: 'query', text, line: start });
    pending = [];
  };
  for (const [index, line] of chunk.split('\n').entries()) {
    if (isScriptCommand(line, pending.length === 0) && isWhole(splitter, pending.join('\n'))) {
      flush();
      steps.push({ kind: 'command', text: line.trim(), line: firstLine + index });
    } else {
      if (pending.length === 0) start = firstLine + index;
      pending.push(line);
    }
  }
  flush();
  return steps;
}

/** Whether a new step may begin after this text: it is one query to its end, or nothing but comments. */
function isWhole({ split, completeness }: Splitter, text: string): boolean {
  return split(text).length === 0 || completeness(text) !== 'incomplete';
}

/** Indented lines continue a chain of methods; a command begins its line. Where nothing goes before it may be misspelt. */
function isScriptCommand(line: string, isFirst: boolean): boolean {
  return isDotCommand(line) || (isFirst && /^\.[A-Za-z]/.test(line));
}
