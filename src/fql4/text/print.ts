/**
 * Answers as the page on `Tokens` shows them: references as calls, strings in single quotes, and what is short on one
 * line.
 */
import { Double } from '../../runtime/value.ts';
import { InvalidJson, readJson } from '../json.ts';
import { ArrayValue, ObjectValue, type Value } from '../value.ts';
import { callTextOf, fieldName, untag } from './call-text.ts';

/** Columns that a line may take, together with a place kept for what comes behind it. */
const width = 80;
const kept = 10;
/** How many levels of arrays and objects one line may hold. */
const levelsOfLine = 3;
const step = 2;

/** `json` is the text of an answer's `resource`. */
export function printAnswer(json: string): string {
  try {
    return print(readJson(json), 0).text;
  } catch (problem) {
    // What is nested deeper than any request may be is shown as it is.
    if (problem instanceof InvalidJson) return json;
    throw problem;
  }
}

interface Printed {
  readonly text: string;
  /** Levels of arrays and objects in it. */
  readonly levels: number;
}

function print(value: Value, indent: number): Printed {
  if (value instanceof ArrayValue) {
    const items = value.elements.map((element) => print(element, indent + step));
    return enclose('[', items, ']', indent);
  }
  if (value instanceof ObjectValue) {
    const call = callTextOf(value);
    if (call !== undefined) return { text: call, levels: 0 };
    const tagged = untag(value);
    const { fields } = tagged?.tag === '@obj' && tagged.inner instanceof ObjectValue ? tagged.inner : value;
    const items = [...fields].map(([name, each]) => {
      const { text, levels } = print(each, indent + step);
      return { text: `${fieldName(name, quote)}: ${text}`, levels };
    });
    return enclose('{', items, '}', indent);
  }
  if (typeof value === 'string') return { text: quote(value), levels: 0 };
  if (value instanceof Double) return { text: doubleText(value.value), levels: 0 };
  return { text: String(value), levels: 0 };
}

/** As JavaScript writes it, but large ones so that they are not taken for integers. */
function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

function enclose(open: string, items: readonly Printed[], close: string, indent: number): Printed {
  if (items.length === 0) return { text: open + close, levels: 1 };
  const levels = 1 + Math.max(...items.map((item) => item.levels));
  const texts = items.map(({ text }) => text);
  const length = texts.reduce((sum, text) => sum + text.length, 0) + 2 * items.length;
  const isShort = indent + open.length + kept + length <= width && !texts.some((text) => text.includes('\n'));
  if (levels <= levelsOfLine && isShort) return { text: `${open} ${texts.join(', ')} ${close}`, levels };
  const margin = `\n${' '.repeat(indent)}`;
  const inner = `${margin}${' '.repeat(step)}`;
  return { text: `${open}${inner}${texts.join(`,${inner}`)}${margin}${close}`, levels };
}

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};

/** In single quotes; in double ones where that saves escaping. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be escaped
  const escaped = text.replace(/[\u0000-\u001f\u007f-\u009f\\'\u2028\u2029]|\p{Surrogate}/gu, (character) => {
    if (character === "'") return mark === "'" ? "\\'" : "'";
    return escapes[character] ?? escapeCode(character.charCodeAt(0));
  });
  return mark + escaped + mark;
}

function escapeCode(code: number): string {
  const digits = code.toString(16).toUpperCase();
  return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
}
