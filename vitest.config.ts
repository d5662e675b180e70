import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // What the examples import is the source here.
    alias: [
      { find: /^faunula$/, replacement: join(import.meta.dirname, 'src/index.ts') },
      { find: /^faunula\/client$/, replacement: join(import.meta.dirname, 'src/client.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}', 'examples/vitest/test/*.test.ts'],
    globalSetup: ['test/support/bundled-cli.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
