import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend, type WebglCarrier } from '../../../src/worker/backend';
import type { WasmBinaries } from '../../../src/worker/wasmBinaries';
import { readWasm } from '../../../tools/lib/engine';

let wasm: WasmBinaries;
beforeAll(async () => {
  wasm = await readWasm();
});

const broken: WasmBinaries = { simd: new ArrayBuffer(100), plain: new ArrayBuffer(100) };
const noWebgl: WebglCarrier = {
  prepare: () => {
    throw new Error('this editor has no WebGL 2');
  },
};
/** A carrier whose renderer is known, but whose backend does not start: there is no WebGL in Node. */
const deadWebgl: WebglCarrier = { prepare: () => 'Some GPU' };

describe('chooseBackend', () => {
  it('takes wasm where the carrier never has WebGL, and says nothing about it', async () => {
    const handlers = () => [...process.listeners('unhandledRejection'), ...process.listeners('uncaughtException')];
    const before = handlers();
    expect(await chooseBackend('auto', wasm, null)).toEqual({ backend: 'wasm' });
    expect(tf.getBackend()).toBe('wasm');
    // the library's glue code would end the process at any unhandled rejection
    expect(handlers()).toEqual(before);
  });

  it('does as it is told', async () => {
    expect(await chooseBackend('cpu', wasm, null)).toEqual({ backend: 'cpu' });
    expect(tf.getBackend()).toBe('cpu');
  });

  it('falls back and says why where WebGL is missing', async () => {
    for (const choice of ['auto', 'webgl'] as const) {
      expect(await chooseBackend(choice, wasm, noWebgl)).toEqual({
        backend: 'wasm',
        webglFault: 'this editor has no WebGL 2',
      });
    }
  });

  it('measures where it can, and remembers for the same renderer only', async () => {
    const first = await chooseBackend('auto', wasm, deadWebgl);
    expect(first.backend).toBe('wasm');
    expect(first.measure).toMatchObject({ renderer: 'Some GPU', fastest: 'wasm' });
    expect(first.measure!.milliseconds.wasm).toBeGreaterThan(0);
    expect(await chooseBackend('auto', wasm, deadWebgl, first.measure)).toEqual({ backend: 'wasm' });
    const other = { ...first.measure!, renderer: 'Another GPU' };
    expect((await chooseBackend('auto', wasm, deadWebgl, other)).measure).toBeDefined();
  });

  it('uses plain JavaScript where the binaries are damaged, and refuses when told to use them', async () => {
    expect((await chooseBackend('auto', broken, null)).backend).toBe('cpu');
    await expect(chooseBackend('wasm', broken, null)).rejects.toMatchObject({
      fault: { code: 'backend', backend: 'wasm', problem: expect.stringContaining('damaged') },
    });
  });
});
