/**
 * Generated expressions without reads and writes, with the answers of the original engine: one a line, as
 * `{ q, status, data }` or `{ q, status, code, message }`, in the tagged format with type checking off.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { errorCodes } from '../../src/language/error-codes.ts';
import { MemoryStore } from '../../src/store/memory.ts';

interface Recorded {
  readonly q: string;
  readonly status: number;
  readonly data?: unknown;
  readonly code?: string;
  readonly message?: string;
}

const engine = new Engine(new MemoryStore(), 'secret');

async function ask(q: string): Promise<Recorded> {
  const answer = await engine.query({ secret: 'secret' }, { fql: q, formats: ['tagged'], typecheck: false });
  if (answer.outcome === 'success') return { q, status: 200, data: JSON.parse(answer.data.tagged ?? 'null') };
  return { q, status: errorCodes[answer.code].status, code: answer.code, message: answer.message };
}

it('answers generated expressions as the original does', async () => {
  const lines = readFileSync(join(import.meta.dirname, 'fuzz/pure.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const recorded = lines.map((line) => JSON.parse(line) as Recorded);
  const answers: Recorded[] = [];
  for (const { q } of recorded) answers.push(await ask(q));
  const differing = recorded.flatMap((wanted, index) =>
    JSON.stringify(answers[index]) === JSON.stringify(wanted) ? [] : [{ wanted, got: answers[index] }],
  );
  expect(differing).toEqual([]);
}, 120_000);
