import * as tf from '@tensorflow/tfjs-core';
import { emptyRows, rearrangeRows } from '../kernels/transformer';
import { pickRows } from '../pickRows';
import { tidy } from '../tidy';
import type { DecoderRun, StepResult } from '../translationModel';
import type { AttentionRecorder } from './attentionRecorder';
import type { FusedMemory, FusedTransformer } from './fusedTransformer';
import { padSources } from './padding';

/** Pieces that there is room for at the start; twice as many each time that it is used up. */
const ROOM = 32;

/**
 * A batch being decoded by a Transformer with this project's own kernels: what TransformerRun computes, each step in one
 * call. Keys and values stay in rows as the projections leave them, and are put in order when they are next read.
 */
export class FusedRun implements DecoderRun {
  /** No shape has to be prepared: what an eighth of the rows costs is soon more than copying the others. */
  readonly keepFrom = 7 / 8;
  private memory: FusedMemory;
  /** Keys and values of what every row has read, (R, room, 2·D), of each layer. */
  private past: tf.Tensor3D[] = [];
  private read = 0;
  /** The row of `past` that belongs to each row; null: its own. */
  private order: readonly number[] | null = null;

  /** @param pad the piece that fills up shorter sources */
  constructor(
    private readonly model: FusedTransformer,
    pad: number,
    sources: readonly (readonly number[])[],
    private readonly width: number,
    private readonly recorder?: AttentionRecorder,
  ) {
    recorder?.begin(sources, width);
    const { ids, lengths } = padSources(sources, pad);
    this.memory = tidy(() => model.encode(ids, lengths, recorder));
  }

  step(previous: readonly number[]): StepResult {
    this.makeRoom(previous.length);
    const result = tidy(() => this.model.step(previous, this.past, this.read, this.memory, this.recorder));
    this.read++;
    return result;
  }

  /** Puts the rows in order, and sees to it that one more piece has its place. */
  private makeRoom(rows: number): void {
    const { past, read, order, model } = this;
    if (past.length === 0) {
      const shape: [number, number, number] = [rows, ROOM, model.remembered];
      this.past = Array.from({ length: model.layers }, () => emptyRows({}, { shape }));
      return;
    }
    const before = past[0]!.shape[1];
    const room = read < before ? before : 2 * before;
    if (!order && room === before) return;
    const inOrder = order ?? Array.from({ length: rows }, (_, row) => row);
    this.past = past.map((layer) => rearrangeRows({ past: layer }, { order: inOrder, read, room }));
    this.order = null;
    tf.dispose(past);
  }

  reorder(rows: readonly number[]): void {
    if (rows.every((row, i) => row === i)) return;
    this.order = this.order ? rows.map((row) => this.order![row]!) : rows;
  }

  keep(sentences: readonly number[]): void {
    const rows = sentences.flatMap((n) => Array.from({ length: this.width }, (_, k) => n * this.width + k));
    // fewer rows than before are an order of their own, even where each is in its place
    this.order = this.order ? rows.map((row) => this.order![row]!) : rows;
    const { layers, lengths } = this.memory;
    const count = lengths.length;
    this.memory = {
      lengths: sentences.map((n) => lengths[n]!),
      layers: layers.map((layer) =>
        tidy(() => {
          const [all, columns] = layer.shape;
          const ofSentence = (all / count) * columns;
          const picked = pickRows(tf.reshape(layer, [count, ofSentence]), sentences); // (N, S·2·D)
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
