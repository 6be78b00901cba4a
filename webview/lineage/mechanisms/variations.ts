import { t } from '../../l10n';
import type { Story } from './story';

/** Other answers to "how is it scored, chosen, remembered?" */
export const cosine = {
  cosine: {
    name: () => t('Cosine attention'),
    year: 2014,
    problem: () =>
      t(
        'A dot product rewards long vectors as well as similar ones: a state of great norm is attended to, whatever it says. The cosine compares directions alone, as the content-based addressing of the Neural Turing Machine does, and a learned sharpness β says how much a difference counts.',
      ),
    gained: () => t('Scores that cannot run away: all lie between −β and β, and β is one number, to be read below.'),
    gaveUp: () =>
      t(
        'Length can no longer say “this matters”. And one β serves every step: where the model is sure, it can be no surer than β lets it.',
      ),
    here: () =>
      t(
        'Bahdanau’s scheme on LSTM cells, with this score. In the paper the query is a key vector that the controller emits, with a sharpness of its own at each step; here a matrix makes it from s_{t−1}, and β is one learned parameter.',
      ),
    papers: ['graves', 'bahdanau'],
  },
} as const satisfies Record<string, Story>;

export const selections = {
  hard: {
    name: () => t('Hard attention'),
    year: 2015,
    problem: () =>
      t(
        'Soft attention reads a mixture of states that the encoder never produced. Hard attention looks at one position and takes the state that stands there. Xu et al. set both side by side, for describing pictures.',
      ),
    gained: () =>
      t(
        'A plain answer to “where did it look?”, and a context that is a real encoder state: nothing else has to be read.',
      ),
    gaveUp: () =>
      t(
        'A choice has no derivative. And a word that needs two words of the source, as a verb needs its subject, gets one.',
      ),
    here: () =>
      t(
        'In use, the position of the highest score. In training the position is drawn from the softmax, and the gradient is passed through the draw as if the softmax had been used (straight-through Gumbel-softmax, temperature 1), where Xu et al. used REINFORCE; that gradient is biased, but varies less.',
      ),
    papers: ['xu', 'jang', 'bahdanau'],
  },
  ema: {
    name: () => t('EMA attention'),
    year: null,
    problem: () =>
      t(
        'A step’s weights come from its own query alone: nothing tells the score where the decoder has just looked, so attention may jump and return. Here each distribution is mixed with the running average of the earlier ones.',
      ),
    gained: () =>
      t(
        'Calmer alignments for a single learned parameter, the rate b; its value tells how much of the past is worth keeping.',
      ),
    gaveUp: () =>
      t(
        'Every jump is blurred, since the share b of the weight stays behind. And the average knows where the decoder has looked, but does not keep it from looking there again.',
      ),
    papers: ['bahdanau', 'chorowski', 'tu'],
    relation: () =>
      t(
        'We know of no paper that defines just this. The idea of letting earlier weights speak is that of Chorowski et al., who give them to the score, and of Tu et al., who keep a record of what is translated.',
      ),
  },
} as const satisfies Record<string, Story>;
