/**
 * Beam search, batched over sentences and over the hypotheses of each; greedy search is a beam of width 1.
 *
 * Attention weights stay on the device, step by step, until `readAttention` reads those of the chosen hypotheses.
 */

import * as tf from '@tensorflow/tfjs-core';
import type { Cancellation } from '../cancellation';
import type { DecoderRun, TranslationModel } from '../translationModel';
import { readPredicted, type Candidate, type Predicted } from './candidates';
import { EMPTY, extend, type Hypothesis } from './hypothesis';
import { degenerateTail } from './repeats';
import { PER_PIECE, type Scoring } from './scoring';

export interface SearchLimits {
  /** Hypotheses kept open; 1 is greedy. */
  width: number;
  /** Hypotheses wanted, at most `width`. */
  nBest: number;
  /** For each sentence, most pieces to emit, the end mark counted. */
  maxPieces: readonly number[];
  /** For each sentence, how often a phrase may follow itself. */
  maxRepeats: readonly number[];
  /** PER_PIECE by default. */
  scoring?: Scoring;
  /** For each sentence, ids of its first pieces, which are not chosen but given. */
  given?: readonly (readonly number[])[];
}

export interface SearchResult {
  /** For each sentence, up to nBest hypotheses, best first; at least one. */
  hypotheses: Hypothesis[][];
  /** For each step, attention (R, S) of its rows; empty where the model has none. To be disposed by the caller. */
  attention: tf.Tensor2D[];
}

/** One sentence of the batch. */
class Beam {
  open: Hypothesis[] = [EMPTY];
  private readonly complete: Hypothesis[] = [];
  private readonly truncated: Hypothesis[] = [];
  private readonly scoring: Scoring;
  private read = 0;
  private bestTotal = 0;

  constructor(
    readonly sentence: number,
    private readonly limits: SearchLimits,
    private readonly eos: number,
  ) {
    this.scoring = limits.scoring ?? PER_PIECE;
  }

  /**
   * Takes the likeliest extensions of all open hypotheses.
   * @returns the open hypotheses' parents, as indices into what was open before
   */
  advance(candidates: readonly Candidate[], step: number, rowOffset: number): number[] {
    const { width, maxPieces, maxRepeats } = this.limits;
    const ranked = this.allowed(candidates, rowOffset)
      .map((candidate) => ({ ...candidate, base: this.open[candidate.row - rowOffset]! }))
      .sort((a, b) => b.base.total + b.logProbability - (a.base.total + a.logProbability));
    this.read = this.open[0]!.ids.length;
    this.bestTotal = ranked[0]!.base.total + ranked[0]!.logProbability;
    const open: Hypothesis[] = [];
    const parents: number[] = [];
    for (const [rank, { row, id, logProbability, base }] of ranked.entries()) {
      if (open.length === width) break;
      const hypothesis = extend(base, id, logProbability, { step, row });
      if (id === this.eos) {
        // an end mark further down is beaten by `width` hypotheses that go on
        if (rank < width) this.complete.push(hypothesis);
        continue;
      }
      const keep = degenerateTail(hypothesis.ids, maxRepeats[this.sentence]!);
      if (keep !== null) this.truncated.push(cut(hypothesis, keep));
      else if (hypothesis.ids.length >= maxPieces[this.sentence]!) this.truncated.push(cut(hypothesis));
      else {
        open.push(hypothesis);
        parents.push(row - rowOffset);
      }
    }
    this.open = open;
    return parents;
  }

  /** Where no piece but the end mark may follow, it follows with certainty, if the scoring says so. */
  private allowed(candidates: readonly Candidate[], rowOffset: number): readonly Candidate[] {
    const last = this.open[0]!.ids.length + 1 === this.limits.maxPieces[this.sentence]!;
    if (!last || !this.scoring.forcesEnd) return candidates;
    return this.open.map((_, k) => ({ row: rowOffset + k, id: this.eos, logProbability: 0 }));
  }

  /** The id of the next piece, where it is given. */
  get given(): number | undefined {
    return this.limits.given?.[this.sentence]?.[this.open[0]!.ids.length];
  }

