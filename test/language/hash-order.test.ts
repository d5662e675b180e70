import { describe, expect, it } from 'vitest';
import { inHashOrder, inTableOrder, sortedByHash } from '../../src/language/hash-order.ts';

const sorted = (names: string) => inHashOrder(names.split(' '), (name) => name).join(' ');

describe('the order of what is kept under names', () => {
  it('is as given up to four', () => {
    expect(sorted('d b c a')).toBe('d b c a');
  });

  it('is that of the recorded types from five on', () => {
    expect(sorted('name price tags note since')).toBe('name tags price note since');
    expect(sorted('title priority state labels opened assignee')).toBe('priority assignee state opened labels title');
    expect(sorted('name length berths built flag tags crew engine size seen serial big meta blob ok any')).toBe(
      'serial any name size berths crew meta flag length ok built seen big tags blob engine',
    );
  });

  it('puts names with the same hash as they were given', () => {
    expect(sorted('Aa x BB y z AaAa BBBB').split(' ')).toHaveLength(7);
    expect(sorted('AaBB x y z BBAa AaAa')).toMatch(/AaBB.*BBAa.*AaAa/);
  });
});

describe('the order of what is grouped by name', () => {
  it('is by hash, however little it is', () => {
    expect(sortedByHash(['ok', 'ko'], (name) => name)).toEqual(['ko', 'ok']);
    expect(sortedByHash(['ko', 'ok'], (name) => name)).toEqual(['ko', 'ok']);
  });
});

describe('the order of what is left in a table', () => {
  it.each([
    ['b a c', 'a b c'],
    ['bx title', 'title bx'],
    ['zeta alpha gamma', 'zeta gamma alpha'],
    ['zeta alpha gamma delta eps phi', 'phi zeta alpha delta eps gamma'],
    ['title priority a Zed a1 _b o', 'a1 a _b Zed priority title o'],
  ])('of %s is %s, as the original lists missing fields', (names, order) => {
    expect(inTableOrder(names.split(' ')).join(' ')).toBe(order);
  });
});
