/** One decoder step of one sentence, as plain numbers. */

import type { StepRecord } from '../shared/stepRecord';

/** Which cross-attention of a Transformer is looked at; what is not there is the nearest that is. */
export interface HeadChoice {
  layer?: number;
  head?: number;
}

/** The numbers of a StepRecord that the network gives, and p(y_t | y_<t, x) of every piece, (V). */
export interface OpenStep extends Pick<
  StepRecord,
  'query' | 'queryIs' | 'keys' | 'head' | 'states' | 'scores' | 'weights' | 'context' | 'figures'
> {
  probabilities: Float32Array;
}
