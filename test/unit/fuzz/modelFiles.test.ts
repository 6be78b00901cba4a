import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { disposeModel, loadModel } from '../../../src/model/loadedModel';
import type { ModelFiles } from '../../../src/shared/engineProtocol';
import { EngineError } from '../../../src/shared/faults';
import { tinyFiles } from '../model/tinyModel';
import { transformerFiles } from '../model/tinyTransformer';
import { mutatedBytes, mutatedJson, RUNS } from './mutate';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

/** What reading may take beside a multiple of the files: tables that are made once, the library's own. */
const ALLOWED_BYTES = 8e6;
const TIMES_THE_FILES = 64;

const sizeOf = ({ config, tokenizer, weights }: ModelFiles) => config.length + tokenizer.length + weights.byteLength;

/** Loads files that may be damaged: it ends in a model or in a fault that names a file, and nothing stays behind. */
function load(files: ModelFiles): void {
  const tensors = tf.memory().numTensors;
  const before = process.memoryUsage().arrayBuffers;
  try {
    disposeModel(loadModel(files));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { fault } = error;
    if (fault.code !== 'modelFile') throw error;
    expect(fault.model).toBe(files.id);
    expect(fault.file).toMatch(/^(config|tokenizer)\.json$|^(model|scores)\.safetensors$/);
    expect(fault.problem).not.toBe('');
  }
  expect(tf.memory().numTensors).toBe(tensors);
  const taken = process.memoryUsage().arrayBuffers - before;
  expect(taken).toBeLessThan(ALLOWED_BYTES + TIMES_THE_FILES * sizeOf(files));
}

const MODELS: [string, () => ModelFiles][] = [
  ['a recurrent model', () => tinyFiles()],
  ['a Transformer', () => transformerFiles()],
];

describe.each(MODELS)('of %s, damaged', (_, make) => {
  const files = make();

  it('model.safetensors ends in a model or in a fault that says what is wrong', () => {
    const check = (bytes: Uint8Array<ArrayBuffer>) => load({ ...files, weights: bytes.buffer });
    fc.assert(fc.property(mutatedBytes(new Uint8Array(files.weights)), check), { numRuns: RUNS });
  }, 3_600_000);

  it('the header of model.safetensors does', () => {
    const length = Number(new DataView(files.weights).getBigUint64(0, true));
    const header = new TextDecoder().decode(new Uint8Array(files.weights, 8, length));
    const check = (text: string) => {
      const encoded = new TextEncoder().encode(text);
      const all = new Uint8Array(8 + encoded.length + files.weights.byteLength - 8 - length);
      new DataView(all.buffer).setBigUint64(0, BigInt(encoded.length), true);
      all.set(encoded, 8);
      all.set(new Uint8Array(files.weights, 8 + length), 8 + encoded.length);
      load({ ...files, weights: all.buffer });
    };
    fc.assert(fc.property(mutatedJson(header), check), { numRuns: RUNS });
  }, 3_600_000);

  it('config.json does', () => {
    const check = (config: string) => load({ ...files, config });
    fc.assert(fc.property(mutatedJson(files.config), check), { numRuns: RUNS });
  }, 3_600_000);

  it('tokenizer.json does', () => {
    const check = (tokenizer: string) => load({ ...files, tokenizer });
    fc.assert(fc.property(mutatedJson(files.tokenizer), check), { numRuns: RUNS });
  }, 3_600_000);
});
