/** What a line came to, as text for the terminal. */
import { type Highlight, paintFql } from './highlight.ts';
import { makePrintable, type Paint } from './paint.ts';
import type { Message, Output } from './session.ts';

/** A longer answer is cut on the screen: nobody reads on, and a terminal takes long to draw it. */
const MAX_LINES = 5000;
const MAX_CHARACTERS = 500_000;

export interface Look {
  readonly paint: Paint;
  readonly highlight: Highlight;
}

/** With a line end, unless there is nothing to say. Logs and hints come before the answer, remarks behind it. */
export function printOutput({ result, metrics, messages }: Output, look: Look): string {
  const before = messages.filter((message) => message.kind !== 'note');
  const behind = messages.filter((message) => message.kind === 'note');
  const parts = before.map((message) => printMessage(message, look.paint));
  if (result !== undefined) parts.push(printResult(result, look));
  if (metrics !== undefined) parts.push(look.paint(metrics, 'dim'));
  parts.push(...behind.map((message) => printMessage(message, look.paint)));
  return parts.map((part) => `${part}\n`).join('');
}

export function printMessage({ kind, text }: Message, paint: Paint): string {
  const printable = makePrintable(text);
  if (kind === 'note') return paint(printable, 'dim');
  if (kind === 'log') return paint(printable, 'log');
  // The first line says what is wrong; the places below it read better without colour.
  const end = printable.indexOf('\n');
  return end === -1 ? paint(printable, 'error') : paint(printable.slice(0, end), 'error') + printable.slice(end);
}

function printResult(result: string, look: Look): string {
  return printLong(
    result,
    look,
    "Ask for less (`.take(10)`, a projection), or write it to a file: faunula query -o FILE 'QUERY'",
  );
}

/** A query as it was typed, behind its prompt. */
export function printQuery(prompt: string, text: string, look: Look): string {
  return `${look.paint(prompt, 'prompt')}${printLong(text, look, 'They were run too.')}\n`;
}

/** A text in its colours; of a long one the beginning, and what to know of the rest. */
function printLong(text: string, { paint, highlight }: Look, advice: string): string {
  const shown = cutLines(text);
  const painted = paintFql(makePrintable(text.slice(0, shown)), highlight, paint);
  if (shown === text.length) return painted;
  const rest = text.slice(text[shown] === '\n' ? shown + 1 : shown);
  const lines = rest.split('\n').length;
  const left =
    lines > 1 ? `${lines.toLocaleString('en')} more lines` : `${rest.length.toLocaleString('en')} more characters`;
  return `${painted}\n${paint(`… ${left}. ${advice}`, 'dim')}`;
}

/** Where to cut a long text: at a line's end if there is one. */
function cutLines(text: string): number {
  let end = -1;
  for (let lines = 0; lines < MAX_LINES; lines++) {
    const next = text.indexOf('\n', end + 1);
    if (next === -1) return text.length <= MAX_CHARACTERS ? text.length : cutAt(text, Math.max(end, 0));
    if (next > MAX_CHARACTERS) return cutAt(text, Math.max(end, 0));
    end = next;
  }
  return end;
}

function cutAt(text: string, lineEnd: number): number {
  return lineEnd > 0 ? lineEnd : Math.min(text.length, MAX_CHARACTERS);
}
