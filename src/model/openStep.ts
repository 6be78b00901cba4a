/** One decoder step of one sentence, as plain numbers. */

import type { StepRecord } from '../shared/stepRecord';

/** Which cross-attention of a Transformer is looked at; what is not there is the nearest that is. */
export interface HeadChoice {
  layer?: number;
  head?: number;
}

/** The numbers of a StepRecord that the network gives, and of every piece, (V), p(y_t | y_<t, x) and its logit. */
export interface OpenStep extends Pick<
  StepRecord,
  | 'query'
  | 'queryIs'
  | 'keys'
  | 'head'
  | 'states'
  | 'parts'
  | 'terms'
  | 'scores'
  | 'weights'
  | 'previous'
  | 'context'
  | 'figures'
> {
  logits: Float32Array;
  probabilities: Float32Array;
}
