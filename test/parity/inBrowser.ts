/** Bundled into a page by webgl.test.ts: the comparison, on WebGL. */

import * as tf from '@tensorflow/tfjs-core';
import { loadModel, type LoadedModel } from '../../src/model/loadedModel';
import { chooseBackend } from '../../src/worker/backend';
import { offscreenWebgl } from '../../src/worker/webgl';
import { compare, type Differences } from './compare';
import type { Case } from './fixtures';

export interface PageParity {
  /** Loads a model on WebGL. @returns the backend in use */
  load(id: string, config: string, tokenizer: string, weightsBase64: string): Promise<string>;
  compare(expected: Case): Promise<Differences>;
}

let model: LoadedModel;
const lost = () => {
  throw new Error('the WebGL context was lost');
};

const parity: PageParity = {
  async load(id, config, tokenizer, weightsBase64) {
    const none = new ArrayBuffer(0);
    await chooseBackend('webgl', { simd: none, plain: none }, offscreenWebgl(lost));
    const weights = Uint8Array.from(atob(weightsBase64), (character) => character.charCodeAt(0)).buffer;
    model = loadModel({ id, config, tokenizer, weights });
    return tf.getBackend();
  },
  compare: (expected) => compare(model, expected),
};

Object.assign(globalThis, { parity });
