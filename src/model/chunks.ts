/** Which parts of a text go through the model, and which stay as they are. */

import type { Word } from '../shared/result';
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
    const fits = tokenizer.encode(sentence).ids.length < maxPieces;
    const spans = fits ? [{ start: 0, end: sentence.length }] : cutSentence(sentence, tokenizer, maxPieces - 1);
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

/** Spans of a sentence that is too long, at word boundaries, after punctuation where there is some in the last half. */
function cutSentence(sentence: string, tokenizer: Tokenizer, limit: number): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < sentence.length;) {
    // anew for each part: what begins one is spelled otherwise than in the middle of a sentence, and may take more pieces
    const { words, pieceWords } = tokenizer.encode(sentence.slice(at));
    if (words.length === 0) break;
    const end = wordsOfPart(words, pieceWords, limit);
    if (end > 0) spans.push({ start: at + words[0]!.start, end: at + words[end - 1]!.end });
    at += words[Math.max(end, 1) - 1]!.end; // one word beyond the limit stays as it is
  }
  return spans;
}

/** How many of these words make up the next part; 0 where the first one is too long for any. */
function wordsOfPart(words: readonly Word[], pieceWords: readonly number[], limit: number): number {
  const end = pieceWords.length <= limit ? words.length : pieceWords[limit]!;
  if (end === words.length) return end;
  let clause = end;
  while (clause > end / 2 && !CLAUSE_END.test(words[clause - 1]!.text)) clause--;
  return clause > 0 && CLAUSE_END.test(words[clause - 1]!.text) ? clause : end;
}
