import type * as tf from '@tensorflow/tfjs-core';

/**
 * What search and alignment need of a model, whatever its architecture.
 *
 * Shapes: N sentences, K hypotheses of each, R = N·K rows (hypothesis k of sentence n in row n·K + k), S source
 * pieces, V vocabulary.
 */
export interface TranslationModel {
  readonly vocabulary: number;
  readonly eos: number;
  /** What the decoder reads before the first piece. */
  readonly start: number;
  /**
   * Encodes a batch.
   * @param sources piece ids of each sentence, the end mark last
   * @param width K
   */
  begin(sources: readonly (readonly number[])[], width: number): DecoderRun;
  /** Frees the weights. */
  dispose(): void;
}

export interface StepResult {
  /** p(y_t | y_<t, x), (R, V) */
  probabilities: tf.Tensor2D;
  /** Attention of the step that emits y_t, (R, S); null where the model has none. */
  weights: tf.Tensor2D | null;
}

/** A batch of sentences being decoded. It owns its tensors; the caller owns what `step` returns. */
export interface DecoderRun {
  /** Reads y_{t-1} of each row and predicts y_t. */
  step(previous: readonly number[]): StepResult;
  /** Puts row rows[i]'s state into row i; rows[i] must be of row i's sentence. */
  reorder(rows: readonly number[]): void;
  /** Keeps these sentences only, in this order. */
  keep(sentences: readonly number[]): void;
  dispose(): void;
}
