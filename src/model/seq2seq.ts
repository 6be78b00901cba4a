/**
 * The composable sequence-to-sequence model: a recurrent encoder, a recurrent decoder and what joins them, each named
 * in config.json. The reference is training/attention_lens/models/seq2seq.py.
 *
 *   encoder.cell            rnn | gru | lstm
 *   encoder.bidirectional   one direction, or two whose states are concatenated
 *   encoder.reverse_source  read the source from its end (Sutskever et al. 2014, 3.3)
 *   decoder.cell            rnn | gru | lstm
 *   decoder.initial_state   backward-first (Bahdanau et al. 2015, A.2.2) | final (Cho, Sutskever)
 *   context.kind            attention (c_t) | fixed (C, the encoder's final state)
 *   context.enters          where it goes: any of "cell" (into the recurrence), "input-feeding" (c_{t-1} into the
 *                           recurrence; Luong et al. 2015, 3.3, feed the attentional vector made from it), "readout"
 *   attention.query         previous-state (s_{t-1}) | current-state (s_t)
 *   attention.score         a name of SCORES
 *   attention.select        a name of SELECTIONS; the local ones read attention.window, in pieces to a side
 *   attention.smooth        a name of SMOOTHINGS, or absent
 *   readout.kind            maxout | tanh
 *
 * Shapes: N sentences, K hypotheses of each, R = N·K rows, S source pieces, E embedding, H encoder states, D decoder
 * hidden, V vocabulary.
 */

import * as tf from '@tensorflow/tfjs-core';
import { Attention, type Attended } from './attention/attention';
import type { AttentionEdit } from './attention/edit';
import type { Figures } from './attention/figures';
import type { ScoreTerms } from './attention/score';
import { PADDED, type Step as AttentionStep } from './attention/step';
import type { RecurrentConfig } from './checkpoint/config';
import type { Weights } from './checkpoint/weights';
import type { DecoderState } from './decoderState';
import { linear, type Linear } from './linear';
import { pickRows } from './pickRows';
import { Readout } from './readout';
import type { Cell } from './rnn/cell';
import { CELLS } from './rnn/cells';
import { Encoder } from './rnn/encoder';
import type { Cancellation } from './cancellation';
import type { HeadChoice, OpenStep } from './openStep';
import { layOpenRecurrent } from './recurrentOpenStep';
import { RecurrentRun } from './recurrentRun';
import type { AttentionRecorder } from './transformer/attentionRecorder';
import type { DecoderRun, TranslationModel } from './translationModel';

/** What the decoder reads of a batch of sentences. */
export interface Memory {
  /** (N, S, H) */
  states: tf.Tensor3D;
  /** The score function's projection of the states, (N, S, size). */
  keys: tf.Tensor3D | null;
  /** (N, 1, S), 0 or PADDED; null where no sentence is padded. */
  mask: tf.Tensor3D | null;
  /** Number of pieces of each sentence, the end mark counted. */
  lengths: readonly number[];
  /** The fixed context C, (N, H). */
  fixed: tf.Tensor2D | null;
  /** What is done to the attention; absent: nothing. */
  edit?: AttentionEdit;
}

export interface Step {
  state: DecoderState;
  /** (R, V) */
  logits: tf.Tensor2D;
  attended: Attended | null;
}

export class Seq2Seq implements TranslationModel {
  readonly alignmentRow = 'emitting';
  readonly longestTarget = Number.POSITIVE_INFINITY;
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
  private readonly attention: Attention | null;
  private readonly readout: Readout;

  /** @throws EngineError 'modelFile' where the weights do not fit; RangeError where the parts do not fit each other */
  constructor(
    readonly config: RecurrentConfig,
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
    const feedsCell = this.enters('cell') || this.enters('input-feeding');
    this.cell = kind.make(weights.scope('cell'), e + (feedsCell ? h : 0), d);
    const attends = context.kind === 'attention' && attention;
    this.attention = attends ? new Attention(weights, attention, { query: d, key: h }) : null;
    const inputs = d + e + (this.enters('readout') ? h : 0);
    this.readout = new Readout(weights.scope('readout'), readout.kind, inputs, e);
  }

  private enters(part: 'cell' | 'input-feeding' | 'readout'): boolean {
    return this.config.context.enters.includes(part);
  }

