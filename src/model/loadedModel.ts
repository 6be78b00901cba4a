/** A model made of its three files, ready to translate. */

import type { ModelFiles } from '../shared/engineProtocol';
import { parseConfig, type ModelConfig } from './checkpoint/config';
import { modelFault } from './checkpoint/modelFault';
import { readSafetensors } from './checkpoint/safetensors';
import { Weights } from './checkpoint/weights';
import { Seq2Seq } from './seq2seq';
import { Tokenizer } from './tokenizer/tokenizer';
import type { TranslationModel } from './translationModel';

export interface LoadedModel {
  config: ModelConfig;
  tokenizer: Tokenizer;
  network: TranslationModel;
}

/** One entry for each value of config.json's `architecture`. */
const ARCHITECTURES: {
  [A in ModelConfig['architecture']]: (
    config: Extract<ModelConfig, { architecture: A }>,
    weights: Weights,
  ) => TranslationModel;
} = { recurrent: (config, weights) => new Seq2Seq(config, weights) };

/** @throws EngineError 'modelFile' where a file is wrong in itself or does not fit the others */
export function loadModel(files: ModelFiles): LoadedModel {
  const config = parseConfig(files.id, files.config);
  const tokenizer = new Tokenizer(files.id, files.tokenizer, config.vocab_size);
  const weights = Weights.of(files.id, readSafetensors(files.id, files.weights));
  try {
    const network = ARCHITECTURES[config.architecture](config, weights);
    weights.finish();
    return { config, tokenizer, network };
  } catch (error) {
    weights.dispose();
    if (error instanceof RangeError) throw modelFault(files.id, 'config.json', error.message);
    throw error;
  }
}
