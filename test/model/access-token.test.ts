/** Access providers: tokens of an issuer of one's own, checked with its keys. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { tokenVerifier } from '../../src/key-sets.ts';
import { ADMIN } from '../../src/model/authority.ts';
import type { Caller } from '../../src/query/request.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json } from '../../src/store/store.ts';
import { denied, unauthorized } from '../support/session.ts';

const issuer = 'https://issuer.example.org/';
const folder = mkdtempSync(join(tmpdir(), 'faunula-keys-'));
const keyFile = join(folder, 'keys.json');
let keys: Record<'first' | 'second', { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }>;
let engine: Engine;
let audience: string;
let warnings: string[];

async function ask(caller: Caller, fql: string): Promise<string> {
  const answer = await engine.query(caller, { fql, formats: ['simple'], typecheck: false });
  return answer.outcome === 'success' ? (answer.data.simple ?? '') : `${answer.code}: ${answer.message}`;
}

const asAdmin = (fql: string) => ask({ scope: '', authority: ADMIN }, fql);
const withToken = (secret: string, fql: string) => ask({ secret }, fql);

interface TokenOptions {
  readonly key?: 'first' | 'second';
  readonly kid?: string;
  readonly claims?: Record<string, Json>;
  readonly issuer?: string;
  readonly audience?: string | string[];
  readonly expires?: string;
}

function sign(options: TokenOptions = {}): Promise<string> {
  const { key = 'first', kid = key, claims = { scope: 'reading' }, expires = '1h' } = options;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(options.issuer ?? issuer)
    .setAudience(options.audience ?? audience)
    .setExpirationTime(expires)
    .sign(keys[key].privateKey);
}

async function keySet(...names: ('first' | 'second')[]): Promise<string> {
  const set = names.map(async (kid) => ({ ...(await exportJWK(keys[kid].publicKey)), kid, alg: 'ES256' }));
  return JSON.stringify({ keys: await Promise.all(set) });
}

beforeAll(async () => {
  keys = { first: await generateKeyPair('ES256'), second: await generateKeyPair('ES256') };
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  warnings = [];
  const verifyToken = tokenVerifier({ warn: (message) => warnings.push(message) });
  engine = new Engine(new MemoryStore(), undefined, { verifyToken });
  writeFileSync(keyFile, await keySet('first'));
  await asAdmin('Collection.create({ name: "Note" })');
  await asAdmin('Note.create({ id: "1", text: "seen" })');
  await asAdmin('Role.create({ name: "reader", privileges: [{ resource: "Note", actions: { read: true } }] })');
  await asAdmin('Role.create({ name: "writer", privileges: [{ resource: "Note", actions: { create: true } }] })');
  const made = await asAdmin(`AccessProvider.create({
    name: "issuer",
    issuer: "${issuer}",
    jwks_uri: "${pathToFileURL(keyFile)}",
    roles: ["reader", { role: "writer", predicate: "jwt => jwt.scope.includes(\\"writing\\") && Query.token()!.level > 1" }]
  }).audience`);
  audience = JSON.parse(made) as string;
});

describe('an access token', () => {
  it('gives the roles of its provider', async () => {
    const token = await sign();
    expect(await withToken(token, 'Note("1")!.text')).toBe('"seen"');
    expect(await withToken(token, 'Note.create({ text: "more" })')).toBe(denied);
    expect(await withToken(token, 'Collection.create({ name: "Other" })')).toBe(denied);
  });

  it('gives those with a predicate where it holds for what the token says', async () => {
    const token = await sign({ claims: { scope: 'reading writing', level: 2 } });
    expect(await withToken(token, 'Note.create({ text: "more" }).text')).toBe('"more"');
    const low = await sign({ claims: { scope: 'reading writing', level: 1 } });
    expect(await withToken(low, 'Note.create({ text: "more" })')).toBe(denied);
  });

  it('is what Query.token() gives; there is no identity', async () => {
    const token = await sign({ claims: { scope: 'reading', deep: { list: [1, 2.5, null, 3_000_000_000] } } });
    expect(await withToken(token, 'let t = Query.token()!; [t.iss, t.scope, t.deep, Query.identity()]')).toBe(
      `["${issuer}","reading",{"list":[1,2.5,null,3000000000]},null]`,
    );
  });

  it('opens nothing when none of the roles is for it', async () => {
    await asAdmin('AccessProvider.byName("issuer")!.update({ roles: [{ role: "writer", predicate: "_ => false" }] })');
    expect(await withToken(await sign(), '1')).toBe(unauthorized);
  });

  it('opens the database that it is issued for, and no other', async () => {
    await asAdmin('Database.create({ name: "inner" })');
    const inner: Caller = { scope: 'inner', authority: ADMIN };
    await ask(inner, 'Role.create({ name: "nobody", privileges: [] })');
    const made = await ask(
      inner,
      `AccessProvider.create({
        name: "issuer", issuer: "${issuer}", jwks_uri: "${pathToFileURL(keyFile)}", roles: "nobody" }).audience`,
    );
    const token = await sign({ audience: JSON.parse(made) as string });
    expect(await withToken(token, 'Query.token()!.iss')).toBe(`"${issuer}"`);
    expect(await withToken(token, 'Note.all()')).toContain('unbound_variable');
  });
});

describe('an access token is refused', () => {
  const cases: Readonly<Record<string, () => TokenOptions>> = {
    'that another key signed': () => ({ key: 'second', kid: 'first' }),
    'of a key that is not in the set': () => ({ key: 'second' }),
    'of another issuer': () => ({ issuer: 'https://other.example.org/' }),
    'for another database': () => ({ audience: 'https://db.fauna.com/db/yybndrfg8ejkm' }),
    'for nobody': () => ({ audience: 'https://example.org/' }),
    'for several databases': () => ({ audience: [audience, 'https://db.fauna.com/db/yybndrfg8ejkm'] }),
    'that has expired': () => ({ expires: '1 minute ago' }),
    'that is not valid yet': () => ({ claims: { scope: 'x', nbf: Math.floor(Date.now() / 1000) + 600 } }),
  };
  it.each(Object.keys(cases))('%s', async (name) => {
    expect(await withToken(await sign(cases[name]?.()), '1')).toBe(unauthorized);
    expect(await withToken(await sign(), '1')).toBe('1');
    expect(warnings).toEqual([]);
  });

  it('signed with a secret that both would know', async () => {
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .sign(new TextEncoder().encode(await keySet('first')));
    expect(await withToken(token, '1')).toBe(unauthorized);
  });

  it.each(['ey.', 'ey..', 'eyJ.e30.x', 'ey.ey.ey', `ey${'.'.repeat(100)}`, 'eyé.é.é'])(
    'that is none: %s',
    async (text) => {
      expect(await withToken(text, '1')).toBe(unauthorized);
    },
  );

  it('once its provider is deleted', async () => {
    const token = await sign();
    const caller = await engine.recognize({ secret: token });
    expect(await ask(caller, '1')).toBe('1');
    await asAdmin('AccessProvider.byName("issuer")!.delete()');
    expect(await ask(caller, '1')).toBe(unauthorized);
    expect(await withToken(token, '1')).toBe(unauthorized);
  });
});

describe('keys', () => {
  let server: Server | undefined;
  let served: string | undefined;
  let requests = 0;

  afterEach(() => {
    server?.close();
    server = undefined;
  });

  async function serveKeys(): Promise<string> {
    requests = 0;
    const started = createServer((_request, response) => {
      requests++;
      if (served === undefined) response.writeHead(500).end('not now');
      else response.end(served);
    });
    server = started;
    await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}/keys.json`;
  }

  const use = (uri: string) => asAdmin(`AccessProvider.byName("issuer")!.update({ jwks_uri: "${uri}" }).name`);

  it('of a file are read anew when it changes', async () => {
    const token = await sign({ key: 'second' });
    expect(await withToken(token, '1')).toBe(unauthorized);
    writeFileSync(keyFile, await keySet('first', 'second'));
    expect(await withToken(token, '1')).toBe('1');
  });

  it('are fetched from this machine, and kept', async () => {
    served = await keySet('first');
    expect(await use(await serveKeys())).toBe('"issuer"');
    const token = await sign();
    expect([await withToken(token, '1'), await withToken(token, '1')]).toEqual(['1', '1']);
    expect(requests).toBe(1);
  });

  it('of other machines are not fetched unless the operator says so', async () => {
    expect(await use('https://issuer.example.org/keys.json')).toBe('"issuer"');
    expect(await withToken(await sign(), '1')).toBe(unauthorized);
    expect(warnings).toEqual([
      `The keys of the access provider for ${issuer} at https://issuer.example.org/keys.json can not be read: ` +
        'issuer.example.org is not among the hosts that keys may be fetched from. Name it with --jwks-host.',
    ]);
  });

  it('that can not be had are said to the operator alone', async () => {
    const token = await sign();
    served = undefined;
    await use(await serveKeys());
    expect(await withToken(token, '1')).toBe(unauthorized);
    served = '{"key": []}';
    expect(await withToken(token, '1')).toBe(unauthorized);
    await use(`${pathToFileURL(join(folder, 'gone.json'))}`);
    expect(await withToken(token, '1')).toBe(unauthorized);
    expect(warnings.map((each) => each.replace(/.* can not be read: /, ''))).toEqual([
      'the answer is 500 Internal Server Error.',
      'it is no JSON Web Key Set: an object with an array of `keys` was expected.',
      expect.stringContaining('ENOENT'),
    ]);
  });

  it('may not be named by what is neither https, this machine nor a file', async () => {
    for (const uri of ['http://issuer.example.org/keys', 'ftp://127.0.0.1/keys', 'file://host/keys', 'keys.json']) {
      expect(await use(uri)).toContain('constraint_failure');
    }
  });
});
