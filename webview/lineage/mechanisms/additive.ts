import { t } from '../../l10n';
import type { Story } from './story';

/** Attention with a query from before the step, scored by a small network. */
export const additive = {
  'rnn-attention': {
    name: () => t('RNN · additive attention'),
    year: null,
    problem: () =>
      t(
        'However it is handed over, one vector must hold the whole sentence. This model keeps the plain cells of the first one, but keeps all encoder states too: before each word the decoder scores every state, turns the scores into weights, and reads the weighted sum c_t.',
      ),
    gained: () =>
      t(
        'The bottleneck is gone without a better memory. Set it beside the plain encoder–decoder: what differs is attention, and an encoder that reads in both directions.',
      ),
    gaveUp: () =>
      t(
        'Every step compares its query with every source state, so the work grows with the product of both lengths. And plain cells still forget: a state h_j knows its neighbours well and distant words hardly.',
      ),
    papers: ['bahdanau', 'elman'],
    relation: () => t('Bahdanau’s attention on Elman’s cells: our own combination, for comparison.'),
  },
  'bahdanau-2015': {
    name: () => t('Bahdanau 2015 · additive attention'),
    year: 2015,
    problem: () =>
      t(
        'Bahdanau et al. saw the fixed vector as the reason why long sentences fail, and let the decoder search the source instead. Its state s_{t−1} is the query; a small network, trained with all the rest, scores it against each state h_j of a GRU that has read the source in both directions.',
      ),
    gained: () =>
      t(
        'A soft alignment that nobody had to show it, and that can be looked at; and quality that lasts on long sentences. In the paper 26.75 BLEU instead of 17.82 with a fixed context, both trained on sentences of up to 50 words (table 1).',
      ),
    gaveUp: () =>
      t(
        'The score network runs once for every pair of positions. And the query is a step late: s_{t−1} has not read y_{t−1} yet, so the search does not know which of two likely words was just written.',
      ),
    here: () => t('The output matrix is the transposed embedding, where the paper learns one of its own.'),
    papers: ['bahdanau'],
  },
  'lstm-additive': {
    name: () => t('LSTM · concat attention'),
    year: null,
    problem: () =>
      t(
        'How much of it is due to the cell? This model is Bahdanau’s with LSTMs for GRUs, and with the score written as a dense layer over the joined vector [s_{t−1}; h_j], as many textbooks and libraries write it.',
      ),
    gained: () =>
      t(
        'A memory m of its own beside the state: gates write and erase it, and the query h need not carry everything. Joining two vectors before one matrix is the same as adding two matrix products, so against Bahdanau’s score only a bias is new.',
      ),
    gaveUp: () =>
      t(
        'An LSTM has four blocks of weights where a GRU has three: with as many parameters in all, its states are narrower.',
      ),
    papers: ['hochreiter', 'bahdanau'],
    relation: () => t('Bahdanau’s attention on LSTM cells: our own combination, for comparison.'),
  },
} as const satisfies Record<string, Story>;
