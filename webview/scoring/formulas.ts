/** Score functions as the papers write them: s is the query, h_j a state of the encoder; capitals and v are learned. */
export const FORMULAS: Record<string, string> = {
  dot: 'e_j = sᵀ h_j',
  'scaled-dot': 'e_j = sᵀ h_j / √d',
  general: 'e_j = sᵀ W h_j',
  concat: 'e_j = vᵀ tanh(W [s; h_j])',
  additive: 'e_j = vᵀ tanh(W s + U h_j)',
  cosine: 'e_j = β cos(W s, h_j)',
};
