import * as tf from '@tensorflow/tfjs-core';
import type { AttentionEdit } from './attention/edit';
import { disposeState, pickState, type DecoderState } from './decoderState';
import { pickRows } from './pickRows';
import type { Memory, Seq2Seq } from './seq2seq';
import { tidy } from './tidy';
import type { DecoderRun, StepResult } from './translationModel';

/** A batch being decoded by a recurrent model: its memory, and the decoder's state of every row. */
export class RecurrentRun implements DecoderRun {
  /** Shapes that have been computed before are computed faster on WebGL: fewer of them. */
  readonly keepFrom = 1 / 2;
  private memory: Memory;
  private state: DecoderState;

  constructor(
    private readonly model: Seq2Seq,
    sources: readonly (readonly number[])[],
    private readonly width: number,
    edit?: AttentionEdit,
  ) {
    const rows = sources.flatMap((_, n) => Array<number>(width).fill(n));
    const { memory, initial } = tidy(() => {
      const encoded = model.encode(sources);
      return { memory: encoded.memory, initial: pickState(encoded.initial, rows) };
    });
    this.memory = { ...memory, edit };
    this.state = initial;
  }

  step(previous: readonly number[]): StepResult {
    const { state, probabilities, weights } = tidy(() => {
      const step = this.model.step(previous, this.state, this.perRow());
      return {
        state: step.state,
        probabilities: tf.softmax(step.logits),
        weights: step.attended?.weights ?? null,
      };
    });
    this.replaceState(state);
    return { probabilities, weights };
  }

  /** The fixed context is read row by row, as the decoder's state is. */
  private perRow(): Memory {
    const { fixed } = this.memory;
    if (!fixed || this.width === 1) return this.memory;
    const rows = Array.from({ length: fixed.shape[0] * this.width }, (_, row) => Math.floor(row / this.width));
    return { ...this.memory, fixed: pickRows(fixed, rows) };
  }

  reorder(rows: readonly number[]): void {
    if (rows.every((row, i) => row === i)) return;
    this.replaceState(pickState(this.state, rows));
  }

  keep(sentences: readonly number[]): void {
    const rows = sentences.flatMap((n) => Array.from({ length: this.width }, (_, k) => n * this.width + k));
    this.replaceState(pickState(this.state, rows));
    const old = this.memory;
    const kept = <T extends tf.Tensor>(part: T | null) => (part ? pickRows(part, sentences) : null);
    this.memory = {
      states: pickRows(old.states, sentences),
      keys: kept(old.keys),
      mask: kept(old.mask),
      lengths: sentences.map((n) => old.lengths[n]!),
      fixed: kept(old.fixed),
      edit: old.edit,
    };
    disposeMemory(old);
  }

  private replaceState(state: DecoderState): void {
    disposeState(this.state);
    this.state = state;
  }

  dispose(): void {
    disposeState(this.state);
    disposeMemory(this.memory);
  }
}

function disposeMemory({ states, keys, mask, fixed }: Memory): void {
  for (const part of [states, keys, mask, fixed]) part?.dispose();
}
