import type { SentenceResult } from '../../src/shared/result';
import { otherSide, strongestLinks, type WordRef } from '../alignment/links';
import { formatPercent, t } from '../l10n';

/** The text of a word, or a name for the end mark. */
export function wordText(sentence: SentenceResult, { side, index }: WordRef): string {
  const words = side === 'source' ? sentence.sourceWords : sentence.targetWords;
  return words[index]?.text ?? t('end of sentence');
}

/** A word's strongest links in words: "how 71%, you 12%". */
export function describeLinks(sentence: SentenceResult, word: WordRef): string {
  const side = otherSide(word.side);
  return strongestLinks(sentence, word)
    .map((link) => `${wordText(sentence, { side, index: link[side] })} ${formatPercent(link.weight)}`)
    .join(', ');
}
