import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineResponse } from '../../../src/shared/engineProtocol';
import { readWasm, ROOT } from '../../../tools/lib/engine';
import { tinyFiles } from '../model/tinyModel';

let folder: string;
let file: string;

beforeAll(async () => {
  // outside the checkout, so that nothing in node_modules can be found at run time
  folder = await mkdtemp(path.join(tmpdir(), 'attention-lens-'));
  file = path.join(folder, 'thread.js');
  await build({
    entryPoints: [path.join(ROOT, 'src/worker/thread.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

it('runs in a worker thread, from one file, with buffers transferred', async () => {
  const worker = new Worker(file);
  try {
    const wasm = await readWasm();
    const files = tinyFiles();
    const answer = new Promise<EngineResponse>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (response: EngineResponse) => {
        if (response.type === 'translated' || response.type === 'fault') resolve(response);
      });
    });
    worker.postMessage({ type: 'start', backend: 'auto', wasm }, [wasm.simd, wasm.plain]);
    worker.postMessage({ type: 'load', id: 1, files }, [files.weights]);
    worker.postMessage({ type: 'translate', id: 2, model: 'tiny', text: 'the cat', options: { beam: 2, nBest: 1 } });
    expect(await answer).toMatchObject({ type: 'translated', id: 2, result: { backend: 'wasm' } });
  } finally {
    await worker.terminate();
  }
}, 30_000);
