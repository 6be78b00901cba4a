/** Bundled into a page by webgl.test.ts: the comparison, on WebGL. */

import * as tf from '@tensorflow/tfjs-core';
import { loadModel, type LoadedModel } from '../../src/model/loadedModel';
import { withScores, type BackendMeasure } from '../../src/shared/engineProtocol';
import { chooseBackend, type ChosenBackend } from '../../src/worker/backend';
import { offscreenWebgl } from '../../src/worker/webgl';
import type { Transformer } from '../../src/model/transformer/transformer';
import { compare, type Differences } from './compare';
import type { TransformerDifferences } from './compareTransformer';
import type { Case, TransformerCase } from './fixtures';
import { compareMarian, loadMarian, type MarianCase, type MarianFound } from './marian';
import { modelOfParts, type PartFixture } from './parts';
import { changedTraces, compareTrace, type Changed, type TraceDifferences } from './traces';

export interface PageParity {
  /** Loads a model on WebGL, in place of the one before. @returns the backend in use */
  load(id: string, config: string, tokenizer: string, weights: string, scores: string): Promise<string>;
  /** Loads a very small model on WebGL. @returns the backend in use */
  loadParts(fixture: Pick<PartFixture, 'config' | 'tensors'>): Promise<string>;
  /** Loads a checkpoint of Hugging Face's on WebGL. @returns the backend in use */
  loadMarian(id: string, config: string, weightsBase64: string): Promise<string>;
  compare(expected: Case | TransformerCase): Promise<Differences | TransformerDifferences>;
  compareMarian(expected: MarianCase): Promise<MarianFound>;
  compareTrace(expected: Case | TransformerCase): Promise<TraceDifferences>;
  changedTraces(expected: Case | TransformerCase): Promise<Record<string, Changed>>;
  /** Lets the engine choose. */
  choose(simdBase64: string, plainBase64: string, remembered?: BackendMeasure): Promise<ChosenBackend>;
}

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;

let model: Pick<LoadedModel, 'network'> & Partial<LoadedModel>;
const lost = () => {
  throw new Error('the WebGL context was lost');
};

const none = new ArrayBuffer(0);
const useWebgl = () => chooseBackend('webgl', { simd: none, plain: none }, offscreenWebgl(lost));

const parity: PageParity = {
  async load(id, config, tokenizer, weights, scores) {
    await useWebgl();
    model?.network.dispose();
    const files = { id, config, tokenizer, weights: bytesOf(weights) };
    model = loadModel(withScores(files, scores === '' ? undefined : bytesOf(scores)));
    return tf.getBackend();
  },
  async loadParts(fixture) {
    await useWebgl();
    model = { network: modelOfParts(fixture) };
    return tf.getBackend();
  },
  async loadMarian(id, config, weightsBase64) {
    await useWebgl();
    model = { network: loadMarian(id, config, bytesOf(weightsBase64)) };
    return tf.getBackend();
  },
  compare: (expected) => compare(model, expected),
  compareMarian: (expected) => compareMarian(model.network as Transformer, expected),
  compareTrace: (expected) => compareTrace(model as LoadedModel, expected),
  changedTraces: (expected) => changedTraces(model as LoadedModel, expected),
  choose: (simd, plain, remembered) =>
    chooseBackend('auto', { simd: bytesOf(simd), plain: bytesOf(plain) }, offscreenWebgl(lost), remembered),
};

Object.assign(globalThis, { parity });
