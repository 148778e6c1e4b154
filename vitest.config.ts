import { defineConfig } from 'vitest/config';

/** One Redis and one MySQL for the whole run, a prefix and databases of its own for every file. */
export default defineConfig({
  resolve: { conditions: ['types'] },
  ssr: { resolve: { conditions: ['types', 'module', 'node'] } },
  test: {
    include: ['{queues,workers,api,dashboard,scripts}/**/*.test.ts'],
    globalSetup: ['scripts/testing/services.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
