/** The checker of histories finds what it is there to find. */
import { describe, expect, test } from 'vitest';
import { checkRealTime, checkRegisters, type Read, type Write } from './history.ts';

const write = (value: string, time: number | undefined, [began, ended] = [time ?? 0, time ?? Infinity]): Write => ({
  key: 'k',
  value,
  time,
  began,
  ended,
});
const read = (value: string | null, time: number): Read => ({ key: 'k', value, time, began: time, ended: time });

describe('registers', () => {
  test('hold what was written last', () => {
    const writes = [write('a', 10), write('b', 20)];
    expect(checkRegisters(writes, [read(null, 5), read('a', 10), read('a', 19), read('b', 25)])).toEqual([]);
  });

  test('must not lose a write, go back, or be ahead', () => {
    const writes = [write('a', 10), write('b', 20)];
    for (const bad of [read(null, 15), read('a', 25), read('b', 15), read('c', 25)]) {
      expect(checkRegisters(writes, [bad])).toHaveLength(1);
    }
    expect(checkRegisters([write('a', 10), write('b', 10)], [])).toEqual(['two writes of 10']);
  });

  test('may hold what was not answered, until it is written over', () => {
    const writes = [write('a', 10), write('lost', undefined, [12, Infinity]), write('b', 20)];
    expect(checkRegisters(writes, [read('a', 13), read('lost', 15), read('b', 25)])).toEqual([]);
    expect(checkRegisters(writes, [read('lost', 15), read('lost', 25)])).toHaveLength(1);
    expect(checkRegisters(writes, [read('lost', 11)])).toHaveLength(1);
  });
});

describe('times', () => {
  test('follow the order in which requests were answered and sent', () => {
    const first = write('a', 100, [0, 1]);
    const second = write('b', 101, [2, 3]);
    expect(checkRealTime([first, second], new Set([first, second]))).toEqual([]);
    const stale = { ...read('a', 99), began: 2, ended: 3 };
    expect(checkRealTime([first, stale], new Set([first]))).toHaveLength(1);
    const same = write('c', 100, [2, 3]);
    expect(checkRealTime([first, same], new Set([first, same]))).toHaveLength(1);
    // At the same time, any order will do.
    expect(checkRealTime([first, { ...stale, began: 0.5 }], new Set([first]))).toEqual([]);
  });
});
