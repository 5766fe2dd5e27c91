import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Rooms whose tests share the modules of their process: for each file anew, loading the program would take longer than
 * the tests. The gates' test is not among them, since it replaces a module.
 */
const sharing = 'test/{core,db,workstation,central,webshell,scripts}/**/!(gates).test.ts';
const never = ['test/e2e/**', 'node_modules/**'];
const common = { testTimeout: 30_000, hookTimeout: 60_000, setupFiles: ['test/support/each-file.ts'] };

/** Every test runs in plain Node on real SQLite files and a real PostgreSQL, which is one for all of them. */
export default defineConfig({
  test: {
    pool: 'forks',
    // By default one core is left free: on a machine with two, half the time.
    maxWorkers: availableParallelism(),
    globalSetup: ['test/support/temporary.global.ts', 'test/support/central-server.global.ts'],
    projects: [
      { test: { ...common, name: 'sharing', include: [sharing], exclude: never, isolate: false } },
      {
        test: {
          ...common,
          name: 'alone',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...never, sharing],
        },
      },
    ],
  },
});
