import * as tf from '@tensorflow/tfjs-core';
import type { Select } from './select';

/** alpha = softmax(e) over the positions that the mask keeps (Bahdanau et al. 2015, eq. 6). */
export const soft: Select = (scores, mask) => tf.softmax(mask ? tf.add(scores, mask) : scores);
