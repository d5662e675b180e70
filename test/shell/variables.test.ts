import { describe, expect, it } from 'vitest';
import { describeTagged } from '../../src/shell/tagged.ts';
import { createVariable, refuseName, selectPart, usedVariables } from '../../src/shell/variables.ts';
import { PERSON, TOKEN, TOKEN_SECRET } from './fake-engine.ts';

describe('the part of an answer', () => {
  it.each([
    ['', PERSON],
    ['id', '371234567890123456'],
    ['address.city', 'Nantes'],
    ['age', { '@int': '41' }],
    ['["name"]', 'Alice Jones'],
  ])('at %j', (path, part) => {
    expect(selectPart(PERSON, path)).toEqual(part);
  });

  it.each(['data[0].id', 'data.0.id', '["data"][0]["id"]'])('of a page at %j', (path) => {
    expect(selectPart({ '@set': { data: [PERSON] } }, path)).toBe('371234567890123456');
  });

  it('of an object that is tagged, since a field of its starts with @', () => {
    expect(selectPart({ '@object': { '@odd': 1, fine: 2 } }, '["@odd"]')).toBe(1);
  });

  it.each([
    ['idd', 'There is no `idd` in the last answer: it has id, coll, ts, name, age, address.'],
    ['address.zip', 'There is no `address.zip` in the last answer: `address` has city.'],
    ['name.first', 'There is no `name.first` in the last answer: `name` has no parts.'],
    ['a b', '`a b` is not a path: write it as `id`, `address.city` or `data[0].name`.'],
    ['toString', 'There is no `toString` in the last answer: it has id, coll, ts, name, age, address.'],
  ])('that is not there says what is: %j', (path, message) => {
    expect(() => selectPart(PERSON, path)).toThrow(message);
  });
});

describe('a variable', () => {
  it('holds a document as a reference to it', () => {
    const reference = { '@ref': { id: '371234567890123456', coll: { '@mod': 'People' } } };
    expect(createVariable(PERSON)).toEqual({ argument: reference });
    expect(createVariable([PERSON])).toEqual({ argument: [reference] });
    expect(createVariable({ '@doc': { name: 'People', coll: { '@mod': 'Collection' }, indexes: {} } })).toEqual({
      argument: { '@ref': { name: 'People', coll: { '@mod': 'Collection' } } },
    });
  });

  it('holds a page of a set as an object', () => {
    expect(createVariable({ '@set': { data: [1], after: 'cursor' } })).toEqual({
      argument: { data: [1], after: 'cursor' },
    });
  });

  it('keeps the secret of a token, for `.as`', () => {
    expect(createVariable(TOKEN).secret).toBe(TOKEN_SECRET);
    expect(createVariable(TOKEN_SECRET)).toEqual({ argument: TOKEN_SECRET, secret: TOKEN_SECRET });
  });

  it('is refused for what can be no argument', () => {
    expect(() => createVariable({ '@set': 'cursor' })).toThrow('A set that was not read can not be kept');
    expect(() => createVariable({ '@stream': 'token' })).toThrow('An event source can not be kept.');
  });

  it('is used where its name stands as a word', () => {
    const variables = new Map([['id', createVariable('1')]]);
    expect(usedVariables('People.byId(id)', variables)).toEqual({ id: '1' });
    expect(usedVariables('byId(idea)', variables)).toBeUndefined();
  });

  it.each(['janine', '_x', 'A1'])('may be called %j', (name) => {
    expect(refuseName(name)).toBeUndefined();
  });

  it.each(['1st', 'a-b', 'let', 'null', '_'])('may not be called %j', (name) => {
    expect(refuseName(name)).toContain(`\`${name}\``);
  });
});

describe('a value in one line', () => {
  it.each([
    [PERSON, '{ id: "371234567890123456", coll: People, ts: Time("2025-05…'],
    [{ '@ref': { id: '1', coll: { '@mod': 'People' } } }, 'People.byId("1")'],
    [{ '@ref': { name: 'People', coll: { '@mod': 'Collection' } } }, 'Collection.byName("People")'],
    [[{ '@int': '1' }, { '@double': '1.5' }, null, true], '[1, 1.5, null, true]'],
    [{ '@date': '2025-05-30' }, 'Date("2025-05-30")'],
    [{ 'a b': {} }, '{ "a b": {} }'],
  ])('%j', (value, text) => {
    expect(describeTagged(value)).toBe(text);
  });
});
