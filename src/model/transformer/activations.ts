import * as tf from '@tensorflow/tfjs-core';

/** x (B, F) -> (B, F) */
type Activation = (x: tf.Tensor2D) => tf.Tensor2D;

/** x · sigmoid(x) (Ramachandran et al. 2017) */
const swish: Activation = (x) => tf.mul(x, tf.sigmoid(x));
const relu: Activation = (x) => tf.relu(x);

/** Activations of the feed-forward part by the name that config.json gives them in activation_function. */
export const ACTIVATIONS: Record<string, Activation> = { swish, silu: swish, relu };