  /** sources: N sequences of piece ids, each ending in </s> -> what the decoder reads, and its state s_0, N rows */
  encode(sources: readonly (readonly number[])[]): { memory: Memory; initial: DecoderState } {
    const n = sources.length;
    const lengths = sources.map((ids) => ids.length);
    const s = Math.max(...lengths);
    const read = this.config.encoder.reverse_source ? sources.map(reversedPieces) : sources;
    const ids = read.flatMap((source) => [
      ...source,
      ...Array<number>(s - source.length).fill(this.config.pad_token_id),
    ]);
    const embedded = tf.reshape<tf.Rank.R3>(this.embed(ids), [n, s, this.config.embedding]); // (N, S, E)
    const { states, final, backwardFirst } = this.encoder.encode(embedded, lengths);
    // s_0 = tanh(W_s <-h_1) (Bahdanau et al. 2015, A.2.2), or tanh of the projected final state
    const from = this.config.decoder.initial_state === 'final' ? final : this.initial.map(() => backwardFirst);
    const cell = this.initial.map((layer, i) => tf.tanh(layer.apply(from[i]!)));
    const context: tf.Tensor2D | null = this.enters('input-feeding') ? tf.zeros([n, this.encoder.size]) : null;
    const keys = this.attention?.projectKeys(states) ?? null;
    const fixed = this.attention ? null : final[0]!;
    const memory = { states, keys, mask: maskOf(lengths, s), lengths, fixed };
    return { memory, initial: { number: 0, cell, weights: null, context } };
  }

  /** ids (B) -> E y (B, E) */
  private embed(ids: readonly number[]): tf.Tensor2D {
    return pickRows(this.embedding, ids);
  }

  /** The attention of query (R, D) at the step that follows `state`. */
  private attend(attention: Attention, query: tf.Tensor2D, state: DecoderState, memory: Memory): Attended {
    return attention.attend(stepOf(query, state, memory), memory.keys!, memory.states);
  }

  /** What the attention tells about itself where it attends with the query (R, D), at the step that follows `state`. */
  figures(query: tf.Tensor2D, state: DecoderState, memory: Memory): Figures {
    return this.attention?.figures(stepOf(query, state, memory)) ?? {};
  }

  /** What the scores of a query (R, D) are made of, beside the keys; see Score. */
  terms(query: tf.Tensor2D): ScoreTerms | null {
    return this.attention?.terms(query) ?? null;
  }

  /** One decoder step. previous: y_{t-1} of each of the R rows */
  step(previous: readonly number[], state: DecoderState, memory: Memory): Step {
    const { attention } = this;
    const embedded = this.embed(previous); // (R, E)
    const before = this.config.attention?.query === 'previous-state';
    let attended = attention && before ? this.attend(attention, state.cell[0]!, state, memory) : null;
    const contextIn = state.context ?? attended?.context ?? memory.fixed;
    const feeds = state.context !== null || this.enters('cell');
    const x = feeds && contextIn ? tf.concat([embedded, contextIn], 1) : embedded; // (R, E + H)
    const cell = this.cell.step(this.cell.input.apply(x), state.cell);
    if (attention && !before) attended = this.attend(attention, cell[0]!, state, memory);
    const contextOut = attended?.context ?? memory.fixed;
    const parts = [cell[0]!, embedded, ...(this.enters('readout') && contextOut ? [contextOut] : [])];
    const t = this.readout.apply(parts); // (R, E)
    const logits = tf.fused.matMul({ a: t, b: this.embeddingTransposed, bias: this.outputBias }) as tf.Tensor2D; // (R, V)
    const next = {
      number: state.number + 1,
      cell,
      weights: attended && attention?.remembers ? tf.clone(attended.weights) : null,
      context: attended && state.context ? tf.clone(attended.context) : null,
    };
    return { state: next, logits, attended };
  }

  begin(
    sources: readonly (readonly number[])[],
    width: number,
    _recorder?: AttentionRecorder,
    edit?: AttentionEdit,
  ): DecoderRun {
    return new RecurrentRun(this, sources, width, edit);
  }

  layOpen(
    source: readonly number[],
    read: readonly number[],
    _choice: HeadChoice,
    cancellation: Cancellation,
  ): Promise<OpenStep> {
    return layOpenRecurrent(this, source, read, cancellation);
  }

  dispose(): void {
    this.weights.dispose();
  }
}

/** query (R, D) at the step that follows `state` */
function stepOf(query: tf.Tensor2D, { number, weights }: DecoderState, memory: Memory): AttentionStep {
  const { states, mask, lengths, edit } = memory;
  const [n, s] = states.shape;
  const previous = weights && tf.reshape<tf.Rank.R3>(weights, [n, query.shape[0] / n, s]); // (R, S) -> (N, K, S)
  return { number, query, mask, lengths, previous, edit };
}

/** The pieces in reverse, but for the end mark, which stays the last. */
export function reversedPieces<T>(ids: readonly T[]): T[] {
  return [...ids.slice(0, -1).reverse(), ...ids.slice(-1)];
}

/** (N, 1, S); null where all sentences are of one length. */
function maskOf(lengths: readonly number[], s: number): tf.Tensor3D | null {
  if (lengths.every((length) => length === s)) return null;
  const values = lengths.flatMap((length) => Array.from({ length: s }, (_, j) => (j < length ? 0 : PADDED)));
  return tf.tensor3d(values, [lengths.length, 1, s]);
}
