import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** One Redis and one MySQL for the whole run, a prefix and databases of its own for every file. */
export default defineConfig({
  // Tests read the sources; package.json's `imports` point at the build.
  resolve: {
    alias: [
      { find: /^#(queues|workers|api|dashboard|scripts)\/(.*)\.js$/, replacement: `${root}$1/$2.ts` },
      // graphql comes in two forms and refuses to meet itself: the one that Node, and so Apollo, loads.
      { find: /^graphql$/, replacement: `${root}node_modules/graphql/index.js` },
    ],
  },
  test: {
    include: ['{queues,workers,api,dashboard,scripts}/**/*.test.ts'],
    globalSetup: ['scripts/testing/services.ts'],
    pool: 'forks',
    // Farm tests mostly wait for other processes; one worker would leave a core idle.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
