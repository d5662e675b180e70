/**
 * JSON as the API reads it: integers are told from floats, of two equal keys the first counts, and what is nested too
 * deeply is refused before it can use up the stack.
 */
import { Double } from '../runtime/value.ts';
import { ArrayValue, ObjectValue, type Value } from './value.ts';

/** Levels of arrays and objects within each other. */
export const maxDepth = 1_000;

/** Why a text was refused: becomes the answer's error. */
export class InvalidJson extends Error {
  override name = 'InvalidJson';
}

const notJson = 'Request body is not valid JSON.';
const tooDeep = 'Request body JSON exceeds nesting limit.';

const maxLong = 2n ** 63n - 1n;
const minLong = -(2n ** 63n);

/** Throws InvalidJson. */
export function readJson(text: string): Value {
  const reader = new Reader(text.replace(/^\uFEFF/, ''));
  const value = reader.value(0);
  reader.end();
  return value;
}

const space = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
/** A string without escapes or control characters, up to its end or its first escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON does not allow them in strings.
const plain = /[^"\\\u0000-\u001f]*/y;

class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Value {
    this.skipSpace();
    switch (this.text[this.position]) {
      case '{':
        return this.object(depth + 1);
      case '[':
        return this.array(depth + 1);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  end(): void {
    this.skipSpace();
    if (this.position < this.text.length) throw new InvalidJson(notJson);
  }

  private skipSpace(): void {
    space.lastIndex = this.position;
    this.position += space.exec(this.text)?.[0].length ?? 0;
  }

  private accept(character: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private expect(character: string): void {
    if (!this.accept(character)) throw new InvalidJson(notJson);
  }

  private word<T extends Value>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.position)) throw new InvalidJson(notJson);
    this.position += word.length;
    return value;
  }

  private number(): bigint | Double {
    number.lastIndex = this.position;
    const found = number.exec(this.text);
    if (!found) throw new InvalidJson(notJson);
    const [digits, fraction, exponent] = found;
    this.position += digits.length;
    if (fraction !== undefined || exponent !== undefined) return new Double(Number(digits));
    const integer = BigInt(digits);
    if (integer > maxLong || integer < minLong) throw new InvalidJson(notJson);
    return integer;
  }

  private string(): string {
    const start = this.position;
    this.position++;
    for (;;) {
      plain.lastIndex = this.position;
      this.position += plain.exec(this.text)?.[0].length ?? 0;
      const character = this.text[this.position];
      if (character === '"') break;
      if (character !== '\\') throw new InvalidJson(notJson);
      this.position += 2;
    }
    this.position++;
    const quoted = this.text.slice(start, this.position);
    if (!quoted.includes('\\')) return quoted.slice(1, -1);
    try {
      return JSON.parse(quoted) as string;
    } catch {
      throw new InvalidJson(notJson);
    }
  }

  private array(depth: number): ArrayValue {
    this.enter(depth);
    const elements: Value[] = [];
    if (this.accept(']')) return new ArrayValue(elements);
    do elements.push(this.value(depth));
    while (this.accept(','));
    this.expect(']');
    return new ArrayValue(elements);
  }

  private object(depth: number): ObjectValue {
    this.enter(depth);
    const fields = new Map<string, Value>();
    if (this.accept('}')) return new ObjectValue(fields);
    do {
      this.skipSpace();
      if (this.text[this.position] !== '"') throw new InvalidJson(notJson);
      const key = this.string();
      this.expect(':');
      const value = this.value(depth);
      if (!fields.has(key)) fields.set(key, value);
    } while (this.accept(','));
    this.expect('}');
    return new ObjectValue(fields);
  }

  private enter(depth: number): void {
    if (depth > maxDepth) throw new InvalidJson(tooDeep);
    this.position++;
  }
}
