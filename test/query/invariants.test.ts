/** What holds whatever programs do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import type { Json } from '../../src/store/store.ts';
import { failing, programs, Run, storedValues } from './random-program.ts';

const numRuns = Number(process.env['PROGRAM_RUNS'] ?? 60);
const patience = 60_000 + numRuns * 1_000;

/** Pairs of an index and what a filter over the collection gives in its place. */
const asFilters = `{
  let all = {C}.all().toArray()
  // As an index looks things up: 2 and 2.0 are equal, and not the same.
  let same = (x, y) => x == y && (x isa Double) == (y isa Double)
  let flat = xs => if (xs isa Array) xs.flatMap(x => if (x isa Array) x else [x]) else [xs]
  {
    byA: [1, "a", 2.0, {C}("1")].map(a => [
      {C}.byA(a).map(.id).toArray(),
      {C}.where(d => same(d.a, a)).order(desc(.n), .id).map(.id).toArray()
    ]),
    back: [1, "a"].map(a => [
      {C}.byA(a).reverse().map(.id).toArray(),
      {C}.where(d => same(d.a, a)).order(desc(.n), .id).map(.id).toArray().reverse()
    ]),
    byAN: [[1, 1], [1, null], [null, "a"], ["b", {C}("1")]].map(p => [
      {C}.byAN(p[0], p[1]).map(.id).toArray(),
      {C}.where(d => same(d.a, p[0]) && (if (d.o isa Object) same(d.o.k, p[1]) else p[1] == null)).map(.id).toArray()
    ]),
    sorted: [[
      {C}.sorted().map(.id).toArray(),
      {C}.all().order(.n, desc(.a), .id).map(.id).toArray()
    ]],
    sortedBack: [[
      {C}.sorted().reverse().map(.id).toArray(),
      {C}.all().order(.n, desc(.a), .id).map(.id).toArray().reverse()
    ]],
    range: [[
      {C}.sorted({ from: 1, to: "a" }).map(.id).toArray(),
      {C}.where(d => (d.n isa Number && d.n >= 1) || d.n isa Bytes || (d.n isa String && d.n <= "a"))
        .order(.n, desc(.a), .id).map(.id).toArray()
    ]],
    byTag: [1, "a", {C}("1")].map(t => [
      {C}.byTag(t).map(.id).toArray(),
      {C}.where(d => flat(d.tags).any(x => same(x, t))).order(.n, .id).map(.id).toArray()
    ]),
    byTagA: [[1, 1], ["a", "b"], [2, null], [null, 1]].map(p => [
      {C}.byTagA(p[0], p[1]).map(.id).toArray().order(),
      {C}.where(d => same(d.a, p[1]) && (
        flat(d.tags).any(x => same(x, p[0])) || (p[0] == null && flat(d.tags).every(x => (x isa Object && !(x isa {C})) || x == null))
      )).map(.id).toArray().order()
    ]),
    byTwice: [2, 4, 5.0, "a"].map(t => [
      {C}.byTwice(t).map(.id).toArray(),
      {C}.where(d => same(d.twice, t)).order(desc(.twice), .n, .id).map(.id).toArray()
    ]),
    ids: [[all.map(.id), {C}.all().order(.id).map(.id).toArray()]],
    mails: [[all.map(.mail).filter(m => m != null).order(), all.map(.mail).filter(m => m != null).distinct().order()]]
  }
}`;

