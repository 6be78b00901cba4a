/** Bundled into a page by webgl.test.ts: the comparison, on WebGL. */

import * as tf from '@tensorflow/tfjs-core';
import { loadModel, type LoadedModel } from '../../src/model/loadedModel';
import type { BackendMeasure } from '../../src/shared/engineProtocol';
import { chooseBackend, type ChosenBackend } from '../../src/worker/backend';
import { offscreenWebgl } from '../../src/worker/webgl';
import { compare, type Differences } from './compare';
import type { Case } from './fixtures';
import { modelOfParts, type PartFixture } from './parts';

export interface PageParity {
  /** Loads a model on WebGL. @returns the backend in use */
  load(id: string, config: string, tokenizer: string, weightsBase64: string): Promise<string>;
  /** Loads a very small model on WebGL. @returns the backend in use */
  loadParts(fixture: Pick<PartFixture, 'config' | 'tensors'>): Promise<string>;
  compare(expected: Case): Promise<Differences>;
  /** Lets the engine choose. */
  choose(simdBase64: string, plainBase64: string, remembered?: BackendMeasure): Promise<ChosenBackend>;
}

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;

let model: Pick<LoadedModel, 'network'>;
const lost = () => {
  throw new Error('the WebGL context was lost');
};

const none = new ArrayBuffer(0);
const useWebgl = () => chooseBackend('webgl', { simd: none, plain: none }, offscreenWebgl(lost));

const parity: PageParity = {
  async load(id, config, tokenizer, weightsBase64) {
    await useWebgl();
    model = loadModel({ id, config, tokenizer, weights: bytesOf(weightsBase64) });
    return tf.getBackend();
  },
  async loadParts(fixture) {
    await useWebgl();
    model = { network: modelOfParts(fixture) };
    return tf.getBackend();
  },
  compare: (expected) => compare(model, expected),
  choose: (simd, plain, remembered) =>
    chooseBackend('auto', { simd: bytesOf(simd), plain: bytesOf(plain) }, offscreenWebgl(lost), remembered),
};

Object.assign(globalThis, { parity });
