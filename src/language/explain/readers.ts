/** The smallest readers, and those that make larger ones of others. How each names what it expects is part of what it does. */
import { joinNames, type Names, none, type Reader, type Run } from './machine.ts';

/** Between two readers of a sequence: no going back behind this. */
export const cut: Reader<undefined> = () => undefined;

/** An exact text. */
export function literal(text: string): Reader<void> {
  const name = JSON.stringify(text);
  const first = text.charCodeAt(0);
  return (run) => {
    const start = run.at;
    if (run.text.charCodeAt(start) === first && run.text.startsWith(text, start)) run.succeed(start + text.length);
    else run.fail(start);
    run.nameWhole(start, name);
  };
}

/** One character that `pattern` allows. */
export function oneOf(allows: (unit: number) => boolean, name: string): Reader<void> {
  return (run) => {
    const start = run.at;
    if (start < run.text.length && allows(run.text.charCodeAt(start))) run.succeed(start + 1);
    else run.fail(start);
    run.nameWhole(start, name);
  };
}

/** One or more characters. */
export function someOf(allows: (unit: number) => boolean, name: string): Reader<void> {
  return (run) => {
    const start = run.at;
    let end = start;
    while (end < run.text.length && allows(run.text.charCodeAt(end))) end++;
    if (end > start) run.succeed(end);
    else run.fail(start);
    run.nameWhole(start, name);
  };
}

/** The longest of `texts` that stands here; they come longest first. */
export function anyOf(texts: readonly string[]): Reader<string> {
  const name = `StringIn(${texts.map((text) => JSON.stringify(text)).join(', ')})`;
  const longestFirst = [...texts].sort((one, other) => other.length - one.length);
  const firsts = new Set(texts.map((text) => text.charCodeAt(0)));
  return (run) => {
    const start = run.at;
    const possible = firsts.has(run.text.charCodeAt(start));
    const found = possible ? longestFirst.find((text) => run.text.startsWith(text, start)) : undefined;
    if (found === undefined) run.fail(start);
    else run.succeed(start + found.length);
    run.nameWhole(start, name);
    return found ?? '';
  };
}

export const end: Reader<void> = (run) => {
  const start = run.at;
  if (start < run.text.length) run.fail(start);
  else run.succeed(start);
  run.nameWhole(start, 'end-of-input');
};

/** The offset the run stands at. */
export const offset: Reader<number> = (run) => {
  run.succeed(run.at);
  run.nameWhole(run.at, 'Index');
  return run.at;
};

/** Reads nothing. */
export function pass<Value>(run: Run, value: Value): Value {
  run.succeed(run.at);
  run.nameWhole(run.at, 'Pass');
  return value;
}

export function fail(run: Run): never {
  run.fail(run.at);
  run.nameWhole(run.at, 'fail');
  // Nobody looks at the value of a run that has failed.
  return undefined as never;
}

type Values<Readers> = { -readonly [Key in keyof Readers]: Readers[Key] extends Reader<infer Value> ? Value : never };

/** One after the other; `cut` among them forbids going back behind it. */
export function sequence<const Readers extends readonly Reader<unknown>[]>(
  ...readers: Readers
): Reader<Values<Readers>> {
  const afterCut = readers.map((_, index) => readers[index - 1] === cut);
  return (run) => {
    const start = run.at;
    const values: unknown[] = new Array(readers.length);
    values[0] = (readers[0] as Reader<unknown>)(run);
    for (let index = 1; run.ok && index < readers.length; index++) {
      const reader = readers[index] as Reader<unknown>;
      if (reader === cut) {
        run.cut = true;
        continue;
      }
      const { own, expected, at } = run;
      values[index] = reader(run);
      if (!run.ok && afterCut[index]) run.cut = true;
      if (run.trace >= 0) {
        run.nameParts(start, joinParts(own, run.own), combine(run.expected, expected), at === run.trace);
      }
    }
    return values as Values<Readers>;
  };
}

function joinParts(left: Names, right: Names): Names {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  return [() => `${joinNames(left)} ~ ${joinNames(right)}`];
}

function combine(one: Names, other: Names): Names {
  if (one.length === 0) return other;
  return other.length === 0 ? one : [...one, ...other];
}

/** The first of them that can be read. */
export function choice<Value>(...readers: readonly Reader<Value>[]): Reader<Value> {
  return readers.reduce((left, right) => eitherOf(left, right));
}

function eitherOf<Value>(left: Reader<Value>, right: Reader<Value>): Reader<Value> {
  return (run) => {
    const outerCut = run.cut;
    const start = run.at;
    run.cut = false;
    const leftValue = left(run);
    if (run.ok) {
      run.cut ||= outerCut;
      return leftValue;
    }
    if (run.cut) return leftValue;
    const { own, expected } = run;
    run.at = start;
    if (run.trace >= 0) run.nameParts(start, own, expected);
    run.cut = false;
    const rightValue = right(run);
    const rightOwn = run.own;
    const rightCut = run.cut;
    if (!run.ok && !rightCut) run.fail(start);
    run.cut = rightCut || outerCut;
    if (run.trace >= 0) run.nameParts(start, combine(rightOwn, own), combine(run.expected, expected));
    return rightValue;
  };
}

export function optional<Value>(reader: Reader<Value>): Reader<Value | undefined> {
  return (run) => {
    const start = run.at;
    const outerCut = run.cut;
    run.cut = false;
    const value = reader(run);
    if (run.ok) {
      run.cut ||= outerCut;
      return value;
    }
    if (!run.cut) {
      run.succeed(start);
      run.cut = outerCut;
    }
    if (run.trace >= 0) {
      const { own } = run;
      run.nameParts(start, [() => `${joinNames(own)}.?`], run.expected);
    }
    return undefined;
  };
}

