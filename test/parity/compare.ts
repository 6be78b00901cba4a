/** How far the engine is from PyTorch; runs in Node and, bundled, in a browser. */

import { NEVER_CANCELLED } from '../../src/model/cancellation';
import { disposeState } from '../../src/model/decoderState';
import type { LoadedModel } from '../../src/model/loadedModel';
import { beamSearch } from '../../src/model/search/beam';
import type { Seq2Seq } from '../../src/model/seq2seq';
import { tidy } from '../../src/model/tidy';
import * as tf from '@tensorflow/tfjs-core';
import { Transformer } from '../../src/model/transformer/transformer';
import { compareTransformer, type TransformerDifferences } from './compareTransformer';
import type { Case, TransformerCase } from './fixtures';

/** Largest absolute differences. */
export interface Differences {
  encoderStates: number;
  scores: number;
  weights: number;
  context: number;
  logits: number;
  /** Of other score functions on the same queries and states. */
  bench: number;
  greedyIds: number[];
}

/** Infinity where the shapes differ or a value is no number, so that nothing wrong compares as small. */
function difference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [i, value] of theirs.entries()) {
    const apart = Math.abs(ours[i]! - value);
    most = Number.isFinite(apart) ? Math.max(most, apart) : Number.POSITIVE_INFINITY;
  }
  return most;
}

/** Teacher-forces the case's target, and decodes greedily. */
export async function compare(
  { network, bench }: Pick<LoadedModel, 'network'> & Partial<Pick<LoadedModel, 'bench'>>,
  expected: Case | TransformerCase,
): Promise<Differences | TransformerDifferences> {
  const found =
    network instanceof Transformer
      ? await compareTransformer(network, expected as TransformerCase)
      : {
          ...(await compareRecurrent(network as Seq2Seq, expected as Case)),
          bench: await compareBench(network as Seq2Seq, bench, expected as Case),
        };
  return { ...found, greedyIds: await greedyIds(network, expected.source_ids) };
}

async function compareRecurrent(model: Seq2Seq, expected: Case): Promise<Omit<Differences, 'greedyIds' | 'bench'>> {
  const found = { encoderStates: 0, scores: 0, weights: 0, context: 0, logits: 0 };
  const note = (key: keyof typeof found, ours: ArrayLike<number>, theirs: readonly number[]) => {
    found[key] = Math.max(found[key], difference(ours, theirs));
  };
  const { memory, initial } = tidy(() => model.encode([expected.source_ids]));
  note('encoderStates', await memory.states.data(), expected.encoder_states.flat());
  let state = initial;
  let previous = model.start;
  for (const [t, id] of expected.target_ids.entries()) {
    const step = tidy(() => model.step([previous], state, memory));
    disposeState(state);
    state = step.state;
    previous = id;
    const logits = await step.logits.data();
    const top = expected.logits_top[t]!;
    note(
      'logits',
      top.map(([at]) => logits[at]!),
      top.map(([, value]) => value),
    );
    const { logits_last: all } = expected;
    if (all && t === expected.target_ids.length - 1) note('logits', logits, all);
    if (step.attended) {
      note('scores', await step.attended.scores.data(), expected.scores[t]!);
      note('weights', await step.attended.weights.data(), expected.weights[t]!);
      note('context', await step.attended.context.data(), expected.context[t]!);
      tf.dispose([step.attended.scores, step.attended.weights, step.attended.context]);
    } else {
      note('context', await memory.fixed!.data(), expected.context[t]!);
      if (expected.weights.length > 0) found.weights = Number.POSITIVE_INFINITY;
    }
    step.logits.dispose();
  }
  disposeState(state);
  for (const part of [memory.states, memory.keys, memory.mask, memory.fixed]) part?.dispose();
  return found;
}

/** The scores of the bench at every step, as `inspect` gives them. */
async function compareBench(model: Seq2Seq, bench: LoadedModel['bench'] | undefined, expected: Case): Promise<number> {
  let most = 0;
  const { bench: theirs = {}, source_ids: source, target_ids: target } = expected;
  if (Object.keys(theirs).length === 0) return most;
  if (!bench) return Number.POSITIVE_INFINITY;
  for (const t of target.keys()) {
    const read = [model.start, ...target.slice(0, t)];
    const { query, states, scores } = await model.layOpen(source, read, {}, NEVER_CANCELLED);
    const ours = await bench.apply(query, states, scores);
    for (const [name, steps] of Object.entries(theirs)) {
      most = Math.max(most, difference(ours.find(({ score }) => score === name)?.scores ?? [], steps[t]!));
    }
  }
  return most;
}

async function greedyIds(network: LoadedModel['network'], source: readonly number[]): Promise<number[]> {
  const limits = { width: 1, nBest: 1, maxPieces: [2 * source.length + 10], maxRepeats: [Number.POSITIVE_INFINITY] };
  const run = network.begin([source], 1);
  try {
    const { hypotheses, attention } = await beamSearch(network, run, limits, NEVER_CANCELLED);
    tf.dispose(attention);
    return hypotheses[0]![0]!.ids;
  } finally {
    run.dispose();
  }
}
