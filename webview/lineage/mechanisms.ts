import { t } from '../l10n';
import { additive } from './mechanisms/additive';
import { fixed } from './mechanisms/fixed';
import { local, luong } from './mechanisms/luong';
import type { Story } from './mechanisms/story';
import { transformer } from './mechanisms/transformer';
import { cosine, selections } from './mechanisms/variations';
import { MECHANISM_IDS, type MechanismId } from './parts';

/** What is told of each mechanism, in the order of the page. */
export const STORIES: Record<MechanismId, Story> = {
  ...fixed,
  ...additive,
  ...luong,
  ...cosine,
  ...local,
  ...selections,
  ...transformer,
};

/** Chapters of the page; each begins with the mechanism named. */
export const CHAPTERS: { from: MechanismId; title: () => string; lead: () => string }[] = [
  {
    from: 'rnn-seq2seq',
    title: () => t('One vector for a sentence'),
    lead: () => t('The encoder reads the source into a fixed context C. What the decoder needs later must be in it.'),
  },
  {
    from: 'rnn-attention',
    title: () => t('Looking back'),
    lead: () => t('All encoder states are kept. At each step the decoder decides which of them to read.'),
  },
  {
    from: 'luong-dot',
    title: () => t('How to score'),
    lead: () => t('Ask after the step instead of before it, and compare query and key more cheaply, or more fairly.'),
  },
  {
    from: 'luong-local-m',
    title: () => t('Where to look'),
    lead: () => t('From scores to weights: within a window, at one position alone, or with a memory of earlier steps.'),
  },
  {
    from: 'self-attention',
    title: () => t('Attention alone'),
    lead: () => t('Recurrence goes; words attend to each other on both sides.'),
  },
];

export const isMechanism = (id: string): id is MechanismId => (MECHANISM_IDS as string[]).includes(id);
