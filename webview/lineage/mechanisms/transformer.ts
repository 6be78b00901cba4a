import { t } from '../../l10n';
import type { Story } from './story';

const here = (): string =>
  t(
    'Two layers in encoder and decoder, and embeddings shared by source, target and output. The columns of the positions are ordered as in Marian: sines first, then cosines.',
  );

/** Attention alone. */
export const transformer = {
  'self-attention': {
    name: () => t('Transformer · single head'),
    year: 2017,
    problem: () =>
      t(
        'A recurrent network reads one word after the other: training cannot run along a sentence in parallel, and distant words are many steps apart. In the Transformer words attend to each other directly, in every layer, on both sides; here with one head in each attention.',
      ),
    gained: () =>
      t(
        'Any two words are one step apart, and in training all positions are computed at once. Dividing by √d_k keeps scores in a range where the softmax still has a gradient.',
      ),
    gaveUp: () =>
      t(
        'Order has to be added, as sines and cosines of the position; the work grows with the square of the length; and a single head has to average all that one word wants to know of the others.',
      ),
    here,
    papers: ['vaswani'],
  },
  transformer: {
    name: () => t('Transformer · multi-head'),
    year: 2017,
    problem: () =>
      t(
        'One head can attend in one way at a time, and its average blurs what several relations would need. Multi-head attention projects queries, keys and values into several narrower spaces, attends in each of them, and joins what comes out.',
      ),
    gained: () =>
      t(
        'Heads can specialise, at about the cost of a single wide one. In the paper a single head was 0.9 BLEU worse than the best number of heads (section 6.2).',
      ),
    gaveUp: () =>
      t(
        'There is no longer one alignment: every layer and head has a map of its own, and which of them shows what goes with what has to be measured.',
      ),
    here,
    papers: ['vaswani'],
  },
} as const satisfies Record<string, Story>;
