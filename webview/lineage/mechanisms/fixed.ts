import { t } from '../../l10n';
import type { Story } from './story';

/** One vector for the whole source. */
export const fixed = {
  'rnn-seq2seq': {
    name: () => t('RNN encoder–decoder'),
    year: null,
    problem: () =>
      t(
        'A translation is rarely as long as its source, and its words come in another order, so a network that answers every word with a word cannot write it. Here one recurrent network, the encoder, reads the whole source into a vector C, and a second one, the decoder, writes the translation from it.',
      ),
    gained: () =>
      t(
        'Source and translation may have any two lengths, and everything is learned together from pairs of sentences: no phrase table, no word alignment.',
      ),
    gaveUp: () =>
      t(
        'C is all the decoder ever gets, and it gets it once, as its first state. A plain recurrent cell overwrites that state at every step, so early words fade, in reading and in writing.',
      ),
    here: () =>
      t(
        'The smallest form of the scheme that Kalchbrenner & Blunsom, Cho et al. and Sutskever et al. share, on Elman’s cells; a learned layer makes the first state from C, and the read-out is Bahdanau’s.',
      ),
    papers: ['elman', 'kalchbrenner', 'cho', 'sutskever'],
    relation: () => t('No paper defines just this model; it is the common ground of these.'),
  },
  'cho-2014': {
    name: () => t('Cho 2014 · fixed context, GRU'),
    year: 2014,
    problem: () =>
      t(
        'A decoder that sees C only at its start must carry it through its own state and loses it while it writes. Cho et al. give C to the decoder again at every step, and to the read-out, and replace the plain cell by one with gates, now called GRU, that learns what to keep and what to overwrite.',
      ),
    gained: () =>
      t(
        'The source stays in sight to the last word, and the gates let memory and gradient reach further, with fewer parameters than an LSTM needs.',
      ),
    gaveUp: () =>
      t(
        'C is still one vector of fixed width, the same at every step: the decoder cannot ask for the word it needs now. Cho et al. themselves soon measured how quality falls as sentences grow longer (On the Properties of Neural Machine Translation, 2014).',
      ),
    here: () =>
      t(
        'C is the encoder’s last state itself; the paper passes it through one more layer with tanh. The update gate z lets the new state in, as in Bahdanau et al.; in Cho et al. it keeps the old one.',
      ),
    papers: ['cho', 'choProperties'],
  },
  'sutskever-2014': {
    name: () => t('Sutskever 2014 · reversed source, LSTM'),
    year: 2014,
    problem: () =>
      t(
        'When every word lies about a sentence away from its translation, no first link between the two is easy to learn. Sutskever et al. let an LSTM read the source from its end: on average words and translations are as far apart as before, but the first ones now stand close together.',
      ),
    gained: () =>
      t(
        'In the paper, reversing alone raised BLEU from 25.9 to 30.6 on English→French (section 3.3), and an ensemble of five such networks reached 34.8 where a phrase-based system stood at 33.3.',
      ),
    gaveUp: () =>
      t(
        'The last words of the source are now the farthest from their translations, the trick depends on two languages of similar order, and the context is still one fixed vector.',
      ),
    here: () =>
      t(
        'One layer instead of four, much narrower; a learned layer with tanh joins encoder and decoder, which share their embeddings.',
      ),
    papers: ['sutskever', 'hochreiter'],
  },
} as const satisfies Record<string, Story>;
