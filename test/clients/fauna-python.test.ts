/**
 * Fauna's driver for Python (`pip install fauna`), unmodified: the program beside this file asks a server all that it
 * can. FAUNULA_PYTHON names the Python to run it with, `python3` unless you say.
 */
import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { drive } from '../support/driver.ts';

const python = process.env['FAUNULA_PYTHON'] ?? 'python3';
const isThere = spawnSync(python, ['-c', 'import fauna, h2']).status === 0;
const name = isThere ? "Python's driver" : `Python's driver (skipped: ${python} has no packages fauna and h2)`;

describe.skipIf(!isThere)(name, () => {
  it.each([1, 2])('asks all it can over HTTP/%i', async (version) => {
    const database = await drive('HTTP/1.1');
    const told = await run(['fauna-smoke.py', database.url ?? '', String(version)]).finally(() => database.close());
    expect(JSON.parse(told)).toEqual({
      values: [],
      documents: {
        row: ['Document', '1007', 7, 'Row'],
        'read again': 7,
        missing: ['NullDocument', 'not found', '1'],
        named: ['NamedDocument', 'Row', 'Collection'],
      },
      pages: { first: [true, 16], sizes: [15, 15, 10], all: true },
      queries: {
        composed: 30,
        summary: 'info at *query*:1: hi',
        tags: { team: 'a' },
        read: 1,
        'time known': true,
      },
      errors: {
        'invalid query': ['QueryCheckError', 400, 'invalid_query'],
        runtime: ['QueryRuntimeError', 400, 'divide_by_zero'],
        abort: ['AbortError', 400, 'abort'],
        constraint: ['QueryRuntimeError', 400, 'constraint_failure'],
        late: ['QueryTimeoutError', 440, 'time_out'],
        'invalid request': ['InvalidRequestError', 400, 'invalid_request'],
        'unknown secret': ['AuthenticationError', 401, 'unauthorized'],
        'may not': ['QueryRuntimeError', 400, 'permission_denied'],
      },
      events: {
        streamed: [
          ['status', null],
          ['add', 77],
        ],
        fed: [77],
      },
    });
  });
});

function run(args: readonly string[]): Promise<string> {
  const child = spawn(python, args, { cwd: import.meta.dirname });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((ended, failed) => {
    child.on('close', (code) => (code === 0 ? ended(stdout) : failed(new Error(stderr))));
  });
}
