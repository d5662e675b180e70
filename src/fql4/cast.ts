/** What forms make of their arguments: the types they take, and the errors for those they do not. */
import { DateValue, Double, Time } from '../runtime/value.ts';
import { badArgument, collect, fail, invalidRef, wrongType, wrongTypeName } from './failure.ts';
import type { Argument } from './form.ts';
import { isNativeCollection } from './native-names.ts';
import type { Place } from './place.ts';
import { plain } from './plain.ts';
import type { Position } from './position.ts';
import { SchemaSet } from './sets/schema-set.ts';
import type { SetPlan } from './sets/set-plan.ts';
import { isIdentifierType, isScalar, type TypeName, typeOf } from './type-name.ts';
import {
  Action,
  ArrayValue,
  type DocumentAction,
  Lambda,
  ObjectValue,
  Page,
  Ref,
  SetRef,
  UnresolvedRef,
  type Value,
} from './value.ts';

type Cast<T> = (value: Value, position: Position, place: Place) => T;

export function argument<T>(cast: Cast<T>): Argument<T> {
  return { takes: 'expression', optional: false, cast };
}

/** Refuses a value with what was expected; a reference that was not found says so instead, where one was wanted. */
function refuse(types: readonly TypeName[], value: Value, position: Position): never {
  if (value instanceof UnresolvedRef && types.some(isIdentifierType)) fail(invalidRef(value, position));
  fail(wrongType(types, value, position));
}

function typed<T>(types: readonly TypeName[], read: (value: Value) => T | undefined): Argument<T> {
  return argument((value, position) => {
    const read1 = read(value);
    return read1 === undefined ? refuse(types, value, position) : read1;
  });
}

export const any = argument<Value>((value) => value);
export const scalar = typed<Value>(['Scalar'], (value) => (isScalar(value) ? value : undefined));
export const integer = typed(['Integer'], (value) => (typeof value === 'bigint' ? value : undefined));
export const number = typed(['Number'], readNumber);
export const boolean = typed(['Boolean'], (value) => (typeof value === 'boolean' ? value : undefined));
export const string = typed(['String'], (value) => (typeof value === 'string' ? value : undefined));
/** Forms without arguments are written with one of null. */
export const nothing = typed<true>(['Null'], (value) => (value === null ? true : undefined));
export const object = typed(['Object'], (value) => (value instanceof ObjectValue ? value : undefined));
export const array = typed(['Array'], (value) => (value instanceof ArrayValue ? value : undefined));
export const ref = typed(['Ref'], (value) => (value instanceof Ref ? value : undefined));
export const collectionRef = typed(['Collection Ref'], (value) => refIn('Collection', value));
export const databaseRef = typed(['Database Ref'], (value) => refIn('Database', value));

export const lambda: Argument<Lambda> = {
  takes: 'lambda',
  optional: false,
  cast: (value, position) => (value instanceof Lambda ? value : refuse(['Lambda'], value, position)),
};

export const lambdaOrAny: Argument<Value> = { takes: 'lambda or expression', optional: false, cast: (value) => value };

export type NumberValue = bigint | Double;

function readNumber(value: Value): NumberValue | undefined {
  return typeof value === 'bigint' || value instanceof Double ? value : undefined;
}

function refIn(collection: string, value: Value): Ref | undefined {
  return value instanceof Ref && value.collection === collection ? value : undefined;
}

/** A name, or any reference. */
export const stringOrRef = typed<string | Ref>(['Identifier'], (value) =>
  typeof value === 'string' || value instanceof Ref ? value : undefined,
);
export const stringOrIndex = typed<string | Ref>(['Identifier'], (value) =>
  typeof value === 'string' ? value : refIn(':Index', value),
);
export const stringOrFunction = typed<string | Ref>(['Identifier'], (value) =>
  typeof value === 'string' ? value : refIn('Function', value),
);

/** A set, or a reference to a document; a reference to a native collection stands for the set of its documents. */
export const identifier = typed<SetRef | Ref>(['Ref', 'Set'], readIdentifier);

export function readIdentifier(value: Value): SetRef | Ref | undefined {
  if (value instanceof SetRef) return value;
  if (!(value instanceof Ref)) return undefined;
  return isNativeCollection(value.collection, value.id)
    ? new SetRef(new SchemaSet(value.scope, value.id as string))
    : value;
}

