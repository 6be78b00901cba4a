/** A whole decoding of one sentence, laid open. */

import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../shared/faults';
import type { SentenceResult } from '../shared/result';
import type { AttentionMaps, TraceOptions, TraceRecord, TraceStep } from '../shared/trace';
import { mergeIntoWords, wordConfidences } from './alignment';
import { backendInUse } from './backendInUse';
import type { Cancellation } from './cancellation';
import { compileIntervention } from './intervention';
import type { LoadedModel } from './loadedModel';
import { readAttention } from './search/attention';
import { beamSearch, type SearchLimits } from './search/beam';
import { likeliest } from './search/candidates';
import { alignmentOrigins, score, type Hypothesis } from './search/hypothesis';
import { limitsOf } from './search/limits';
import { WatchedRun } from './search/watchedRun';
import { emittedSide, pieceText, sourceSide, targetSide, type Side } from './sides';
import { AttentionRecorder } from './transformer/attentionRecorder';

/** So many of the likeliest pieces of a step are told. */
const NEXT = 10;

/**
 * Decodes greedily, as `translate` with a beam of 1, or along a given target; with nothing changed, the numbers are those
 * of `translate`, `inspect` and `align`.
 * @throws EngineError 'emptyText', 'textTooLong', 'noAttention', 'edit', 'cancelled'
 */
export async function trace(
  model: LoadedModel,
  options: TraceOptions,
  cancellation: Cancellation,
): Promise<TraceRecord> {
  const { network, tokenizer, config } = model;
  const given = options.target === null ? null : targetSide(model, options.target);
  const read = sourceSide(model, options.source);
  const edit = compileIntervention(config, read.pieces.word, options.edit);
  const limits = given
    ? forcedLimits(given.ids)
    : { ...limitsOf(network, [read.ids], 1, 1), given: [prefixOf(model, options.prefix)] };
  const records = options.maps === true && config.architecture === 'transformer';
  const recorder = records ? new AttentionRecorder() : undefined;
  const run = new WatchedRun(network.begin([read.ids], 1, recorder, edit));
  try {
    const { hypotheses, attention } = await beamSearch(network, run, limits, cancellation);
    try {
      const best = hypotheses[0]![0]!;
      const written = given ?? emittedSide(model, best.ids);
      const rows = (of: Hypothesis['origins']) => readAttention(attention, of);
      const weights = await rows(alignmentOrigins(best.origins, network.alignmentRow));
      const predicted = await run.predicted(best.ids.length);
      const maps = options.maps === true ? await mapsOf(recorder, best, rows) : {};
      await cancellation.checkpoint();
      return {
        model: config.id,
        backend: backendInUse(),
        sentence: sentenceOf(read, written, best, weights),
        sourcePieces: read.pieces,
        targetPieces: written.pieces,
        targetIds: written.ids,
        steps: predicted.map((probabilities, t) =>
          stepOf(probabilities, best.ids[t]!, (id) => pieceText(tokenizer, id, network.eos)),
        ),
        weights: weights.map((row) => Array.from(row)),
        row: network.alignmentRow,
        ...headOf(model),
        ...maps,
      };
    } finally {
      tf.dispose(attention);
    }
  } finally {
    run.dispose();
    recorder?.dispose();
  }
}

/** A search in which every piece is given. */
const forcedLimits = (ids: readonly number[]): SearchLimits => ({
  width: 1,
  nBest: 1,
  maxPieces: [Number.POSITIVE_INFINITY],
  maxRepeats: [Number.POSITIVE_INFINITY],
  given: [ids],
});

/** @throws EngineError 'edit' */
function prefixOf({ network, config }: LoadedModel, prefix: readonly number[] = []): readonly number[] {
  const unknown = prefix.find((id) => id >= network.vocabulary);
  if (unknown === undefined) return prefix;
  throw new EngineError({ code: 'edit', model: config.id, problem: `its vocabulary has no piece ${unknown}` });
}

/** The head that aligns words; a mean of heads is none. */
function headOf({ config }: LoadedModel): Pick<TraceRecord, 'head'> {
  if (config.architecture !== 'transformer') return {};
  const { layer, head } = config.alignment ?? {};
  return layer === undefined || head === undefined ? {} : { head: { layer, head } };
}

async function mapsOf(
  recorder: AttentionRecorder | undefined,
  { origins }: Hypothesis,
  rows: (origins: Hypothesis['origins']) => Promise<Float32Array[]>,
): Promise<Pick<TraceRecord, 'maps'>> {
  if (recorder) return { maps: await recorder.read(0, origins) };
  const weights = await rows(origins);
  return weights.length === 0 ? {} : { maps: { cross: onlyHead(weights) } };
}

/** weights: T of (S) */
function onlyHead(weights: readonly Float32Array[]): AttentionMaps {
  const keys = weights[0]!.length;
  const all = new Float32Array(weights.length * keys);
  for (const [t, row] of weights.entries()) all.set(row, t * keys);
  return { layers: 1, heads: 1, queries: weights.length, keys, weights: all };
}

function sentenceOf(read: Side, written: Side, best: Hypothesis, weights: readonly Float32Array[]): SentenceResult {
  const { words, word: pieceWords } = written.pieces;
  const confidences = wordConfidences(best.logProbabilities, pieceWords, words.length);
  const pieces = { weights, sourceWords: read.pieces.word.slice(0, -1), targetWords: pieceWords };
  return {
    source: read.text,
    target: written.text,
    score: score(best),
    sourceWords: read.pieces.words,
    targetWords: words.map((word, t) => ({ ...word, confidence: confidences[t]! })),
    alignment: mergeIntoWords(pieces, read.pieces.words.length, words.length),
    span: { start: 0, end: read.text.length },
    ...(best.truncated ? { truncated: true } : {}),
  };
}

function stepOf(probabilities: Float32Array, emitted: number, text: (id: number) => string): TraceStep {
  let entropy = 0;
  for (const p of probabilities) if (p > 0) entropy -= p * Math.log2(p);
  return {
    probability: probabilities[emitted]!,
    entropy: Math.max(0, entropy),
    next: likeliest(probabilities, probabilities.length, 0, NEXT).map(({ id }) => ({
      id,
      piece: text(id),
      probability: probabilities[id]!,
    })),
  };
}
