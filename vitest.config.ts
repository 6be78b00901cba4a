import { defineConfig } from 'vitest/config';

/** What is waited for on a screen may take this long, in milliseconds: vitest's own second is little on a busy machine. */
const POLL_MS = 20_000;

/** The four layers, fastest first; `npm test` runs them all, `npx vitest run --project unit` one of them. */
export default defineConfig({
  test: {
    projects: [
      // long, because a machine that does other things as well is slow, and no test judges by the clock
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'parity', include: ['test/parity/**/*.test.ts'], testTimeout: 120_000, fileParallelism: false } },
      {
        test: {
          name: 'view',
          include: ['test/view/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: POLL_MS } },
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: POLL_MS } },
          fileParallelism: false,
        },
      },
    ],
  },
});
