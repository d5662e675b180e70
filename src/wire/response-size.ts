/** How large a result is when it is written, roughly, so that what would be too large is refused before. */
import type { Context } from '../runtime/context.ts';
import { ArrayValue, ObjectValue, type Value } from '../runtime/value.ts';

/** Characters of a response. */
const maxCharacters = 2 ** 26;

/** What is no text takes about this many characters, with what stands around it. */
const usual = 16;

/** Counts while a result is read. Errors: `response_size_exceeded`. */
export class ResponseSize {
  private characters = 0;

  constructor(private readonly context: Context) {}

  add(characters: number): void {
    this.characters += characters;
    if (this.characters <= maxCharacters) return;
    const message = `Response size exceeded: the result has more than ${maxCharacters} characters. Ask for a part of it.`;
    this.context.fail('response_size_exceeded', message);
  }

  /** A value without what it holds. */
  addOne(value: Value): void {
    this.add(typeof value === 'string' ? value.length + usual : usual);
  }

  /** A value with all that it holds, however often it holds it. */
  addAll(value: Value): void {
    this.addOne(value);
    if (value instanceof ArrayValue) for (const each of value.elements) this.addAll(each);
    if (value instanceof ObjectValue) for (const each of value.fields.values()) this.addAll(each);
  }
}

/** A value with all that it holds. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length + usual;
  if (value instanceof ArrayValue) return value.elements.reduce<number>((sum, each) => sum + sizeOf(each), usual);
  if (!(value instanceof ObjectValue)) return usual;
  let sum = usual;
  for (const [name, each] of value.fields) sum += name.length + sizeOf(each);
  return sum;
}
