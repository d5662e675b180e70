/**
 * The walkthrough "Login and logout", piped into the command line. What it prints is kept in the two files beside this
 * one, with ids, times and secrets as placeholders: every step can be read there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faunula, inFolder } from '../support/faunula.ts';

const script = readFileSync(join(import.meta.dirname, '../../tutorials/login-and-logout.fql'), 'utf8');

/** Numbers ids by first appearance, and hides times and secrets. */
function normalize(text: string, ids: Map<string, string>): string {
  return text
    .replace(/\bfn[\w-]{38,}/g, '<secret>')
    .replace(/Time\("[^"]+"\)/g, 'Time("<time>")')
    .replace(/\b\d{17,19}\b/g, (id) => {
      const known = ids.get(id) ?? `<id${ids.size + 1}>`;
      ids.set(id, known);
      return known;
    });
}

describe('tutorials/login-and-logout.fql', () => {
  it('goes from an empty database to a token that opens nothing any more', () =>
    inFolder(async (cwd) => {
      const { code, stdout, stderr } = await faunula(['--db', 'coffee.json'], { cwd, input: script });
      const ids = new Map<string, string>();
      await expect(normalize(stdout, ids)).toMatchFileSnapshot('login-and-logout.stdout.txt');
      await expect(normalize(stderr, ids)).toMatchFileSnapshot('login-and-logout.stderr.txt');
      expect(code).toBe(0);
    }));

  it('leaves no password and no secret in the database file', () =>
    inFolder(async (cwd) => {
      const { stdout } = await faunula(['--db', 'coffee.json'], { cwd, input: script });
      const secrets = stdout.match(/\bfn[\w-]{38,}/g) ?? [];
      expect(secrets).toHaveLength(2);
      const file = readFileSync(join(cwd, 'coffee.json'), 'utf8');
      for (const secret of [...secrets, 'sekret']) expect(file).not.toContain(secret);
    }));
});
