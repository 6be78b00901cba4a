/** Which parts of a text go through the model, and which stay as they are. */

import { splitSentences, type Span } from '../text/sentences';
import type { Encoding, Tokenizer } from './tokenizer/tokenizer';

/** A sentence, or as much of it as fits the model. */
export interface Chunk {
  /** In the text of the request. */
  span: Span;
  text: string;
  encoding: Encoding;
}

const LETTER = /\p{L}/u;

/**
 * Cuts a text into what the model translates. What lies between the chunks is to be passed on unchanged: white space,
 * what has no letter (numbers, punctuation, emoji), what is written in characters that the vocabulary does not have,
 * and single words beyond the model's limit (keys, encoded data).
 * @param maxPieces most pieces of a chunk, the end mark counted
 */
export function cutIntoChunks(text: string, tokenizer: Tokenizer, maxPieces: number): Chunk[] {
  return splitSentences(text).flatMap((span) => {
    const sentence = text.slice(span.start, span.end);
    if (!LETTER.test(sentence)) return [];
    const encoding = tokenizer.encode(sentence);
    const fits = encoding.ids.length < maxPieces;
    const count = (part: string): number => tokenizer.encode(part).ids.length;
    const spans = fits ? [{ start: 0, end: sentence.length }] : cutSentence(sentence, encoding, count, maxPieces - 1);
    return spans
      .map(({ start, end }) => chunkAt(text, { start: span.start + start, end: span.start + end }, tokenizer))
      .filter(isTranslatable);
  });
}

function chunkAt(text: string, span: Span, tokenizer: Tokenizer): Chunk {
  const part = text.slice(span.start, span.end);
  return { span, text: part, encoding: tokenizer.encode(part) };
}

function isTranslatable({ text, encoding }: Chunk): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && encoding.unknownCharacters * 2 <= letters;
}

/** Punctuation after which a sentence is best cut. */
const CLAUSE_END = /^[,;:.!?…)\]—–]$/u;

/**
 * Spans of a sentence that is too long, at word boundaries, after punctuation where there is some in the last half.
 * @param count pieces of a part by itself: what begins it is spelled otherwise than in the middle, and may take more
 */
function cutSentence(
  sentence: string,
  { words, pieceWords }: Encoding,
  count: (part: string) => number,
  limit: number,
): Span[] {
  const pieces = Array<number>(words.length).fill(0);
  for (const word of pieceWords) pieces[word]!++;
  const spanOf = (first: number, end: number): Span => ({ start: words[first]!.start, end: words[end - 1]!.end });
  const fits = ({ start, end }: Span): boolean => count(sentence.slice(start, end)) <= limit;
  const spans: Span[] = [];
  for (let first = 0; first < words.length;) {
    let end = first;
    for (let total = 0; end < words.length && total + pieces[end]! <= limit; end++) total += pieces[end]!;
    while (end > first && !fits(spanOf(first, end))) end--;
    if (end === first) {
      first++; // one word beyond the limit: it stays as it is
      continue;
    }
    if (end < words.length) {
      let clause = end;
      while (clause > (first + end) / 2 && !CLAUSE_END.test(words[clause - 1]!.text)) clause--;
      if (clause > first && CLAUSE_END.test(words[clause - 1]!.text)) end = clause;
    }
    spans.push(spanOf(first, end));
    first = end;
  }
  return spans;
}
