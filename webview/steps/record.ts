/** What follows from a step's record by plain arithmetic. */

import type { StepRecord } from '../../src/shared/stepRecord';
import { STAGES, type Stage } from '../choices';
import { takesPart, windowOf } from '../lineage/numbers';
import type { KnownParts, RecurrentParts } from '../lineage/parts';

/** A step with a fixed context asks nothing of its source. */
export const stagesOf = (record: StepRecord): readonly Stage[] =>
  record.weights.length ? STAGES : (['context', 'next'] as const);

export function partsOf({ weights, queryIs, parts }: StepRecord): KnownParts {
  if (!weights.length) return { kind: 'fixed' };
  if (queryIs === 'projection') return { kind: 'transformer' };
  const known = { score: parts?.score, select: parts?.select ?? 'soft' } as Pick<RecurrentParts, 'score' | 'select'>;
  return { kind: 'recurrent', ...known, smooth: parts?.smooth !== undefined };
}

/**
 * What is added to each score before the softmax, (S): 0, or -Infinity for what takes no part. A Gaussian window (Luong et
 * al. 2015, eq. 10) is the logarithm of its factor.
 */
export function maskOf(record: StepRecord): number[] {
  const parts = partsOf(record);
  const window = windowOf(parts, record);
  const gaussian = parts.kind === 'recurrent' && parts.select === 'local-p' && window !== null;
  const sigma = (record.figures['window'] ?? 0) / 2;
  return record.scores.map((_, j) => {
    if (!takesPart(parts, record, j)) return Number.NEGATIVE_INFINITY;
    return gaussian ? -((j - window.centre) ** 2) / (2 * sigma ** 2) : 0;
  });
}

/** Scores and mask together, (S). */
export function maskedScores(record: StepRecord): number[] {
  const mask = maskOf(record);
  return record.scores.map((score, j) => score + mask[j]!);
}

export interface ScoreTerm {
  query: number;
  key: number;
  /** Of the inner layer, where the score function has one. */
  outer: number | null;
  /** What it adds to the sum. */
  value: number;
}

/**
 * The score of a source piece, number by number, (A); null where the record does not tell what it is a sum of. A
 * Transformer's sum is divided by sqrt(d_k) afterwards: see divisorOf.
 */
export function scoreTerms(record: StepRecord, piece: number): ScoreTerm[] | null {
  const { terms, query, keys, states, parts } = record;
  if (terms) {
    const key = terms.keys[piece]!;
    return terms.query.map((q, a) => {
      const outer = terms.v?.[a] ?? null;
      return { query: q, key: key[a]!, outer, value: outer === null ? q * key[a]! : outer * Math.tanh(q + key[a]!) };
    });
  }
  const product = parts?.score === 'dot' || parts?.score === 'scaled-dot' || record.queryIs === 'projection';
  const key = (keys ?? states)[piece];
  if (!product || key?.length !== query.length) return null;
  return query.map((q, a) => ({ query: q, key: key[a]!, outer: null, value: q * key[a]! }));
}

/** What the sum of the terms is divided by: sqrt(d_k) of a scaled product (Vaswani et al. 2017, eq. 1), or 1. */
export const divisorOf = ({ parts, queryIs, query }: StepRecord): number =>
  parts?.score === 'scaled-dot' || queryIs === 'projection' ? Math.sqrt(query.length) : 1;

/**
 * How much of the context each piece makes, (S): weight_j state_j · c / |c|². The shares sum to 1; one below 0 works against
 * the others.
 */
export function shares({ weights, states, context }: StepRecord): number[] {
  const length = context.reduce((sum, value) => sum + value * value, 0);
  return weights.map((weight, j) => {
    const along = states[j]!.reduce((sum, value, i) => sum + value * context[i]!, 0);
    return length === 0 ? 0 : (weight * along) / length;
  });
}
