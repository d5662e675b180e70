/** Texts of several lines in the decorated format. */
import { expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import { MemoryStore } from '../../src/store/memory.ts';

const engine = new Engine(new MemoryStore());

it.each([
  ['"a\\nb"', '<<-END\n  a\n  b\nEND'],
  ['"a\\r\\nb\\n"', '<<-END\n  a\n  b\nEND'],
  ['"a\\rb\\n"', '<<-END\n  a\n  b\nEND'],
  ['"\\n\\n"', '<<-END\n  \n  \nEND'],
  ['"a\\r"', '"a\\r"'],
])('%s prints its lines apart, whatever ends them', async (fql, printed) => {
  const answer = await engine.query({ scope: '', authority: ADMIN }, { fql, formats: ['decorated'], typecheck: false });
  expect(answer.outcome === 'success' && answer.data.decorated).toBe(printed);
});
