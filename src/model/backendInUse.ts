import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../shared/result';

/** The backend that tensors are computed on now. */
export const backendInUse = (): BackendName => tf.getBackend() as BackendName;
