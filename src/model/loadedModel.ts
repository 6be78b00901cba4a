/** A model made of its files, ready to translate. */

import type { ModelFiles } from '../shared/engineProtocol';
import { toFault } from '../shared/faults';
import { crc32 } from './checkpoint/checksum';
import { parseConfig, type ModelConfig } from './checkpoint/config';
import { modelFault } from './checkpoint/modelFault';
import { readSafetensors } from './checkpoint/safetensors';
import { Weights } from './checkpoint/weights';
import { ScoreBench } from './scoreBench';
import { Seq2Seq } from './seq2seq';
import { Tokenizer } from './tokenizer/tokenizer';
import { Transformer } from './transformer/transformer';
import type { TranslationModel } from './translationModel';

export interface LoadedModel {
  config: ModelConfig;
  tokenizer: Tokenizer;
  network: TranslationModel;
  bench: ScoreBench;
}

/** One entry for each value of config.json's `architecture`. */
const ARCHITECTURES: {
  [A in ModelConfig['architecture']]: (
    config: Extract<ModelConfig, { architecture: A }>,
    weights: Weights,
  ) => TranslationModel;
} = {
  recurrent: (config, weights) => new Seq2Seq(config, weights),
  transformer: (config, weights) => new Transformer(config, weights),
};

/** The model without its tokenizer. @throws EngineError 'modelFile' where the weights do not fit the configuration */
export function loadNetwork(config: ModelConfig, buffer: ArrayBuffer): TranslationModel {
  const tensors = readSafetensors(config.id, buffer);
  checkSum(config, buffer);
  const weights = Weights.of(config.id, tensors);
  try {
    const network = networkOf(config, weights);
    weights.finish();
    return network;
  } catch (error) {
    weights.dispose();
    if (error instanceof RangeError && toFault(error).code !== 'outOfMemory')
      throw modelFault(config.id, 'config.json', error.message);
    throw error;
  }
}

/** A number of another size is still a number: only the checksum tells. @throws EngineError 'modelFile' */
function checkSum({ id, weights_crc32: expected }: ModelConfig, buffer: ArrayBuffer): void {
  if (expected === undefined) return;
  const found = crc32(buffer);
  if (found === expected) return;
  throw modelFault(id, 'model.safetensors', `its checksum is ${found}, and should be ${expected}`);
}

/** The type parameter ties a configuration to the entry of its own architecture. */
function networkOf<A extends ModelConfig['architecture']>(
  config: Extract<ModelConfig, { architecture: A }>,
  weights: Weights,
): TranslationModel {
  return ARCHITECTURES[config.architecture as A](config, weights);
}

/** @throws EngineError 'modelFile' where a file is wrong in itself or does not fit the others */
export function loadModel(files: ModelFiles): LoadedModel {
  const config = parseConfig(files.id, files.config);
  const tokenizer = new Tokenizer(files.id, files.tokenizer, config.vocab_size);
  const bench = new ScoreBench(config, files.scores);
  try {
    return { config, tokenizer, bench, network: loadNetwork(config, files.weights) };
  } catch (error) {
    bench.dispose();
    throw error;
  }
}

/** Frees all weights of a model, which is of no use afterwards. */
export function disposeModel({ network, bench }: LoadedModel): void {
  network.dispose();
  bench.dispose();
}
