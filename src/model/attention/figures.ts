import type * as tf from '@tensorflow/tfjs-core';

/**
 * Numbers that only some mechanisms have, to be shown beside their formulas: tensors of one value each, where one
 * hypothesis of one sentence is decoded. Names: see StepRecord.figures.
 */
export type Figures = Record<string, tf.Tensor>;
