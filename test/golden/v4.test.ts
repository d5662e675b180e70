/**
 * Every recorded query of FQL v4, as a test. A step that does not answer as the original stands in known-failures-v4.txt
 * with its reason; one that stands there and passes fails, so that the list stays true.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { provideCrypto } from '../../src/model/crypto.ts';
import { nodeCrypto } from '../../src/node-crypto.ts';
import { type Answer, agree, connectInProcess, replay, type Scenario, view } from './replay-v4.ts';

provideCrypto(nodeCrypto);

const folder = join(import.meta.dirname, 'v4');
const known = new Set(
  readFileSync(join(import.meta.dirname, 'known-failures-v4.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^(.*? \/ \d+): /.exec(line)?.[1] ?? line),
);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const area = basename(file, '.json');
  const scenarios = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Scenario[];
  describe(area, () => {
    for (const scenario of scenarios) describeScenario(area, scenario);
  });
}

function describeScenario(area: string, scenario: Scenario): void {
  describe(scenario.name, () => {
    let answers: Answer[] = [];
    beforeAll(async () => {
      answers = await replay(scenario, connectInProcess);
    });
    for (const [index, step] of scenario.steps.entries()) {
      const key = `${area} / ${scenario.name} / ${index + 1}`;
      it(`${index + 1}: ${step.query.replace(/\s+/g, ' ')}`, () => {
        const got = answers[index];
        if (!got) throw new Error('the scenario ended before this step');
        if (known.has(key)) {
          expect(agree(step, got), `${key} passes now: take it off known-failures-v4.txt`).toBe(false);
        } else {
          expect(view(got, step)).toEqual(view(step.answer, step));
        }
      });
    }
  });
}
