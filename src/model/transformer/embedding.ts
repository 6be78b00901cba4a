import * as tf from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../checkpoint/transformerConfig';
import type { Weights } from '../checkpoint/weights';
import { embedPieces } from '../kernels/ops';
import { wasmKernels } from '../kernels/wasm';
import { pickRows } from '../pickRows';
import { sinusoidalPositions } from './positions';

/** Pieces to vectors: E y, scaled by sqrt(D) where the configuration says so (Vaswani et al. 2017, section 3.4). */
export class Embedding {
  /** (V, D) */
  private readonly table: tf.Tensor2D;
  private readonly fused: boolean;

  constructor(weights: Weights, { vocab_size: v, d_model: d, scale_embedding }: TransformerConfig) {
    const factor = scale_embedding ? Math.sqrt(d) : 1;
    this.table = weights.derived((read) => tf.mul<tf.Tensor2D>(read('weight', [v, d]), factor));
    this.fused = d % 4 === 0 && wasmKernels() !== null;
  }

  /**
   * @param ids of B sequences of L pieces each, one sequence after the other
   * @param positions of the L pieces, (L, D)
   * @returns (B·L, D)
   */
  apply(ids: readonly number[], positions: tf.Tensor2D): tf.Tensor2D {
    if (this.fused) return embedPieces({ table: this.table, positions }, { ids });
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
