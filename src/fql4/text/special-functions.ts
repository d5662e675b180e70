/** Functions of the driver that look at what they are given. */
import { decodeBase64, encodeBase64 } from '../../runtime/base64.ts';
import type { FunctionShape } from './function-shapes.ts';
import { refuse } from './invalid-text.ts';
import type { Wire, WireField } from './wire.ts';
import { isNull, lambdaOf, nothing, record, text, variable, type Written, wrap, wrapFields } from './written.ts';

export const Ref: FunctionShape = {
  parameters: ['collection', 'id'],
  minimum: 1,
  maximum: 2,
  keys: ['ref', 'id'],
  spreads: false,
  build: ([first, second]) => {
    const collection = wrap(first as Written);
    if (!second) return [['@ref', collection]];
    return [
      ['ref', collection],
      ['id', wrap(second)],
    ];
  },
};

export const Bytes: FunctionShape = {
  parameters: ['base64'],
  minimum: 1,
  maximum: 1,
  keys: ['@bytes'],
  spreads: false,
  build: ([value], span) => {
    const given = value as Written;
    const base64: unknown = given.kind === 'scalar' ? JSON.parse(given.json) : undefined;
    if (typeof base64 !== 'string') refuse("Bytes takes a string in base64, as in Bytes('AQID')", given.span);
    const bytes = base64.length % 4 === 0 ? decodeBase64(base64.replaceAll('-', '+').replaceAll('_', '/')) : undefined;
    if (!bytes) refuse('This is no base64', given.span);
    return [['@bytes', text(encodeBase64(bytes), span)]];
  },
};

/** The bindings one after another, so that each may use those before it. */
export const Let: FunctionShape = {
  parameters: ['bindings', 'in'],
  minimum: 2,
  maximum: 2,
  keys: ['let', 'in'],
  spreads: false,
  build: ([first, second], span) => {
    const bindings = first as Written;
    const body = second as Written;
    const groups = groupsOf(bindings);
    const names = groups.flatMap((group) => group.map(([name]) => name));
    const inner =
      body.kind === 'function' ? wrap(body.apply(names.map((name) => variable(name, body.span)))) : wrap(body);
    const elements = groups.map((group) => record(group[0]?.[1].span ?? bindings.span, ...wrapFields(group)));
    return [
      ['let', { kind: 'array', elements, span }],
      ['in', inner],
    ];
  },
};

function groupsOf(bindings: Written): (readonly (readonly [string, Written])[])[] {
  if (bindings.kind === 'object') return bindings.fields.map((field) => [field]);
  if (bindings.kind !== 'array')
    refuse('Let takes its variables as an object, or as an array of objects', bindings.span);
  return bindings.elements.map((element) => {
    if (element.kind !== 'object') refuse('Let takes its variables as objects', element.span);
    return element.fields;
  });
}

export const Do: FunctionShape = {
  parameters: ['...expressions'],
  minimum: 1,
  maximum: Number.POSITIVE_INFINITY,
  keys: ['do'],
  spreads: true,
  build: (given, span) => [['do', { kind: 'array', elements: given.map(wrap), span }]],
};

export const ObjectFunction: FunctionShape = {
  parameters: ['fields'],
  minimum: 1,
  maximum: 1,
  keys: ['object'],
  spreads: false,
  build: ([first], span) => {
    const value = first as Written;
    if (isNull(value)) return [['object', nothing(span)]];
    if (value.kind !== 'object') refuse('Object takes an object', value.span);
    return [['object', record(value.span, ...wrapFields(value.fields))]];
  },
};

/** `Lambda('x', …)`, `Lambda(['x', 'y'], …)`, or a function. */
export const Lambda: FunctionShape = {
  parameters: ['parameters', 'expression'],
  minimum: 1,
  maximum: 2,
  keys: ['lambda', 'expr'],
  spreads: false,
  build: ([first, second]): readonly WireField[] | Wire => {
    const value = first as Written;
    if (second) {
      return [
        ['lambda', wrap(value)],
        ['expr', wrap(second)],
      ];
    }
    if (value.kind === 'function') return lambdaOf(value);
    if (value.kind === 'expression') return value.wire;
    refuse(
      "Lambda takes a function, as in Lambda(x => …), or a name and an expression, as in Lambda('x', …)",
      value.span,
    );
  },
};

export const Paginate: FunctionShape = {
  parameters: ['set', 'options?'],
  minimum: 1,
  maximum: 2,
  keys: ['paginate'],
  spreads: false,
  build: ([set, options]) => {
    const fields: WireField[] = [['paginate', wrap(set as Written)]];
    if (!options || isNull(options)) return fields;
    if (options.kind !== 'object') refuse('Paginate takes its options as an object, as in { size: 10 }', options.span);
    return [...fields, ...wrapFields(options.fields)];
  },
};
