import type * as tf from '@tensorflow/tfjs-core';
import type { AttentionEdit } from './attention/edit';
import type { Cancellation } from './cancellation';
import type { HeadChoice, OpenStep } from './openStep';
import type { AttentionRecorder } from './transformer/attentionRecorder';

/**
 * Which step's attention aligns the piece y_t: the one that emits it, or the one after, which reads it. The latter
 * knows the word that it aligns (Chen et al. 2020, https://aclanthology.org/2020.emnlp-main.42, section 3).
 */
export type AlignmentRow = 'emitting' | 'reading';

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
  readonly alignmentRow: AlignmentRow;
  /** Most pieces that the decoder can emit, the end mark counted. */
  readonly longestTarget: number;
  /**
   * Encodes a batch.
   * @param sources piece ids of each sentence, the end mark last
   * @param width K
   * @param recorder takes note of every attention computed, where the model is a Transformer
   * @param edit what is done to the attention; for one sentence and a width of 1
   */
  begin(
    sources: readonly (readonly number[])[],
    width: number,
    recorder?: AttentionRecorder,
    edit?: AttentionEdit,
  ): DecoderRun;
  /**
   * One decoder step of one sentence, laid open: the one that reads the last of `read`.
   * @param source piece ids, the end mark last
   * @param read the start, y_1, ..., y_{t-1}
   */
  layOpen(
    source: readonly number[],
    read: readonly number[],
    choice: HeadChoice,
    cancellation: Cancellation,
  ): Promise<OpenStep>;
  /** Frees the weights. */
  dispose(): void;
}

export interface StepResult {
  /** p(y_t | y_<t, x), (R, V) */
  probabilities: tf.Tensor2D;
  /** Attention of this step, (R, S); null where the model has none. */
  weights: tf.Tensor2D | null;
}

/** A batch of sentences being decoded. It owns its tensors; the caller owns what `step` returns. */
export interface DecoderRun {
  /** What share of the sentences at most must be left for `keep` to pay. */
  readonly keepFrom: number;
  /** Reads y_{t-1} of each row and predicts y_t. */
  step(previous: readonly number[]): StepResult;
  /** Puts row rows[i]'s state into row i; rows[i] must be of row i's sentence. */
  reorder(rows: readonly number[]): void;
  /** Keeps these sentences only, in this order. */
  keep(sentences: readonly number[]): void;
  dispose(): void;
}
