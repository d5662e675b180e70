import { beforeEach, describe, expect, it } from 'vitest';
import { denied, Session } from '../support/session.ts';

let session: Session;

beforeEach(async () => {
  session = new Session();
  await session.get('Collection.create({ name: "Note" })');
  await session.get('Note.create({ id: "1", text: "secret" })');
});

describe('a function of the database', () => {
  it('is called by its name or its alias', async () => {
    await session.get('Function.create({ name: "double", alias: "twice", body: "x => x * 2" })');
    expect(await session.ask('double(4) + twice(1) + Function("double")(1)')).toBe('12');
    expect(await session.ask('double')).toBe('"[function double]"');
  });

  it('takes exactly its parameters, or more where it says so', async () => {
    await session.get('Function.create({ name: "two", body: "(a, b) => a" })');
    await session.get('Function.create({ name: "some", body: "(a, ...rest) => rest.length" })');
    const run = (fql: string) => session.ask(fql, undefined, { typecheck: false });
    const expects = 'invalid_function_invocation: callee function expects';
    expect(await run('two(1)')).toBe(`${expects} exactly 2 arguments, but 1 was provided.`);
    expect(await run('two(1, 2, 3)')).toBe(`${expects} exactly 2 arguments, but 3 were provided.`);
    expect(await run('some(1, 2, 3)')).toBe('2');
    expect(await run('some()')).toBe(`${expects} at least 1 argument, but 0 were provided.`);
  });

  it('runs as its caller, or with its role', async () => {
    await session.get('Function.create({ name: "peek", body: "() => Note.all().count()" })');
    await session.get('Function.create({ name: "peekAsServer", body: "() => Note.all().count()", role: "server" })');
    await session.get(
      'Role.create({ name: "guest", privileges: [{ resource: "peek", actions: { call: true } }, { resource: "peekAsServer", actions: { call: true } }] })',
    );
    const guest = await session.secret('Key.create({ role: "guest" }).secret');
    expect(await session.ask('[peek(), peekAsServer(), Note.all().count()]', guest)).toBe('[ 0, 1, 0 ]');
  });

  it('may run with less than its caller has', async () => {
    await session.get('Function.create({ name: "spoil", body: "() => Note.create({}).id", role: "server-readonly" })');
    expect(await session.ask('spoil()')).toBe(denied);
  });

  it('is called by who has the privilege, looking at the arguments', async () => {
    await session.get('Function.create({ name: "half", body: "x => x / 2" })');
    await session.get(
      'Role.create({ name: "guest", privileges: { resource: "half", actions: { call: "x => x > 10" } } })',
    );
    const guest = await session.secret('Key.create({ role: "guest" }).secret');
    expect(await session.ask('half(20)', guest)).toBe('10');
    expect(await session.ask('half(2)', guest)).toBe(denied);
    for (const role of ['client', 'server-readonly']) {
      const key = await session.secret(`Key.create({ role: "${role}" }).secret`);
      expect(await session.ask('half(20)', key)).toBe(denied);
    }
  });

  it('shows in the trace of what fails within it', async () => {
    await session.get('Function.create({ name: "inner", body: "x => 1 / x" })');
    await session.get('Function.create({ name: "outer", body: "x => inner(x)" })');
    const answer = await session.engine.query({ secret: 'root-secret' }, { fql: 'outer(0)', formats: ['decorated'] });
    const summary = answer.outcome === 'failure' ? answer.summary : '';
    expect(summary.match(/at \*.*/g)).toEqual(['at *udf:inner*:1:10', 'at *udf:outer*:1:11', 'at *query*:1:6']);
  });
});

describe('making one', () => {
  it('refuses what is no lambda', async () => {
    const make = (body: string) => session.ask(`Function.create({ name: "f", body: ${JSON.stringify(body)} })`);
    for (const body of ['1 + 1', 'x => {', '(.a)', '', 'x => y; 1']) {
      expect([body, await make(body)]).toEqual([body, 'constraint_failure: Failed to create Function.']);
    }
  });

  it('refuses names that mean something already', async () => {
    await session.get('Function.create({ name: "taken", alias: "also", body: "() => 1" })');
    const same = 'Function.create({ name: "same", alias: "same", body: "() => 1" })';
    expect(await session.ask(same)).toBe('constraint_failure: Failed to create Function.');
    for (const name of ['taken', 'also', 'Note', 'String', 'Token', 'NullToken', 'ArrayModule', 'if', '1st', 'a b']) {
      const answer = await session.ask(`Function.create({ name: "${name}", body: "() => 1" })`);
      expect([name, answer]).toEqual([name, 'constraint_failure: Failed to create Function.']);
    }
  });

  it('refuses a role that is not there, but not one that the query makes later', async () => {
    const make = 'Function.create({ name: "f", role: "r", body: "() => 1" }).name';
    expect(await session.ask(make)).toBe('constraint_failure: Failed to create Function.');
    expect(await session.ask(`let name = ${make}\nRole.create({ name: "r" })\nname`)).toBe('"f"');
  });

  it('does not make a server an admin', async () => {
    const server = await session.secret('Key.create({ role: "server" }).secret');
    const make = (role: string) => `Function.create({ name: "${role}", role: "${role}", body: "() => 1" }).name`;
    expect(await session.ask(make('admin'), server)).toBe('constraint_failure: Failed to create Function.');
    expect(await session.ask(make('server'), server)).toBe('"server"');
    await session.get('Function.create({ name: "plain", body: "() => 1" })');
    const update = 'Function.byName("plain")!.update({ role: "admin" })';
    expect(await session.ask(update, server)).toBe('constraint_failure: Failed to update Function `plain`.');
  });
});
