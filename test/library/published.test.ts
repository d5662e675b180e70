/** What the package publishes is what the library exports. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as client from '../../src/client.ts';
import * as index from '../../src/index.ts';

const root = join(import.meta.dirname, '../..');

describe('the types for CommonJS', () => {
  it.each([
    ['index.d.cts', index],
    ['client.d.cts', client],
  ])('%s names every value', (file, exported) => {
    const text = readFileSync(join(root, 'build/types', file), 'utf8');
    const named = [...text.matchAll(/export declare const (\w+)/g)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(Object.keys(exported).toSorted());
    const classes = Object.entries(exported).filter(([, value]) =>
      /^class /.test(Function.prototype.toString.call(value)),
    );
    for (const [name] of classes) expect(text).toContain(`export type ${name} = `);
    expect(existsSync(join(root, 'src', file.replace('.d.cts', '.ts')))).toBe(true);
  });
});
