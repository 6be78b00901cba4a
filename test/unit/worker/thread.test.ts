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
        if (response.type === 'traced' || response.type === 'fault') resolve(response);
      });
    });
    worker.postMessage({ type: 'start', backend: 'auto', wasm }, [wasm.simd, wasm.plain]);
    worker.postMessage({ type: 'load', id: 1, files }, [files.weights]);
    worker.postMessage({ type: 'translate', id: 2, model: 'tiny', text: 'the cat', options: { beam: 2, nBest: 1 } });
    worker.postMessage({ type: 'trace', id: 3, model: 'tiny', source: 'the cat', target: 'a cat', maps: true });
    const traced = await answer;
    expect(traced).toMatchObject({ type: 'traced', id: 3, record: { backend: 'wasm' } });
    const { weights, maps } = (traced as Extract<EngineResponse, { type: 'traced' }>).record;
    expect(maps!.cross!.weights).toEqual(Float32Array.from(weights.flat()));
  } finally {
    await worker.terminate();
  }
}, 30_000);
