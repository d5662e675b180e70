/**
 * Regular expressions in Java's syntax. What Java refuses is refused in its words and at the same place; what it takes
 * but cannot be matched in linear time (look-around, back references, possessive quantifiers) is refused too.
 * Source: recorded `invalid_regex`, the documentation of java.util.regex.Pattern.
 */
import { ALL, type CharacterSet, NONE, negate, single } from './character-set.ts';
import { familyOf, parseClass, withCases } from './parse-class.ts';
import { parseEscape, parseGroupName } from './parse-escape.ts';
import { LINE_TERMINATORS, VERTICAL_SPACE } from './property.ts';
import { END, isDigit, Reader } from './reader.ts';
import { type Boundary, EMPTY, type Flags, type Node, RegexError } from './syntax.ts';

const LARGEST_COUNT = 2_147_483_647;

/** Errors: `RegexError`. */
export function parseRegex(pattern: string): Node {
  return new Parser(pattern).parse();
}

function code(character: string): number {
  return character.charCodeAt(0);
}

const flagNames: Readonly<Record<string, Partial<Flags>>> = {
  i: { caseInsensitive: true },
  m: { multiline: true },
  s: { dotAll: true },
  d: { unixLines: true },
  u: { unicodeCase: true },
  c: {},
  x: { comments: true },
  U: { unicodeClasses: true, unicodeCase: true },
};

class Parser {
  readonly #reader: Reader;
  readonly #groups = new Set<string>();
  #unsupported: RegexError | undefined;

  constructor(pattern: string) {
    this.#reader = new Reader(pattern);
  }