/** As `identifier`, with references that were not found. */
export const unresolved = typed<SetRef | Ref | UnresolvedRef>(['Ref', 'Set'], (value) =>
  value instanceof SetRef || value instanceof Ref || value instanceof UnresolvedRef ? value : undefined,
);

export type Iterable4 = ArrayValue | Page | SetRef;

export const iterable = argument<Iterable4>((value, position) => {
  if (value instanceof ArrayValue || value instanceof Page) return value;
  const found = readIdentifier(value);
  if (found instanceof SetRef) return found;
  if (value instanceof UnresolvedRef) fail(invalidRef(value, position));
  return fail(wrongType(['Array, Set, or Page'], value, position));
});

export const set = argument<SetPlan>((value, position) => {
  const found = readIdentifier(value);
  if (found instanceof SetRef) return found.plan;
  if (found) return fail(wrongType(['Set'], value, position));
  return refuse(['Ref', 'Set'], value, position);
});

export const setOrArray = argument<ArrayValue | SetRef>((value, position, place) => {
  const found = iterable.cast(value, position, place);
  return found instanceof Page ? fail(wrongTypeName(['Set', 'Array'], 'Page', position)) : found;
});

/** One value or an array of them, each with its position. */
export function elementsOf(value: Value, position: Position): readonly (readonly [Value, Position])[] {
  if (!(value instanceof ArrayValue)) return [[value, position]];
  return value.elements.map((element, index) => [element, position.at(index)]);
}

export function zeroOrMore<T>({ cast }: Argument<T>): Argument<readonly T[]> {
  return argument((value, position, place) =>
    collect(
      elementsOf(value, position).map(
        ([element, at]) =>
          () =>
            cast(element, at, place),
      ),
    ),
  );
}

export function oneOrMore<T>(of: Argument<T>): Argument<readonly [T, ...T[]]> {
  const { cast } = zeroOrMore(of);
  return argument((value, position, place) => {
    const [first, ...rest] = cast(value, position, place);
    if (first === undefined && rest.length === 0 && isEmpty(value)) {
      fail(badArgument(position, 'Non-empty array expected.'));
    }
    return [first as T, ...rest];
  });
}

function isEmpty(value: Value): boolean {
  return value instanceof ArrayValue && value.elements.length === 0;
}

/** Null, or what the other takes; its error says so. */
export function nullable<T>({ cast }: Argument<T>, type: TypeName): Argument<T | null> {
  return argument((value, position, place) => {
    if (value === null) return null;
    if (!(value instanceof UnresolvedRef) && typeOf(value) !== type) {
      fail(wrongType([type, 'Null'], value, position));
    }
    return cast(value, position, place);
  });
}

/** An instant, or microseconds since 1970. */
export const timestamp = typed(['Time'], (value) => {
  if (typeof value === 'bigint') return timeOfMicros(value);
  return value instanceof Time ? value : undefined;
});

function timeOfMicros(micros: bigint): Time {
  const seconds = floorDivide(micros, 1_000_000n);
  return new Time(Number(seconds), Number(micros - seconds * 1_000_000n) * 1000);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

export const temporal = typed(['Temporal'], (value) =>
  value instanceof Time || value instanceof DateValue ? value : undefined,
);

export type Path = readonly (string | bigint)[];

export const path = zeroOrMore(
  typed<string | bigint>(['String', 'Integer'], (value) =>
    typeof value === 'string' || typeof value === 'bigint' ? value : undefined,
  ),
);

const documentActions: readonly DocumentAction[] = ['create', 'update', 'delete'];

export const documentAction = argument<DocumentAction>((value, position) => {
  const name = value instanceof Action ? value.name : value;
  const action = documentActions.find((each) => each === name);
  if (action) return action;
  return fail(badArgument(position, `String 'create', 'update', or 'delete' expected, ${typeOf(value)} provided.`));
});

/** What an index can be asked for. */
export const term = argument<Value>((value, position) => {
  if (value instanceof UnresolvedRef) fail(wrongType(['Any'], value, position));
  return plain(value);
});