  get done(): boolean {
    if (this.open.length === 0) return true;
    const { width, nBest } = this.limits;
    const maxPieces = this.limits.maxPieces[this.sentence]!;
    const { open, complete, read, bestTotal } = this;
    return this.scoring.settled({ width, nBest, maxPieces, open, complete, read, bestTotal });
  }

  /** Complete hypotheses, best first, before those that were cut off. */
  best(): Hypothesis[] {
    const byScore = (list: Hypothesis[]) => [...list].sort((a, b) => this.scoring.score(b) - this.scoring.score(a));
    return [...byScore(this.complete), ...byScore(this.truncated)].slice(0, this.limits.nBest);
  }
}

/** The first `keep` pieces of a hypothesis that is stopped. */
function cut(hypothesis: Hypothesis, keep = hypothesis.ids.length): Hypothesis {
  const logProbabilities = hypothesis.logProbabilities.slice(0, keep);
  return {
    ids: hypothesis.ids.slice(0, keep),
    logProbabilities,
    total: logProbabilities.reduce((sum, l) => sum + l, 0),
    origins: hypothesis.origins.slice(0, keep),
    truncated: true,
  };
}

/** Decodes the batch that `run` holds, which stays the caller's to dispose. */
export async function beamSearch(
  model: Pick<TranslationModel, 'vocabulary' | 'eos' | 'start'>,
  run: DecoderRun,
  limits: SearchLimits,
  cancellation: Cancellation,
): Promise<SearchResult> {
  const search = new BeamSearch(model, run, limits);
  try {
    while (search.active.length > 0) {
      await cancellation.checkpoint();
      await search.step();
    }
  } catch (error) {
    tf.dispose(search.attention);
    throw error;
  }
  return { hypotheses: search.beams.map((beam) => beam.best()), attention: search.attention };
}

class BeamSearch {
  readonly beams: Beam[];
  readonly attention: tf.Tensor2D[] = [];
  /** The beams that the run still holds, `width` rows each. */
  active: Beam[];
  private steps = 0;

  constructor(
    private readonly model: Pick<TranslationModel, 'vocabulary' | 'eos' | 'start'>,
    private readonly run: DecoderRun,
    private readonly limits: SearchLimits,
  ) {
    this.beams = limits.maxPieces.map((_, sentence) => new Beam(sentence, limits, model.eos));
    this.active = [...this.beams];
  }

  async step(): Promise<void> {
    const { width } = this.limits;
    const predicted = await this.predict();
    const parents: number[] = [];
    for (const [n, beam] of this.active.entries()) {
      const offset = n * width;
      const candidates = beam.done ? [] : this.candidates(beam, predicted, offset);
      const chosen = beam.done ? [] : beam.advance(candidates, this.steps, offset);
      // rows without a hypothesis go on with any state: nobody looks at them
      for (let k = 0; k < width; k++) parents.push(offset + (chosen[k] ?? 0));
    }
    this.steps++;
    this.run.reorder(parents);
    this.dropFinished();
  }

  /** Of one row, at most `width` extensions and the end mark can matter. */
  private candidates({ given, open }: Beam, predicted: Predicted, offset: number): Candidate[] {
    if (given === undefined) return open.flatMap((_, k) => predicted.likeliest(offset + k));
    return [{ row: offset, id: given, logProbability: predicted.logProbability(offset, given) }];
  }

  /** p(y_t) of all rows. */
  private async predict(): Promise<Predicted> {
    const { width } = this.limits;
    const previous = this.active.flatMap((beam) =>
      Array.from({ length: width }, (_, k) => beam.open[k]?.ids.at(-1) ?? this.model.start),
    );
    const { probabilities, weights } = this.run.step(previous);
    if (weights) this.attention.push(weights);
    try {
      const given = this.active.some((beam) => !beam.done && beam.given !== undefined);
      return await readPredicted(probabilities, width + 1, given);
    } finally {
      probabilities.dispose();
    }
  }

  /** Gives the device less to do once enough of its sentences are translated. */
  private dropFinished(): void {
    const going = this.active.map((_, n) => n).filter((n) => !this.active[n]!.done);
    if (going.length === 0) this.active = [];
    if (going.length === 0 || going.length > this.active.length * this.run.keepFrom) return;
    this.run.keep(going);
    this.active = going.map((n) => this.active[n]!);
  }
}
