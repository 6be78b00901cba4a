/** How far the Transformer is from PyTorch. */

import * as tf from '@tensorflow/tfjs-core';
import { NEVER_CANCELLED } from '../../src/model/cancellation';
import { forceTargets } from '../../src/model/search/forced';
import { tidy } from '../../src/model/tidy';
import { AttentionRecorder } from '../../src/model/transformer/attentionRecorder';
import type { AttentionPart } from '../../src/shared/trace';
import type { Transformer } from '../../src/model/transformer/transformer';
import { difference } from './difference';
import type { TransformerCase } from './fixtures';
import { nestedMaps, type NestedMaps } from './nestedMaps';

/** Largest absolute differences. */
export interface TransformerDifferences {
  encoderStates: number;
  logits: number;
  encoderAttention: number;
  decoderAttention: number;
  crossAttention: number;
  /** Of the cross-attention. */
  scores: number;
  context: number;
  greedyIds: number[];
}

/** Encoder states (S, D), and logits (T, V) of all steps, read at once and without a cache. */
export function readAtOnce(model: Transformer, source: readonly number[], read: readonly number[]) {
  return tidy(() => {
    const encoded = model.encoder.encode([source]);
    const decoded = model.decoder.read(read, 1, [], model.decoder.remember(encoded, 1));
    return { states: encoded.states, logits: model.logits(decoded.x) };
  });
}

/** Scores [layer][head][T][S] and context [layer][head][T][d] of the cross-attention, all steps at once. */
async function crossAtOnce(model: Transformer, source: readonly number[], read: readonly number[]) {
  const layers = tidy(() => {
    const memory = model.decoder.remember(model.encoder.encode([source]), 1);
    const { cross } = model.decoder.read(read, 1, [], memory);
    return cross.map(({ scores, context }) => ({ scores, context }));
  });
  const arrays = await Promise.all(
    layers.map(async ({ scores, context }) => [(await scores.array())[0], (await context.array())[0]]),
  );
  tf.dispose(layers.flatMap(({ scores, context }) => [scores, context]));
  return { scores: arrays.map(([scores]) => scores), context: arrays.map(([, context]) => context) };
}

/** Every attention of the model, its decoder forced along a target step by step, with its cache. */
export async function recordForced(
  model: Transformer,
  source: readonly number[],
  target: readonly number[],
): Promise<Record<AttentionPart, NestedMaps>> {
  const recorder = new AttentionRecorder();
  try {
    await forceTargets(model, [source], [target], NEVER_CANCELLED, recorder);
    const origins = target.map((_, step) => ({ step, row: 0 }));
    const { encoder, decoder, cross } = await recorder.read(0, origins);
    return { encoder: nestedMaps(encoder), decoder: nestedMaps(decoder), cross: nestedMaps(cross) };
  } finally {
    recorder.dispose();
  }
}

/** Forces the case's target; attention is compared where the case has it. */
export async function compareTransformer(
  model: Transformer,
  expected: TransformerCase,
): Promise<Omit<TransformerDifferences, 'greedyIds'>> {
  const { source_ids: source, target_ids: target } = expected;
  const read = [model.start, ...target.slice(0, -1)];
  const { states, logits } = readAtOnce(model, source, read);
  const rows = await logits.array();
  const top = expected.logits_top.map((step, t) => step.map(([id]) => rows[t]![id]!));
  const found = {
    encoderStates: difference(await states.array(), expected.encoder_states),
    logits: Math.max(
      expected.logits_last ? difference(rows.at(-1), expected.logits_last) : 0,
      difference(
        top,
        expected.logits_top.map((step) => step.map(([, value]) => value)),
      ),
    ),
    encoderAttention: 0,
    decoderAttention: 0,
    crossAttention: 0,
    scores: 0,
    context: 0,
  };
  tf.dispose([states, logits]);
  if (expected.scores && expected.context) {
    const cross = await crossAtOnce(model, source, read);
    found.scores = difference(cross.scores, expected.scores);
    found.context = difference(cross.context, expected.context);
  }
  const recorded = await recordForced(model, source, target);
  for (const part of ['encoder', 'decoder', 'cross'] as const) {
    if (expected[part]) found[`${part}Attention`] = difference(recorded[part], expected[part]);
  }
  return found;
}
