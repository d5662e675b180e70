/**
 * Every function of the official driver of FQL v4 is answered. Recorded queries call nearly all of them: each is made and
 * sent by the driver, unmodified, over its own transport (HTTP/2), and answered as recorded.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerOf, type Connection, replay, rootSecret, type Scenario, type Step, view } from '../golden/replay-v4.ts';
import { DrivenDatabase, driver, expressionOf, type RequestResult } from '../support/faunadb.ts';

const folder = join(import.meta.dirname, '../golden/v4');
const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Scenario[]);

/** Where no recorded query succeeds. */
const derived: Readonly<Record<string, readonly [text: string, answer: unknown]>> = {
  Asin: ['Asin(0)', 0],
  MoveDatabase: [
    "Do(CreateDatabase({ name: 'a' }), CreateDatabase({ name: 'b' }), MoveDatabase(Database('a'), Database('b')), Exists(Database('a', Database('b'))))",
    true,
  ],
  ToMicros: ["ToMicros(Time('1970-01-01T00:00:01Z'))", 1_000_000],
};

/** `arity` and `wrap` are helpers of the driver's own. */
const names = Object.keys(driver.query).filter((name) => /^[A-Z]/.test(name));
const answered = new Set<string>();

function noteAnswered({ query, answer }: Step): void {
  if (answer.status < 300) for (const [, name = ''] of query.matchAll(/\b([A-Z]\w*)\(/g)) answered.add(name);
}

async function connectDriver(): Promise<Connection> {
  const database = await DrivenDatabase.start(rootSecret);
  const client = database.connect();
  const send: Connection['send'] = async (secret, { query }) => {
    let result: RequestResult | undefined;
    const observer = (each: RequestResult) => {
      result = each;
    };
    // The observer sees answers of queries that fail as well.
    await client.query(expressionOf(query), { secret, observer }).catch(() => {});
    if (!result) throw new Error(`the driver did not send ${query}`);
    const { statusCode, responseHeaders, responseRaw } = result;
    return answerOf(statusCode, (name) => name in responseHeaders, JSON.parse(responseRaw));
  };
  return { send, close: () => database.close() };
}

describe('recorded queries, made by the driver', () => {
  for (const scenario of scenarios) {
    it(`${scenario.name}, ${scenario.steps.length} steps`, async () => {
      const answers = await replay(scenario, connectDriver);
      for (const [index, step] of scenario.steps.entries()) {
        const got = answers[index];
        expect(got && view(got, step), step.query).toEqual(view(step.answer, step));
        noteAnswered(step);
      }
    });
  }
});

describe('the functions of the driver', () => {
  it.each(Object.entries(derived))('%s', async (name, [text, answer]) => {
    const database = await DrivenDatabase.start();
    expect(await database.connect().query(expressionOf(text))).toEqual(answer);
    answered.add(name);
    await database.close();
  });

  it('are all answered', () => {
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => !answered.has(name))).toEqual([]);
  });
});
