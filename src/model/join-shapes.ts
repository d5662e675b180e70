/**
 * Unions as messages print them: what stands alone first, then one array of all that arrays may hold, one object of the
 * fields that all objects have, one tuple of each length, and null. Source: the original's messages to defined fields.
 */
import { describeShape, orNull } from './describe-shape.ts';
import type { FieldRule, Shape } from './native-collection.ts';

/** The type that messages name; it may be wider than the shape. */
export function describeExpected(shape: Shape): string {
  return describeShape(joinUnion([shape]));
}

type ObjectShape = Extract<Shape, { kind: 'object' }>;

function flatten(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.flatMap((each) => (each.kind === 'union' ? flatten(each.of) : [each]));
}

function joinUnion(shapes: readonly Shape[]): Shape {
  const options = flatten(shapes);
  const arrays = options.flatMap((each) => (each.kind === 'array' ? [each.of] : []));
  const objects = options.flatMap((each): ObjectShape[] => {
    if (each.kind === 'map') return [{ kind: 'object', fields: {}, wildcard: each.of }];
    return each.kind === 'object' ? [each] : [];
  });
  const tuples = new Map<number, (readonly Shape[])[]>();
  for (const each of options) {
    if (each.kind === 'tuple') tuples.set(each.of.length, [...(tuples.get(each.of.length) ?? []), each.of]);
  }
  const parts: Shape[] = [
    ...options.filter(({ kind }) => !['array', 'map', 'object', 'tuple', 'null'].includes(kind)),
    ...(arrays.length > 0 ? [{ kind: 'array', of: joinUnion(arrays) } as const] : []),
    ...(objects.length > 0 ? [joinObjects(objects)] : []),
    ...[...tuples.values()].map((of) => joinTuples(of)),
    ...options.filter(({ kind }) => kind === 'null'),
  ];
  const different = [...new Map(parts.map((each) => [describeShape(each), each])).values()];
  return different.length === 1 ? (different[0] as Shape) : { kind: 'union', of: different };
}

function joinTuples(tuples: readonly (readonly Shape[])[]): Shape {
  const [first = []] = tuples;
  return { kind: 'tuple', of: first.map((_, position) => joinUnion(tuples.flatMap((each) => each[position] ?? []))) };
}

/** Where an object has a wildcard, it has every field. */
function joinObjects(objects: readonly ObjectShape[]): Shape {
  const names = new Set(objects.flatMap(({ fields }) => Object.keys(fields).filter((name) => !fields[name]?.hidden)));
  const fields: Record<string, FieldRule> = {};
  for (const name of names) {
    const types = objects.map(({ fields, wildcard }) => (fields[name] ? ofRule(fields[name]) : wildcard));
    if (!types.includes(undefined)) fields[name] = { shape: joinUnion(types as Shape[]) };
  }
  const wildcards = objects.map(({ wildcard }) => wildcard);
  if (wildcards.includes(undefined)) return { kind: 'object', fields };
  return { kind: 'object', fields, wildcard: joinUnion(wildcards as Shape[]) };
}

function ofRule({ shape, optional }: FieldRule): Shape {
  return optional ? orNull(shape) : shape;
}
