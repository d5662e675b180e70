/**
 * Whether values have the shapes they must have, and what is wrong where they do not. Unions report the one thing that
 * is most likely meant. Source: recorded constraint failures; the wording and the choice follow the original.
 */
import type { ConstraintFailure } from '../language/failure.ts';
import { inTableOrder } from '../language/hash-order.ts';
import {
  ArrayValue,
  Bytes,
  DateValue,
  Document,
  Double,
  Null,
  ObjectValue,
  StoredQuery,
  Time,
  TransactionTime,
  Uuid,
  type Value,
} from '../runtime/value.ts';
import { describeValue, orNull } from './describe-shape.ts';
import { describeExpected } from './join-shapes.ts';
import type { FieldRule, ScalarName, Shape } from './native-collection.ts';

type Path = readonly (string | number)[];

interface Finding {
  readonly kind: 'unexpected' | 'missing' | 'readonly' | 'mismatch' | 'several missing';
  readonly path: Path;
  readonly message: string;
  /** Of a mismatch: what was provided, as messages print it. */
  readonly provided?: string;
}

export interface FieldRules {
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** The shape of fields that are not named; none are allowed without it. */
  readonly wildcard?: Shape | undefined;
  /** Whether a document belongs to the collection of this name. */
  readonly belongsTo?: (document: Document, collection: string) => boolean;
}

/** What is wrong with the fields of a document; `before` are those it has, which a write may repeat. */
export function checkFields(
  rules: FieldRules,
  fields: ObjectValue,
  before?: ObjectValue,
): readonly ConstraintFailure[] {
  const checker = new Checker(rules.belongsTo ?? (() => false));
  return checker.object(rules, fields, [], before).map(({ path, message }) => ({ paths: [path], message }));
}

class Checker {
  constructor(private readonly belongsTo: (document: Document, collection: string) => boolean) {}

  object(
    rules: Pick<FieldRules, 'fields' | 'wildcard'>,
    { fields }: ObjectValue,
    path: Path,
    before: Value | undefined,
  ): Finding[] {
    const findings: Finding[] = [];
    const old = fieldsOf(before);
    for (const [name, value] of fields) {
      const rule = Object.hasOwn(rules.fields, name) ? rules.fields[name] : undefined;
      const at = [...path, name];
      if (rule) findings.push(...this.field(rule, value, at, old.get(name)));
      else if (rules.wildcard) findings.push(...this.value(rules.wildcard, value, at, old.get(name)));
      else findings.push(unexpected(at));
    }
    const missing: Finding[] = [];
    for (const [name, rule] of Object.entries(rules.fields)) {
      if (!fields.has(name)) missing.push(...this.field(rule, undefined, [...path, name], old.get(name)));
    }
    return missing.length > 1 ? [...findings, ...inOrder(missing, rules, path)] : [...findings, ...missing];
  }

  private field(rule: FieldRule, value: Value | undefined, path: Path, before: Value | undefined): Finding[] {
    const absent = value === undefined || value instanceof Null;
    if (!absent && (rule.hidden || rule.readonly) && value !== before) {
      if (rule.hidden) return [unexpected(path)];
      return [{ kind: 'readonly', path, message: 'Failed to update field because it is readonly' }];
    }
    if (!absent) return this.value(rule.optional ? orNull(rule.shape) : rule.shape, value, path, before);
    if (rule.optional || this.accepts(rule.shape, undefined)) return [];
    return [{ kind: 'missing', path, message: `Missing required field of type ${describeExpected(rule.shape)}` }];
  }

  private value(shape: Shape, value: Value, path: Path, before: Value | undefined): Finding[] {
    if (shape.kind === 'union') return this.union(shape.of, value, path, before);
    if (shape.kind === 'object' && value instanceof ObjectValue) return this.object(shape, value, path, before);
    if (shape.kind === 'map' && value instanceof ObjectValue) {
      const old = fieldsOf(before);
      return [...value.fields].flatMap(([name, each]) => this.value(shape.of, each, [...path, name], old.get(name)));
    }
    if (value instanceof ArrayValue && (shape.kind === 'array' || shape.kind === 'tuple')) {
      return this.elements(shape, value.elements, path, before);
    }
    return this.accepts(shape, value) ? [] : [mismatch(shape, value, path)];
  }

