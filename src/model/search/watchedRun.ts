import * as tf from '@tensorflow/tfjs-core';
import type { DecoderRun, StepResult } from '../translationModel';

/** A run of one row that keeps what every step predicts, for one read-out at its end. Its owner disposes of it. */
export class WatchedRun implements DecoderRun {
  /** (1, V) each */
  private readonly steps: tf.Tensor2D[] = [];

  constructor(private readonly run: DecoderRun) {}

  get keepFrom(): number {
    return this.run.keepFrom;
  }

  step(previous: readonly number[]): StepResult {
    const result = this.run.step(previous);
    this.steps.push(tf.clone(result.probabilities));
    return result;
  }

  reorder(rows: readonly number[]): void {
    this.run.reorder(rows);
  }

  keep(sentences: readonly number[]): void {
    this.run.keep(sentences);
  }

  /** p(y_t | y_<t, x) of the first `count` steps, (V) each. */
  async predicted(count: number): Promise<Float32Array[]> {
    const all = tf.concat(this.steps.slice(0, count), 0); // T of (1, V) -> (T, V)
    try {
      const values = (await all.data()) as Float32Array;
      const vocabulary = all.shape[1];
      return Array.from({ length: count }, (_, t) => values.subarray(t * vocabulary, (t + 1) * vocabulary));
    } finally {
      all.dispose();
    }
  }

  dispose(): void {
    tf.dispose(this.steps);
    this.run.dispose();
  }
}
