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
import { HUGGING_FACE } from '../../src/model/search/scoring';
import type { Transformer } from '../../src/model/transformer/transformer';
import { readAtOnce, recordForced } from './compareTransformer';
import { difference } from './difference';
import type { NestedMaps } from './nestedMaps';

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
  cross_attention: NestedMaps;
  encoder_attention: NestedMaps | null;
  decoder_attention: NestedMaps | null;
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

/** Searches, then forces the case's target step by step with everything recorded. */
export async function compareMarian(model: Transformer, expected: MarianCase): Promise<MarianFound> {
  const { states, logits } = readAtOnce(model, expected.input_ids, expected.decoder_input_ids);
  const differences: Record<string, number> = {
    logits: difference((await logits.array()).at(-1), expected.logits_last),
  };
  if (expected.encoder_last_hidden) {
    differences['encoder states'] = difference(Array.from(await states.data()), expected.encoder_last_hidden.flat());
  }
  tf.dispose([states, logits]);

  const target = [...expected.decoder_input_ids.slice(1), model.eos];
  const { encoder, decoder, cross } = await recordForced(model, expected.input_ids, target);
  differences['cross-attention'] = difference(cross, expected.cross_attention);
  if (expected.encoder_attention) differences['encoder attention'] = difference(encoder, expected.encoder_attention);
  if (expected.decoder_attention) differences['decoder attention'] = difference(decoder, expected.decoder_attention);

  const beam4 = await search(model, expected.input_ids, 4);
  const { ids: greedy } = await search(model, expected.input_ids, 1);
  return { greedy, beam4: beam4.ids, beam4Score: beam4.score, differences };
}
