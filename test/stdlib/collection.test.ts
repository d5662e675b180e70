/** Collections and documents as queries use them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { rootSecret, Session } from '../support/session.ts';

let session: Session;

/** The answer with type checking off, as text. */
function ask(fql: string): Promise<string> {
  return session.ask(fql, 'root-secret', { typecheck: false });
}

beforeEach(async () => {
  session = new Session();
  await session.get(`Collection.create({ name: "Game", alias: "Play", indexes: {
    byKind: { terms: [{ field: "kind" }], values: [{ field: "players", order: "desc" }] },
    ranked: { values: [{ field: "rank" }, { field: "title" }] },
    byIds: { values: [{ field: "id" }] }
  } }).name`);
  await session.get(`[
    { id: "1", title: "Go", kind: "board", players: 2, rank: 1 },
    { id: "2", title: "Chess", kind: "board", players: 2, rank: 1 },
    { id: "3", title: "Catan", kind: "board", players: 4, rank: 3 },
    { id: "4", title: "Uno", kind: "card", players: 10, rank: null }
  ].forEach(g => Game.create(g))`);
});

describe('a collection', () => {
  it('finds documents by id, and says what it did not find', async () => {
    expect(
      await session.get('[Game("1")!.title, Game.byId("2")!.title, Game.byId(3)!.title, Play("4")!.title]'),
    ).toEqual(['Go', 'Chess', 'Catan', 'Uno']);
    expect(await session.ask('Game("9")')).toContain('/* not found */');
    expect(await session.ask('Game("9")!.title')).toBe(
      'document_not_found: Collection `Game` does not contain document with id 9.',
    );
    expect(await ask('Game.byId("x")')).toBe('invalid_argument: expected value for `id` of type ID, received String');
  });

  it('lists its documents in the order of their ids, or a range of them', async () => {
    expect(await session.get('Game.all().map(.id).toArray()')).toEqual(['1', '2', '3', '4']);
    expect(await session.get('Game.all({ from: "2", to: Game("3") }).map(.id).toArray()')).toEqual(['2', '3']);
    expect(await session.get('Game.all({ from: 3 }).reverse().map(.id).toArray()')).toEqual(['4', '3']);
    expect(await ask('Game.all({ from: "x" })')).toBe(
      'invalid_argument: invalid argument `range`: The `from` field must be a document id.',
    );
  });

  it('filters', async () => {
    expect(await session.get('Game.where(.players > 2).map(.title).toArray()')).toEqual(['Catan', 'Uno']);
    expect(await session.get('Game.firstWhere(.players > 2)!.title')).toBe('Catan');
    expect(await session.get('Game.firstWhere(.players > 99)')).toBe(null);
  });

  it('knows its own document, which may be given back as it is shown', async () => {
    expect(await session.get('Game.definition == Collection.byName("Game")')).toBe(true);
    expect(await session.get('Game.definition.update({ indexes: Game.definition.indexes }).name')).toBe('Game');
    expect(await session.ask('Collection("Game")')).toBe('Game');
    expect(await ask('Collection("Nope")')).toBe(
      'invalid_argument: invalid argument `collection`: No such user collection `Nope`.',
    );
  });

  it('has no fields, and no methods but its own', async () => {
    expect(await ask('Game.foo()')).toBe('invalid_function_invocation: The function `foo` does not exist on `Game`');
    expect(await session.get('[Game.toString(), Collection.toString()]')).toEqual(['Game', 'Collection']);
  });
});

describe('an index', () => {
  it('is read by its terms, sorted by its values', async () => {
    expect(await session.get('Game.byKind("board").map(.title).toArray()')).toEqual(['Catan', 'Go', 'Chess']);
    expect(await session.get('Game.ranked().map(.title).toArray()')).toEqual(['Chess', 'Go', 'Catan', 'Uno']);
  });

  it('is read in ranges that include their ends', async () => {
    const titles = (range: string) => session.get(`Game.ranked(${range}).map(.title).toArray()`);
    expect(await titles('{ from: 2 }')).toEqual(['Catan', 'Uno']);
    expect(await titles('{ to: 1 }')).toEqual(['Chess', 'Go']);
    expect(await titles('{ from: [1, "Go"], to: 3 }')).toEqual(['Go', 'Catan']);
    expect(await titles('{ from: 3, to: 1 }')).toEqual([]);
    expect(await titles('{ from: null }')).toEqual(['Uno']);
    expect(await session.get('Game.byKind("board", { from: 3 }).map(.title).toArray()')).toEqual(['Go', 'Chess']);
    expect(await session.get('Game.byIds({ from: Game("2"), to: "3" }).map(.id).toArray()')).toEqual(['2', '3']);
  });

  it('says what it takes', async () => {
    expect(await ask('Game.byKind()')).toBe(
      'invalid_function_invocation: callee function expects 1 or 2 arguments, but 0 were provided.',
    );
    expect(await ask('Game.ranked({ from: [1, 2, 3] })')).toBe(
      'invalid_argument: invalid argument `range`: The field `from` can have at most 2 values',
    );
    expect(await ask('Game.ranked({ from: Game.all() })')).toBe(
      'invalid_argument: invalid argument `range`: The `from` field should be either an indexable value or an array of values',
    );
  });
});

