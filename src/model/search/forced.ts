/** Forced decoding: the decoder reads a given target, and what it attends to is recorded. */

import * as tf from '@tensorflow/tfjs-core';
import type { Cancellation } from '../cancellation';
import { tidy } from '../tidy';
import type { AttentionRecorder } from '../transformer/attentionRecorder';
import type { TranslationModel } from '../translationModel';
import { readAttention } from './attention';
import { logOf } from './candidates';
import { alignmentOrigins } from './hypothesis';

export interface Forced {
  /** For each target piece, the S attention weights that align it; [] where the model has no attention. */
  attention: Float32Array[];
  /** Natural logarithm of the probability of each target piece. */
  logProbabilities: number[];
}

/**
 * @param sources piece ids, the end mark last
 * @param targets piece ids, the end mark last
 * @param recorder keeps all attention; piece t of target n is its step t, row n
 */
export async function forceTargets(
  model: TranslationModel,
  sources: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  cancellation: Cancellation,
  recorder?: AttentionRecorder,
): Promise<Forced[]> {
  const attention: tf.Tensor2D[] = [];
  const probabilities: tf.Tensor1D[] = [];
  const run = model.begin(sources, 1, recorder);
  try {
    const longest = Math.max(...targets.map((ids) => ids.length));
    for (let t = 0; t < longest; t++) {
      await cancellation.checkpoint();
      const emitted = targets.map((ids) => ids[t] ?? model.eos);
      const step = run.step(targets.map((ids) => (t === 0 ? model.start : (ids[t - 1] ?? model.eos))));
      if (step.weights) attention.push(step.weights);
      probabilities.push(takeEmitted(step.probabilities, emitted));
      step.probabilities.dispose();
    }
    return await collect(model, attention, probabilities, targets);
  } finally {
    run.dispose();
    tf.dispose([attention, probabilities]);
  }
}

/** p(y_t) of the piece that each row emits. probabilities (N, V) -> (N) */
function takeEmitted(probabilities: tf.Tensor2D, emitted: readonly number[]): tf.Tensor1D {
  const vocabulary = probabilities.shape[1];
  return tidy(() => {
    const flat = tf.reshape(probabilities, [-1]); // (N·V)
    const at = emitted.map((id, row) => row * vocabulary + id);
    return tf.gather(flat, tf.tensor1d(at, 'int32')) as tf.Tensor1D;
  });
}

async function collect(
  { alignmentRow }: TranslationModel,
  attention: readonly tf.Tensor2D[],
  probabilities: readonly tf.Tensor1D[],
  targets: readonly (readonly number[])[],
): Promise<Forced[]> {
  const origins = targets.flatMap((ids, row) => {
    const emitted = ids.map((_, step) => ({ step, row }));
    return alignmentOrigins(emitted, alignmentRow);
  });
  const weights = await readAttention(attention, origins);
  const all = tidy(() => tf.stack(probabilities as tf.Tensor1D[])); // T of (N) -> (T, N)
  try {
    const values = (await all.data()) as Float32Array;
    let at = 0;
    return targets.map((ids, row) => {
      const from = at;
      at += ids.length;
      return {
        attention: weights.slice(from, at),
        logProbabilities: ids.map((_, t) => logOf(values[t * targets.length + row]!)),
      };
    });
  } finally {
    all.dispose();
  }
}
