/** The shell on an engine without a database: bundled and run in a terminal by the tests beside it. */
import { setTimeout as wait } from 'node:timers/promises';
import { startShell } from '../../src/shell/index.tsx';
import type { RunAs } from '../../src/shell/session.ts';
import { fail, fakeEngine, PERSON, succeed, TOKEN, TOKEN_SECRET } from '../shell/fake-engine.ts';

const PERSON_TEXT = `{
  id: "371234567890123456",
  coll: People,
  name: "Alice Jones"
}`;
let isDeleted = false;

const engine = fakeEngine({
  'People.first()': succeed(PERSON_TEXT, PERSON),
  'Login("a@b.c", "sekret")': succeed(`{\n  id: "402",\n  coll: Token,\n  secret: "${TOKEN_SECRET}"\n}`, TOKEN),
  'log("hi")': succeed('null', null, 'info: "hi"\nat *query*:1:4'),
  'broken(': fail('invalid_query', 'error: Expected end'),
  wide: succeed('"東京 ☕️ café 👩‍👩‍👧"'),
  big: succeed(`[\n${'  "0123456789",\n'.repeat(700_000)}]`, null),
  'Query.token()': ({ secret }) =>
    secret === TOKEN_SECRET && !isDeleted ? succeed('Token', TOKEN) : fail('unauthorized', ''),
  'Query.token()!.delete()': () => {
    isDeleted = true;
    return succeed('Token.byId("402") /* permission denied */', null);
  },
  'crash()': () => {
    setImmediate(() => {
      throw new Error('out of order');
    });
    return succeed('null');
  },
  'who()': ({ role, secret }) =>
    secret === undefined ? succeed(`"${role}"`) : isDeleted ? fail('unauthorized', '') : succeed('"a secret"'),
  'slow()': async ({ signal }) => {
    await wait(60_000, undefined, signal ? { signal } : {});
    return succeed('"slept"');
  },
});

const runAs: RunAs = { kind: 'role', role: 'admin' };
process.exitCode = await startShell(engine, { path: './coffee.json', runAs });