describe('programs', () => {
  it(
    'keep every index equal to a filter over its collection',
    async () => {
      await fc.assert(
        fc.asyncProperty(programs, async (steps) => {
          const run = new Run();
          await run.start();
          for (const step of steps) await run.step(step);
          // A reference to nothing equals null; those of the programs are to something.
          await run.get('if (!{C}("1").exists()) {C}.create({ id: "1" }).id else "1"');
          const answers = (await run.get(asFilters)) as Record<string, readonly (readonly [Json, Json])[]>;
          for (const [which, pairs] of Object.entries(answers)) {
            for (const [found, expected] of pairs) expect(found, which).toEqual(expected);
          }
        }),
        { numRuns },
      );
    },
    patience,
  );

  const state = `{
    names: Collection.all().map(.name).toArray(),
    all: {C}.all().map(d => [d.id, d.a, d.n, d.tags, d.o, d.mail, d.twice]).toArray(),
    sorted: {C}.sorted().map(.id).toArray(),
    tags: {C}.sortedTags().map(.id).toArray()
  }`;

  it(
    'see nothing of queries that failed',
    async () => {
      const withFailures = fc.tuple(programs, fc.array(failing, { minLength: 3, maxLength: 3 }));
      await fc.assert(
        fc.asyncProperty(withFailures, async ([steps, failures]) => {
          const [plain, disturbed] = [new Run(), new Run()];
          await plain.start();
          await disturbed.start();
          for (const [index, step] of steps.entries()) {
            const { store } = disturbed.session;
            const before = store.snapshot();
            const failure = await disturbed.ask(failures[index % failures.length] ?? 'abort(1)');
            expect(failure).toMatch(/^[a-z_]+: /);
            expect(store.snapshot()).toBe(before);
            expect(await disturbed.step(step)).toEqual(await plain.step(step));
          }
          expect(await disturbed.ask(state)).toEqual(await plain.ask(state));
        }),
        { numRuns },
      );
    },
    patience,
  );

  it(
    'leave what an engine that starts afterwards reads as well',
    async () => {
      await fc.assert(
        fc.asyncProperty(programs, async (steps) => {
          const run = new Run();
          await run.start();
          for (const step of steps) await run.step(step);
          const later = new Engine(run.session.store, 'root');
          const answer = await later.query({ secret: 'root' }, { fql: run.text(state), formats: ['decorated'] });
          if (answer.outcome !== 'success') throw new Error('refused');
          expect((answer.data.decorated ?? '').replace(/\s+/g, ' ')).toEqual(await run.session.ask(run.text(state)));
        }),
        { numRuns: numRuns / 2 },
      );
    },
    patience,
  );

  it(
    'can be asked for any moment of theirs',
    async () => {
      await fc.assert(
        fc.asyncProperty(programs, async (steps) => {
          const run = new Run();
          await run.start();
          const seen: { readonly time: string; readonly state: string; readonly name: string }[] = [];
          const everything = `[
            {C}.all().map(d => [d.id, d.a, d.n, d.tags, d.o]).toArray(),
            {C}.all().reverse().map(.id).toArray(),
            {C}.all().order(desc(.id)).map(.a).toArray(),
            [1, "a", 2.0].map(a => {C}.byA(a).map(d => [d.id, d.n]).toArray()),
            {C}.byAN(1, 1).map(.id).toArray(),
            {C}.sorted().map(.id).toArray(),
            {C}.sorted({ from: 1, to: "a" }).reverse().map(.id).toArray(),
            [1, "a"].map(t => {C}.byTag(t).map(.id).toArray()),
            {C}.byTwice(2).map(.id).toArray()
          ]`;
          // An index knows nothing of the time before it was made.
          for (const step of steps.filter(({ fql }) => !fql.includes('indexes:'))) {
            await run.step(step);
            const time = String(await run.get('Time.now().toString()'));
            seen.push({ time, state: await run.session.ask(run.text(everything)), name: run.name });
          }
          for (const { time, state, name } of seen) {
            const past = await run.session.ask(run.text(`at (Time("${time}")) ${everything}`));
            // Names are those of the schema, which has no past; what they name is the same.
            expect(past.replaceAll(run.name, '?')).toEqual(state.replaceAll(name, '?'));
          }
        }),
        { numRuns: numRuns / 2 },
      );
    },
    patience,
  );

  it(
    'page through a set as it was when they began, whatever is written between',
    async () => {
      const sets = [
        '{C}.all()',
        '{C}.sorted()',
        '{C}.sorted().reverse()',
        '{C}.sortedTags()',
        '{C}.byA(1)',
        '{C}.byTag("a")',
        '{C}.all().where(.n != null)',
        '{C}.all().order(desc(.a), .id)',
        '{C}.all().concat({C}.sorted())',
        '{C}.all().flatMap(d => {C}.byA(d.a))',
        '{C}.sorted({ from: 1 }).drop(1).take(5)',
        '{C}.all().map(.a).distinct()',
      ];
      const cases = fc.tuple(programs, programs, fc.constantFrom(...sets), fc.integer({ min: 1, max: 4 }));
      await fc.assert(
        fc.asyncProperty(cases, async ([steps, more, set, size]) => {
          const run = new Run();
          await run.start();
          for (const step of steps) await run.step(step);
          // Names of collections and of indexes are looked up when a page is read: those stay.
          const between = more.filter(({ fql }) => !fql.startsWith('Collection('));
          const element = 'x => if (x isa {C} && x.exists()) [x.id, x.a] else x';
          const whole = (await run.get(`${set}.map(${element}).toArray()`)) as readonly Json[];
          const read: Json[] = [];
          let query = `${set}.map(${element}).paginate(${size})`;
          for (;;) {
            const page = (await run.get(query)) as { readonly data: readonly Json[]; readonly after?: string };
            read.push(...page.data);
            if (page.after === undefined) break;
            query = `Set.paginate("${page.after}")`;
            const next = between.shift();
            if (next) await run.step(next);
          }
          expect(read).toEqual(whole);
        }),
        { numRuns },
      );
    },
    patience,
  );

  it('get back each value that they stored, as it prints and as it is', async () => {
    const run = new Run();
    await run.start();
    // A field of null is no field.
    for (const value of storedValues.filter((each) => each !== '{ k: null }')) {
      const same = await run.get(`{
        let v = ${value}
        let made = {C}.create({ id: "5", n: { in: v, list: [v] } })
        let seen = {C}("5")!
        let kept = [seen.n.in == v, seen.n.list == [v], "#{seen.n.in}" == "#{v}"]
        seen.delete()
        kept
      }`);
      expect(same, value).toEqual([true, true, true]);
    }
  });
});
