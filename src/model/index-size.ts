/**
 * How large the entries of one document in an index may be. An index of several arrays has an entry for each way to take
 * one element of each: a small document could make so many that nobody could keep them. Source: the reference page
 * "Limits".
 */
import { Failure } from '../language/failure.ts';

/** Of all entries of a document together: characters, as many as the original takes bytes in a transaction. */
export const largestEntries = 16 * 1024 * 1024;

/** `parts`: the keys that each term and value can have. Errors: `invalid_request`. */
export function requireEntrySize(index: string, parts: readonly (readonly string[])[]): void {
  const count = parts.reduce((product, part) => product * part.length, 1);
  const size = parts.reduce((sum, part) => {
    const own = part.reduce((total, key) => total + key.length, 0);
    return sum + (part.length === 0 ? 0 : (own * count) / part.length);
  }, 0);
  if (size <= largestEntries) return;
  const message =
    `The entries of one document in the index \`${index}\` would take about ${Math.round(size)} characters, ` +
    `which is more than the limit of ${largestEntries}.`;
  throw new Failure('invalid_request', message, [], { diagnostics: [] });
}
