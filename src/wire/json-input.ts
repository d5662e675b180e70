/**
 * JSON as clients send it, without losing what JavaScript's own values lose: whether `2.0` was written with its
 * fraction, integers beyond 2^53, and the order of fields whose names are numbers.
 */
import { Double } from '../runtime/value.ts';

/**
 * A plain number stands for the integer or fraction it is; where that would say too little, an integer is a bigint, a
 * number written with a fraction or an exponent a Double, and an object a Map.
 */
export type InputJson =
  | null
  | boolean
  | string
  | number
  | bigint
  | Double
  | readonly InputJson[]
  | InputObject
  | ReadonlyMap<string, InputJson>;

export interface InputObject {
  readonly [name: string]: InputJson;
}

/** An object in which names stand more than once: each as it was written last. */
export class RepeatedNames extends Map<string, InputJson> {
  /** `first`: the name that is the first to stand there again. */
  constructor(
    fields: readonly (readonly [string, InputJson])[],
    readonly first: string,
  ) {
    super(fields);
  }
}

/** Why a body is no request. The message is empty where the original gives no reason. */
export class InvalidBody extends Error {}

/** The fields of an object in the order written; undefined of anything else. */
export function fieldsOf(json: InputJson): readonly (readonly [string, InputJson])[] | undefined {
  if (json instanceof Map) return [...json];
  if (typeof json !== 'object' || json === null || json instanceof Double || isArray(json)) return undefined;
  return Object.entries(json as InputObject);
}

/** `Array.isArray` does not narrow a readonly array. */
export function isArray(json: InputJson): json is readonly InputJson[] {
  return Array.isArray(json);
}

/** What the original calls a kind of JSON. */
export function describeJson(json: InputJson): string {
  if (json === null) return 'Null';
  if (typeof json === 'string') return 'String';
  if (typeof json === 'boolean') return 'Boolean';
  if (typeof json === 'bigint') return 'Integer';
  if (typeof json === 'number') return Number.isInteger(json) ? 'Integer' : 'Double';
  if (json instanceof Double) return 'Double';
  return isArray(json) ? 'Array Start' : 'Object Start';
}
