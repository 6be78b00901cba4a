import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EngineResponse } from '../../../src/shared/engineProtocol';
import { Engine } from '../../../src/worker/engine';
import { WasmMemory } from '../../../src/worker/wasmMemory';
import { startBackend, readWasm } from '../../../tools/lib/engine';
import { tinyFiles } from '../model/tinyModel';

const grow = WebAssembly.Memory.prototype.grow;
/** How often memory is refused from now on, and for how many pages it was asked. */
let refusals = 0;
let asked: number[] = [];
beforeAll(() => {
  WebAssembly.Memory.prototype.grow = function (pages: number) {
    asked.push(pages);
    // as engines refuse it
    if (refusals-- > 0) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    return grow.call(this, pages);
  };
});
afterEach(() => {
  refusals = 0;
  asked = [];
});

/** More than the memory has left: 1 GB. */
const large = () => tf.zeros([256, 1024, 1024]);

describe('the memory of the WASM backend', () => {
  it('is told from one that is not there', async () => {
    expect(WasmMemory.of({})).toBeNull();
  });

  it('throws where there is no more of it, instead of computing on the address 0', async () => {
    await startBackend('wasm');
    refusals = Number.POSITIVE_INFINITY;
    const memory = WasmMemory.of(tf.backend())!;
    expect(memory.exhausted).toBe(false);
    expect(large).toThrow(/not enough memory/);
    expect(memory.exhausted).toBe(true);
  });

  it('is not at its end where less could be had', async () => {
    await startBackend('wasm');
    // the library asks for more than it needs at first
    refusals = 1;
    const memory = WasmMemory.of(tf.backend())!;
    const half = tf.zeros([64, 1024, 1024]);
    expect(asked.length).toBeGreaterThan(1);
    expect(memory.exhausted).toBe(false);
    half.dispose();
  });

  it('ends the work of an engine in one fault once it is at its end, whatever was computed', async () => {
    const answers: EngineResponse[] = [];
    const engine = new Engine({
      emit: (response) => answers.push(response),
      letMessagesIn: () => new Promise((resolve) => setImmediate(resolve)),
      webgl: null,
    });
    engine.receive({ type: 'start', backend: 'wasm', wasm: await readWasm() });
    engine.receive({ type: 'load', id: 1, files: tinyFiles() });
    await expect.poll(() => answers.at(-1)).toMatchObject({ type: 'loaded' });
    refusals = Number.POSITIVE_INFINITY;
    expect(large).toThrow();
    engine.receive({ type: 'translate', id: 2, model: 'tiny', text: 'the cat', options: { beam: 1, nBest: 1 } });
    await expect
      .poll(() => answers.filter(({ type }) => type !== 'progress').at(-1))
      .toEqual({
        type: 'fault',
        id: 2,
        fault: { code: 'outOfMemory' },
      });
  });
});
