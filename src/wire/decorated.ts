/** The decorated format: a result written as FQL, for people. Source: recorded `decorated values`. */

import { encodeBase64 } from '../runtime/base64.ts';
import { formatDouble } from '../runtime/number-text.ts';
import { encodable } from '../runtime/text.ts';
import { formatDate, formatTime } from '../runtime/time-text.ts';
import {
  ArrayValue,
  Bytes,
  DateValue,
  Document,
  Double,
  EventSource,
  type FunctionValue,
  Id,
  Module,
  Null,
  ObjectValue,
  SetCursor,
  SetValue,
  Time,
  TransactionTime,
  Uuid,
  type Value,
} from '../runtime/value.ts';
import { functionName } from './function-name.ts';
import { describeMissing, type Materialized } from './materialize.ts';

export function writeDecorated(result: Materialized): string {
  const writer = new Writer(result);
  writer.value(result.value);
  return encodable(writer.text);
}

/** What is one word or a call with one text. */
type Scalar =
  | boolean
  | number
  | bigint
  | Double
  | Null
  | Time
  | TransactionTime
  | DateValue
  | Bytes
  | Uuid
  | Module
  | FunctionValue;

class Writer {
  text = '';
  private depth = 0;
  private atLineStart = false;
  /** The documents around the place being written: one within itself shows as a reference. */
  private readonly open = new Set<string>();

  constructor(private readonly result: Materialized) {}

  value(value: Value): void {
    if (value instanceof ObjectValue)
      return this.block('{', '}', [...value.fields], ([name, field]) => this.field(name, field));
    if (value instanceof ArrayValue) return this.block('[', ']', value.elements, (element) => this.value(element));
    if (typeof value === 'string') return this.string(value);
    if (value instanceof Id) return this.string(String(value.value));
    if (value instanceof Document) return this.document(value);
    if (value instanceof SetValue) {
      const page = this.result.page(value);
      return typeof page === 'string' ? this.string(page) : this.value(page);
    }
    if (value instanceof SetCursor) return this.string(value.text);
    if (value instanceof EventSource) return this.string(this.result.eventSource(value));
    this.write(this.scalar(value));
  }

  private scalar(value: Scalar): string {
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
    if (value instanceof Double) return decoratedDouble(value.value);
    if (value instanceof Null) return 'null';
    if (value instanceof Time) return `Time("${formatTime(value)}")`;
    if (value instanceof TransactionTime) return `Time("${formatTime(Time.ofMicros(this.result.time))}")`;
    if (value instanceof DateValue) return `Date("${formatDate(value)}")`;
    if (value instanceof Bytes) return `Bytes("${encodeBase64(value.data)}")`;
    if (value instanceof Uuid) return `UUID("${value.text}")`;
    if (value instanceof Module) return value.name;
    return quote(`[function ${functionName(value)}]`);
  }

  private field(name: string, value: Value): void {
    if (isIdentifier(name)) this.write(name);
    else this.string(name);
    this.write(': ');
    this.value(value);
  }

  private document(document: Document): void {
    const { collection, id } = this.result.reference(document);
    const resolved = this.result.resolved(document);
    const key = `${document.collection}/${id}`;
    if (resolved && 'fields' in resolved && !this.open.has(key)) {
      this.open.add(key);
      this.value(resolved.fields);
      this.open.delete(key);
      return;
    }
    // The id of no document, as of a credential that nobody has, stays as the original writes it: `Credential("-1")`.
    const method = typeof id === 'string' ? '.byName' : id < 0n ? '' : '.byId';
    this.write(`${collection}${method}(${quote(String(id))})`);
    if (resolved && 'missing' in resolved) this.write(` /* ${describeMissing(resolved.missing)} */`);
  }

  private block<T>(opening: string, closing: string, items: readonly T[], writeItem: (item: T) => void): void {
    if (items.length === 0) return this.write(opening + closing);
    this.line(opening);
    this.depth++;
    for (const [index, item] of items.entries()) {
      writeItem(item);
      this.line(index === items.length - 1 ? '' : ',');
    }
    this.depth--;
    this.write(closing);
  }

  /** A text of several lines is written as a heredoc whose end mark does not occur in it. */
  private string(text: string): void {
    const mark = text.includes('\n') ? heredocMark(text) : undefined;
    if (!mark) return this.write(quote(text));
    this.line(`<<-${mark}`);
    this.depth++;
    const lines = text.split(/\r\n|[\n\r]/);
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) this.line(line);
    this.depth--;
    this.write(mark);
  }

  private line(text: string): void {
    this.write(text);
    this.text += '\n';
    this.atLineStart = true;
  }

  private write(text: string): void {
    if (this.atLineStart) {
      this.text += '  '.repeat(this.depth);
      this.atLineStart = false;
    }
    this.text += text;
  }
}

function heredocMark(text: string): string | undefined {
  if (!text.includes('END')) return 'END';
  for (let number = 0; number < 10; number++) if (!text.includes(`END${number}`)) return `END${number}`;
  return undefined;
}

function decoratedDouble(value: number): string {
  if (Number.isNaN(value)) return 'Math.NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Math.Infinity' : '-Math.Infinity';
  return formatDouble(value);
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  '\0': '0',
  "'": "'",
  '"': '"',
  '`': '`',
  '\n': 'n',
  '\r': 'r',
  '\v': 'v',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
  '#': '#',
};

/** A string literal of FQL. */
export function quote(text: string): string {
  return `"${text.replace(/[\\\0'"`\n\r\v\t\b\f#]/g, (each) => `\\${escapes[each]}`)}"`;
}

function isIdentifier(name: string): boolean {
  return /^\p{L}[\p{L}\p{Nd}_]*$/u.test(name);
}
