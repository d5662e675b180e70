/** Values as the text has them, before they become part of an expression: some functions look at what they are given. */
import type { Span } from '../../language/source.ts';
import type { Wire } from './wire.ts';

export type Written =
  | { readonly kind: 'scalar'; readonly json: string; readonly span: Span }
  | { readonly kind: 'array'; readonly elements: readonly Written[]; readonly span: Span }
  | { readonly kind: 'object'; readonly fields: readonly WrittenField[]; readonly span: Span }
  | WrittenFunction
  /** What a call gives, and the variable of a function. */
  | { readonly kind: 'expression'; readonly wire: Wire; readonly span: Span };

export type WrittenField = readonly [name: string, value: Written];

/** `(x, y) => …` */
export interface WrittenFunction {
  readonly kind: 'function';
  readonly parameters: readonly { readonly name: string; readonly span: Span }[];
  /** The body, with an expression for each of its parameters. */
  readonly apply: (values: readonly Wire[]) => Written;
  readonly span: Span;
}

/** As the driver sends it: objects say that they are some, functions become lambdas. */
export function wrap(value: Written): Wire {
  switch (value.kind) {
    case 'scalar':
      return value;
    case 'expression':
      return value.wire;
    case 'array':
      return { kind: 'array', elements: value.elements.map(wrap), span: value.span };
    case 'object': {
      const { fields, span } = value;
      return record(span, ['object', record(span, ...wrapFields(fields))]);
    }
    case 'function':
      return lambdaOf(value);
  }
}

export function wrapFields(fields: readonly WrittenField[]): [string, Wire][] {
  return fields.map(([name, each]) => [name, wrap(each)]);
}

export function record(span: Span, ...fields: (readonly [string, Wire])[]): Wire {
  return { kind: 'record', fields, span };
}

export function text(value: string, span: Span): Wire {
  return { kind: 'scalar', json: JSON.stringify(value), span };
}

export function nothing(span: Span): Wire {
  return { kind: 'scalar', json: 'null', span };
}

export function isNull(value: Written): boolean {
  return value.kind === 'scalar' && value.json === 'null';
}

export function variable(name: string, span: Span): Wire {
  return record(span, ['var', text(name, span)]);
}

/** One parameter takes the argument, several take its elements. */
export function lambdaOf({ parameters, apply, span }: WrittenFunction): Wire {
  const names = parameters.map((each) => text(each.name, each.span));
  const body = wrap(apply(parameters.map((each) => variable(each.name, each.span))));
  const [first] = names;
  const pattern: Wire = first && names.length === 1 ? first : { kind: 'array', elements: names, span };
  return record(span, ['lambda', pattern], ['expr', body]);
}
