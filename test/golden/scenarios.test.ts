/**
 * Every recorded step, as a test. A step that does not answer as the original yet stands in known-failures.txt with
 * its reason; one that stands there and passes fails, so that the list stays true.
 * With UPDATE_KNOWN_FAILURES=1 the list is written anew, keeping the reasons it has.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, agree, type Level, replay, type Scenario, type Step, view } from './replay.ts';

/** Scenarios that a person wrote, and random programs over one collection. */
const folders = ['scenarios', 'stateful'];
const listPath = join(import.meta.dirname, 'known-failures.txt');
const updating = process.env['UPDATE_KNOWN_FAILURES'] === '1';

/** `tutorial / login and logout / 3: reason` */
const known = new Map(
  readFileSync(listPath, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, key = '', reason = ''] = /^(.*? \/ \d+): (.*)$/.exec(line) ?? [];
      return [key, reason] as const;
    }),
);
const failing: string[] = [];

const files = folders.flatMap((name) => {
  const folder = join(import.meta.dirname, name);
  return readdirSync(folder).map((file) => join(folder, file));
});
for (const file of files.filter((name) => name.endsWith('.json'))) {
  const area = basename(file, '.json');
  const scenarios = JSON.parse(readFileSync(file, 'utf8')) as readonly Scenario[];
  describe(area, () => {
    for (const scenario of scenarios) describeScenario(area, scenario, 'text');
  });
}

function describeScenario(area: string, scenario: Scenario, level: Level): void {
  describe(scenario.name, () => {
    let answers: Answer[] = [];
    beforeAll(async () => {
      answers = await replay(scenario);
    });
    for (const [index, step] of scenario.steps.entries()) {
      const key = `${area} / ${scenario.name} / ${index + 1}`;
      const first = step.query.split('\n', 1)[0];
      it(`${index + 1}: ${first}`, () => {
        const got = answers[index];
        if (!got) throw new Error('the scenario ended before this step');
        const ok = agree(step, got, level);
        if (updating) {
          if (!ok) failing.push(`${key}: ${known.get(key) ?? guessReason(step)}`);
        } else if (known.has(key)) {
          expect(ok, `${key} passes now: take it off known-failures.txt`).toBe(false);
        } else {
          expect(view(got, step, level)).toEqual(view(step.answer, step, level));
        }
      });
    }
  });
}

function guessReason(step: Step): string {
  return step.answer.error?.code === 'invalid_query' ? 'decided by static types' : 'not built yet';
}

afterAll(() => {
  if (!updating) return;
  const head = readFileSync(listPath, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'));
  writeFileSync(listPath, `${[...head, ...failing].join('\n')}\n`);
});
