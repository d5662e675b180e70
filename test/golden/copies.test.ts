/** The recorded answers here are copies: where the originals are at hand, they must not differ. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const originals = join(import.meta.dirname, '../../../shared/golden');
const copies = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (name) => existsSync(join(originals, name)) && /\.jsonl?$/.test(name),
);

describe('recorded answers', () => {
  it('are here to be replayed', () => {
    expect(readdirSync(join(import.meta.dirname, 'scenarios')).length).toBeGreaterThan(20);
  });

  for (const name of copies) {
    it(`${name} equals its original`, () => {
      const same = readFileSync(join(import.meta.dirname, name)).equals(readFileSync(join(originals, name)));
      expect(same).toBe(true);
    });
  }
});
