/** A script as text: queries separated by blank lines, dot commands on lines of their own. */
import { isComplete } from '../language/parse.ts';
import { splitQueries } from '../language/split-queries.ts';
import { isDotCommand } from '../shell/dot-commands.ts';

export interface ScriptStep {
  readonly kind: 'query' | 'command';
  readonly text: string;
  /** The line it begins on, from 1. */
  readonly line: number;
}

export function splitScript(text: string): ScriptStep[] {
  return splitQueries(text).flatMap(({ text, line }) => splitChunk(text, line));
}

/**
 * A line that is a dot command ends the query before it, so that `.save` may stand right below one; within brackets, a
 * string or a heredoc it is part of the query.
 */
function splitChunk(chunk: string, firstLine: number): ScriptStep[] {
  const steps: ScriptStep[] = [];
  let pending: string[] = [];
  let start = firstLine;
  const flush = () => {
    const text = pending.join('\n');
    if (splitQueries(text).length > 0) steps.push({ kind: 'query', text, line: start });
    pending = [];
  };
  for (const [index, line] of chunk.split('\n').entries()) {
    if (isScriptCommand(line) && isWhole(pending.join('\n'))) {
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
function isWhole(text: string): boolean {
  return splitQueries(text).length === 0 || isComplete(text) !== 'incomplete';
}

/** Indented lines continue a chain of methods; a command begins its line. */
function isScriptCommand(line: string): boolean {
  return /^\.expect(\s|$)/.test(line) || isDotCommand(line);
}
