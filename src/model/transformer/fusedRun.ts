import * as tf from '@tensorflow/tfjs-core';
import { pickRows } from '../pickRows';
import { tidy } from '../tidy';
import type { DecoderRun, StepResult } from '../translationModel';
import type { AttentionRecorder } from './attentionRecorder';
import type { FusedMemory } from './decoder';
import type { Transformer } from './transformer';

/**
 * A batch being decoded by a Transformer with this project's own kernels: what TransformerRun computes, in fewer and
 * larger operations. Keys and values stay in rows as the projections leave them, and are put in order when they are
 * next read.
 */
export class FusedRun implements DecoderRun {
  private memory: FusedMemory;
  /** Keys and values of what every row has read, (R, t, 2·D), of each layer. */
  private past: tf.Tensor3D[] = [];
  /** The row of `past` that belongs to each row; null: its own. */
  private order: readonly number[] | null = null;

  constructor(
    private readonly model: Transformer,
    sources: readonly (readonly number[])[],
    private readonly width: number,
    private readonly recorder?: AttentionRecorder,
  ) {
    recorder?.begin(sources, width);
    this.memory = tidy(() => {
      const { states } = model.encoder.encode(sources, recorder);
      return { layers: model.decoder.rememberRows(states), lengths: sources.map((ids) => ids.length) };
    });
  }

  step(previous: readonly number[]): StepResult {
    const { past, probabilities, weights } = tidy(() => {
      const {
        x,
        past: read,
        weights: attended,
      } = this.model.decoder.step(previous, this.past, this.order, this.memory);
      this.recorder?.recordStep(attended);
      return {
        past: read,
        probabilities: this.model.probabilities(x),
        weights: this.model.alignment(attended),
      };
    });
    tf.dispose(this.past);
    this.past = past;
    this.order = null;
    return { probabilities, weights };
  }

  reorder(rows: readonly number[]): void {
    if (rows.every((row, i) => row === i)) return;
    this.order = this.order ? rows.map((row) => this.order![row]!) : rows;
  }

  keep(sentences: readonly number[]): void {
    this.reorder(sentences.flatMap((n) => Array.from({ length: this.width }, (_, k) => n * this.width + k)));
    const { layers, lengths } = this.memory;
    const count = lengths.length;
    this.memory = {
      lengths: sentences.map((n) => lengths[n]!),
      layers: layers.map((rows) =>
        tidy(() => {
          const [all, columns] = rows.shape;
          const ofSentence = (all / count) * columns;
          const picked = pickRows(tf.reshape(rows, [count, ofSentence]), sentences); // (N, S·2·D)
          return tf.reshape(picked, [-1, columns]) as tf.Tensor2D;
        }),
      ),
    };
    tf.dispose(layers);
  }

  dispose(): void {
    tf.dispose(this.past);
    tf.dispose(this.memory.layers);
  }
}
