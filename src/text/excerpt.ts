/** The front of a text, for what is done many times over. */

import { splitSentences } from './sentences';

export interface ExcerptLimits {
  sentences: number;
  /** UTF-16 code units, from the first sentence's start. */
  characters: number;
}

/**
 * As many of a text's first sentences as keep within both limits, as they stand in it, without the white space around
 * them; where not even one does, as many of its words as do.
 * @returns '' for a text without sentences
 */
export function excerpt(text: string, limits: ExcerptLimits): string {
  const sentences = splitSentences(text).slice(0, limits.sentences);
  const [first] = sentences;
  if (!first) return '';
  const last = sentences.findLast(({ end }) => end - first.start <= limits.characters);
  return last ? text.slice(first.start, last.end) : firstWords(text.slice(first.start, first.end), limits.characters);
}

function firstWords(sentence: string, characters: number): string {
  const front = sentence.slice(0, characters);
  const cut = /\s/.test(sentence.charAt(characters)) ? front : front.replace(/\s+\S*$/u, '');
  // A text without spaces is cut between characters, never within one.
  return cut.trimEnd().replace(/[\uD800-\uDBFF]$/u, '');
}