  private elements(
    shape: Extract<Shape, { kind: 'array' | 'tuple' }>,
    elements: readonly Value[],
    path: Path,
    before: Value | undefined,
  ): Finding[] {
    if (shape.kind === 'tuple' && shape.of.length !== elements.length) {
      return [{ kind: 'mismatch', path, message: 'Invalid tuple arity' }];
    }
    const old = before instanceof ArrayValue ? before.elements : [];
    return elements.flatMap((each, index) => {
      const of = shape.kind === 'array' ? shape.of : (shape.of[index] as Shape);
      return this.value(of, each, [...path, index], old[index]);
    });
  }

  private union(members: readonly Shape[], value: Value, path: Path, before: Value | undefined): Finding[] {
    const attempts = members.map((member) => this.value(member, value, path, before));
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

  /** Whether a value that has no parts to look into, or its absence, has the shape. */
  private accepts(shape: Shape, value: Value | undefined): boolean {
    if (shape.kind === 'union') return shape.of.some((member) => this.accepts(member, value));
    if (value === undefined || value instanceof Null) {
      return shape.kind === 'null' || (shape.kind === 'scalar' && shape.type === 'Any');
    }
    switch (shape.kind) {
      case 'literal':
        return plain(value) === shape.value;
      case 'document':
        return value instanceof Document;
      case 'reference':
        return value instanceof Document && this.belongsTo(value, shape.collection);
      case 'scalar':
        return scalars[shape.type](value);
      default:
        return false;
    }
  }
}

function plain(value: Value): Value {
  if (value instanceof Double) return value.value;
  return typeof value === 'bigint' ? Number(value) : value;
}

const isLong = (value: Value) => typeof value === 'number' || typeof value === 'bigint';

const scalars: Readonly<Record<ScalarName, (value: Value) => boolean>> = {
  Any: () => true,
  Boolean: (value) => typeof value === 'boolean',
  Bytes: (value) => value instanceof Bytes,
  Date: (value) => value instanceof DateValue,
  Double: (value) => value instanceof Double,
  Int: (value) => typeof value === 'number',
  Long: isLong,
  Number: (value) => isLong(value) || value instanceof Double,
  Query: (value) => value instanceof StoredQuery,
  String: (value) => typeof value === 'string',
  Time: (value) => value instanceof Time || value instanceof TransactionTime,
  UUID: (value) => value instanceof Uuid,
};

/** Missing fields as the original goes through them. */
function inOrder(missing: readonly Finding[], { fields }: Pick<FieldRules, 'fields'>, { length }: Path): Finding[] {
  const places = new Map(inTableOrder(Object.keys(fields)).map((name, place) => [name, place]));
  const placeOf = ({ path }: Finding) => places.get(String(path[length])) ?? 0;
  return [...missing].sort((a, b) => placeOf(a) - placeOf(b));
}

function fieldsOf(value: Value | undefined): ReadonlyMap<string, Value> {
  return value instanceof ObjectValue ? value.fields : noFields;
}

const noFields: ReadonlyMap<string, Value> = new Map();

function unexpected(path: Path): Finding {
  return { kind: 'unexpected', path, message: 'Unexpected field provided' };
}

function mismatch(shape: Shape, value: Value, path: Path, provided?: string): Finding {
  const isLiteral = shape.kind === 'literal' && typeof shape.value === typeof value;
  const shown = provided ?? (isLiteral ? JSON.stringify(value) : describeValue(value));
  const message = `Expected ${describeExpected(shape)}, provided ${shown}`;
  return { kind: 'mismatch', path, message, provided: shown };
}

/** What is most likely meant among what is wrong with the members of a union. */
function narrow(members: number, structural: readonly Finding[][], path: Path): Finding[] | undefined {
  const shunned = new Map<string, Finding[]>();
  for (const finding of structural.flat()) {
    if (finding.kind !== 'unexpected') continue;
    const key = JSON.stringify(finding.path);
    shunned.set(key, [...(shunned.get(key) ?? []), finding]);
  }
  const byAll = [...shunned.values()].filter((each) => each.length === members).map((each) => each[0] as Finding);
  const missing = distinct(structural.map((each) => each.filter(({ kind }) => kind === 'missing')));
  const isComplete = missing.length === 0 || missing.some((each) => each.length === 0);
  const findings = isComplete ? byAll : [...byAll, ...severalMissing(missing, path)];
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
  const all = lists.length > 1 ? `${lists.join(', ')}, or ${last}` : [...lists, last].join(' or ');
  return [{ kind: 'several missing', path, message: `Union requires fields ${all}` }];
}
