import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One project: every test runs in plain Node on real SQLite files and a real PostgreSQL. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // By default one core is left free: on a machine with two, half the time.
    maxWorkers: availableParallelism(),
    globalSetup: ['test/support/central-server.global.ts'],
  },
});
