/** A query that would take all memory, or answer without end, ends with an error; the process goes on. */
import { afterEach, describe, expect, it } from 'vitest';
import { provideMemoryCheck } from '../../src/runtime/memory-limit.ts';
import { Session } from '../support/session.ts';

afterEach(() => provideMemoryCheck(() => false));

async function ask(fql: string): Promise<string> {
  return new Session().ask(fql, undefined, { typecheck: false });
}

describe('memory', () => {
  it('is asked for when a query has made much, in loops as in long arrays', async () => {
    provideMemoryCheck(() => true);
    const ended = 'value_too_large: Value too large: the query takes more memory than there is.';
    expect(await ask('Array.sequence(0, 16000).map(i => Array.sequence(0, 16000)).length')).toBe(ended);
    expect(await ask('Set.sequence(0, 100000000).fold([], (a, i) => [[i, i, i]]).length')).toBe(ended);
    expect(await ask('Array.sequence(0, 100).map(i => [i, i]).length')).toBe('100');
  });

  it('is not taken by arrays that double', async () => {
    expect(await ask('Set.sequence(0, 40).fold([1], (a, i) => a.concat(a)).length')).toBe(
      'value_too_large: Value too large: array size 16777216 exceeds limit 8388608.',
    );
    expect(await ask('Set.sequence(0, 40).fold([1], (a, i) => [a, a].flatten()).length')).toContain('value_too_large');
    expect(await ask('Set.sequence(0, 40).fold([1], (a, i) => [1, 2].flatMap(n => a)).length')).toContain('too_large');
  });
});

describe('an answer', () => {
  const tooLarge = /^response_size_exceeded: Response size exceeded: the result has more than \d+ characters/;

  it.each([
    'let s = Set.sequence(0, 23).fold("a", (a, i) => a + a); Array.sequence(0, 200).map(i => s)',
    'Set.sequence(0, 40).fold([1], (a, i) => [a, a])',
    'abort(Set.sequence(0, 40).fold([1], (a, i) => [a, a]))',
    'let xs = Array.sequence(0, 16000); xs.map(i => xs)',
  ])('is refused where it is too large: %s', async (fql) => expect(await ask(fql)).toMatch(tooLarge));

  it('counts a document as often as it shows', async () => {
    const session = new Session();
    await session.get('Collection.create({ name: "Thing" }).name');
    await session.get('Thing.create({ id: "1", text: Set.sequence(0, 17).fold("a", (a, i) => a + a) }).id');
    expect(await session.ask('Array.sequence(0, 16000).map(i => Thing("1"))')).toMatch(tooLarge);
    expect(await session.ask('Array.sequence(0, 16000).map(i => Thing("1")).length')).toBe('16000');
  });
});
