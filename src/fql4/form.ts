/**
 * Forms: the functions of the language, each told by the keys of its JSON object. A family of them is a file in
 * `forms/`; a form says what its arguments are cast to, what it may do, and since when there is it.
 */
import type { ApiVersion } from './api-version.ts';
import { isSince } from './api-version.ts';
import type { Effect } from './effect.ts';
import type { Place } from './place.ts';
import type { Position } from './position.ts';
import type { Value } from './value.ts';

export interface Argument<T> {
  /** A lambda is written out at its place; everything else is an expression. */
  readonly takes: 'expression' | 'lambda' | 'lambda or expression';
  readonly optional: boolean;
  /** Throws Fql4Failure. */
  readonly cast: (value: Value, position: Position, place: Place) => T;
}

export interface Form {
  /** The key that stands for the whole form: `paginate`. */
  readonly name: string;
  readonly arguments: ReadonlyMap<string, Argument<unknown>>;
  readonly effect: Effect;
  readonly isIn: (version: ApiVersion) => boolean;
  readonly run: (place: Place, position: Position, values: ReadonlyMap<string, unknown>) => Value;
}

type Arguments = Readonly<Record<string, Argument<unknown>>>;
type ValuesOf<A extends Arguments> = { readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never };

export interface FormOptions {
  readonly effect?: Effect;
  readonly since?: ApiVersion;
  /** The first version without it. */
  readonly until?: ApiVersion;
}

/** A form; the first of the keys names it. */
export function form<A extends Arguments>(
  args: A,
  run: (values: ValuesOf<A>, place: Place, position: Position) => Value,
  { effect = 'pure', since, until }: FormOptions = {},
): Form {
  const entries = Object.entries(args);
  const [name = ''] = entries[0] ?? [];
  return {
    name,
    arguments: new Map(entries),
    effect,
    isIn: (version) => (!since || isSince(version, since)) && (!until || !isSince(version, until)),
    run: (place, position, values) => run(Object.fromEntries(values) as ValuesOf<A>, place, position),
  };
}

export function optional<T>(argument: Argument<T>): Argument<T | undefined> {
  return { ...argument, optional: true };
}

const byName = new Map<string, Form[]>();

/** Called by `forms/index.ts` when it is loaded: forms are made of what the parser is needed for. */
export function provideForms(forms: readonly Form[]): void {
  for (const each of forms) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
}

/** The form whose keys are exactly these. */
export function findForm(keys: readonly string[], version: ApiVersion): Form | undefined {
  for (const key of keys) {
    for (const each of byName.get(key) ?? []) if (each.isIn(version) && fits(each, keys)) return each;
  }
  return undefined;
}

function fits({ arguments: args }: Form, keys: readonly string[]): boolean {
  if (!keys.every((key) => args.has(key))) return false;
  for (const [key, argument] of args) if (!argument.optional && !keys.includes(key)) return false;
  return true;
}
