/**
 * The walkthrough "Tokens in FQL v4", piped into the command line. What it prints is kept in the two files beside this
 * one, with ids, times, secrets and some figures as placeholders: every step can be read there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faunula, inFolder } from '../support/faunula.ts';

const script = readFileSync(join(import.meta.dirname, '../../tutorials/tokens-v4.fql'), 'utf8');

/** Numbers ids by first appearance, and hides times, secrets and figures that differ from run to run. */
function normalize(text: string, ids: Map<string, string>): string {
  return (
    text
      .replace(/\bfn[\w-]{38,}/g, '<secret>')
      .replace(/Time\("[^"]+"\)/g, 'Time("<time>")')
      .replace(/\bts: \d{16}\b/g, 'ts: <ts>')
      .replace(/^• +(\w+): +/gm, '• $1: ')
      // How long an answer is depends on its times, how much is read and written on how rows are kept.
      .replace(/^(• (?:bytesOut|readBytes|writeBytes|queryTime)): [\d,]+/gm, '$1: <n>')
      .replace(/global_id: '[^']+'/g, "global_id: '<global id>'")
      .replace(/\b\d{17,19}\b/g, (id) => {
        const known = ids.get(id) ?? `<id${ids.size + 1}>`;
        ids.set(id, known);
        return known;
      })
  );
}

describe('tutorials/tokens-v4.fql', () => {
  it('goes from an empty database to a token that opens nothing any more', () =>
    inFolder(async (cwd) => {
      const { code, stdout, stderr } = await faunula(['--db', 'users.json'], { cwd, input: script });
      const ids = new Map<string, string>();
      await expect(normalize(stdout, ids)).toMatchFileSnapshot('tokens-v4.stdout.txt');
      await expect(normalize(stderr, ids)).toMatchFileSnapshot('tokens-v4.stderr.txt');
      expect(code).toBe(0);
    }));

  it('says nothing of costs with --no-metrics', () =>
    inFolder(async (cwd) => {
      const { stdout } = await faunula(['--db', 'users.json', '--no-metrics'], { cwd, input: script });
      expect(stdout).not.toContain('Query metrics');
    }));

  it('leaves no password and no secret in the database file', () =>
    inFolder(async (cwd) => {
      const { stdout } = await faunula(['--db', 'users.json'], { cwd, input: script });
      const secrets = stdout.match(/\bfn[\w-]{38,}/g) ?? [];
      expect(secrets.length).toBeGreaterThan(2);
      const file = readFileSync(join(cwd, 'users.json'), 'utf8');
      for (const secret of [...secrets, 'secret password']) expect(file).not.toContain(secret);
    }));
});
