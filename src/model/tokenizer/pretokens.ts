/**
 * How text is cut before byte-pair encoding; the same rule as training/attention_lens/pretokens.py.
 *
 * A pretoken is the largest string that a piece may cover: a run of letters, one decimal digit, or one other
 * character, each with the white space before it folded into a leading "▁". Pieces therefore never cross a boundary
 * between words, which is what lets them be merged back into words exactly.
 */

import { META } from './normalise';

export interface Pretoken {
  /** With its leading "▁" where white space, or the start of the text, stands before it. */
  text: string;
  /** Span of the pretoken without its "▁" in the normalised text. */
  start: number;
  end: number;
  /** Whether it continues the word (`\w+|[^\w\s]` in Python's sense) of the pretoken before it. */
  continues: boolean;
}

const PRETOKEN = /▁?(?:[\p{L}\p{Nl}\p{No}]+|\p{Nd}|[^▁])|▁/gu;
/** The last character of a pretoken that is part of a word: \w in Python's sense. */
const ENDS_WORDLIKE = /[\p{L}\p{N}_]$/u;

/** Cuts normalised text into pretokens, in order and without gaps but for spaces. */
export function pretokens(normalised: string): Pretoken[] {
  const marked = META + normalised.replaceAll(' ', META);
  const found: Pretoken[] = [];
  let inWord = false;
  for (const match of marked.matchAll(PRETOKEN)) {
    const text = match[0];
    const startsAnew = text.startsWith(META);
    const wordlike = ENDS_WORDLIKE.test(text);
    // `marked` has one character more in front than `normalised`
    const end = match.index + text.length - 1;
    const start = startsAnew ? match.index : match.index - 1;
    found.push({ text, start, end, continues: inWord && wordlike && !startsAnew });
    inWord = wordlike;
  }
  return found;
}
