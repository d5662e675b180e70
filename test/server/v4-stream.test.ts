/** `POST /stream`: which fields events are asked to tell; and which methods the paths of FQL v4 take. */
import { expect, it } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { Fql4Database, rootSecret } from '../support/fql4.ts';

const database = new Fql4Database();
const app = createApp(database.engine, { hosts: () => true, onFault: () => {} });

async function open(fields: string): Promise<Response> {
  const body = '{"documents":{"@ref":{"id":"notes","collection":{"@ref":{"id":"collections"}}}}}';
  const headers = { authorization: `Bearer ${rootSecret}`, 'x-faunadb-api-version': '4' };
  return app.request(`http://localhost/stream${fields}`, { method: 'POST', headers, body });
}

it.each(['', '?fields=diff', '?fields=diff,%20prev', '?fields=diff,prev,'])('opens with %j', async (fields) => {
  await database.get(`If(Exists(Collection('notes')), null, CreateCollection({ name: 'notes' }))`);
  const response = await open(fields);
  expect(response.status).toBe(200);
  await response.body?.cancel();
});

it.each([
  ['/stream', 'GET', 'POST'],
  ['/linearized', 'GET', 'POST'],
  ['/', 'PUT', 'GET, POST'],
])('%s takes no %s', async (path, method, allow) => {
  const headers = { authorization: `Bearer ${rootSecret}` };
  const response = await app.request(`http://localhost${path}`, { method, headers });
  expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
});

it.each([
  ['?fields=', ''],
  ['?fields=diff,,prev', ''],
  ['?fields=data', 'data'],
])('refuses %j', async (fields, name) => {
  const response = await open(fields);
  expect(response.status).toBe(400);
  const description = `Invalid url parameter fields. Invalid field name '${name}'.`;
  expect(await response.json()).toEqual({ errors: [{ position: [], code: 'invalid url parameter', description }] });
});
