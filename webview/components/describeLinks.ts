import type { Pin, SentenceResult } from '../../src/shared/result';
import { otherSide, strongestLinks, type WordRef } from '../alignment/links';
import { formatPercent, joinParts, t } from '../l10n';

/** The text of a word, or a name for the end mark. */
export function wordText(sentence: SentenceResult, { side, index }: WordRef): string {
  const words = side === 'source' ? sentence.sourceWords : sentence.targetWords;
  return words[index]?.text ?? t('end of sentence');
}

/** A word's strongest links, each with the other word and the weight as a percentage. */
export function linkedWords(sentence: SentenceResult, word: WordRef): { text: string; percent: string }[] {
  const side = otherSide(word.side);
  return strongestLinks(sentence, word).map((link) => ({
    text: wordText(sentence, { side, index: link[side] }),
    percent: formatPercent(link.weight),
  }));
}

/** A sentence's words described once: pictures are drawn anew whenever the pointer moves. */
const described = new WeakMap<SentenceResult, Map<string, string>>();

/** A word's strongest links in words: "how 71%, you 12%". */
export function describeLinks(sentence: SentenceResult, word: WordRef): string {
  const known = described.get(sentence) ?? new Map<string, string>();
  described.set(sentence, known);
  const key = `${word.side} ${word.index}`;
  let links = known.get(key);
  if (links === undefined) {
    links = joinParts(...linkedWords(sentence, word).map(({ text, percent }) => `${text} ${percent}`));
    known.set(key, links);
  }
  return links;
}

/** Why a word stands in the translation as it does in the source. */
export function describePin({ restored }: Pin): string {
  return restored
    ? t('Kept from being translated; the model left it out, and it was put back.')
    : t('Kept from being translated.');
}
