/** A text without some of its words: by the same rule where a word is left out by hand and where all are, in turn. */

const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}_]$/u;
const BEGINS_WITH_WORD = /^[\p{L}\p{N}\p{M}_]/u;

/** What stands in for what is left out: a space where its neighbours would become one word, else nothing. */
export const standIn = (before: string, after: string): '' | ' ' =>
  ENDS_IN_WORD.test(before) && BEGINS_WITH_WORD.test(after) ? ' ' : '';
