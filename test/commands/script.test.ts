/** Scripts as steps: queries and commands, in one language or in both. */
import { describe, expect, it } from 'vitest';
import { runScripts } from '../../src/commands/run.ts';
import { splitScript } from '../../src/commands/script.ts';
import { createSession, type FqlVersion, type Output } from '../../src/shell/session.ts';
import { fail, fakeEngine } from '../shell/fake-engine.ts';

/** The steps, with the languages that commands among them ask for. */
async function stepsOf(text: string, begin: FqlVersion = 10): Promise<string[]> {
  let version = begin;
  const steps: string[] = [];
  for await (const { text: step, line } of splitScript(text, () => version)) {
    if (step === '.v4') version = 4;
    if (step === '.v10') version = 10;
    steps.push(`${line} ${step}`);
  }
  return steps;
}

describe('the steps of a script', () => {
  it('are queries between blank lines, and dot commands on lines of their own', async () => {
    expect(await stepsOf('// one\n\nlet a = 1\na\n.save x id\n\n.as server\nb\n  .where(.c)\n')).toEqual([
      '3 let a = 1\na',
      '5 .save x id',
      '7 .as server',
      '8 b\n  .where(.c)',
    ]);
  });

  it('may change the language', async () => {
    const text = "a.b(<<-X\n  .v4\n\nX)\n.v4\nGet(\n\n'it')\nNow()\n\n// done\n.v10\nb\n\n'c'\n.v4\nd";
    expect(await stepsOf(text)).toEqual([
      '1 a.b(<<-X\n  .v4\n\nX)',
      '5 .v4',
      "6 Get(\n\n'it')",
      '9 Now()',
      '12 .v10',
      '13 b',
      "15 'c'",
      '16 .v4',
      '17 d',
    ]);
  });

  it('of FQL v4 need no blank lines between them', async () => {
    expect(await stepsOf('Now()\nNewId() // id\n.save a\n.expect instance not found\nGet(\n  a\n)\n', 4)).toEqual([
      '1 Now()',
      '2 NewId() // id',
      '3 .save a',
      '4 .expect instance not found',
      '5 Get(\n  a\n)',
    ]);
  });
});

describe('a script', () => {
  const run = async (text: string, keepGoing = false) => {
    const session = createSession(fakeEngine({ 'f()': fail('abort', 'error: no') }));
    const said: string[] = [];
    const show = ({ messages }: Output) => void said.push(...messages.map((message) => message.text));
    const ok = await runScripts(session, [{ name: 's.fql', text }], { keepGoing, show });
    return { ok, said };
  };

  it('stops at a query that fails, unless told to go on', async () => {
    expect(await run('f()\n\n.timer on')).toEqual({
      ok: false,
      said: ['error: no', 's.fql:1: this query failed. The script stops here.'],
    });
    expect(await run('f()\n\n.timer on', true)).toEqual({
      ok: false,
      said: ['error: no', 's.fql:1: this query failed.', 'Each query says how long it took.'],
    });
  });

  it('is told of a command that there is not, and of an .expect without a query', async () => {
    expect((await run('.tiemr on\nf()')).said[0]).toBe('There is no command `.tiemr`. `.help` lists them.');
    expect(await run('.expect abort\nf()')).toMatchObject({ ok: true });
    expect(await run('.expect abort\n.timer on\n')).toMatchObject({
      ok: false,
      said: ['Each query says how long it took.', 's.fql:1: no query follows this .expect.'],
    });
  });
});

describe('a script of FQL v4', () => {
  const run = async (text: string, keepGoing = false) => {
    const engine = fakeEngine({ 'Get(a)': fail('instance not found', 'error: instance not found') });
    const outputs: Output[] = [];
    const session = createSession(engine, { version: 4 });
    const show = (output: Output) => void outputs.push(output);
    const ok = await runScripts(session, [{ name: 's.fql', text }], { keepGoing, show });
    const said = outputs.flatMap(({ messages }) => messages.map((message) => message.text));
    return { ok, said, asked: engine.requests.map(({ fql, version }) => [version, fql]) };
  };

  it('may expect errors whose codes are words', async () => {
    expect(await run('.expect instance not found\nGet(a)')).toMatchObject({ ok: true });
    expect(await run('.expect validation failed\nGet(a)')).toMatchObject({
      ok: false,
      said: [
        'error: instance not found',
        's.fql:2: this query should have failed with validation failed, not instance not found. The script stops here.',
      ],
    });
  });

  it('is told of codes that are none', async () => {
    expect(await run('.expect constraint_failure\nGet(a)')).toMatchObject({
      ok: false,
      said: ['s.fql:1: .expect needs the code of an error, such as validation failed; not "constraint_failure".'],
    });
  });

  it('asks each query in its language', async () => {
    expect(await run('Now()\n.v10\nTime.now()\n.v4\nNow()')).toMatchObject({
      ok: true,
      asked: [
        [4, 'Now()'],
        [undefined, 'Time.now()'],
        [4, 'Now()'],
      ],
    });
  });
});
