import { t } from '../../l10n';
import type { Story } from './story';

const inputFeeding = (): string =>
  t(
    'Input feeding passes on the context c_{t−1}; the paper passes on the vector made from it and the state. One layer in each network where the paper has four.',
  );

/** Attention with the current state as its query (Luong et al. 2015): three scores, and two windows. */
export const luong = {
  'luong-dot': {
    name: () => t('Luong 2015 · dot'),
    year: 2015,
    problem: () =>
      t(
        'The additive score needs a network of its own, and its query has not read the last word. Luong et al. let the decoder take its step first and ask with the new state s_t; the score is nothing but the dot product of query and encoder state.',
      ),
    gained: () =>
      t(
        'No parameters, one matrix product for all positions, and a query that knows y_{t−1}. The context goes straight to the read-out, and into the next step (input feeding), so that the decoder knows where it has looked.',
      ),
    gaveUp: () =>
      t(
        'Query and encoder state must have one width and mean the same thing by each dimension. And dot products grow with the width, which sharpens the softmax; scaling came two years later.',
      ),
    here: inputFeeding,
    papers: ['luong'],
  },
  'luong-general': {
    name: () => t('Luong 2015 · general'),
    year: 2015,
    problem: () =>
      t(
        'With the dot product one and the same state has to serve as memory, as query and as key. A learned matrix W between the two lets the decoder ask in its own terms.',
      ),
    gained: () =>
      t(
        'Query and key may live in different spaces and have different widths. W h_j is computed once a sentence, so that a step costs no more than with dot.',
      ),
    gaveUp: () =>
      t(
        'A matrix of parameters, and a score that is linear in the query and in the key: it can weigh agreements, but not “this only if not that”, for which an inner layer is needed.',
      ),
    here: inputFeeding,
    papers: ['luong'],
  },
  'luong-concat': {
    name: () => t('Luong 2015 · concat'),
    year: 2015,
    problem: () =>
      t(
        'Does an inner layer find matches that no product sees? Query and key are joined, pass through a layer of tanh, and a vector v reads the score: the additive score, asked with s_t.',
      ),
    gained: () =>
      t(
        'The most flexible of the three scores. Set beside the LSTM with concat attention it shows what asking after the step, and not before it, is worth.',
      ),
    gaveUp: () =>
      t(
        'tanh has to be taken anew for every pair of positions. Luong et al. report that concat did not perform well for them (section 5.3).',
      ),
    here: inputFeeding,
    papers: ['luong'],
  },
} as const satisfies Record<string, Story>;

export const local = {
  'luong-local-m': {
    name: () => t('Luong 2015 · local, monotonic'),
    year: 2015,
    problem: () =>
      t(
        'On long texts global attention scores every position at every step, though nearly all of the weight goes to a few. local-m assumes that both languages run in step: step t attends within a window of D pieces to each side of position t.',
      ),
    gained: () =>
      t('The work of a step no longer depends on the length of the source, and nothing far away distracts.'),
    gaveUp: () =>
      t(
        'The assumption. Where the translation is longer than its source, or turns the order round, the window stands in the wrong place and what is needed has no weight at all.',
      ),
    here: () =>
      t(
        'All scores are computed and those outside are masked: the weights are the window’s, the saving is not taken. Past the end mark the window stays on the last pieces.',
      ),
    papers: ['luong'],
  },
  'luong-local-p': {
    name: () => t('Luong 2015 · local, predicted'),
    year: 2015,
    problem: () =>
      t(
        'A window that moves on by one piece a step is wrong as soon as word orders differ. local-p predicts its centre p_t from the decoder’s state and lets a Gaussian around p_t favour what is near it.',
      ),
    gained: () =>
      t(
        'A window that can jump, and that is learned like everything else: through the Gaussian the gradient reaches the predicted centre. With the general score it was the paper’s best single model.',
      ),
    gaveUp: () =>
      t(
        'One more small network, and no second chance: if the centre is guessed wrong, what lies outside has no weight.',
      ),
    here: () =>
      t(
        'The Gaussian enters the softmax as a term of the score, so the weights sum to 1; in the paper it multiplies the softmax, and they do not. Positions run to the last piece, the end mark.',
      ),
    papers: ['luong'],
  },
} as const satisfies Record<string, Story>;
