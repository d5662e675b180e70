/**
 * What fields of documents take, and what is wrong with values that they do not. Paths within arrays of objects begin
 * anew, as in the original. Source: recorded `collections`, `documents`, `roles`, `indexes`.
 */
import { Time } from '../../runtime/value.ts';
import type { FieldProblem } from '../failure.ts';
import { isNameText } from '../references.ts';
import { type TypeName, typeOf } from '../type-name.ts';
import { ArrayValue, Lambda, ObjectValue, Ref, type Value } from '../value.ts';

export type Report = (problem: FieldProblem) => void;
export type FieldPath = readonly string[];

export interface FieldType {
  /** As messages call it. */
  readonly name: string;
  /** The value as it is kept; undefined where there is none, or where something was reported. */
  readonly read: (value: Value | undefined, path: FieldPath, report: Report) => Value | undefined;
}

export function valueRequired(field: FieldPath): FieldProblem {
  return { field, code: 'value required', description: 'Required value not found.' };
}

export function invalidType(field: FieldPath, expected: string, value: Value): FieldProblem {
  const description = `Invalid type ${kindOf(value)}, expected type ${expected}.`;
  return { field, code: 'invalid type', description };
}

/** The types of values that documents keep under the names they have in the language. */
const sameKinds: ReadonlySet<string> = new Set<TypeName>([
  'String',
  'Boolean',
  'Null',
  'Double',
  'Time',
  'Date',
  'Bytes',
  'UUID',
  'Array',
]);
const otherKinds: Readonly<Partial<Record<TypeName, string>>> = { Integer: 'Long', Lambda: 'Query' };

/** The type of a value as documents keep it. */
function kindOf(value: Value): string {
  if (value instanceof Ref) return 'Ref';
  const type = typeOf(value);
  return sameKinds.has(type) ? type : (otherKinds[type] ?? 'Map');
}

/** A type that must be there; `accepts` finds the values of it. */
export function basic(name: string, accepts: (value: Value) => boolean): FieldType {
  return {
    name,
    read: (value, path, report) => {
      if (value === undefined || value === null) report(valueRequired(path));
      else if (accepts(value)) return value;
      else report(invalidType(path, name, value));
      return undefined;
    },
  };
}

export const text = basic('String', (value) => typeof value === 'string');
export const long = basic('Long', (value) => typeof value === 'bigint');
export const boolean = basic('Boolean', (value) => typeof value === 'boolean');
export const map = basic('Map', (value) => value instanceof ObjectValue);
export const query = basic('Query', (value) => value instanceof Lambda);
export const timestamp = basic('Timestamp', (value) => value instanceof Time);
export const ref = basic('Ref', (value) => value instanceof Ref);
export const collectionRef = refIn('Collection', 'Class Ref');
export const databaseRef = refIn('Database', 'Database Ref');

export function refIn(collection: string, name: string): FieldType {
  return basic(name, (value) => value instanceof Ref && value.collection === collection);
}

export const schemaName: FieldType = {
  name: 'Name',
  read: (value, path, report) => {
    if (value === undefined) report(valueRequired(path));
    else if (typeof value !== 'string') report(invalidType(path, 'Name', value));
    else if (value === '_') {
      const description = 'Invalid name _. Reserved names: _.';
      report({ field: path, code: 'reserved name', description });
    } else if (!isNameText(value)) {
      const description = `The name ${value} uses invalid characters. Valid characters must match: [;@+$\\-_.!~%\\w]+`;
      report({ field: path, code: 'invalid characters', description });
    } else return value;
    return undefined;
  },
};

export const days: FieldType = {
  name: 'Long',
  read: (value, path, report) => {
    if (value === undefined || value === null) return undefined;
    const found = long.read(value, path, report);
    if (typeof found !== 'bigint' || found >= 0n) return found;
    report({ field: path, code: 'non-negative value required', description: 'Value must be non-negative.' });
    return undefined;
  },
};

export function optional({ name, read }: FieldType): FieldType {
  return {
    name,
    read: (value, path, report) => (value === undefined || value === null ? undefined : read(value, path, report)),
  };
}

/** One, or an array of them: kept as given. */
export function oneOrMore(type: FieldType): FieldType {
  return {
    name: `${type.name} Array`,
    read: (value, path, report) => {
      if (!(value instanceof ArrayValue)) return type.read(value, path, report);
      const elements = value.elements.map((element) => type.read(element, path, report));
      return new ArrayValue(elements.filter((element) => element !== undefined));
    },
  };
}

export function zeroOrMore(type: FieldType): FieldType {
  return optional(oneOrMore(type));
}

/** An object with these fields; others are dropped. */
export function record(fields: Readonly<Record<string, FieldType>>): FieldType {
  return {
    name: 'Map',
    read: (value, path, report) => {
      if (!(value instanceof ObjectValue)) return map.read(value, path, report);
      const found = Object.entries(fields).map(
        ([name, type]) => [name, type.read(value.fields.get(name), [name], report)] as const,
      );
      return ObjectValue.of(found.filter((entry): entry is readonly [string, Value] => entry[1] !== undefined));
    },
  };
}

/** An object whose fields are all of one type; `takes` tells those that are kept. */
export function mapOf(type: FieldType, takes: (name: string) => boolean = () => true): FieldType {
  return {
    name: 'Map',
    read: (value, path, report) => {
      if (!(value instanceof ObjectValue)) return map.read(value, path, report);
      const kept = [...value.fields].filter(([name]) => takes(name));
      const found = kept.map(([name, each]) => [name, type.read(each, [...path, name], report)] as const);
      const fields = found.filter((entry): entry is readonly [string, Value] => entry[1] !== undefined);
      return fields.length === 0 ? undefined : ObjectValue.of(fields);
    },
  };
}

export function failure(field: FieldPath, description: string): FieldProblem {
  return { field, code: 'validation failure', description };
}
