import { t } from '../l10n';
import type { Changes } from './changes';

/** What each kind of change does and what it does not, for a recurrent model or a Transformer. */
export function notesOn(changes: Changes, transformer: boolean): string[] {
  const notes: string[] = [];
  if (changes.mask.length) {
    notes.push(
      transformer
        ? t(
            'Masked: the word’s weight is exactly 0 at every step, and in every layer of the encoder too. Its place stays: the other words keep their positions.',
          )
        : t(
            'Masked: the word’s weight is exactly 0 at every step. But the encoder has read it, and the states of the words around it still carry what it left there; leave it out or replace it to be rid of that too.',
          ),
    );
  }
  if (changes.swaps.length) {
    notes.push(t('Replaced or left out: the model reads another sentence, and everything is computed anew.'));
  }
  if (changes.force.length) {
    notes.push(
      transformer
        ? t(
            'Forced: at this step all layers and heads of the cross-attention have these weights. The steps after it attend by themselves, but go on from what it wrote.',
          )
        : t(
            'Forced: at this step the context is the sum of these states alone. The steps after it attend by themselves, but go on from the state it left.',
          ),
    );
  }
  if (changes.drop.length) {
    notes.push(
      t(
        'Without a head: its output is 0. The other heads have never learned to do without it, so this shows what is missed at once, not what the head is for.',
      ),
    );
  }
  if (changes.temperature !== 1) {
    notes.push(
      t(
        'Temperature: the scores of the attention on the source are divided by it before the softmax, at every step. The model was trained with 1.',
      ),
    );
  }
  if (changes.picks.length) {
    notes.push(
      t(
        'Another piece: what stood before it is kept, what follows is decoded greedily. Its own probability counts in the score.',
      ),
    );
  }
  return notes;
}
