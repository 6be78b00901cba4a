import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ThreadCarrier } from '../../../src/host/engine/threadCarrier';
import type { EngineResponse } from '../../../src/shared/engineProtocol';

let dist: string;
let carrier: ThreadCarrier;
let said: EngineResponse[];
let gone: string[];

beforeEach(async () => {
  dist = await mkdtemp(path.join(tmpdir(), 'attention-lens-'));
  for (const file of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'])
    await writeFile(path.join(dist, file), '');
  said = [];
  gone = [];
  carrier = new ThreadCarrier({ dist, readModel: () => Promise.reject(new Error('there is none')) });
  carrier.listen({
    response: (response) => said.push(response),
    loadProgress: () => undefined,
    gone: (problem) => gone.push(problem),
  });
});
afterEach(async () => {
  carrier.dispose();
  await rm(dist, { recursive: true });
});

/** Has the thread run this. */
async function run(script: string): Promise<void> {
  await writeFile(path.join(dist, 'thread.js'), script);
  carrier.start('auto', undefined);
}

it('a thread whose heap is full ends in one fault that says so', async () => {
  // in a heap of its own that is small: Node ends it, and tells of it, as it does for a large one
  const fill = 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length));';
  await run(`
    const { Worker } = require('node:worker_threads');
    new Worker(${JSON.stringify(fill)}, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } }).on('error', (error) => {
      throw error;
    });`);
  await expect
    .poll(() => said, { timeout: 30_000 })
    .toEqual([{ type: 'fault', id: null, fault: { code: 'outOfMemory' } }]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(gone).toEqual([]);
});

it('a thread that throws or ends is gone, and said to be so once', async () => {
  await run("throw new Error('broken')");
  await expect.poll(() => gone, { timeout: 30_000 }).toEqual(['broken']);
  await run('process.exit(3)');
  await expect.poll(() => gone, { timeout: 30_000 }).toEqual(['broken', 'it ended with code 3']);
  expect(said).toEqual([]);
});
