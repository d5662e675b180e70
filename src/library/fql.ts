/**
 * Queries made of text and values: fql`Book.byId(${id})`. Values are sent beside the text, never as part of it, so that
 * none can change what the query means; queries within queries are joined.
 */
import type { InputJson } from '../wire/json-input.ts';
import { type Argument, encodeArgument } from './argument.ts';

/** What may stand in `${…}`. */
export type Interpolated = Argument | Query | readonly Interpolated[] | { readonly [name: string]: Interpolated };

/** A query that is not text: ours, or one of the driver's, which can be encoded alike. */
export interface Encodable {
  encode(): unknown;
}

export class Query implements Encodable {
  readonly #texts: readonly string[];
  readonly #values: readonly Interpolated[];

  constructor(texts: readonly string[], values: readonly Interpolated[]) {
    this.#texts = texts;
    this.#values = values;
  }

  /** As the wire protocol has it: `{ fql: ["Book.byId(", { value: "1" }, ")"] }`. Throws a TypeError or RangeError. */
  encode(): InputJson {
    const pieces = this.#texts.flatMap((text, index): InputJson[] => {
      const value = index < this.#values.length ? [encodePiece(this.#values[index])] : [];
      return text === '' ? value : [text, ...value];
    });
    return { fql: pieces };
  }
}

export function fql(texts: TemplateStringsArray, ...values: readonly Interpolated[]): Query {
  return new Query(texts, values);
}

function encodePiece(value: Interpolated): InputJson {
  if (value instanceof Query) return value.encode();
  if (!holdsQuery(value)) return { value: encodeArgument(value as Argument) };
  if (Array.isArray(value)) return { array: value.map(encodePiece) };
  return { object: new Map(Object.entries(value as object).map(([name, each]) => [name, encodePiece(each)])) };
}

function holdsQuery(value: Interpolated): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return false;
  return value instanceof Query || Object.values(value).some(holdsQuery);
}
