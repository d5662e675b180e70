/**
 * Whether values have the shapes they must have, and what is wrong where they do not. Unions report the one thing that
 * is most likely meant. Source: recorded constraint failures; the wording and the choice follow the original.
 */
import type { ConstraintFailure } from '../language/failure.ts';
import { typeName } from '../runtime/types.ts';
import {
  ArrayValue,
  Document,
  Double,
  Null,
  ObjectValue,
  Time,
  TransactionTime,
  type Value,
} from '../runtime/value.ts';
import type { FieldRule, Shape } from './native-collection.ts';

type Path = readonly (string | number)[];

interface Finding {
  readonly kind: 'unexpected' | 'missing' | 'readonly' | 'mismatch' | 'several missing';
  readonly path: Path;
  readonly message: string;
  /** Of a mismatch: what was provided, as messages print it, and whether it was null. */
  readonly provided?: string;
}

/** What is wrong with the fields of a document; `before` are those it has, which a write may repeat. */
export function checkFields(
  rules: Readonly<Record<string, FieldRule>>,
  fields: ObjectValue,
  before?: ObjectValue,
): readonly ConstraintFailure[] {
  return checkObject(rules, fields, [], before).map(({ path, message }) => ({ paths: [path], message }));
}

function checkObject(
  rules: Readonly<Record<string, FieldRule>>,
  object: ObjectValue,
  path: Path,
  before: Value | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const old = before instanceof ObjectValue ? before.fields : undefined;
  for (const [name, value] of object.fields) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const at = [...path, name];
    if (rule) findings.push(...checkField(rule, value, at, old?.get(name)));
    else findings.push(unexpected(at));
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (!object.fields.has(name)) findings.push(...checkField(rule, undefined, [...path, name], old?.get(name)));
  }
  return findings;
}

function unexpected(path: Path): Finding {
  return { kind: 'unexpected', path, message: 'Unexpected field provided' };
}

function checkField(rule: FieldRule, value: Value | undefined, path: Path, before: Value | undefined): Finding[] {
  const absent = value === undefined || value instanceof Null;
  if (!absent && (rule.hidden || rule.readonly) && !isSame(value, before)) {
    if (rule.hidden) return [unexpected(path)];
    return [{ kind: 'readonly', path, message: 'Failed to update field because it is readonly' }];
  }
  if (!absent) return check(rule.optional ? optional(rule.shape) : rule.shape, value, path, before);
  if (rule.optional || accepts(rule.shape, undefined)) return [];
  return [{ kind: 'missing', path, message: `Missing required field of type ${describeShape(rule.shape)}` }];
}

function optional(shape: Shape): Shape {
  const nothing: Shape = { kind: 'null' };
  return { kind: 'union', of: shape.kind === 'union' ? [...shape.of, nothing] : [shape, nothing] };
}

function check(shape: Shape, value: Value, path: Path, before: Value | undefined): Finding[] {
  if (shape.kind === 'union') return checkUnion(shape.of, value, path, before);
  if (shape.kind === 'object' && value instanceof ObjectValue) return checkObject(shape.fields, value, path, before);
  if (shape.kind === 'map' && value instanceof ObjectValue) {
    const old = before instanceof ObjectValue ? before.fields : undefined;
    return [...value.fields].flatMap(([name, each]) => check(shape.of, each, [...path, name], old?.get(name)));
  }
  if (shape.kind === 'array' && value instanceof ArrayValue) {
    const old = before instanceof ArrayValue ? before.elements : undefined;
    return value.elements.flatMap((each, index) => check(shape.of, each, [...path, index], old?.[index]));
  }
  return accepts(shape, value) ? [] : [mismatch(shape, value, path)];
}

function mismatch(shape: Shape, value: Value, path: Path, provided?: string): Finding {
  const isLiteral = shape.kind === 'literal' && typeof value === 'string';
  const shown = provided ?? (isLiteral ? JSON.stringify(value) : describeValue(value));
  const message = `Expected ${describeShape(shape)}, provided ${shown}`;
  return { kind: 'mismatch', path, message, provided: shown };
}

function checkUnion(members: readonly Shape[], value: Value, path: Path, before: Value | undefined): Finding[] {
  const attempts = members.map((member) => check(member, value, path, before));
  if (attempts.some((each) => each.length === 0)) return [];
  const readonly = attempts.find((each) => each.some(({ kind }) => kind === 'readonly'));
  if (readonly) return readonly;
  // Members whose own type fits, so that what is wrong lies within.
  const structural = attempts.filter((each) => each.every((finding) => finding.path.length !== path.length));
  const within = narrow(members.length, structural, path);
  if (within) return within;
  const first = attempts[0]?.[0];
  const provided = first && first.path.length === path.length ? first.provided : undefined;
  return [mismatch({ kind: 'union', of: members }, value, path, provided)];
}

