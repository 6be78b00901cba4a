import type { Word } from '../../src/shared/result';

const IDEOGRAPHIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const OPENING = /[\p{Ps}\p{Pi}]$/u;
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}]/u;

/** How a word stands to the word before it. */
export interface Joint {
  /** White space stands between them; or nothing, though they are separate words; or they belong close together. */
  gap: 'space' | 'none' | 'close';
  /** A line may break between them without hurting the eye. */
  breakable: boolean;
}

/** The joint before each word of a text: between spaces, and between ideographs but for clinging punctuation. */
export function jointsOf(text: string, words: readonly Word[]): Joint[] {
  return words.map((word, index) => {
    const before = words[index - 1];
    if (!before) return { gap: 'space', breakable: true };
    const spaced = text.slice(before.end, word.start).trim() !== text.slice(before.end, word.start);
    const ideographic = IDEOGRAPHIC.test(before.text) || IDEOGRAPHIC.test(word.text);
    const clings = OPENING.test(before.text) || CLOSING.test(word.text);
    if (spaced) return { gap: 'space', breakable: true };
    return ideographic && !clings ? { gap: 'none', breakable: true } : { gap: 'close', breakable: false };
  });
}
