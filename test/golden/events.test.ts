/**
 * Every recorded step of streams and feeds, as a test; what differs is listed as in known-failures.txt, in a list of its
 * own. With UPDATE_KNOWN_FAILURES=1 the list is written anew, keeping the reasons it has.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventScenario, type EventStep, replayEvents } from './replay-events.ts';

const folder = join(import.meta.dirname, 'events');
const listPath = join(import.meta.dirname, 'known-failures-events.txt');
const updating = process.env['UPDATE_KNOWN_FAILURES'] === '1';

/** `feeds / history kept and not kept / 3: reason` */
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

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const area = file.replace(/\.json$/, '');
  const scenarios = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly EventScenario[];
  describe(area, () => {
    for (const scenario of scenarios) describeScenario(area, scenario);
  });
}

function describeScenario(area: string, scenario: EventScenario): void {
  describe(scenario.name, () => {
    let answers: unknown[] = [];
    beforeAll(async () => {
      answers = await replayEvents(scenario);
    });
    for (const [index, step] of scenario.steps.entries()) {
      const key = `${area} / ${scenario.name} / ${index + 1}`;
      it(`${index + 1}: ${nameOf(step)}`, () => {
        const [got, want] = [answers[index], withoutStats(step.answer)];
        const ok = isDeepStrictEqual(got, want);
        if (updating) {
          if (!ok) failing.push(`${key}: ${known.get(key) ?? 'not built yet'}`);
        } else if (known.has(key)) {
          expect(ok, `${key} passes now: take it off known-failures-events.txt`).toBe(false);
        } else {
          expect(got).toEqual(want);
        }
      });
    }
  });
}

function nameOf({ query, stream, feed, expect, close, body }: EventStep): string {
  if (expect !== undefined) return `events of ${expect}`;
  if (close !== undefined) return `close ${close}`;
  const what = stream === undefined ? (feed ? 'feed ' : '') : `stream ${stream} `;
  return `${what}${(query ?? body ?? '').split('\n', 1)[0]}`;
}

/** What events and pages cost differs with the way that things are stored. */
function withoutStats(recorded: unknown): unknown {
  return JSON.parse(JSON.stringify(recorded), (name, value) => {
    return name === 'stats' && !Array.isArray(value) ? undefined : value;
  });
}

afterAll(() => {
  if (!updating) return;
  const head = readFileSync(listPath, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'));
  writeFileSync(listPath, `${[...head, ...failing].join('\n')}\n`);
});
