/**
 * What a document that is created or replaced gets beyond what was given: objects where their type asks for one that
 * is not there, in arrays as well, so that what is missing is said of the fields within. The original's specs of
 * defaults tell more of it than the recorded answers.
 */
import type { Expression } from '../language/ast.ts';
import { inHashOrder } from '../language/hash-order.ts';
import type { Source } from '../language/source.ts';
import { ArrayValue, ObjectValue, type Value } from '../runtime/value.ts';
import type { Shape } from './native-collection.ts';

interface Member {
  readonly shape: Shape;
}

type Path = readonly (string | number)[];

/** The value that the default of a field gives. */
type Evaluate = (path: Path, text: Source | Expression) => Value;

/**
 * The fields as they are kept: those given, then those that are added. `wildcard`: of fields without a rule; `path`:
 * where the fields are.
 */
export function fillFields<Rule extends Member & { readonly default?: Source | Expression | undefined }>(
  given: ReadonlyMap<string, Value>,
  rules: ReadonlyMap<string, Rule>,
  wildcard: Shape | undefined,
  evaluate: Evaluate,
  path: Path = [],
): ReadonlyMap<string, Value> {
  const filled = new Map<string, Value>();
  for (const [name, value] of given) {
    const shape = rules.get(name)?.shape ?? wildcard;
    filled.set(name, shape ? fill(value, shape, evaluate, [...path, name]) : value);
  }
  for (const [name, { shape, default: initial }] of inHashOrder([...rules], ([name]) => name)) {
    if (given.has(name)) continue;
    const at = [...path, name];
    if (initial) filled.set(name, evaluate(at, initial));
    else if (shape.kind === 'object' || shape.kind === 'map') filled.set(name, fill(nothing, shape, evaluate, at));
  }
  return filled;
}

const nothing = new ObjectValue(new Map());

function fill(value: Value, shape: Shape, evaluate: Evaluate, path: Path): Value {
  if (value instanceof ArrayValue && shape.kind === 'array') {
    return new ArrayValue(value.elements.map((each, index) => fill(each, shape.of, evaluate, [...path, index])));
  }
  if (!(value instanceof ObjectValue) || (shape.kind !== 'object' && shape.kind !== 'map')) return value;
  const { fields, wildcard } = shape.kind === 'object' ? shape : { fields: {}, wildcard: shape.of };
  return new ObjectValue(fillFields(value.fields, new Map(Object.entries(fields)), wildcard, evaluate, path));
}
