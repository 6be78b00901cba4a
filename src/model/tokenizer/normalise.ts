/**
 * Text as the models see it, with the way back: which characters of the original each normalised one stands for.
 * The same rule as `normalise` in training/attention_lens/pretokens.py.
 */

/** U+2581, SentencePiece's mark for white space. */
export const META = '▁';

/** White space in Python's sense (str.isspace), which differs from JavaScript's \s in both directions. */
export const WHITE_SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

export interface Normalised {
  /** NFC, apostrophes straight, white space runs as one space, trimmed. */
  text: string;
  /** For each UTF-16 unit of `text`, where the characters it stands for begin and end in the original. */
  starts: Int32Array;
  ends: Int32Array;
}

/** White space, or what NFC may compose into one character: a base with its marks, or a run of Hangul jamo. */
const CLUSTER = new RegExp(`[${WHITE_SPACE}]+|[\\u1100-\\u11ff]+\\p{M}*|\\P{M}\\p{M}*|\\p{M}+`, 'gu');
const IS_WHITE_SPACE = new RegExp(`^[${WHITE_SPACE}]`, 'u');
const LEADING_WHITE_SPACE = new RegExp(`^[${WHITE_SPACE}]+`, 'u');
const TRAILING_WHITE_SPACE = new RegExp(`[${WHITE_SPACE}]$`, 'u');

function normaliseCluster(cluster: string): string {
  return cluster.normalize('NFC').replaceAll('’', "'").replaceAll(META, '_');
}

/** The text without white space at its ends, and how much was cut off in front. Linear, unlike /\s+$/. */
function trimmed(text: string): { body: string; offset: number } {
  const offset = LEADING_WHITE_SPACE.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > offset && TRAILING_WHITE_SPACE.test(text.charAt(end - 1))) end--;
  return { body: text.slice(offset, end), offset };
}

export function normalise(original: string): Normalised {
  const { body, offset } = trimmed(original);
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const put = (text: string, start: number, end: number) => {
    parts.push(text);
    for (let unit = 0; unit < text.length; unit++) {
      starts.push(start);
      ends.push(end);
    }
  };
  for (const match of body.matchAll(CLUSTER)) {
    const cluster = match[0];
    let at = offset + match.index;
    if (IS_WHITE_SPACE.test(cluster)) {
      put(' ', at, at + cluster.length);
      continue;
    }
    const form = normaliseCluster(cluster);
    if (form.length !== cluster.length) {
      put(form, at, at + cluster.length);
      continue;
    }
    for (const character of form) {
      put(character, at, at + character.length);
      at += character.length;
    }
  }
  return { text: parts.join(''), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}
