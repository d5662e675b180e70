/** A writer is killed at random moments: what it acknowledged is there, nothing by half, and the file opens each time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJsonFile } from '../../../src/store/json-file/index.ts';
import type { Snapshot } from '../../../src/store/store.ts';
import { kept, rowKey, textOf } from './crash-rows.ts';

const kills = 200;
/** Databases that are written and killed side by side. */
const lanes = 4;

let folder: string;
let writer: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faunula-'));
  writer = join(folder, 'writer.mjs');
  const entry = new URL('crash-writer.ts', import.meta.url).pathname;
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile: writer });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the writer, kills it some time after it began, and answers with all it said. */
async function writeUntilKilled(path: string, clients: number, milliseconds: number): Promise<string> {
  const child = spawn(process.execPath, [writer, path, String(clients)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    // Some are killed while they open the database, most while they write.
    if (output === '') setTimeout(() => child.kill('SIGKILL'), milliseconds);
    output += chunk;
  });
  if (milliseconds < 5) setTimeout(() => child.kill('SIGKILL'), 30 + milliseconds * 10);
  const [[code, signal]] = await Promise.all([once(child, 'exit'), once(child.stdout, 'close')]);
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  return output;
}

function noteAcknowledged(output: string, acknowledged: Map<number, number>): void {
  for (const line of output.split('\n').slice(1, -1)) {
    const [client, n] = line.split(' ').map(Number) as [number, number];
    expect(n).toBeGreaterThan(acknowledged.get(client) ?? 0);
    acknowledged.set(client, n);
  }
}

function check(snapshot: Snapshot, acknowledged: ReadonlyMap<number, number>): void {
  const expected: [string, string][] = [];
  for (const [client, last] of snapshot.scan('last')) {
    for (let n = Math.max(1, (last as number) - kept + 1); n <= (last as number); n++) {
      expected.push([rowKey(Number(client), n), textOf(n)]);
    }
  }
  for (const [client, n] of acknowledged) expect(snapshot.get('last', String(client))).toBeGreaterThanOrEqual(n);
  expect([...snapshot.scan('left')]).toEqual(expected);
  expect([...snapshot.scan('right')]).toEqual(expected);
}

test(`${kills} kills`, { timeout: 120_000 }, async () => {
  let checkpoints = 0;
  let transactions = 0;
  async function runLane(lane: number): Promise<void> {
    const path = join(folder, `lane${lane}.json`);
    const acknowledged = new Map<number, number>();
    for (let kill = 0; kill < kills / lanes; kill++) {
      const output = await writeUntilKilled(path, 1 + lane * 3, Math.random() * 80);
      noteAcknowledged(output, acknowledged);
      if (!existsSync(path)) continue;
      // As the next process will find it; which then takes over the lock of the dead one.
      const store = await openJsonFile(path, { readOnly: true });
      check(store.snapshot(), acknowledged);
      checkpoints += existsSync(`${path}.tmp`) || existsSync(`${path}.journal.tmp`) ? 1 : 0;
      transactions = Math.max(transactions, store.snapshot().version);
    }
    const store = await openJsonFile(path);
    check(store.snapshot(), acknowledged);
    await store.close();
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  // It was worth it: much was written, and some were killed in the middle of a checkpoint.
  expect(transactions).toBeGreaterThan(200);
  expect(checkpoints).toBeGreaterThan(0);
});
