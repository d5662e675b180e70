const { AbortError, Client, fql } = require('fauna');
const { open } = require('faunula');
const { httpClient } = require('faunula/client');
const { entriesOf, setUp, write } = require('../src/guest-book.js');

let database;
let client;

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

test('entries are kept by their guests', async () => {
  await write(client, 'Mina', 'Good coffee.');
  await write(client, 'Jo', 'Warm inside.');
  expect(await entriesOf(client, 'Mina')).toEqual(['Good coffee.']);
});

test('a guest with much to say fills several pages', async () => {
  for (let n = 0; n < 40; n++) await write(client, 'Ada', `Remark ${n}`);
  expect(await entriesOf(client, 'Ada')).toHaveLength(40);
});

test('entries are short', async () => {
  await expect(write(client, 'Jo', 'x'.repeat(81))).rejects.toThrow(AbortError);
  expect(await entriesOf(client, 'Jo')).toEqual([]);
});

test('what has happened can be fed to others', async () => {
  const { data: source } = await client.query(fql`Entry.all().map(.text).eventSource()`);
  await write(client, 'Mina', 'First.');
  await write(client, 'Mina', 'Second.');
  const told = [];
  for await (const event of client.feed(source).flatten()) told.push(event.data);
  expect(told).toEqual(['First.', 'Second.']);
});
