/**
 * Queries that would take all memory end with an error, and the process goes on. What a query makes is noted roughly;
 * now and then the process is asked how much is left.
 */
import type { Context } from './context.ts';

/** An array may not have more elements: JavaScript's own limit is near, and ends the process. */
export const maxElements = 2 ** 23;

/** Elements or characters that may be made before the process is asked: some ten megabytes. */
const askedAfter = 1_000_000;

let isFull: () => boolean = () => false;
let made = 0;

/** Called once by a process that can tell whether its memory is nearly used up. */
export function provideMemoryCheck(check: () => boolean): void {
  isFull = check;
}

/** Notes that about `amount` elements were made. Ends the query where the memory is used up. */
export function noteMade(context: Context, amount: number): void {
  made += amount;
  if (made < askedAfter) return;
  made = 0;
  if (isFull()) context.fail('value_too_large', 'Value too large: the query takes more memory than there is.');
}

/** Asks before an array of `size` elements is made. Errors: `value_too_large`. */
export function requireRoom(context: Context, size: number): void {
  if (size > maxElements) {
    context.fail('value_too_large', `Value too large: array size ${size} exceeds limit ${maxElements}.`);
  }
  noteMade(context, size);
}
