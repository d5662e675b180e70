import { beforeAll, describe, expect, test } from 'vitest';
import { denied, Session } from '../support/session.ts';

const session = new Session();
const keys = new Map<string, string>();

beforeAll(async () => {
  await session.get('Collection.create({ name: "People" })');
  await session.get('Role.create({ name: "all", privileges: { resource: "People", actions: { read: true } } })');
  await session.get('People.create({ id: "1", name: "Ada" })');
  keys.set('token', await session.secret('Token.create({ document: People("1") }).secret'));
  keys.set('server', await session.secret('Key.create({ role: "server" }).secret'));
});

describe('who runs the query', () => {
  test('is the document of its token', async () => {
    expect(await session.get('Query.identity()!.id', keys.get('token'))).toBe('1');
    expect(await session.get('Query.token()!.document!.id', keys.get('token'))).toBe('1');
  });

  test('is nobody with a key', async () => {
    expect(await session.ask('[Query.identity(), Query.token()]', keys.get('server'))).toBe('[ null, null ]');
    expect(await session.ask('Query.identity()!', keys.get('server'))).toBe(
      'null_value: Null value, due to missing identity',
    );
    expect(await session.ask('Query.token()!', keys.get('server'))).toBe('null_value: Null value, due to no token');
  });
});

describe('how the database is set', () => {
  test('whether it is protected is for admins', async () => {
    expect(await session.get('Query.isEnvProtected()')).toBe(false);
    expect(await session.ask('Query.isEnvProtected()', keys.get('server'))).toBe(denied);
  });

  test('whether it is type checked is for all', async () => {
    expect(typeof (await session.get('Query.isEnvTypechecked()', keys.get('server')))).toBe('boolean');
  });
});

describe('definitions', () => {
  test('are found by name', async () => {
    expect(await session.get('FQL.Schema.defForIdentifier("People").name')).toBe('People');
    expect(await session.get('FQL.Schema.defForIdentifier("Nobody")')).toBe(null);
    expect(await session.ask('FQL.Schema')).toBe('Schema');
  });
});
