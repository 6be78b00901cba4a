/** A decoder step of a recurrent model, laid open. */

import * as tf from '@tensorflow/tfjs-core';
import type { AttentionConfig } from './attention/attention';
import type { Cancellation } from './cancellation';
import { disposeState, type DecoderState } from './decoderState';
import type { OpenStep } from './openStep';
import { readAll } from './readAll';
import { reversedPieces, type Memory, type Seq2Seq } from './seq2seq';
import { tidy } from './tidy';

/**
 * The step that reads the last of `read`.
 * @param source piece ids, the end mark last
 * @param read the start, y_1, ..., y_{t-1}
 */
export async function layOpenRecurrent(
  model: Seq2Seq,
  source: readonly number[],
  read: readonly number[],
  cancellation: Cancellation,
): Promise<OpenStep> {
  const { memory, initial } = tidy(() => model.encode([source]));
  let state = initial;
  try {
    for (const previous of read.slice(0, -1)) {
      await cancellation.checkpoint();
      const before = state;
      state = tidy(() => model.step([previous], before, memory).state);
      disposeState(before);
    }
    return await openStep(model, read.at(-1)!, state, memory);
  } finally {
    disposeState(state);
    for (const part of [memory.states, memory.keys, memory.mask, memory.fixed]) part?.dispose();
  }
}

async function openStep(model: Seq2Seq, previous: number, state: DecoderState, memory: Memory): Promise<OpenStep> {
  const { attention, context, encoder } = model.config;
  const queryIs = context.kind === 'attention' ? attention!.query : null;
  const { numbers, figures } = await readAll(() => {
    const step = model.step([previous], state, memory);
    const query = (queryIs === 'previous-state' ? state : step.state).cell[0]!;
    const terms = queryIs ? model.terms(query) : null;
    return {
      numbers: {
        query: queryIs ? query : none(),
        states: memory.states,
        scores: step.attended?.scores ?? none(),
        weights: step.attended?.weights ?? none(),
        context: step.attended?.context ?? memory.fixed!,
        before: state.weights ?? none(),
        termQuery: terms?.query ?? none(),
        termKeys: terms ? memory.keys! : none(),
        v: terms?.v ?? none(),
        logits: step.logits,
        probabilities: tf.softmax(step.logits),
      },
      figures: queryIs ? model.figures(query, state, memory) : {},
    };
  });
  const rows = memory.lengths[0]!;
  // read from its end, state j is that of the j-th piece from the end: put back beside its piece
  const inOrder = <T>(list: T[]): T[] => (encoder.reverse_source ? reversedPieces(list) : list);
  const ofPieces = (part: 'states' | 'termKeys'): number[][] => {
    const width = numbers[part].length / rows;
    return inOrder(
      Array.from({ length: rows }, (_, j) => Array.from(numbers[part].subarray(j * width, (j + 1) * width))),
    );
  };
  const list = (part: Exclude<keyof typeof numbers, 'states' | 'termKeys'>) => Array.from(numbers[part]);
  const [termQuery, v, before] = [list('termQuery'), list('v'), list('before')];
  return {
    query: list('query'),
    queryIs,
    states: ofPieces('states'),
    ...(queryIs ? { parts: partsOf(attention!) } : {}),
    ...(termQuery.length
      ? { terms: { query: termQuery, keys: ofPieces('termKeys'), ...(v.length ? { v } : {}) } }
      : {}),
    scores: list('scores'),
    weights: list('weights'),
    ...(before.length ? { previous: before } : {}),
    context: list('context'),
    figures: Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, values[0]!])),
    logits: numbers.logits,
    probabilities: numbers.probabilities,
  };
}

const partsOf = ({ score, select, smooth }: AttentionConfig) => ({ score, select, ...(smooth ? { smooth } : {}) });

const none = () => tf.tensor1d([]);
