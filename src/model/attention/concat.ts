import { mlp } from './mlp';
import type { ScoreFactory } from './score';

/**
 * e_j = v^T tanh(W [q; k_j] + b) (Luong et al. 2015, section 3.1, "concat"). W is kept in two halves, so that the keys'
 * half is computed once a sentence. Tensors query.weight and key.weight W, query.bias b, v.weight.
 */
export const concat: ScoreFactory = (weights, sizes) => mlp('concat', weights, sizes, { bias: true });
