import { t } from '../../l10n';
import type { FixedParts, Parts, RecurrentParts, TransformerParts } from '../parts';
import { CELL_NAMES } from './columns';

/** The flow of data, step by step, in words: what the picture shows. */
export function describe(parts: Parts): string[] {
  switch (parts.kind) {
    case 'fixed':
      return fixed(parts);
    case 'recurrent':
      return recurrent(parts);
    case 'transformer':
      return transformer(parts);
  }
}

function fixed({ cell, reversed, everyStep }: FixedParts): string[] {
  const name = CELL_NAMES[cell];
  return [
    reversed
      ? t('An encoder of {0} cells reads the source from its end, then the end mark.', name)
      : t('An encoder of {0} cells reads the source from left to right.', name),
    t('Its last state is the context C.'),
    t('A layer makes the decoder’s first state from it.'),
    everyStep
      ? t('Each step of the decoder ({0}) reads its own last state, the piece written before, and C.', name)
      : t('Each step of the decoder ({0}) reads its own last state and the piece written before.', name),
    everyStep
      ? t('The read-out makes the next piece from the state, the piece before and C.')
      : t('The read-out makes the next piece from the state and the piece before.'),
  ];
}

function recurrent(parts: RecurrentParts): string[] {
  const { cell, bidirectional, query } = parts;
  const name = CELL_NAMES[cell];
  const early = query === 'previous-state';
  const attention = [
    scoring(parts),
    ...choosing(parts),
    t('The context is the sum of the encoder states, each times its weight.'),
  ];
  return [
    bidirectional
      ? t('An encoder of {0} cells reads the source in both directions; each position gets one joined state.', name)
      : t('An encoder of {0} cells reads the source from left to right; each position has its state.', name),
    ...(early
      ? [
          t('The decoder’s previous state is the query.'),
          ...attention,
          t('The decoder’s step ({0}) reads its previous state, the piece before and the context.', name),
        ]
      : [
          t(
            'The decoder’s step ({0}) reads its previous state, the piece before and the context of the step before.',
            name,
          ),
          t('Its new state is the query.'),
          ...attention,
        ]),
    t('The read-out makes the next piece from the state, the piece before and the context.'),
  ];
}

function scoring({ score }: RecurrentParts): string {
  switch (score) {
    case 'additive':
      return t(
        'Query and encoder state, each through a matrix, are added, pass through tanh, and a vector reads the score.',
      );
    case 'concat':
      return t('Query and encoder state are joined, pass through a layer with tanh, and a vector reads the score.');
    case 'dot':
      return t('The score is the dot product of query and encoder state.');
    case 'general':
      return t('The score is the product of query, a learned matrix and encoder state.');
    case 'cosine':
      return t('The score is the cosine between projected query and encoder state, times a learned sharpness.');
  }
}

function choosing({ select, smooth }: RecurrentParts): string[] {
  const soft = t('A softmax over all scores makes the weights.');
  switch (select) {
    case 'soft':
      return smooth ? [soft, t('They are mixed with the average of the weights of the steps before.')] : [soft];
    case 'hard':
      return [t('The position with the highest score gets weight 1, all others 0.')];
    case 'local-m':
      return [t('A softmax within a window around the step’s own number makes the weights; outside they are 0.')];
    case 'local-p':
      return [
        t('A small network predicts the centre of a window from the query.'),
        t('A softmax of the scores and a Gaussian around the centre makes the weights; outside the window they are 0.'),
      ];
  }
}

function transformer({ heads }: TransformerParts): string[] {
  return [
    t('In the encoder every source position attends to every other.'),
    t('In the decoder every position attends to itself and to those before it.'),
    heads > 1
      ? t(
          'In each of {0} heads, a matrix makes queries from the decoder’s states, and two more make keys and values from the encoder’s.',
          heads,
        )
      : t('One matrix makes queries from the decoder’s states, and two more make keys and values from the encoder’s.'),
    t('The score is the dot product of query and key, divided by the root of their width.'),
    t('A softmax over all scores makes the weights.'),
    t('The context is the sum of the values, each times its weight.'),
    heads > 1
      ? t('The contexts of all heads are joined, projected and added to the decoder’s state.')
      : t('The context is projected and added to the decoder’s state.'),
    t('A feed-forward layer and the read-out make the next piece.'),
  ];
}
