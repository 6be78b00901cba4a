import { dotProducts } from './dot';
import { projectKeysWith } from './projectKeys';
import type { ScoreFactory } from './score';

/** e_j = q^T W k_j (Luong et al. 2015, section 3.1, "general"). Tensor key.weight W [query, key]. */
export const general: ScoreFactory = (weights, { query, key }) => {
  const w = weights.transposed('key.weight', query, key); // (H, D)
  return { projectKeys: (states) => projectKeysWith(w, states), score: dotProducts, terms: (query) => ({ query }) };
};
