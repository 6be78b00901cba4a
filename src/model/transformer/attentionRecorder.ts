import * as tf from '@tensorflow/tfjs-core';
import type { AttentionMaps, AttentionPart } from '../../shared/trace';
import type { Origin } from '../search/hypothesis';
import { tidy } from '../tidy';
import type { LayerWeights } from './decoder';

/** Every attention of one sentence's decoding; see AttentionMaps. */
export type RecordedAttention = Record<AttentionPart, AttentionMaps>;

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
      return this.arrange((await all.data()) as Float32Array, sentence, origins.length);
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
  private arrange(values: Float32Array, sentence: number, length: number): RecordedAttention {
    const s = this.lengths[sentence]!;
    const longest = Math.max(...this.lengths);
    const [first = []] = this.steps;
    let at = 0;
    /** Copies the next row of values, of which the last ones may be padding. */
    const row = (maps: AttentionMaps, layer: number, head: number, query: number, width: number): void => {
      const shown = Math.min(width, maps.keys);
      maps.weights.set(
        values.subarray(at, at + shown),
        ((layer * maps.heads + head) * maps.queries + query) * maps.keys,
      );
      at += width;
    };
    const encoder = emptyMaps(this.encoder.length, this.encoder[0]?.shape[1] ?? 0, s, s);
    for (let layer = 0; layer < encoder.layers; layer++) {
      for (let head = 0; head < encoder.heads; head++) {
        for (let query = 0; query < s; query++) row(encoder, layer, head, query, longest);
        at += (longest - s) * longest;
      }
    }
    // each step gives one query of every head
    const bySteps = (keys: number, width: (t: number) => number): AttentionMaps => {
      const maps = emptyMaps(first.length, first[0]?.self.shape[1] ?? 0, length, keys);
      for (let layer = 0; layer < maps.layers; layer++) {
        for (let t = 0; t < length; t++) {
          for (let head = 0; head < maps.heads; head++) row(maps, layer, head, t, width(t));
        }
      }
      return maps;
    };
    const decoder = bySteps(length, (t) => t + 1);
    return { encoder, decoder, cross: bySteps(s, () => longest) };
  }

  dispose(): void {
    tf.dispose(this.encoder);
    for (const { self, cross } of this.steps.flat()) tf.dispose([self, cross]);
    this.encoder.length = this.steps.length = 0;
  }
}

const flat = (tensor: tf.Tensor): tf.Tensor1D => tf.reshape(tensor, [-1]);

const emptyMaps = (layers: number, heads: number, queries: number, keys: number): AttentionMaps => ({
  layers,
  heads,
  queries,
  keys,
  weights: new Float32Array(layers * heads * queries * keys),
});
