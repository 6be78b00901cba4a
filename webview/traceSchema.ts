/** Schemas of a decoding laid open and of an occlusion. */

import * as v from 'valibot';
import type { Answer } from '../src/shared/panelProtocol';
import type { AttentionMaps, OcclusionRecord, TraceRecord } from '../src/shared/trace';
import { backendName, count, sentenceSchema, word } from './resultSchema';
import { numbers, pieceList } from './stepSchema';

const maps = v.pipe(
  v.object({ layers: count, heads: count, queries: count, keys: count, weights: v.instance(Float32Array) }),
  v.check(
    ({ layers, heads, queries, keys, weights }) => weights.length === layers * heads * queries * keys,
    'weights are not layers × heads × queries × keys',
  ),
) satisfies v.GenericSchema<unknown, AttentionMaps>;

const trace = v.object({
  model: v.string(),
  backend: backendName,
  sentence: sentenceSchema,
  sourcePieces: pieceList,
  targetPieces: pieceList,
  targetIds: v.array(count),
  steps: v.array(
    v.object({
      probability: v.number(),
      entropy: v.number(),
      next: v.array(v.object({ id: count, piece: v.string(), probability: v.number() })),
    }),
  ),
  weights: v.array(numbers),
  row: v.picklist(['emitting', 'reading']),
  head: v.optional(v.object({ layer: count, head: count })),
  maps: v.optional(v.object({ encoder: v.optional(maps), decoder: v.optional(maps), cross: v.optional(maps) })),
});

const fits = ({
  sourcePieces,
  targetPieces,
  targetIds,
  steps,
  weights,
  maps: all,
}: v.InferOutput<typeof trace>): boolean => {
  const [s, t] = [sourcePieces.text.length, targetPieces.text.length];
  const has = (of: AttentionMaps | undefined, queries: number, keys: number) =>
    !of || (of.queries === queries && of.keys === keys);
  return (
    targetIds.length === t &&
    steps.length === t &&
    (weights.length === 0 || (weights.length === t && weights.every((row) => row.length === s))) &&
    (!all || (has(all.encoder, s, s) && has(all.decoder, t, t) && has(all.cross, t, s)))
  );
};

export const traceSchema = v.pipe(
  trace,
  v.check(fits, 'the lists do not have one entry a piece'),
) satisfies v.GenericSchema<unknown, TraceRecord>;

export const occlusionSchema = v.pipe(
  v.object({
    model: v.string(),
    backend: backendName,
    source: v.string(),
    target: v.string(),
    sourceWords: v.array(v.object(word)),
    targetWords: v.array(v.object(word)),
    loss: v.array(numbers),
    attention: v.array(numbers),
  }),
  v.check(
    ({ sourceWords, targetWords, loss, attention }) =>
      loss.length === targetWords.length &&
      loss.every((row) => row.length === sourceWords.length) &&
      (attention.length === 0 ||
        (attention.length === targetWords.length && attention.every((row) => row.length === sourceWords.length + 1))),
    'the lists do not have one entry a word',
  ),
) satisfies v.GenericSchema<unknown, OcclusionRecord>;

export const answerSchema = v.variant('kind', [
  v.object({ kind: v.literal('trace'), record: traceSchema }),
  v.object({ kind: v.literal('occlude'), record: occlusionSchema }),
]) satisfies v.GenericSchema<unknown, Answer>;
