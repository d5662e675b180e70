/** What the values of one type can do: their fields, methods and operators. One prototype a type, in `stdlib/`. */
import type { Name, Span } from '../language/source.ts';
import type { Context } from './context.ts';
import type { NativeFunction } from './native.ts';
import { Null, type NullCause, type Value } from './value.ts';

/** Says that the subject itself turned out to be null (a reference to nothing), not that its field is. */
export class NullSubject {
  constructor(readonly cause: NullCause) {}
}

export interface FieldDefinition<S> {
  readonly name: string;
  /** As the type environment writes it: `Number`. */
  readonly signature: string;
  readonly help: string;
  readonly get: (context: Context, subject: S) => Value;
}

/** Beyond the fields and methods that all values of the type share: fields of objects and documents, indexes of a collection. */
export interface DynamicMembers<S> {
  readonly getField?: (context: Context, subject: S, name: Name) => Value | NullSubject;
  readonly getMethod?: (context: Context, subject: S, name: Name) => NativeFunction<S> | NullSubject | undefined;
}

export interface PrototypeDefinition<S> {
  /** The name in the type environment: `String`, `MathModule`. */
  readonly name: string;
  readonly fields?: readonly FieldDefinition<S>[];
  readonly methods?: readonly NativeFunction<S>[];
  readonly operators?: readonly NativeFunction<S>[];
  /** Called as a function: `Time("…")`, `People("1")`. */
  readonly apply?: NativeFunction<S>;
  /** `subject[args]`; the frame of the access is on the stack and `span` is its place. */
  readonly access?: (context: Context, subject: S, args: readonly Value[], span: Span) => Value | NullSubject;
  readonly dynamic?: DynamicMembers<S>;
}

export class Prototype<S> {
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldDefinition<S>>;
  readonly methods: ReadonlyMap<string, NativeFunction<S>>;
  readonly operators: ReadonlyMap<string, NativeFunction<S>>;
  readonly apply: NativeFunction<S> | undefined;
  readonly access: PrototypeDefinition<S>['access'];
  readonly dynamic: DynamicMembers<S>;

  constructor(definition: PrototypeDefinition<S>) {
    this.name = definition.name;
    this.fields = byName(definition.fields);
    this.methods = byName(definition.methods);
    this.operators = byName(definition.operators);
    this.apply = definition.apply;
    this.access = definition.access;
    this.dynamic = definition.dynamic ?? {};
  }
}

function byName<T extends { readonly name: string }>(members: readonly T[] = []): ReadonlyMap<string, T> {
  return new Map(members.map((member) => [member.name, member]));
}

export function field<S>(
  name: string,
  signature: string,
  help: string,
  get: (context: Context, subject: S) => Value,
): FieldDefinition<S> {
  return { name, signature, help, get };
}

/** The value of a field that is not there. */
export function missingField(of: Value, name: Name): Null {
  return new Null({ type: 'missing field', of, field: name.text, span: name.span });
}
