/** Regular expressions at work on strings. */
import { RE2JS } from 're2js';
import type { Context } from '../../runtime/context.ts';
import { parseRegex } from '../regex/parse.ts';
import { type Node, RegexError } from '../regex/syntax.ts';
import { translate } from '../regex/translate.ts';
import { countCodePoints } from './code-points.ts';
import type { Found } from './replace.ts';

export interface Regex {
  readonly node: Node;
  readonly program: RE2JS;
  /** Of a pattern with `$`: what matches when `$` stands before the last line terminator, in the text without it. */
  readonly beforeTerminator: RE2JS | undefined;
}

const KEPT = 200;
const compiled = new Map<string, Regex>();

/** Errors: `invalid_regex`. */
export function requireRegex(context: Context, pattern: string): Regex {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const regex = compile(pattern);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(pattern, regex);
    return regex;
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    // The original counts in UTF-16 units what it was told in code points, and so do we.
    const index = countCodePoints(pattern, Math.max(0, Math.min(error.index, pattern.length)));
    return context.fail('invalid_regex', `Invalid regular expression. ${error.description} at index ${index}`);
  }
}

function compile(pattern: string): Regex {
  const node = parseRegex(pattern);
  const { text, hasFinal } = translate(node, 'end');
  return {
    node,
    program: compileRe2(text),
    beforeTerminator: hasFinal ? compileRe2(translate(node, 'never').text) : undefined,
  };
}

function compileRe2(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch {
    throw new RegexError('Not supported: the expression is too large', 0);
  }
}

const capturing = new WeakMap<Regex, RE2JS>();

/** The same expression with its groups, which replacements may name. It takes longer. Throws RegexError. */
export function capturingProgram(regex: Regex): RE2JS {
  const program = capturing.get(regex) ?? compileRe2(translate(regex.node, 'end', 'capturing').text);
  capturing.set(regex, program);
  return program;
}

/** The first match at or after `from`. */
export function findMatch(regex: Regex, text: string, from = 0): Found | undefined {
  const found = find(regex.program, text, from);
  if (!regex.beforeTerminator) return found;
  const trimmed = text.replace(/(?:\r\n|[\n\r\u0085\u2028\u2029])$/, '');
  if (trimmed.length === text.length || trimmed.length < from) return found;
  const before = find(regex.beforeTerminator, trimmed, from);
  if (!found || !before) return found ?? before;
  return before.start < found.start || (before.start === found.start && before.end > found.end) ? before : found;
}

function find(program: RE2JS, text: string, from: number): Found | undefined {
  const matcher = program.matcher(text);
  return matcher.find(from) ? { start: matcher.start(), end: matcher.end() } : undefined;
}

/** All matches, one after the other; after an empty one the search goes on a UTF-16 unit later. */
export function matchesIn(context: Context, regex: Regex, text: string): readonly Found[] {
  const matches: Found[] = [];
  for (let from = 0; from <= text.length; ) {
    context.tick();
    const found = findMatch(regex, text, from);
    if (!found) break;
    matches.push(found);
    from = found.end > found.start ? found.end : found.end + 1;
  }
  return matches;
}
