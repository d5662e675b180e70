/** Whether every value of one shape is one of another: what decides if a field's type can change without a migration. */
import { describeShape } from './describe-shape.ts';
import type { ScalarName, Shape } from './native-collection.ts';

/**
 * `anyFits`: whether values of any type fit everywhere, as where programs are checked, or only under `Any`, as where
 * documents are kept.
 */
export function isSubtype(shape: Shape, of: Shape, anyFits = false): boolean {
  const fits = (part: Shape, whole: Shape) => isSubtype(part, whole, anyFits);
  if (describeShape(shape) === describeShape(of) || isAny(of)) return true;
  if (isAny(shape)) return anyFits;
  if (shape.kind === 'union') return shape.of.every((member) => fits(member, of));
  if (of.kind === 'union') return of.of.some((member) => fits(shape, member));
  switch (shape.kind) {
    case 'never':
      return true;
    case 'literal':
      return of.kind === 'scalar' && scalarsOf(shape.value).includes(of.type);
    case 'scalar':
      return of.kind === 'scalar' && wider[shape.type]?.includes(of.type) === true;
    case 'array':
      return of.kind === 'array' && fits(shape.of, of.of);
    case 'tuple':
      if (of.kind === 'array') return shape.of.every((element) => fits(element, of.of));
      if (of.kind !== 'tuple' || of.of.length !== shape.of.length) return false;
      return shape.of.every((element, index) => fits(element, of.of[index] as Shape));
    case 'object':
    case 'map':
      return isSubtypeOfObject(recordOf(shape), of, fits);
    default:
      return false;
  }
}

interface Shapes {
  readonly fields: ReadonlyMap<string, Shape>;
  readonly wildcard: Shape | undefined;
}

function recordOf(shape: Extract<Shape, { kind: 'object' | 'map' }>): Shapes {
  if (shape.kind === 'map') return { fields: new Map(), wildcard: shape.of };
  const fields = new Map(Object.entries(shape.fields).map(([name, rule]) => [name, rule.shape]));
  return { fields, wildcard: shape.wildcard };
}

function isSubtypeOfObject(from: Shapes, of: Shape, fits: (part: Shape, whole: Shape) => boolean): boolean {
  if (of.kind !== 'object' && of.kind !== 'map') return false;
  const to = recordOf(of);
  if (from.wildcard && !(to.wildcard && fits(from.wildcard, to.wildcard))) return false;
  const own = [...from.fields].every(([name, shape]) => {
    const expected = to.fields.get(name) ?? to.wildcard;
    return expected !== undefined && fits(shape, expected);
  });
  const others = [...to.fields].filter(([name]) => !from.fields.has(name));
  const mayFit = ([, expected]: readonly [string, Shape]) =>
    from.wildcard ? fits(orAbsent(from.wildcard), expected) : mayBeNull(expected);
  return own && others.every(mayFit);
}

function orAbsent(shape: Shape): Shape {
  return isAny(shape) ? shape : { kind: 'union', of: [shape, { kind: 'null' }] };
}

export function mayBeNull(shape: Shape): boolean {
  return shape.kind === 'null' || (shape.kind === 'union' && shape.of.some(mayBeNull));
}

function isAny(shape: Shape): boolean {
  return shape.kind === 'scalar' && shape.type === 'Any';
}

const wider: Partial<Readonly<Record<ScalarName, readonly ScalarName[]>>> = {
  Int: ['Long', 'Number'],
  Long: ['Number'],
  Double: ['Number'],
};

function scalarsOf(value: string | number | boolean): readonly ScalarName[] {
  if (typeof value === 'string') return ['String'];
  if (typeof value === 'boolean') return ['Boolean'];
  return Number.isInteger(value) ? ['Int', 'Long', 'Double', 'Number'] : ['Double', 'Number'];
}
