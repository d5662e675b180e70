import { expect, test } from 'vitest';
import { Session } from './evaluate.ts';

const session = new Session();

test.each([
  ['[ID(123), ID("123"), ID("9223372036854775807")]', '[ID("123"), ID("123"), ID("9223372036854775807")]'],
  ['[ID(123) == 123, ID(123) == "123", ID(123) < "124", ID(123) isa ID]', '[true, true, true, true]'],
  ['ID(123).toString()', '"123"'],
  ['newId() isa ID', 'true'],
])('%s is %s', (fql, expected) => expect(session.show(fql)).toBe(expected));

test.each([
  ['ID("foo")', '`"foo"` is not a valid ID.'],
  ['ID(12.3)', '`12.3` is not a valid ID.'],
  ['ID(null)', 'expected arguments to `apply` of type (String) | (Number), received (Null)'],
])('%s fails: %s', (fql, message) => expect(() => session.show(fql)).toThrow(message));
