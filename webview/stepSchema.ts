/** Schema of one decoder step laid open. */

import * as v from 'valibot';
import type { StepRecord } from '../src/shared/stepRecord';
import { backendName, count, word } from './resultSchema';

export const numbers = v.array(v.pipe(v.number(), v.finite()));

export const pieceList = v.pipe(
  v.object({
    text: v.array(v.string()),
    word: v.array(v.pipe(v.number(), v.integer(), v.minValue(-1))),
    words: v.array(v.object(word)),
  }),
  v.check(
    (pieces) => pieces.word.length === pieces.text.length && pieces.word.every((index) => index < pieces.words.length),
    'pieces and words do not fit together',
  ),
);

const scoredStep = v.object({ score: v.string(), scores: numbers, learned: v.nullable(v.boolean()) });

const record = v.object({
  model: v.string(),
  backend: backendName,
  source: v.string(),
  target: v.string(),
  sourcePieces: pieceList,
  targetPieces: pieceList,
  step: count,
  query: numbers,
  keys: v.optional(v.array(numbers)),
  states: v.array(numbers),
  queryIs: v.nullable(v.picklist(['previous-state', 'current-state', 'projection'])),
  head: v.optional(v.object({ layer: count, head: count, layers: count, heads: count })),
  parts: v.optional(v.object({ score: v.string(), select: v.string(), smooth: v.optional(v.string()) })),
  terms: v.optional(v.object({ query: numbers, keys: v.array(numbers), v: v.optional(numbers) })),
  scores: numbers,
  weights: numbers,
  previous: v.optional(numbers),
  context: numbers,
  next: v.array(v.object({ piece: v.string(), probability: v.number(), logit: v.optional(v.number()) })),
  logSum: v.optional(v.number()),
  probability: v.number(),
  figures: v.record(v.string(), v.number()),
  bench: v.optional(v.array(scoredStep)),
});

const wide =
  (width: number) =>
  (list: readonly number[]): boolean =>
    list.length === width;

/** Whether all lists over the source pieces have one entry a piece; those of a fixed context are empty. */
const fits = ({
  sourcePieces,
  targetPieces,
  step,
  keys,
  states,
  terms,
  scores,
  weights,
  previous,
  context,
  bench,
}: v.InferOutput<typeof record>): boolean => {
  const pieces = sourcePieces.text.length;
  const overPieces = [scores, weights, previous ?? [], ...(bench ?? []).map((row) => row.scores)];
  return (
    step < targetPieces.text.length &&
    (states.length === pieces || states.length === 0) &&
    (keys ?? states).length === states.length &&
    (!terms ||
      (terms.keys.length === states.length &&
        [...terms.keys, terms.v ?? terms.query].every(wide(terms.query.length)))) &&
    (weights.length === 0 || states.every((state) => state.length === context.length)) &&
    overPieces.every((list) => list.length === pieces || list.length === 0)
  );
};

export const stepRecordSchema = v.pipe(
  record,
  v.check(fits, 'the lists do not have one entry a source piece, or the step is none of the target'),
) satisfies v.GenericSchema<unknown, StepRecord>;
