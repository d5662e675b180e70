/** What a query was aborted with shows as its result would. */
import { beforeAll, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import { MemoryStore } from '../../src/store/memory.ts';

const engine = new Engine(new MemoryStore());

async function aborted(fql: string): Promise<unknown> {
  const answer = await engine.query({ scope: '', authority: ADMIN }, { fql, formats: ['simple'], typecheck: false });
  return answer.outcome === 'failure' && answer.abort?.simple ? JSON.parse(answer.abort.simple) : answer.outcome;
}

beforeAll(async () => {
  expect(await aborted('Collection.create({ name: "Note" })')).toBe('success');
  expect(await aborted('Note.create({ id: 1, text: "a" })')).toBe('success');
});

it('shows the fields of documents, also of those that abort undoes', async () => {
  expect(await aborted('abort(Note.byId("1")!)')).toMatchObject({ id: '1', text: 'a' });
  expect(await aborted('abort([Note.create({ text: "b" })])')).toMatchObject([{ text: 'b' }]);
  expect(await aborted('Note.all().count() == 1')).toBe('success');
});

it('shows the first page of a set', async () => {
  expect(await aborted('abort(Set.sequence(0, 2))')).toEqual({ data: [0, 1] });
  expect(await aborted('abort({ notes: Note.all() { text } })')).toEqual({ notes: { data: [{ text: 'a' }] } });
});
