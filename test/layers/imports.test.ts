/** Imports point one way along the way of a query, and the engine needs nothing of Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Each layer may import itself and those before it; `store` stands for its interface, memory and trees. */
const layers = [
  ['grammar'],
  ['src/language'],
  ['src/store/store.ts', 'src/store/tree.ts', 'src/store/tree-snapshot.ts', 'src/store/memory.ts'],
  ['src/transaction'],
  ['src/runtime'],
  ['src/model'],
  ['src/stdlib'],
  ['src/wire'],
  ['src/fql4'],
  ['src/events'],
  ['src/query.ts', 'src/query', 'src/engine.ts'],
  ['src/store/json-file', 'src/node-crypto.ts', 'src/node-memory.ts', 'src/key-sets.ts'],
  ['src/database.ts', 'src/server', 'src/shell'],
  ['src/library', 'src/index.ts', 'src/client.ts'],
  ['src/commands'],
  ['src/worker-engine.ts', 'src/engine-worker.ts'],
  ['src/cli.ts'],
];
const withoutNode = layers.slice(0, 11).flat();

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** What a file imports when it runs: type-only imports leave no trace. */
function imports(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found: string[] = [];
  for (const [, clause = '', from = ''] of text.matchAll(/^(?:import|export)\s+([^;'"]*?from\s+)?['"]([^'"]+)['"]/gm)) {
    if (/^type\s/.test(clause)) continue;
    const named = /\{([^}]*)\}/.exec(clause)?.[1];
    const onlyTypes = named?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
    if (onlyTypes && !/^\w/.test(clause.replace(/^\s*\{[^}]*\}\s*from\s*$/, ''))) continue;
    found.push(from);
  }
  return found;
}

function layerOf(path: string): number {
  return layers.findIndex((layer) => layer.some((room) => path === room || path.startsWith(`${room}/`)));
}

const files = [...sources('grammar'), ...sources('src')];

describe('imports', () => {
  it.each(files)('%s stands in a layer and imports none above it', (path) => {
    const layer = layerOf(path);
    expect(layer, `${path} stands in no layer: add it to the list`).toBeGreaterThanOrEqual(0);
    const above = imports(path)
      .filter((from) => from.startsWith('.'))
      .map((from) => relative(root, resolve(root, dirname(path), from)))
      .filter((target) => layerOf(target) > layer && target !== 'package.json');
    expect(above).toEqual([]);
  });

  it.each(files.filter((path) => withoutNode.some((room) => path === room || path.startsWith(`${room}/`))))(
    '%s imports nothing from Node',
    (path) => expect(imports(path).filter((from) => from.startsWith('node:'))).toEqual([]),
  );

  it('finds an import that points up', () => {
    expect(layerOf('src/stdlib/array.ts')).toBeGreaterThan(layerOf('src/runtime/value.ts'));
    expect(layerOf('src/nowhere.ts')).toBe(-1);
  });
});
