/** A decoder step of a recurrent model, laid open. */

import * as tf from '@tensorflow/tfjs-core';
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
    return {
      numbers: {
        query: queryIs ? query : none(),
        states: memory.states,
        scores: step.attended?.scores ?? none(),
        weights: step.attended?.weights ?? none(),
        context: step.attended?.context ?? memory.fixed!,
        probabilities: tf.softmax(step.logits),
      },
      figures: queryIs ? model.figures(query, state, memory) : {},
    };
  });
  const width = memory.states.shape[2];
  const rows = memory.lengths[0]!;
  const states = Array.from({ length: rows }, (_, j) =>
    Array.from(numbers.states.subarray(j * width, (j + 1) * width)),
  );
  const list = (part: 'query' | 'scores' | 'weights' | 'context') => Array.from(numbers[part]);
  return {
    query: list('query'),
    queryIs,
    // read from its end, state j is that of the j-th piece from the end: put back beside its piece
    states: encoder.reverse_source ? reversedPieces(states) : states,
    scores: list('scores'),
    weights: list('weights'),
    context: list('context'),
    figures: Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, values[0]!])),
    probabilities: numbers.probabilities,
  };
}

const none = () => tf.tensor1d([]);
