import { mlp } from './mlp';
import type { ScoreFactory } from './score';

/** e_j = v^T tanh(W q + U k_j) (Bahdanau et al. 2015, A.1.2). Tensors query.weight W, key.weight U, v.weight. */
export const additive: ScoreFactory = (weights, sizes) => mlp('additive', weights, sizes, { bias: false });
