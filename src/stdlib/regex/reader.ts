/**
 * A pattern being read. Messages give the place of the last character read, so the cursor moves as it does in Java:
 * `peek` does not move it, `next` moves it before it looks, `read` after. In comments mode (`(?x)`) all three pass over
 * white space and comments.
 */
import { NO_FLAGS, RegexError } from './syntax.ts';

/** What is read at the end of the pattern. */
export const END = 0;

export class Reader {
  flags = NO_FLAGS;
  cursor = 0;
  readonly #codePoints: readonly number[];

  constructor(pattern: string) {
    this.#codePoints = unquote(Array.from(pattern, (character) => character.codePointAt(0) ?? 0));
  }

  get length(): number {
    return this.#codePoints.length;
  }

  get atEnd(): boolean {
    return this.cursor >= this.length;
  }

  /** The code point at an offset from the cursor, whatever the mode. */
  look(offset = 0): number {
    return this.#codePoints[this.cursor + offset] ?? END;
  }

  peek(): number {
    while (this.flags.comments && this.#skipsHere()) this.cursor++;
    return this.look();
  }

  next(): number {
    this.cursor++;
    return this.peek();
  }

  /** `next`, with white space as it is: after a backslash. */
  nextEscaped(): number {
    this.cursor++;
    return this.look();
  }

  read(): number {
    this.peek();
    const codePoint = this.look();
    this.cursor++;
    return codePoint;
  }

  /** Passes over the character at the cursor and reads the one after it. */
  readSecond(): number {
    this.cursor += 2;
    return this.look(-1);
  }

  unread(): void {
    this.cursor--;
  }

  slice(start: number, end: number): string {
    return String.fromCodePoint(...this.#codePoints.slice(start, end));
  }

  fail(description: string): never {
    throw new RegexError(description, this.cursor - 1);
  }

  /** White space, or a `#` and what follows it on its line. */
  #skipsHere(): boolean {
    const codePoint = this.look();
    if (codePoint === 0x23) {
      while (!this.atEnd && !this.#endsLine(this.look())) this.cursor++;
      return !this.atEnd;
    }
    return !this.atEnd && isSpace(codePoint);
  }

  #endsLine(codePoint: number): boolean {
    if (this.flags.unixLines) return codePoint === 0x0a;
    return codePoint === 0x0a || codePoint === 0x0d || codePoint === 0x85 || (codePoint | 1) === 0x2029;
  }
}

export function isSpace(codePoint: number): boolean {
  return codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d);
}

export function isDigit(codePoint: number): boolean {
  return codePoint >= 0x30 && codePoint <= 0x39;
}

export function isLetter(codePoint: number): boolean {
  return (codePoint >= 0x41 && codePoint <= 0x5a) || (codePoint >= 0x61 && codePoint <= 0x7a);
}

export function hexDigit(codePoint: number): number | undefined {
  if (isDigit(codePoint)) return codePoint - 0x30;
  const letter = codePoint | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

const BACKSLASH = 0x5c;

/** `\Q…\E` as escapes. Places in messages are those in the pattern so written, as in Java. */
function unquote(codePoints: readonly number[]): readonly number[] {
  const result: number[] = [];
  let quoted = false;
  let start = 0;
  for (let index = 0; index < codePoints.length; index++) {
    const codePoint = codePoints[index] ?? END;
    const following = codePoints[index + 1];
    if (!quoted && codePoint === BACKSLASH && following !== undefined) {
      index++;
      quoted = following === 0x51;
      start = index + 1;
      if (!quoted) result.push(codePoint, following);
    } else if (quoted && codePoint === BACKSLASH && following === 0x45) {
      index++;
      quoted = false;
    } else if (quoted && codePoint < 0x80 && !isLetter(codePoint)) {
      // The first digit could go on a number that came before the quotation.
      if (!isDigit(codePoint)) result.push(BACKSLASH, codePoint);
      else if (index === start) result.push(BACKSLASH, 0x78, 0x33, codePoint);
      else result.push(codePoint);
    } else {
      result.push(codePoint);
    }
  }
  return result;
}
