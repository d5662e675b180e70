import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeCommand } from '../../../src/shell/completion/complete-command.ts';
import { createSession } from '../../../src/shell/session.ts';
import { fakeEngine, TOKEN_SECRET } from '../fake-engine.ts';

const session = createSession(fakeEngine(), { interactive: true });
session.variables.set('janine', { argument: '1' }).set('login', { argument: TOKEN_SECRET, secret: TOKEN_SECRET });

async function namesAt(before: string): Promise<string[]> {
  return (await completeCommand(before, session)).candidates.map(({ name }) => name);
}

describe('completion of dot commands', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'faunula-complete-'));
    writeFileSync(join(folder, 'people.fql'), '1');
    writeFileSync(join(folder, '.hidden'), '1');
    mkdirSync(join(folder, 'parts'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('offers commands', async () => {
    expect(await namesAt('.')).toContain('help');
    expect(await namesAt('.s')).toEqual(['save ']);
    expect(await namesAt('.ex')).toEqual(['exit']);
    expect(await namesAt('.help ke')).toEqual(['keys']);
  });

  it('offers who may run queries: roles, and variables that hold secrets', async () => {
    expect(await namesAt('.as ')).toEqual([
      ...['admin', 'server', 'server-readonly', 'secret'],
      ...['@role/barista', '@role/customer', 'login'],
    ]);
    expect(await namesAt('.as @role/c')).toEqual(['@role/customer']);
  });

  it('offers files', async () => {
    expect(await namesAt(`.read ${folder}/p`)).toEqual([`${folder}/parts/`, `${folder}/people.fql`]);
    expect(await namesAt(`.read ${folder}/.h`)).toEqual([`${folder}/.hidden`]);
    expect(await namesAt(`.read ${folder}/none/p`)).toEqual([]);
  });
});
