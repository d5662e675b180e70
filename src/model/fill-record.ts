/**
 * What a document that is created or replaced gets beyond what was given: objects where their type asks for one that
 * is not there, in arrays as well, so that what is missing is said of the fields within. The original's specs of
 * defaults tell more of it than the recorded answers.
 */
import { inHashOrder } from '../language/hash-order.ts';
import { ArrayValue, ObjectValue, type Value } from '../runtime/value.ts';
import type { Shape } from './native-collection.ts';

interface Member {
  readonly shape: Shape;
}

/**
 * The fields as they are kept: those given, then those that are added. `wildcard`: of fields without a rule. `initial`:
 * the value of a field that was not given, where it has one.
 */
export function fillFields<Rule extends Member>(
  given: ReadonlyMap<string, Value>,
  rules: ReadonlyMap<string, Rule>,
  wildcard: Shape | undefined,
  initial: (name: string, rule: Rule) => Value | undefined,
): ReadonlyMap<string, Value> {
  const filled = new Map<string, Value>();
  for (const [name, value] of given) {
    const shape = rules.get(name)?.shape ?? wildcard;
    filled.set(name, shape ? fill(value, shape) : value);
  }
  for (const [name, rule] of inHashOrder([...rules], ([name]) => name)) {
    if (given.has(name)) continue;
    const value = initial(name, rule) ?? (isRecord(rule.shape) ? fill(nothing, rule.shape) : undefined);
    if (value !== undefined) filled.set(name, value);
  }
  return filled;
}

const nothing = new ObjectValue(new Map());

function isRecord({ kind }: Shape): boolean {
  return kind === 'object' || kind === 'map';
}

function fill(value: Value, shape: Shape): Value {
  if (value instanceof ArrayValue && shape.kind === 'array') {
    return new ArrayValue(value.elements.map((element) => fill(element, shape.of)));
  }
  if (!(value instanceof ObjectValue) || (shape.kind !== 'object' && shape.kind !== 'map')) return value;
  const { fields, wildcard } = shape.kind === 'object' ? shape : { fields: {}, wildcard: shape.of };
  return new ObjectValue(fillFields(value.fields, new Map(Object.entries(fields)), wildcard, () => undefined));
}