  parse(): Node {
    const reader = this.#reader;
    const node = this.#choice();
    if (reader.cursor !== reader.length) {
      if (reader.peek() === code(')')) reader.fail("Unmatched closing ')'");
      // The words of Java 17 for a backslash at the end.
      reader.fail('Unexpected internal error');
    }
    // Only now: what Java refuses comes first.
    if (this.#unsupported) throw this.#unsupported;
    return node;
  }

  readonly #note = (what: string): void => {
    this.#unsupported ??= new RegexError(
      `Not supported, since it can not be matched in linear time: ${what}`,
      this.#reader.cursor - 1,
    );
  };

  #choice(): Node {
    const options = [this.#sequence()];
    while (this.#reader.peek() === code('|')) {
      this.#reader.next();
      options.push(this.#sequence());
    }
    return options.length === 1 ? (options[0] ?? EMPTY) : { kind: 'choice', options };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (;;) {
      const codePoint = this.#reader.peek();
      if (codePoint === code('|') || codePoint === code(')')) break;
      if (codePoint === END && this.#reader.atEnd) break;
      parts.push(codePoint === code('(') ? this.#group() : this.#quantified(this.#atom(codePoint)));
    }
    return parts.length === 1 ? (parts[0] ?? EMPTY) : { kind: 'sequence', parts };
  }

  #atom(codePoint: number): Node {
    const reader = this.#reader;
    switch (String.fromCodePoint(codePoint)) {
      case '[':
        return { kind: 'set', set: parseClass(reader, this.#note) };
      case '\\':
        return this.#escape();
      case '^':
        reader.next();
        return boundary(reader.flags.multiline ? 'line start' : 'start');
      case '$':
        reader.next();
        return boundary(reader.flags.multiline ? 'line end' : 'final');
      case '.':
        reader.next();
        return { kind: 'set', set: dot(reader.flags) };
      case '?':
      case '*':
      case '+':
        reader.next();
        return reader.fail(`Dangling meta character '${String.fromCodePoint(codePoint)}'`);
      case '{':
        // A repetition of nothing: the quantifier says what is wrong with it.
        return EMPTY;
      default:
        reader.next();
        return this.#character(codePoint);
    }
  }

  #character(codePoint: number): Node {
    return { kind: 'set', set: withCases(single(codePoint), this.#reader.flags) };
  }

  #escape(): Node {
    const reader = this.#reader;
    const escaped = reader.nextEscaped();
    if (escaped === code('p') || escaped === code('P')) return { kind: 'set', set: familyOf(reader, this.#note) };
    reader.unread();
    const parsed = parseEscape(reader, false, false, this.#groups);
    switch (parsed.kind) {
      case 'character':
        return this.#character(parsed.codePoint);
      case 'set':
        return { kind: 'set', set: parsed.set };
      case 'boundary':
        return boundary(parsed.at);
      case 'line break':
        return lineBreak;
      default:
        this.#note(parsed.what);
        return { kind: 'set', set: NONE };
    }
  }

  /** A group with its quantifier, or flags for what follows; the cursor is on the `(`. */
  #group(): Node {
    const reader = this.#reader;
    const { flags } = reader;
    if (reader.next() === code('?')) {
      const inner = this.#specialGroup();
      if (inner === undefined) return EMPTY;
      return this.#endGroup(inner, flags);
    }
    return this.#endGroup({ kind: 'capture', of: this.#choice(), name: undefined }, flags);
  }

  #endGroup(inner: Node, flags: Flags): Node {
    if (this.#reader.read() !== code(')')) this.#reader.fail('Unclosed group');
    this.#reader.flags = flags;
    return this.#quantified(inner);
  }

  /** What `(?` begins; undefined for flags alone. */
  #specialGroup(): Node | undefined {
    const reader = this.#reader;
    const kind = String.fromCodePoint(reader.readSecond());
    switch (kind) {
      case ':':
        return this.#choice();
      case '=':
      case '!':
        this.#note('look-ahead');
        return this.#choice();
      case '>':
        this.#note('an independent group');
        return this.#choice();
      case '<':
        return this.#namedGroup();
      case '$':
      case '@':
        return reader.fail('Unknown group type');
      default:
        reader.unread();
        return this.#flagGroup();
    }
  }

  #namedGroup(): Node {
    const reader = this.#reader;
    const first = reader.read();
    if (first === code('=') || first === code('!')) {
      this.#note('look-behind');
      return this.#choice();
    }
    const name = parseGroupName(reader, first);
    if (this.#groups.has(name)) reader.fail(`Named capturing group <${name}> is already defined`);
    this.#groups.add(name);
    return { kind: 'capture', of: this.#choice(), name };
  }

  #flagGroup(): Node | undefined {
    const reader = this.#reader;
    this.#readFlags(true);
    if (reader.peek() === code('-')) {
      reader.next();
      this.#readFlags(false);
    }
    const after = reader.read();
    if (after === code(')')) return undefined;
    if (after !== code(':')) reader.fail('Unknown inline modifier');
    return this.#choice();
  }

  #readFlags(on: boolean): void {
    const reader = this.#reader;
    for (let name = String.fromCodePoint(reader.peek()); Object.hasOwn(flagNames, name); ) {
      const changed = Object.keys(flagNames[name] ?? {}).map((flag) => [flag, on] as const);
      reader.flags = { ...reader.flags, ...Object.fromEntries(changed) };
      name = String.fromCodePoint(reader.next());
    }
  }

  #quantified(node: Node): Node {
    const reader = this.#reader;
    switch (String.fromCodePoint(reader.peek())) {
      case '?':
        return this.#repeat(node, 0, 1);
      case '*':
        return this.#repeat(node, 0, Infinity);
      case '+':
        return this.#repeat(node, 1, Infinity);
      case '{':
        return this.#counted(node);
      default:
        return node;
    }
  }

  /** The cursor is on the last character of the quantifier. */
  #repeat(of: Node, min: number, max: number): Node {
    const after = this.#reader.next();
    const lazy = after === code('?');
    if (after === code('+')) this.#note('a possessive quantifier');
    if (lazy || after === code('+')) this.#reader.next();
    return { kind: 'repeat', of, min, max, lazy };
  }

  #counted(node: Node): Node {
    const reader = this.#reader;
    const first = reader.readSecond();
    if (!isDigit(first)) reader.fail('Illegal repetition');
    let { count: min, after } = this.#count(first);
    let max = min;
    if (after === code(',')) {
      after = reader.read();
      if (after === code('}')) max = Infinity;
      else ({ count: max, after } = this.#count(after));
    }
    if (after !== code('}')) reader.fail('Unclosed counted closure');
    if (max < min) reader.fail('Illegal repetition range');
    reader.unread();
    return this.#repeat(node, min, max);
  }

  /** A number whose first digit has been read, and what comes after it. */
  #count(first: number): { count: number; after: number } {
    let count = 0;
    let after = first;
    while (isDigit(after)) {
      count = count * 10 + after - code('0');
      if (count > LARGEST_COUNT) this.#reader.fail('Illegal repetition range');
      after = this.#reader.read();
    }
    return { count, after };
  }
}

function boundary(at: Boundary): Node {
  return { kind: 'boundary', at };
}

function dot({ dotAll, unixLines }: Flags): CharacterSet {
  if (dotAll) return ALL;
  return negate(unixLines ? single(code('\n')) : LINE_TERMINATORS);
}

/** `\R`. */
const lineBreak: Node = {
  kind: 'choice',
  options: [
    {
      kind: 'sequence',
      parts: [
        { kind: 'set', set: single(code('\r')) },
        { kind: 'set', set: single(code('\n')) },
      ],
    },
    { kind: 'set', set: VERTICAL_SPACE },
  ],
};
