/** A decoder step of a Transformer, laid open: one head of one layer's cross-attention. */

import * as tf from '@tensorflow/tfjs-core';
import { queryFactor } from '../attention/multiHead';
import type { HeadChoice, OpenStep } from '../openStep';
import { readAll } from '../readAll';
import type { Transformer } from './transformer';

/**
 * The step that reads the last of `read`, computed at once and without a cache.
 * @param source piece ids, the end mark last
 * @param read the start, y_1, ..., y_{t-1}
 * @param choice the last layer and the first head by default
 */
export async function layOpenTransformer(
  model: Transformer,
  source: readonly number[],
  read: readonly number[],
  choice: HeadChoice,
): Promise<OpenStep> {
  const { decoder_layers: layers, decoder_attention_heads: heads, d_model: size } = model.config;
  const layer = Math.min(choice.layer ?? layers - 1, layers - 1);
  const head = Math.min(choice.head ?? 0, heads - 1);
  const last = read.length - 1;
  const { numbers } = await readAll(() => {
    const memory = model.decoder.remember(model.encoder.encode([source]), 1);
    const { x, cross } = model.decoder.read(read, 1, [], memory);
    const { queries, scores, weights, context } = cross[layer]!; // each (1, H, Q, ·)
    const { keys, values } = memory.layers[layer]!; // (1, H, S, d)
    const ofStep = (part: tf.Tensor4D) => tf.slice(part, [0, head, last, 0], [1, 1, 1, part.shape[3]]); // (1, 1, 1, ·)
    const ofHead = (part: tf.Tensor4D) => tf.slice(part, [0, head, 0, 0], [1, 1, source.length, part.shape[3]]);
    const logits = model.emissionLogits(tf.slice(x, [last, 0], [1, x.shape[1]]));
    return {
      numbers: {
        query: tf.div(ofStep(queries), queryFactor(size, heads)), // as it is before eq. 1 scales it
        keys: ofHead(keys),
        states: ofHead(values),
        scores: ofStep(scores),
        weights: ofStep(weights),
        context: ofStep(context),
        logits,
        probabilities: tf.softmax(logits),
      },
    };
  });
  const width = size / heads;
  const rows = (part: Float32Array) => source.map((_, j) => Array.from(part.subarray(j * width, (j + 1) * width)));
  return {
    query: Array.from(numbers.query),
    queryIs: 'projection',
    head: { layer, head, layers, heads },
    keys: rows(numbers.keys),
    states: rows(numbers.states),
    parts: { score: 'scaled-dot', select: 'soft' },
    scores: Array.from(numbers.scores),
    weights: Array.from(numbers.weights),
    context: Array.from(numbers.context),
    figures: {},
    logits: numbers.logits,
    probabilities: numbers.probabilities,
  };
}