function narrow(members: number, structural: readonly Finding[][], path: Path): Finding[] | undefined {
  const shunned = new Map<string, Finding[]>();
  for (const finding of structural.flat()) {
    if (finding.kind !== 'unexpected') continue;
    const key = JSON.stringify(finding.path);
    shunned.set(key, [...(shunned.get(key) ?? []), finding]);
  }
  const byAll = [...shunned.values()].filter((each) => each.length === members).map((each) => each[0] as Finding);
  const missing = distinct(structural.map((each) => each.filter(({ kind }) => kind === 'missing')));
  const findings =
    missing.length === 0 || missing.some((each) => each.length === 0)
      ? byAll
      : [...byAll, ...severalMissing(missing, path)];
  if (findings.length > 0) return findings;
  if (structural.length === 1) return structural[0];
  const others = structural.filter((each) => !each.some(({ kind }) => kind === 'unexpected' || kind === 'missing'));
  return others.length === 1 ? others[0] : undefined;
}

function distinct(missing: readonly Finding[][]): Finding[][] {
  const seen = new Map(missing.map((each) => [JSON.stringify(each.map((finding) => finding.path)), each]));
  return [...seen.values()];
}

function severalMissing(missing: readonly Finding[][], path: Path): Finding[] {
  const [only] = missing;
  if (missing.length === 1 && only?.length === 1) return [...only];
  const lists = missing.map((each) => `[${each.map((finding) => finding.path.at(-1)).join(', ')}]`);
  const last = lists.pop() ?? '';
  const message = `Union requires fields ${lists.length > 1 ? `${lists.join(', ')}, or ${last}` : [...lists, last].join(' or ')}`;
  return [{ kind: 'several missing', path, message }];
}

/** Whether a value that has no parts to look into, or its absence, has the shape. */
function accepts(shape: Shape, value: Value | undefined): boolean {
  if (shape.kind === 'union') return shape.of.some((member) => accepts(member, value));
  if (value === undefined || value instanceof Null) {
    return shape.kind === 'null' || (shape.kind === 'scalar' && shape.type === 'Any');
  }
  switch (shape.kind) {
    case 'literal':
      return value === shape.value;
    case 'document':
      return value instanceof Document;
    case 'scalar':
      return isScalar(shape.type, value);
    default:
      return false;
  }
}

function isScalar(type: string, value: Value): boolean {
  switch (type) {
    case 'Any':
      return true;
    case 'String':
      return typeof value === 'string';
    case 'Boolean':
      return typeof value === 'boolean';
    case 'Int':
      return typeof value === 'number';
    case 'Long':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'Number':
      return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double;
    case 'Time':
      return value instanceof Time || value instanceof TransactionTime;
    default:
      return false;
  }
}

function isSame(value: Value, before: Value | undefined): boolean {
  return value === before;
}

/** A shape the way a type is written: `String | Null`. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'scalar':
      return shape.type;
    case 'null':
      return 'Null';
    case 'literal':
      return JSON.stringify(shape.value);
    case 'document':
      return '{ *: Any }';
    case 'array':
      return `Array<${describeShape(shape.of)}>`;
    case 'map':
      return `{ *: ${describeShape(shape.of)} }`;
    case 'union':
      return shape.of.map(describeShape).join(' | ');
    case 'object': {
      const fields = Object.entries(shape.fields).filter(([, rule]) => !rule.hidden);
      if (fields.length === 0) return '{}';
      const each = fields.map(
        ([name, rule]) => `${name}: ${describeShape(rule.optional ? optional(rule.shape) : rule.shape)}`,
      );
      return `{ ${each.join(', ')} }`;
    }
  }
}

/** The type of a value, as far as its parts tell. */
export function describeValue(value: Value): string {
  if (value instanceof ArrayValue) return `[${value.elements.map(describeValue).join(', ')}]`;
  if (value instanceof Document) return 'Document';
  if (value instanceof TransactionTime) return 'Time';
  if (!(value instanceof ObjectValue)) return typeName(value);
  if (value.fields.size === 0) return '{}';
  return `{ ${[...value.fields].map(([name, each]) => `${name}: ${describeValue(each)}`).join(', ')} }`;
}
