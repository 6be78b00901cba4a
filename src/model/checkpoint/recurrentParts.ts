/** What the parts of a recurrent model demand of one another. */

import type { RecurrentConfig } from './config';
import { CELLS } from '../rnn/cells';

/** A clause that says which parts of a configuration cannot go together; null where all can. */
export function recurrentContradiction(config: RecurrentConfig): string | null {
  const { context } = config;
  if (context.kind === 'attention' && !config.attention) {
    return 'context.kind is "attention", but there is no "attention"';
  }
  return initialState(config) ?? (context.kind === 'attention' ? attended(config) : fixed(config));
}

function initialState({ encoder, decoder }: RecurrentConfig): string | null {
  const states = (cell: string) => CELLS[cell]!.states;
  if (decoder.initial_state === 'final' && states(encoder.cell) < states(decoder.cell)) {
    return `a decoder of cell "${decoder.cell}" cannot start from the final state of an encoder of "${encoder.cell}"`;
  }
  return null;
}

function attended({ encoder, context: { enters }, attention }: RecurrentConfig): string | null {
  if (enters.includes('cell') && attention?.query === 'current-state') {
    return 'the context of the query "current-state" cannot enter the cell that makes this state: use "input-feeding"';
  }
  if (enters.includes('cell') && enters.includes('input-feeding')) {
    return 'context.enters has both "cell" and "input-feeding", but the cell takes one context';
  }
  if (encoder.reverse_source) {
    return 'encoder.reverse_source needs a fixed context: the attention would point at the wrong words';
  }
  return null;
}

function fixed({ encoder, context: { enters } }: RecurrentConfig): string | null {
  if (enters.includes('input-feeding'))
    return 'a fixed context has no "input-feeding", which feeds what was attended to';
  if (enters.length > 0 && encoder.bidirectional) {
    return 'a fixed context that enters the decoder is the final state of an encoder of one direction, not of two';
  }
  return null;
}
