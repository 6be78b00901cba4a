import * as tf from '@tensorflow/tfjs-core';
import type { Origin } from '../search/hypothesis';
import { tidy } from '../tidy';
import type { LayerWeights } from './decoder';

/** Attention weights as [layer][head][query][key]. */
export type AttentionMaps = number[][][][];

export interface RecordedAttention {
  /** Source pieces, the end mark among them, on source pieces. */
  encoder: AttentionMaps;
  /** What the decoder reads (the start, y_1, ..., y_{T-1}) on itself; 0 for what is to come. */
  decoder: AttentionMaps;
  /** What the decoder reads on source pieces. */
  cross: AttentionMaps;
}

/**
 * Keeps every attention that a run computes, for one read-out at its end. It copies nothing meanwhile: the tensors that
 * the model makes anyway are only not freed. Its owner disposes of it after the run.
 */
export class AttentionRecorder {
  private lengths: number[] = [];
  private width = 1;
  /** Of each layer, (N, H, S, S). */
  private readonly encoder: tf.Tensor4D[] = [];
  /** Of each step and layer. */
  private readonly steps: LayerWeights[][] = [];

  /** sources: of N sentences; width: hypotheses of each */
  begin(sources: readonly (readonly number[])[], width: number): void {
    this.lengths = sources.map((ids) => ids.length);
    this.width = width;
  }

  /** weights (N, H, S, S) of the next layer */
  recordEncoder(weights: tf.Tensor4D): void {
    this.encoder.push(tf.keep(weights));
  }

  /** Of all layers: self (R, H, 1, t + 1), cross (N, H, K, S) */
  recordStep(layers: readonly LayerWeights[]): void {
    for (const { self, cross } of layers) {
      tf.keep(self);
      tf.keep(cross);
    }
    this.steps.push([...layers]);
  }

  /**
   * Everything that one hypothesis attended to.
   * @param sentence its index among the sources
   * @param origins of its pieces, one a step
   */
  async read(sentence: number, origins: readonly Origin[]): Promise<RecordedAttention> {
    const all = tidy(() => {
      const encoder = this.encoder.map((weights) => flat(tf.slice(weights, [sentence], [1])));
      const decoder = this.eachLayer(origins, ({ self }, row) => tf.slice(self, [row], [1]));
      const cross = this.eachLayer(origins, ({ cross: weights }, row) => {
        const [, heads, , s] = weights.shape;
        return tf.slice(weights, [Math.floor(row / this.width), 0, row % this.width, 0], [1, heads, 1, s]);
      });
      return tf.concat([...encoder, ...decoder, ...cross]);
    });
    try {
      return this.arrange(new Reader((await all.data()) as Float32Array), sentence, origins.length);
    } finally {
      all.dispose();
    }
  }

  /** One part of every layer and, within it, of every step. */
  private eachLayer(origins: readonly Origin[], part: (weights: LayerWeights, row: number) => tf.Tensor): tf.Tensor[] {
    const layers = this.steps[0]?.length ?? 0;
    return Array.from({ length: layers }, (_, layer) =>
      origins.map(({ step, row }) => flat(part(this.steps[step]![layer]!, row))),
    ).flat();
  }

  /** The same order as in `read`. */
  private arrange(values: Reader, sentence: number, length: number): RecordedAttention {
    const s = this.lengths[sentence]!;
    const longest = Math.max(...this.lengths);
    const [first] = this.steps;
    const heads = first?.[0]?.self.shape[1] ?? 0;
    const layers = first?.length ?? 0;
    const encoder = this.encoder.map(({ shape }) =>
      values.take(shape[1], longest, longest).map((head) => head.slice(0, s).map((row) => row.slice(0, s))),
    );
    // each step gives one query of every head
    const queries = (keys: (t: number) => number, shown: number): AttentionMaps =>
      Array.from({ length: layers }, () => {
        const steps = Array.from({ length }, (_, t) => values.take(heads, 1, keys(t)));
        return Array.from({ length: heads }, (_, head) => steps.map((step) => padded(step[head]![0]!, shown)));
      });
    const decoder = queries((t) => t + 1, length);
    return { encoder, decoder, cross: queries(() => longest, s) };
  }

  dispose(): void {
    tf.dispose(this.encoder);
    for (const { self, cross } of this.steps.flat()) tf.dispose([self, cross]);
    this.encoder.length = this.steps.length = 0;
  }
}

const flat = (tensor: tf.Tensor): tf.Tensor1D => tf.reshape(tensor, [-1]);

const padded = (row: readonly number[], length: number): number[] => Array.from({ length }, (_, k) => row[k] ?? 0);

/** Takes values from the front. */
class Reader {
  private at = 0;

  constructor(private readonly values: Float32Array) {}

  take(heads: number, queries: number, keys: number): number[][][] {
    return Array.from({ length: heads }, () =>
      Array.from({ length: queries }, () => Array.from(this.values.subarray(this.at, (this.at += keys)))),
    );
  }
}
