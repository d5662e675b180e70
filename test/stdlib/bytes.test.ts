import { expect, test } from 'vitest';
import { Session } from './evaluate.ts';

const session = new Session();

test.each([
  ['Bytes("AQID")', 'Bytes("AQID")'],
  ['Bytes.fromBase64("AQI").toBase64()', '"AQI="'],
  ['"#{Bytes("AQID")}"', '"AQID"'],
  ['[Bytes("AQ==") isa Bytes, Bytes("AQ==") == Bytes("AQ"), Bytes("AQ==") < Bytes("Ag==")]', '[true, true, true]'],
])('%s is %s', (fql, expected) => expect(session.show(fql)).toBe(expected));

test('text that is no base64 is refused', () => {
  expect(() => session.show('Bytes("not base64!")')).toThrow(
    'invalid argument `encoded`: the text is not valid base64',
  );
});
