/** `faunula serve` as documented in its help: what its options do, and how it ends. */
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { faunula, inFolder, start } from '../support/faunula.ts';

interface Serving {
  readonly process: ChildProcess;
  readonly url: string;
  /** All that was written to stderr until now. */
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
}

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const each of running) each.kill('SIGKILL');
  running.clear();
});

async function serve(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const process = start(['serve', '--port', '0', ...args], { env });
  running.add(process);
  let [stdout, stderr] = ['', ''];
  process.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<number | null>((exit) => process.once('exit', exit));
  const url = await new Promise<string>((ready, failed) => {
    process.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const [, address] = /^listening on (\S+)\n/.exec(stdout) ?? [];
      if (address) ready(address);
    });
    process.once('exit', () => failed(new Error(stderr)));
  });
  return { process, url, stderr: () => stderr, ended };
}

async function query(url: string, fql: string, secret = 'secret', headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/query/1`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, ...headers },
    body: JSON.stringify({ query: fql }),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Json };
}

type Json = Readonly<Record<string, unknown>>;

describe('the root secret', () => {
  it('is "secret" where none is chosen', async () => {
    const { url } = await serve(['--demo']);
    expect((await query(url, '1')).status).toBe(200);
    expect((await query(url, '1', 'other')).status).toBe(401);
  });

  it('comes from an option, a file, or the environment, the environment last', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'secret.txt');
      writeFileSync(file, 'from-file\n');
      const environment = { FAUNULA_SECRET: 'from-environment' };
      const ways: readonly [readonly string[], Readonly<Record<string, string>>, string][] = [
        [['--secret', 'from-option'], environment, 'from-option'],
        [['--secret-file', file], environment, 'from-file'],
        [[], environment, 'from-environment'],
      ];
      for (const [args, env, secret] of ways) {
        const { url } = await serve(['--demo', ...args], env);
        expect((await query(url, '1', secret)).status).toBe(200);
        expect((await query(url, '1', 'secret')).status).toBe(401);
      }
    }));

  it('has to be chosen before other machines can reach the server', async () => {
    const { url } = await serve(['--demo', '--host', '0.0.0.0', '--secret', 'chosen']);
    expect((await query(url, '1', 'chosen')).status).toBe(200);
    const refused = await faunula(['serve', '--demo', '--host', '0.0.0.0', '--port', '0']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/0\.0\.0\.0 can be reached from other machines: choose a root secret/);
  });
});

describe('an option that says something else than it may', () => {
  const wrong: readonly [readonly string[], RegExp][] = [
    [['--port', '70000'], /from 0 to 65535/],
    [['--port', '1e3'], /from 0 to 65535/],
    [['--port='], /from 0 to 65535/],
    [['--log', 'xml'], /text, json/],
    [['--max-body', '0'], /number of bytes up to 256M/],
    [['--max-body', '1G'], /number of bytes up to 256M/],
    [['--cors-origin', 'example.com'], /as https:\/\/example\.com/],
    [['--cors-origin', 'https://app.example/path'], /as https:\/\/app\.example\./],
    [['--secret='], /--secret is empty/],
    [['--secret', 'one:two'], /without a colon/],
    [['--secret', 'one', '--secret-file', 'two'], /not both/],
  ];

  it.each(wrong)('%s', async (args, says) => {
    const ended = await faunula(['serve', '--demo', ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toContain('one:two');
  });

  it('or that no server can be had with', async () => {
    const { url } = await serve(['--demo']);
    const { port } = new URL(url);
    const taken = await faunula(['serve', '--demo', '--port', port]);
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`) });
    const nowhere = await faunula([
      'serve',
      '--demo',
      '--host',
      'nowhere.invalid',
      '--secret',
      'chosen',
      '--port',
      '0',
    ]);
    expect(nowhere).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/nowhere\.invalid:0 can not be listened on/),
    });
    const missing = await faunula(['serve', '--demo', '--secret-file', 'no-such-file']);
    expect(missing).toMatchObject({ code: 1, stderr: 'There is no file no-such-file.\n' });
  });
});

