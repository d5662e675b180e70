import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/bundled-cli.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
