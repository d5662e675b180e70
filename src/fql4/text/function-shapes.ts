/** What a function of the driver makes of its arguments. */
import type { Span } from '../../language/source.ts';
import type { Wire, WireField } from './wire.ts';
import { isNull, nothing, type Written, wrap } from './written.ts';

export interface FunctionShape {
  /** The names of its parameters: `ref`, `ts?`, `...values`. */
  readonly parameters: readonly string[];
  readonly minimum: number;
  /** Infinity: any number. */
  readonly maximum: number;
  /** The keys of the expression that hold the arguments, in their order. */
  readonly keys: readonly string[];
  /** Whether the array under the last key holds several arguments. */
  readonly spreads: boolean;
  /** The fields of the expression, or the whole of it. `span` is the name's. */
  readonly build: (given: readonly Written[], span: Span) => readonly WireField[] | Wire;
}

/** The key of a field, and the parameter's name where that is another one. */
type Keyed = string | readonly [key: string, name: string];

interface Optional {
  readonly key: string;
  readonly name: string;
  /** Whether `null` is sent. */
  readonly keepsNull: boolean;
}

/** An argument that may be left out; null leaves it out, too. */
export function optional(key: string, name = key): Optional {
  return { key, name, keepsNull: false };
}

/** An argument that may be left out; null is sent. */
export function nullable(key: string, name = key): Optional {
  return { key, name, keepsNull: true };
}

/** Each argument under its key. The driver looks at no more arguments than it has keys for, but counts them all. */
export function form(...keys: (Keyed | Optional)[]): FunctionShape {
  const parts = keys.map((each) =>
    typeof each === 'string'
      ? { key: each, name: each, isOptional: false, keepsNull: true }
      : 'key' in each
        ? { ...each, isOptional: true }
        : { key: each[0], name: each[1], isOptional: false, keepsNull: true },
  );
  return {
    parameters: parts.map(({ name, isOptional }) => (isOptional ? `${name}?` : name)),
    minimum: parts.filter(({ isOptional }) => !isOptional).length,
    maximum: parts.length,
    keys: parts.map(({ key }) => key),
    spreads: false,
    build: (given) =>
      parts.flatMap(({ key, keepsNull }, index): WireField[] => {
        const value = given[index];
        return value === undefined || (isNull(value) && !keepsNull) ? [] : [[key, wrap(value)]];
      }),
  };
}

/** The same, with further arguments allowed that have no effect. */
export function open(shape: FunctionShape): FunctionShape {
  return { ...shape, maximum: Number.POSITIVE_INFINITY };
}

/** No argument. */
export function none(key: string): FunctionShape {
  return {
    parameters: [],
    minimum: 0,
    maximum: 0,
    keys: [key],
    spreads: false,
    build: (_, span) => [[key, nothing(span)]],
  };
}

/** All arguments under one key: as an array, unless there is but one. */
export function all(key: string, name: string): FunctionShape {
  return {
    parameters: [`...${name}`],
    minimum: 1,
    maximum: Number.POSITIVE_INFINITY,
    keys: [key],
    spreads: true,
    build: (given, span) => [[key, several(given, span)]],
  };
}

/** The first argument under one key, the others under another as `all` has them. */
export function rest(key: string, name: string, restKey: string, restName = restKey): FunctionShape {
  return {
    parameters: [name, `...${restName}`],
    minimum: 1,
    maximum: Number.POSITIVE_INFINITY,
    keys: [key, restKey],
    spreads: true,
    build: ([first, ...others], span) => [
      [key, wrap(first as Written)],
      [restKey, several(others, span)],
    ],
  };
}

/** A native collection, of this database or of another. */
export function native(key: string): FunctionShape {
  return {
    parameters: ['database?'],
    minimum: 0,
    maximum: 1,
    keys: [key],
    spreads: false,
    build: ([database], span) => [[key, database ? wrap(database) : nothing(span)]],
  };
}

function several(given: readonly Written[], span: Span): Wire {
  const [only] = given;
  return given.length === 1 && only ? wrap(only) : { kind: 'array', elements: given.map(wrap), span };
}

/** How a function is called: `Get(ref, ts?)`. */
export function usageOf(name: string, { parameters }: FunctionShape): string {
  return `${name}(${parameters.join(', ')})`;
}
