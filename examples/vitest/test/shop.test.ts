import { AbortError, Client, ConstraintFailureError, fql } from 'fauna';
import { type Database, open } from 'faunula';
import { httpClient } from 'faunula/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Coffee, sell, setUp, stockUp } from '../src/shop.ts';

let database: Database;
let client: Client;

// Each test has a database of its own, in memory: that takes milliseconds.
beforeEach(async () => {
  database = await open();
  client = new Client({ secret: 'secret' }, httpClient(database));
  await setUp(client);
});

afterEach(async () => {
  client.close();
  await database.close();
});

test('what is sold is gone', async () => {
  await stockUp(client, 'Flat white', 3);
  expect(await sell(client, 'Flat white', 2)).toBe(1);
  await expect(sell(client, 'Flat white', 2)).rejects.toThrow(AbortError);
  expect((await stockUp(client, 'Flat white', 5)).stock).toBe(6);
});

test('there is one coffee of a name', async () => {
  await stockUp(client, 'Mocha', 1);
  await expect(client.query(fql`Coffee.create({ name: "Mocha" })`)).rejects.toThrow(ConstraintFailureError);
});

test('nobody sells the last cup twice', async () => {
  await stockUp(client, 'Cortado', 10);
  const sales = await Promise.allSettled(Array.from({ length: 30 }, () => sell(client, 'Cortado', 1)));
  expect(sales.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

test('a screen on the wall follows what is left', async () => {
  const { id } = await stockUp(client, 'Lungo', 5);
  const stream = client.stream<Coffee>(fql`Coffee.all().eventSource()`, { status_events: true });
  const left: number[] = [];
  for await (const event of stream) {
    // The first event says that the stream has begun.
    if (event.type === 'status') void sell(client, 'Lungo', 2);
    else {
      expect(event.data.id).toBe(id);
      left.push(event.data.stock);
      break;
    }
  }
  stream.close();
  expect(left).toEqual([3]);
});

test('a guest may look, and not sell', async () => {
  await stockUp(client, 'Ristretto', 1);
  const { data: secret } = await client.query<string>(fql`Key.create({ role: "server-readonly" }).secret`);
  const guest = new Client({ secret }, httpClient(database));
  expect((await guest.query<number>(fql`Coffee.byName("Ristretto").first()!.stock`)).data).toBe(1);
  await expect(sell(guest, 'Ristretto', 1)).rejects.toMatchObject({ code: 'permission_denied' });
  guest.close();
});
