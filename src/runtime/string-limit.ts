/** How long a string may get, in UTF-16 units. Source: the reference page "Limits"; recorded `value_too_large`. */
import type { Span } from '../language/source.ts';
import type { Context } from './context.ts';

export const maxStringLength = 16 * 1024 * 1024;

export function failTooLong(context: Context, length: number, span?: Span): never {
  const message = `Value too large: string size ${length} exceeds limit ${maxStringLength}.`;
  return context.fail('value_too_large', message, span ? { span } : {});
}
