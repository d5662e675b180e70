/** `Format`: which flags go with which conversion. */
import { describe, expect, it } from 'vitest';
import { Fql4Database } from '../../support/fql4.ts';

const database = new Fql4Database();

describe('Format', () => {
  it.each([
    [`Format('%-5s|', 'a')`, 'a    |'],
    [`Format('%+d', 1)`, '+1'],
    [`Format('%,.2f', 1234.5)`, '1,234.50'],
    [`Format('%#x', 255)`, '0xff'],
  ])('%s is %s', async (text, expected) => {
    expect(await database.get(text)).toBe(expected);
  });

  it.each([
    ['% s', `'a'`],
    ['%0s', `'a'`],
    ['%-s', `'a'`],
    ['%#d', '1'],
    ['%-05d', '1'],
    ['%+x', '1'],
    ['%,e', '1.5'],
  ])('%s is no conversion', async (format, value) => {
    const answer = await database.ask(`Format('${format}', ${value})`);
    expect(answer).toBe(`invalid argument: Invalid conversion format '${format}'.`);
  });
});
