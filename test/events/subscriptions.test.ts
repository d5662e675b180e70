import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Subscriptions } from '../../src/events/subscriptions.ts';

const write = (table: string, key: string) => ({ table, key, row: null });
const named = (groups: Iterable<ReadonlySet<string>>) => [...groups].flatMap((group) => [...group]).sort();

it('a write is heard by those who wait for its table and the beginning of its key', () => {
  const all = new Subscriptions<string>();
  all.add('people', '', 'everyone');
  all.add('people', 'a', 'a');
  all.add('people', 'ab', 'ab');
  all.add('things', 'a', 'other table');
  expect(named(all.groupsOf(write('people', 'abc')))).toEqual(['a', 'ab', 'everyone']);
  expect(named(all.groupsOf(write('people', 'b')))).toEqual(['everyone']);
  expect(named(all.groupsOf(write('nothing', 'a')))).toEqual([]);
});

it('holds for any coming and going', () => {
  const prefix = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
  const change = fc.record({ on: fc.boolean(), prefix, who: fc.constantFrom('x', 'y') });
  fc.assert(
    fc.property(fc.array(change), prefix, (changes, key) => {
      const subscriptions = new Subscriptions<string>();
      const expected = new Set<string>();
      for (const { on, prefix: of, who } of changes) {
        const name = `${who} ${of}`;
        if (on) subscriptions.add('t', of, name);
        else subscriptions.delete('t', of, name);
        if (on) expected.add(name);
        else expected.delete(name);
      }
      const heard = [...expected].filter((name) => key.startsWith(name.slice(2)));
      expect(named(subscriptions.groupsOf(write('t', key)))).toEqual(heard.sort());
    }),
  );
});
