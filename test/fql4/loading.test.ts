/** Whichever part of the language is loaded first, the others find what they are made of. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

const root = join(import.meta.dirname, '../../src/fql4');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

describe('loading', () => {
  it.each(files)('%s first', async (name) => {
    vi.resetModules();
    await expect(import(join(root, name))).resolves.toBeDefined();
  });
});
