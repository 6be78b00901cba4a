/**
 * The composable sequence-to-sequence model: a recurrent encoder, a recurrent decoder and what joins them, each named
 * in config.json. The reference is training/attention_lens/models/seq2seq.py.
 *
 *   encoder.cell            rnn | gru | lstm
 *   encoder.bidirectional   one direction, or two whose states are concatenated
 *   decoder.cell            rnn | gru | lstm
 *   decoder.initial_state   backward-first (Bahdanau et al. 2015, A.2.2) | final (Cho, Sutskever)
 *   context.kind            attention (c_t) | fixed (C, the encoder's final state)
 *   context.enters          where it goes: any of "cell" (into the recurrence) and "readout"
 *   attention.query         previous-state (s_{t-1}) | current-state (s_t)
 *   attention.score         a name of SCORES
 *   attention.select        a name of SELECTIONS
 *   readout.kind            maxout | tanh
 *
 * Shapes: N sentences, K hypotheses of each, R = N·K rows, S source pieces, E embedding, H encoder states, D decoder
 * hidden, V vocabulary.
 */

import * as tf from '@tensorflow/tfjs-core';
import type { Score } from './attention/score';
import { SCORES } from './attention/scores';
import { PADDED, type Select } from './attention/select';
import { SELECTIONS } from './attention/selections';
import type { RecurrentConfig } from './checkpoint/config';
import type { Weights } from './checkpoint/weights';
import { linear, type Linear } from './linear';
import { Readout } from './readout';
import type { Cell, State } from './rnn/cell';
import { CELLS } from './rnn/cells';
import { Encoder } from './rnn/encoder';
import { RecurrentRun } from './recurrentRun';
import type { DecoderRun, TranslationModel } from './translationModel';

/** What the decoder reads of a batch of sentences. */
export interface Memory {
  /** (N, S, H) */
  states: tf.Tensor3D;
  /** The score function's projection of the states, (N, S, size). */
  keys: tf.Tensor3D | null;
  /** (N, 1, S), 0 or PADDED; null where no sentence is padded. */
  mask: tf.Tensor3D | null;
  /** The fixed context C, (N, H). */
  fixed: tf.Tensor2D | null;
}

/** What attention computed in one step. */
export interface Attended {
  /** (R, H) */
  context: tf.Tensor2D;
  /** (R, S) */
  weights: tf.Tensor2D;
  /** (R, S), before the mask */
  scores: tf.Tensor2D;
}

export interface Step {
  state: State;
  /** (R, V) */
  logits: tf.Tensor2D;
  attended: Attended | null;
}

export class Seq2Seq implements TranslationModel {
  readonly vocabulary: number;
  readonly eos: number;
  readonly start: number;
  /** E, shared by source, target and output: (V, E) and (E, V). */
  private readonly embedding: tf.Tensor2D;
  private readonly embeddingTransposed: tf.Tensor2D;
  private readonly outputBias: tf.Tensor1D;
  private readonly encoder: Encoder;
  private readonly initial: Linear[];
  private readonly cell: Cell;
  private readonly score: Score | null;
  private readonly select: Select | null;
  private readonly readout: Readout;

  /** @throws EngineError 'modelFile' where the weights do not fit; RangeError where the parts do not fit each other */
  constructor(
    private readonly config: RecurrentConfig,
    private readonly weights: Weights,
  ) {
    const { vocab_size: v, embedding: e, encoder, decoder, context, attention, readout } = config;
    const d = decoder.hidden;
    this.vocabulary = v;
    this.eos = config.eos_token_id;
    this.start = config.decoder_start_token_id;
    this.embedding = weights.matrix('embedding.weight', v, e);
    this.embeddingTransposed = weights.transposed('embedding.weight', v, e);
    this.outputBias = weights.vector('output_bias', v);
    this.encoder = new Encoder(weights.scope('encoder'), e, encoder);
    const h = this.encoder.size;
    const kind = CELLS[decoder.cell]!;
    this.initial = Array.from({ length: kind.states }, (_, i) =>
      linear(weights.scope(`initial.${i}`), encoder.hidden, d),
    );
    this.cell = kind.make(weights.scope('cell'), e + (this.enters('cell') ? h : 0), d);
    const attends = context.kind === 'attention' && attention;
    this.score = attends
      ? SCORES[attention.score]!(weights.scope('score'), { query: d, key: h, size: attention.size })
      : null;
    this.select = attends ? SELECTIONS[attention.select]! : null;
    const inputs = d + e + (this.enters('readout') ? h : 0);
    this.readout = new Readout(weights.scope('readout'), readout.kind, inputs, e);
  }

