/** One decoder step laid open, with the pieces around it. */

import * as tf from '@tensorflow/tfjs-core';
import type { InspectOptions } from '../shared/engineProtocol';
import type { StepRecord } from '../shared/stepRecord';
import { backendInUse } from './backendInUse';
import type { Cancellation } from './cancellation';
import type { LoadedModel } from './loadedModel';
import { beamSearch } from './search/beam';
import { likeliest } from './search/candidates';
import { limitsOf } from './search/limits';
import { emittedSide, pieceText, sourceSide, targetSide, type Side } from './sides';

/** So many of the likeliest next pieces are told. */
const NEXT = 10;

/**
 * Of a source that is longer than the model reads, the record's `source` is what was read. A step beyond the last target
 * piece gives the last one.
 * @throws EngineError 'emptyText', 'textTooLong', 'cancelled'
 */
export async function inspect(
  model: LoadedModel,
  { source, target, step, bench, layer, head }: InspectOptions,
  cancellation: Cancellation,
): Promise<StepRecord> {
  const { network, tokenizer, config } = model;
  const given = target === null ? null : targetSide(model, target);
  const read = sourceSide(model, source);
  const written = given ?? (await greedy(model, read.ids, cancellation));
  const at = Math.min(step, written.ids.length - 1);
  const before = [network.start, ...written.ids.slice(0, at)];
  const { probabilities, logits, ...opened } = await network.layOpen(read.ids, before, { layer, head }, cancellation);
  const scored = bench ? await benchOf(model, opened) : undefined;
  return {
    model: config.id,
    backend: backendInUse(),
    source: read.text,
    target: written.text,
    sourcePieces: read.pieces,
    targetPieces: written.pieces,
    step: at,
    ...opened,
    next: likeliest(probabilities, network.vocabulary, 0, NEXT).map(({ id }) => ({
      piece: pieceText(tokenizer, id, network.eos),
      probability: probabilities[id]!,
      logit: logits[id]!,
    })),
    logSum: logSumExp(logits),
    probability: probabilities[written.ids[at]!]!,
    ...(scored ? { bench: scored } : {}),
  };
}

/** ln sum_i exp(x_i); the largest is taken off first, so that no power overflows. */
function logSumExp(values: Float32Array): number {
  const most = values.reduce((a, b) => Math.max(a, b));
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

type Opened = Pick<StepRecord, 'query' | 'keys' | 'states' | 'scores'>;

/** A fixed context is asked nothing, so there is nothing to score. */
async function benchOf({ bench }: LoadedModel, { query, keys, states, scores }: Opened) {
  return query.length === 0 ? [] : bench.apply(query, keys ?? states, scores);
}

/** The model's own translation, as `translate` with a beam of 1 gives it. */
async function greedy(model: LoadedModel, source: number[], cancellation: Cancellation): Promise<Side> {
  const { network } = model;
  const run = network.begin([source], 1);
  try {
    const { hypotheses, attention } = await beamSearch(network, run, limitsOf(network, [source], 1, 1), cancellation);
    tf.dispose(attention);
    return emittedSide(model, hypotheses[0]![0]!.ids);
  } finally {
    run.dispose();
  }
}