describe('a document', () => {
  it('is read by its fields, with a dot or in brackets', async () => {
    expect(
      await session.get('let g = Game("1")!; [g.title, g["title"], g.id, g.data.rank, g.nope, g["nope"]]'),
    ).toEqual(['Go', 'Go', '1', 1, null, null]);
    expect(await session.ask('Game("1")!.coll')).toBe('Game');
  });

  it('answers whether it is there, and nothing else when it is not', async () => {
    expect(
      await session.get('[Game("1").exists(), Game("9").exists(), Game("9") == null, Game("9") isa Game]'),
    ).toEqual([true, false, true, true]);
    expect(await ask('Game("9").update({ a: 1 })')).toContain('document_not_found');
    expect(await ask('Game("1")!.nope()')).toBe(
      'invalid_function_invocation: The function `nope` does not exist on `Doc`',
    );
  });

  it('is gone once it is deleted', async () => {
    expect(await session.ask('Game("1")!.delete()')).toContain('/* deleted */');
    expect(await ask('let g = Game("2")!; g.delete(); g.title')).toContain('document_not_found');
    expect(await session.get('let g = Game("2")!; g.delete(); [g.exists(), g.id]')).toEqual([false, '2']);
  });
});

describe('effects', () => {
  it('keep writes out of what sets run', async () => {
    expect(await ask('Game.all().map(g => g.delete()).toArray()')).toBe(
      'invalid_effect: `delete` performs a write, which is not allowed in set functions.',
    );
  });
});

describe('a collection that the query itself has made', () => {
  it('can not be used by it, which its error hints at', async () => {
    const { engine } = session;
    const caller = { secret: rootSecret };
    const fql = 'Collection.create({ name: "Puzzle" })\nCollection("Puzzle")';
    const answer = await engine.query(caller, { fql, formats: ['simple'] });
    expect(answer).toMatchObject({ code: 'invalid_argument' });
    expect(answer).toHaveProperty(
      'summary',
      expect.stringContaining('hint: A collection cannot be created and used in the same query.\n  |\n2 | Coll'),
    );
    const other = await engine.query(caller, { fql: 'Collection("Puzzle")', formats: ['simple'] });
    expect(other).toHaveProperty('summary', expect.not.stringContaining('hint'));
  });
});

describe('a reference into a deleted collection', () => {
  it('names Collection.Deleted when printed, and Deleted in JSON', async () => {
    await session.get('Collection.create({ name: "Piece" }).name');
    await session.get('let p = Piece.create({ id: "7" }); Game.create({ id: "8", piece: p }).id');
    await session.get('Piece.definition.delete().name');
    expect(await session.ask('Game("8")!.piece')).toBe('Collection.Deleted.byId("7") /* collection deleted */');
    expect(await session.ask('Game("8")!.piece.coll')).toBe('Collection.Deleted');
    expect(await session.get('Game("8")!.piece.coll')).toBe('Deleted');
    expect(await session.get('Game("8")')).toMatchObject({ piece: { id: '7', coll: 'Deleted' } });
    const tagged = await session.engine.query({ secret: rootSecret }, { fql: 'Game("8")!.piece', formats: ['tagged'] });
    const data = '{"@ref":{"id":"7","coll":{"@mod":"Deleted"},"exists":false,"cause":"collection deleted"}}';
    expect(tagged).toMatchObject({ data: { tagged: data } });
  });
});

describe('references', () => {
  it('are sorted by id, then by the age of their collections, in indexes as well', async () => {
    await session.get('Collection.create({ name: "Zebra" }).name');
    await session.get('Collection.create({ name: "Ape", indexes: { s: { values: [{ field: ".r" }] } } }).name');
    await session.get(`
      Zebra.create({ id: 5 }); Zebra.create({ id: 9 }); Ape.create({ id: 5 })
      Ape.create({ id: 1, r: Zebra(9) }); Ape.create({ id: 2, r: Ape(5) }); Ape.create({ id: 3, r: Zebra(5) }).id`);
    expect(await session.get('Ape.where(.r != null).order(.r).map(.id).toArray()')).toEqual(['3', '2', '1']);
    expect(await session.get('Ape.s({ from: Zebra(6), to: Zebra(9) }).map(.id).toArray()')).toEqual(['1']);
    expect(await session.get('[Zebra(5) < Ape(5), Ape(5) < Zebra(9), Zebra(9) < Ape(5)]')).toEqual([true, true, false]);
  });
});

describe('an index sorted by ids', () => {
  it('has null before all of them, and behind them what is no id', async () => {
    await session.get(`Collection.create({ name: "Die",
      indexes: { up: { values: [{ field: ".id" }] }, down: { values: [{ field: ".id", order: "desc" }] } } }).name`);
    await session.get('Die.create({ id: 1 }); Die.create({ id: 2 }).id');
    const ids = (set: string) => session.get(`Die.${set}.map(.id).toArray()`);
    expect(await ids('up({ from: null })')).toEqual(['1', '2']);
    expect(await ids('up({ to: null })')).toEqual([]);
    expect(await ids('up({ from: "a" })')).toEqual([]);
    expect(await ids('up({ to: "a" })')).toEqual(['1', '2']);
    expect(await ids('down({ from: null })')).toEqual([]);
    expect(await ids('down({ to: null })')).toEqual(['2', '1']);
    expect(await ids('down({ from: "a" })')).toEqual(['2', '1']);
  });
});
