import * as tf from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../checkpoint/transformerConfig';
import type { Weights } from '../checkpoint/weights';
import { embedPieces } from '../kernels/ops';
import type { Linear } from '../linear';
import { pickRows } from '../pickRows';
import { sinusoidalPositions } from './positions';

/** What embeddings are multiplied by, where the configuration says so (Vaswani et al. 2017, section 3.4). */
export const embeddingFactor = ({ scale_embedding, d_model }: TransformerConfig): number =>
  scale_embedding ? Math.sqrt(d_model) : 1;

/** Pieces to vectors: E y, multiplied by `embeddingFactor`. */
export class Embedding {
  private readonly factor: number;
  /** (V, D), multiplied; null where the output layer's record serves. */
  private readonly table: tf.Tensor2D | null;

  /** @param output the layer whose columns are the embeddings */
  constructor(
    weights: Weights,
    config: TransformerConfig,
    private readonly output: Linear,
  ) {
    const { vocab_size: v, d_model: d } = config;
    this.factor = embeddingFactor(config);
    this.table = output.record
      ? null
      : weights.derived((read) => tf.mul<tf.Tensor2D>(read('weight', [v, d]), this.factor));
  }

  /**
   * @param ids of B sequences of L pieces each, one sequence after the other
   * @param positions of the L pieces, (L, D)
   * @returns (B·L, D)
   */
  apply(ids: readonly number[], positions: tf.Tensor2D): tf.Tensor2D {
    const { record } = this.output;
    if (!this.table) return embedPieces({ record, positions }, { ids, factor: this.factor });
    const [length, size] = positions.shape;
    const embedded = pickRows(this.table, ids); // (B·L, D)
    const placed = tf.add(tf.reshape(embedded, [-1, length, size]), positions); // (B, L, D)
    return tf.reshape(placed, [ids.length, size]);
  }
}

/** The table of positions, (positions, D): that of the checkpoint where it has one, since it may have been rounded. */
export function positionTable(weights: Weights, { max_position_embeddings: p, d_model: d }: TransformerConfig) {
  if (weights.has('embed_positions.weight')) return weights.matrix('embed_positions.weight', p, d);
  return weights.derived(() => tf.tensor2d(sinusoidalPositions(p, d), [p, d]));
}