/**
 * A reader that always begins with one of `characters`: before the place of the error, where no names are wanted, it
 * need not be tried at others.
 */
export function beginning<Value>(characters: string, reader: Reader<Value>): Reader<Value> {
  const begins = new Uint8Array(128);
  for (const character of characters) begins[character.charCodeAt(0)] = 1;
  return (run) => {
    const { at, trace } = run;
    if ((trace >= 0 && at >= trace) || begins[run.text.charCodeAt(at)] === 1) return reader(run);
    run.fail(at);
    run.own = none;
    run.expected = none;
    return undefined as Value;
  };
}

/** As often as possible, and at least `minimum` times. */
export function repeat<Value>(reader: Reader<Value>, minimum?: number): Reader<Value[]> {
  return (run) => {
    const values: Value[] = [];
    let outerCut = run.cut;
    let previous: Names | undefined;
    for (;;) {
      const start = run.at;
      const tooFew = minimum !== undefined && values.length < minimum;
      run.cut = tooFew && outerCut;
      const value = reader(run);
      const { own, expected } = run;
      outerCut ||= run.cut;
      if (run.ok) {
        values.push(value);
        previous = expected;
        continue;
      }
      if (!run.cut) {
        if (tooFew) run.giveUp(start, outerCut);
        else {
          run.succeed(start);
          run.cut = outerCut;
        }
      }
      if (run.trace >= 0) {
        const suffix = minimum ? `(${minimum})` : '';
        run.nameParts(start, [() => `${joinNames(own)}.rep${suffix}`], combine(run.expected, previous ?? none));
      }
      return values;
    }
  };
}

/** With `separator` between two; one at the end is left alone. */
export function repeatSeparated<Value>(
  reader: Reader<Value>,
  separator: Reader<unknown>,
  minimum = 0,
): Reader<Value[]> {
  return (run) => {
    const values: Value[] = [];
    let outerCut = run.cut;
    let separatorCut = false;
    let separatorOwn: Names | undefined;
    let previous: Names | undefined;
    let start = run.at;
    const finish = (at: number) => {
      if (values.length < minimum) run.giveUp(at, outerCut);
      else {
        run.succeed(at);
        run.cut = outerCut;
      }
    };
    for (;;) {
      run.cut = separatorCut || (values.length < minimum && outerCut);
      const value = reader(run);
      const { own, expected, cut: readerCut } = run;
      const name = () => `${joinNames(own)}.rep(${minimum})`;
      if (!run.ok) {
        if (!readerCut) finish(start);
        if (run.trace >= 0) {
          const first = separatorOwn === undefined || separatorCut;
          run.nameParts(
            start,
            [name],
            first ? run.expected : combine(joinParts(separatorOwn ?? none, own), previous ?? none),
          );
        }
        return values;
      }
      values.push(value);
      const behind = run.at;
      run.cut = false;
      separator(run);
      separatorCut = run.cut;
      outerCut = outerCut || readerCut || separatorCut;
      if (!run.ok) {
        if (separatorCut) run.giveUp(behind, outerCut);
        else finish(behind);
        if (run.trace >= 0) run.nameParts(start, [name], combine(run.expected, expected));
        return values;
      }
      separatorOwn = run.own;
      previous = expected;
      start = behind;
    }
  };
}

/** Succeeds where `reader` does not, and reads nothing. */
export function not(reader: Reader<unknown>): Reader<void> {
  return (run) => {
    const start = run.at;
    const outerCut = run.cut;
    reader(run);
    const { own } = run;
    if (run.ok) run.fail(start);
    else run.succeed(start);
    run.expected = none;
    run.nameWhole(start, () => `!${joinNames(own)}`);
    run.cut = outerCut;
  };
}

/** A reader of which nobody sees the inside: it reads all, or fails where it began, by one name. */
export function opaque<Value>(reader: Reader<Value>, name: string): Reader<Value> {
  return (run) => {
    const start = run.at;
    const value = reader(run);
    if (run.ok) run.succeed(run.at);
    else run.fail(start);
    run.nameWhole(start, name);
    return value;
  };
}

/** A reader that goes by `name` where it fails without a cut; by none if there is none. */
export function named<Value>(reader: Reader<Value>, name?: string): Reader<Value> {
  const names = name === undefined ? none : [name];
  return (run) => {
    const value = reader(run);
    run.nameParts(run.at, names, run.expected, run.at < run.trace);
    return value;
  };
}

/** Makes a value of what was read; to do so it may read on, or fail. */
export function map<Value, Result>(reader: Reader<Value>, make: (value: Value, run: Run) => Result): Reader<Result> {
  return (run) => {
    const value = reader(run);
    return run.ok ? make(value, run) : (undefined as Result);
  };
}

/** The text that was read. */
export function captured(reader: Reader<unknown>): Reader<string> {
  return (run) => {
    const start = run.at;
    reader(run);
    return run.ok ? run.text.slice(start, run.at) : '';
  };
}

/** The cut of a single reader: it holds once something was read. */
export function committed<Value>(reader: Reader<Value>): Reader<Value> {
  return (run) => {
    const start = run.at;
    const value = reader(run);
    if (run.ok && run.at > start) run.cut = true;
    return value;
  };
}

/** For readers that refer to each other: found when first used. */
export function lazy<Value>(find: () => Reader<Value>): Reader<Value> {
  return (run) => find()(run);
}