describe('--read-only', () => {
  it('answers reads beside a server that writes, and refuses writes', () =>
    inFolder(async (folder) => {
      const db = join(folder, 'coffee.json');
      const writer = await serve(['--db', db]);
      await query(writer.url, 'Collection.create({ name: "Beans" })');
      const { url } = await serve(['--db', db, '--read-only']);
      expect((await query(url, 'Beans.all().count()')).json['data']).toBe(0);
      expect(await query(url, 'Beans.create({})')).toMatchObject({
        status: 403,
        json: { error: { code: 'forbidden' } },
      });
      expect((await faunula(['query', '--db', db, 'Beans.all().count()'])).stderr).toContain('open it read-only');
      expect((await faunula(['query', '--db', db, '--read-only', 'Beans.all().count()'])).stdout).toBe('0\n');
      expect(await faunula(['query', '--db', db, '--read-only', 'Beans.create({})'])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/coffee\.json is open read-only/),
      });
    }));
});

describe('--max-body', () => {
  it('refuses requests with more', async () => {
    const { url } = await serve(['--demo', '--max-body', '1K']);
    expect((await query(url, `"${'x'.repeat(500)}"`)).status).toBe(200);
    expect((await query(url, `"${'x'.repeat(1500)}"`)).status).toBe(413);
  });
});

describe('--cors-origin', () => {
  it('may be given for several origins', async () => {
    const origins = ['http://localhost:3000', 'https://app.example'];
    const { url } = await serve(['--demo', ...origins.flatMap((origin) => ['--cors-origin', origin])]);
    for (const origin of [...origins, 'https://evil.example']) {
      const { headers } = await query(url, '1', 'secret', { origin });
      expect(headers.get('access-control-allow-origin')).toBe(origins.includes(origin) ? origin : null);
    }
  });
});

describe('--log', () => {
  it('writes a line for each request to stderr, without secrets and what was asked', async () => {
    for (const format of ['text', 'json'] as const) {
      const { url, stderr } = await serve(['--demo', '--log', format]);
      await query(url, '"hidden"', 'secret:hidden');
      await fetch(`${url}/ping?hidden`);
      await expect.poll(() => stderr().split('\n').length).toBe(3);
      const [first = '', second] = stderr().split('\n');
      expect(stderr()).not.toMatch(/hidden|secret/);
      expect(second).toContain('/ping');
      if (format === 'text') expect(first).toMatch(/^\d{4}-\S+Z 127\.0\.0\.1 POST \/query\/1 401 [\d.]+ms$/);
      else expect(JSON.parse(first)).toMatchObject({ method: 'POST', path: '/query/1', status: 401 });
    }
  });

  it('writes none where it is not asked for', async () => {
    const { url, stderr } = await serve(['--demo']);
    await query(url, '1');
    expect(stderr()).toBe('');
  });
});

describe('--metrics', () => {
  it('tells at /metrics what was asked of the server', async () => {
    const { url } = await serve(['--demo', '--metrics']);
    await query(url, '1');
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toContain('faunula_requests_total{endpoint="/query/1",status="200"} 1\n');
  });

  it('is off where it is not asked for', async () => {
    const { url } = await serve(['--demo']);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });
});

describe('the end', () => {
  /** A request whose body is still under way, and that the server has begun to read. */
  async function beginQuery(url: string): Promise<ClientRequest> {
    const headers = { authorization: 'Bearer secret', expect: '100-continue' };
    const post = request(`${url}/query/1`, { method: 'POST', headers });
    post.flushHeaders();
    await new Promise((begun) => post.once('continue', begun));
    return post;
  }

  const isGone = (url: string) =>
    fetch(`${url}/ping`).then(
      () => false,
      () => true,
    );

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s finishes what runs, and keeps it', (signal) =>
    inFolder(async (folder) => {
      const db = join(folder, 'coffee.json');
      const { url, process, ended, stderr } = await serve(['--db', db]);
      await query(url, 'Collection.create({ name: "Beans" })');
      const post = await beginQuery(url);
      const answer = new Promise<string>((done) => {
        post.once('response', (reply) => reply.once('data', (chunk) => done(String(chunk))));
      });
      process.kill(signal);
      await expect.poll(() => isGone(url)).toBe(true);
      post.end(JSON.stringify({ query: 'Beans.create({ kind: "robusta" }).kind' }));
      expect(JSON.parse(await answer)).toMatchObject({ data: 'robusta' });
      expect([await ended, stderr()]).toEqual([0, '']);
      expect((await faunula(['query', '--db', db, 'Beans.all().count()'])).stdout).toBe('1\n');
    }),
  );

  it('does not wait for what runs when it is told twice', async () => {
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGINT', 130],
    ] as const) {
      const { url, process, ended } = await serve(['--demo']);
      const post = await beginQuery(url);
      post.on('error', () => {});
      process.kill('SIGTERM');
      await expect.poll(() => isGone(url)).toBe(true);
      process.kill(signal);
      expect(await ended).toBe(code);
    }
  });
});
