/**
 * Every recorded request, as a test, and its statistics as another one. What differs is listed as in known-failures.txt,
 * in a list of its own; with UPDATE_KNOWN_FAILURES=1 that is written anew, keeping the reasons it has.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayWire, statsView, view, type WireAnswer, type WireScenario, type WireStep } from './replay-wire.ts';

const folder = join(import.meta.dirname, 'wire');
const listPath = join(import.meta.dirname, 'known-failures-wire.txt');
const updating = process.env['UPDATE_KNOWN_FAILURES'] === '1';

/** `headers / x-format / 3: reason`, `headers / x-format / 3 stats: reason` */
const known = new Map(
  readFileSync(listPath, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, key = '', reason = ''] = /^(.*? \/ \d+(?: stats)?): (.*)$/.exec(line) ?? [];
      return [key, reason] as const;
    }),
);
const failing: string[] = [];

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const area = file.replace(/\.json$/, '');
  const scenarios = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly WireScenario[];
  describe(area, () => {
    for (const scenario of scenarios) describeScenario(area, scenario);
  });
}

function describeScenario(area: string, scenario: WireScenario): void {
  describe(scenario.name, () => {
    let answers: WireAnswer[] = [];
    beforeAll(async () => {
      answers = await replayWire(scenario);
    });
    for (const [index, step] of scenario.steps.entries()) {
      if (step.departure !== undefined) continue;
      const key = `${area} / ${scenario.name} / ${index + 1}`;
      const answer = () => {
        const got = answers[index];
        if (!got) throw new Error('the scenario ended before this step');
        return got;
      };
      it(`${index + 1}: ${nameOf(step)}`, () => {
        compare(key, view(answer(), step), view(step.answer, step), step);
      });
      if (step.answer.stats === undefined || step.ignore) continue;
      it(`${index + 1}: statistics of ${nameOf(step)}`, () => {
        compare(`${key} stats`, statsView(answer(), step.answer), statsView(step.answer, step.answer), step);
      });
    }
  });
}

function compare(key: string, got: unknown, want: unknown, step: WireStep): void {
  const ok = isDeepStrictEqual(got, want);
  if (updating) {
    if (!ok) failing.push(`${key}: ${known.get(key) ?? guessReason(key, step)}`);
  } else if (known.has(key)) {
    expect(ok, `${key} passes now: take it off known-failures-wire.txt`).toBe(false);
  } else {
    expect(got).toEqual(want);
  }
}

function nameOf({ method = 'POST', path = '/query/1', query, headers }: WireStep): string {
  const what = typeof query === 'string' ? query : (JSON.stringify(query ?? headers) ?? '');
  return `${method} ${path} ${what}`.slice(0, 100).split('\n', 1)[0] ?? '';
}

function guessReason(key: string, { answer: { body } }: WireStep): string {
  const code = typeof body === 'object' && body !== null && 'error' in body ? JSON.stringify(body.error) : '';
  if (code.includes('"invalid_query"')) return 'decided by static types';
  return key.endsWith('stats') ? 'costs of what the original keeps besides' : 'not built yet';
}

afterAll(() => {
  if (!updating) return;
  const head = readFileSync(listPath, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'));
  writeFileSync(listPath, `${[...head, ...failing].join('\n')}\n`);
});