  private enters(part: 'cell' | 'readout'): boolean {
    return this.config.context.enters.includes(part);
  }

  /** sources: N sequences of piece ids, each ending in </s> -> what the decoder reads, and s_0 (N, D) */
  encode(sources: readonly (readonly number[])[]): { memory: Memory; initial: State } {
    const lengths = sources.map((ids) => ids.length);
    const s = Math.max(...lengths);
    const ids = sources.flatMap((source) => [
      ...source,
      ...Array<number>(s - source.length).fill(this.config.pad_token_id),
    ]);
    const embedded = tf.reshape<tf.Rank.R3>(this.embed(ids), [sources.length, s, this.config.embedding]); // (N, S, E)
    const { states, final, backwardFirst } = this.encoder.encode(embedded, lengths);
    // s_0 = tanh(W_s <-h_1) (Bahdanau et al. 2015, A.2.2), or tanh of the projected final state
    const from = this.config.decoder.initial_state === 'final' ? final : this.initial.map(() => backwardFirst);
    const initial = this.initial.map((layer, i) => tf.tanh(layer.apply(from[i]!)));
    const keys = this.score?.projectKeys(states) ?? null;
    return { memory: { states, keys, mask: maskOf(lengths, s), fixed: this.score ? null : final[0]! }, initial };
  }

  /** ids (B) -> E y (B, E) */
  private embed(ids: readonly number[]): tf.Tensor2D {
    return tf.gather(this.embedding, tf.tensor1d(ids as number[], 'int32'));
  }

  /** query (R, D) -> context (R, H), weights and scores (R, S) */
  private attend(query: tf.Tensor2D, memory: Memory): Attended {
    const r = query.shape[0];
    const scores = this.score!.score(query, memory.keys!); // (N, K, S)
    const weights = this.select!(scores, memory.mask); // (N, K, S)
    const context = tf.matMul(weights, memory.states); // c_i = sum_j alpha_ij h_j (eq. 5), (N, K, H)
    const rows = <T extends tf.Tensor>(t: T) => tf.reshape(t, [r, t.shape[2]!]) as tf.Tensor2D; // (N, K, ·) -> (R, ·)
    return { context: rows(context), weights: rows(weights), scores: rows(scores) };
  }

  /** One decoder step. previous: y_{t-1} of each of the R rows; state: s_{t-1}, each (R, D). */
  step(previous: readonly number[], state: State, memory: Memory): Step {
    const embedded = this.embed(previous); // (R, E)
    const before = this.config.attention?.query === 'previous-state';
    let attended = this.score && before ? this.attend(state[0]!, memory) : null;
    const contextIn = attended?.context ?? memory.fixed;
    const x = this.enters('cell') && contextIn ? tf.concat([embedded, contextIn], 1) : embedded; // (R, E + H)
    const next = this.cell.step(this.cell.input.apply(x), state);
    if (this.score && !before) attended = this.attend(next[0]!, memory);
    const contextOut = attended?.context ?? memory.fixed;
    const parts = [next[0]!, embedded, ...(this.enters('readout') && contextOut ? [contextOut] : [])];
    const t = this.readout.apply(parts); // (R, E)
    const logits = tf.fused.matMul({ a: t, b: this.embeddingTransposed, bias: this.outputBias }) as tf.Tensor2D; // (R, V)
    return { state: next, logits, attended };
  }

  begin(sources: readonly (readonly number[])[], width: number): DecoderRun {
    return new RecurrentRun(this, sources, width);
  }

  dispose(): void {
    this.weights.dispose();
  }
}

/** (N, 1, S); null where all sentences are of one length. */
function maskOf(lengths: readonly number[], s: number): tf.Tensor3D | null {
  if (lengths.every((length) => length === s)) return null;
  const values = lengths.flatMap((length) => Array.from({ length: s }, (_, j) => (j < length ? 0 : PADDED)));
  return tf.tensor3d(values, [lengths.length, 1, s]);
}
