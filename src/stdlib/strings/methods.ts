/** What the methods of String have in common. */
import type { Context } from '../../runtime/context.ts';
import { type NativeFunction, native, overload, parameter } from '../../runtime/native.ts';
import { failTooLong, maxStringLength } from '../../runtime/string-limit.ts';
import { types } from '../../runtime/types.ts';
import { ArrayValue, type Value } from '../../runtime/value.ts';
import { type Regex, requireRegex } from './regex.ts';

export type StringMethod = NativeFunction<string>;

export const pattern = parameter('pattern', types.string);
export const regex = parameter('regex', types.string);
export const replacement = parameter('replacement', types.string);
export const amount = parameter('amount', types.int);
export const index = parameter('index', types.int);

/** A method that takes a text and asks something of it. */
export function withText(name: string, argument: string, result: string, help: string, run: Ask<string>): StringMethod {
  const signature = `(${argument}: String) => ${result}`;
  return native(name, signature, help, overload([parameter(argument, types.string)], run));
}

type Ask<T> = (context: Context, text: string, asked: T) => Value;

/** The same with a regular expression. */
export function withRegex(name: string, result: string, help: string, run: Ask<Regex>): StringMethod {
  return withText(name, 'regex', result, help, (context, text, source) =>
    run(context, text, requireRegex(context, source)),
  );
}

export const strings = (texts: readonly string[]) => new ArrayValue(texts);

/** The texts joined, unless they are too long for one string. */
export function join(context: Context, ...parts: readonly string[]): string {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return length > maxStringLength ? failTooLong(context, length) : parts.join('');
}
