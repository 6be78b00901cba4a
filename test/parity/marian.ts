/**
 * How far the Transformer is from Hugging Face's MarianMTModel, on the checkpoints in fixtures/marian: small ones, with
 * random weights, and what version 4.19 of that implementation computed in float32. Runs in Node and, bundled, in a
 * browser.
 */

import * as tf from '@tensorflow/tfjs-core';
import { NEVER_CANCELLED } from '../../src/model/cancellation';
import { parseConfig } from '../../src/model/checkpoint/config';
import { loadNetwork } from '../../src/model/loadedModel';
import { beamSearch } from '../../src/model/search/beam';
import { forceTargets } from '../../src/model/search/forced';
import { HUGGING_FACE } from '../../src/model/search/scoring';
import { tidy } from '../../src/model/tidy';
import { AttentionRecorder, type AttentionMaps } from '../../src/model/transformer/attentionRecorder';
import type { Transformer } from '../../src/model/transformer/transformer';

/** Start token counted; the length that the expected ids were generated with. */
const MAX_LENGTH = 24;

export interface MarianCase {
  input_ids: number[];
  greedy: number[];
  beam4: number[];
  beam4_score: number;
  decoder_input_ids: number[];
  logits_last: number[];
  encoder_last_hidden: number[][] | number[] | null;
  cross_attention: AttentionMaps;
  encoder_attention: AttentionMaps | null;
  decoder_attention: AttentionMaps | null;
}

export interface MarianFound {
  greedy: number[];
  beam4: number[];
  beam4Score: number;
  /** Largest absolute differences. */
  differences: Record<string, number>;
}

/** Reads a checkpoint as Hugging Face saved it. */
export function loadMarian(id: string, config: string, weights: ArrayBuffer): Transformer {
  return loadNetwork(parseConfig(id, config), weights) as Transformer;
}

/** Infinity where the shapes differ or a value is no number, so that nothing wrong compares as small. */
function difference(ours: unknown, theirs: unknown): number {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length || ours.length === 0) return Number.POSITIVE_INFINITY;
    return Math.max(...ours.map((value, i) => difference(value, theirs[i])));
  }
  const apart = Math.abs(Number(ours) - Number(theirs));
  return typeof theirs === 'number' && Number.isFinite(apart) ? apart : Number.POSITIVE_INFINITY;
}

async function search(model: Transformer, source: readonly number[], width: number) {
  const maxPieces = [MAX_LENGTH - 1];
  const limits = { width, nBest: 1, maxPieces, maxRepeats: [Number.POSITIVE_INFINITY], scoring: HUGGING_FACE };
  const run = model.begin([source], width);
  try {
    const { hypotheses, attention } = await beamSearch(model, run, limits, NEVER_CANCELLED);
    tf.dispose(attention);
    const best = hypotheses[0]![0]!;
    return { ids: [model.start, ...best.ids], score: HUGGING_FACE.score(best) };
  } finally {
    run.dispose();
  }
}

/** Logits after all pieces, and what the encoder gives, read at once and without a cache. */
function readAtOnce(model: Transformer, { input_ids, decoder_input_ids }: MarianCase) {
  return tidy(() => {
    const encoded = model.encoder.encode([input_ids]);
    const decoded = model.decoder.read(decoder_input_ids, 1, [], model.decoder.remember(encoded, 1));
    const last = tf.slice(decoded.x, [decoder_input_ids.length - 1, 0], [1, -1]);
    return { states: encoded.states, logits: model.logits(last) };
  });
}

/** Searches, then forces the case's target step by step with everything recorded. */
export async function compareMarian(model: Transformer, expected: MarianCase): Promise<MarianFound> {
  const { states, logits } = readAtOnce(model, expected);
  const differences: Record<string, number> = {
    logits: difference(Array.from(await logits.data()), expected.logits_last),
  };
  if (expected.encoder_last_hidden) {
    differences['encoder states'] = difference(Array.from(await states.data()), expected.encoder_last_hidden.flat());
  }
  tf.dispose([states, logits]);

  const target = [...expected.decoder_input_ids.slice(1), model.eos];
  const recorder = new AttentionRecorder();
  await forceTargets(model, [expected.input_ids], [target], NEVER_CANCELLED, recorder);
  const origins = target.map((_, step) => ({ step, row: 0 }));
  const { encoder, decoder, cross } = await recorder.read(0, origins);
  recorder.dispose();
  differences['cross-attention'] = difference(cross, expected.cross_attention);
  if (expected.encoder_attention) differences['encoder attention'] = difference(encoder, expected.encoder_attention);
  if (expected.decoder_attention) differences['decoder attention'] = difference(decoder, expected.decoder_attention);

  const beam4 = await search(model, expected.input_ids, 4);
  const { ids: greedy } = await search(model, expected.input_ids, 1);
  return { greedy, beam4: beam4.ids, beam4Score: beam4.score, differences };
}
