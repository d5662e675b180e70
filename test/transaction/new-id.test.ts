import { expect, test } from 'vitest';
import { newId, timeOfId } from '../../src/transaction/new-id.ts';

test('ids grow, with the time and within it', () => {
  const time = Date.UTC(2040, 0, 1) * 1000;
  const ids = Array.from({ length: 5000 }, () => newId(time));
  ids.push(newId(time + 60_000_000));
  for (let i = 1; i < ids.length; i++) expect(ids[i]! > ids[i - 1]!).toBe(true);
  expect(timeOfId(ids[0]!)).toBe(Date.UTC(2040, 0, 1));
  expect(timeOfId(ids.at(-1)!)).toBe(Date.UTC(2040, 0, 1) + 60_000);
});

test('ids go on growing when the clock is set back', () => {
  const later = newId(Date.UTC(2050, 0, 1) * 1000);
  expect(newId(Date.UTC(2041, 0, 1) * 1000) > later).toBe(true);
});

test('an id of the original tells when it was made', () => {
  expect(new Date(timeOfId(370723013175279650n)).toISOString()).toBe('2023-07-19T23:04:26.166Z');
});
