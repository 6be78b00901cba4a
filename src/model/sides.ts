/** The two texts of a decoding, in pieces. */

import { EngineError } from '../shared/faults';
import { MAX_CHARACTERS } from '../shared/limits';
import type { PieceList } from '../shared/stepRecord';
import type { LoadedModel } from './loadedModel';
import type { Tokenizer } from './tokenizer/tokenizer';

const END_MARK = '</s>';

/** A text in pieces. */
export interface Side {
  text: string;
  /** The end mark last, but for a translation that was cut off. */
  ids: number[];
  pieces: PieceList;
}

/** A piece as the vocabulary writes it, its word-begin mark turned into a space. */
export const pieceText = (tokenizer: Tokenizer, id: number, eos: number): string =>
  id === eos ? END_MARK : tokenizer.piece(id);

/**
 * What a model reads of a source: one that is longer than it can read is cut off after the last whole word that fits.
 * @throws EngineError 'emptyText', 'textTooLong'
 */
export function sourceSide({ tokenizer, config, network }: LoadedModel, text: string): Side {
  checkLength(text);
  const side = prose(tokenizer, text, config.max_source_pieces - 1, network.eos);
  if (side.pieces.words.length === 0) throw new EngineError({ code: 'emptyText' });
  return side;
}

/** A given translation, which may be empty. @throws EngineError 'textTooLong' */
export function targetSide({ tokenizer, config, network }: LoadedModel, text: string): Side {
  checkLength(text);
  const limit = Math.min(4 * config.max_source_pieces, network.longestTarget - 1);
  return prose(tokenizer, text, limit, network.eos);
}

function checkLength({ length: characters }: string): void {
  if (characters > MAX_CHARACTERS) throw new EngineError({ code: 'textTooLong', characters, limit: MAX_CHARACTERS });
}

/** A given text; at most `limit` pieces and the end mark. */
function prose(tokenizer: Tokenizer, text: string, limit: number, eos: number): Side {
  const encoding = tokenizer.encode(text);
  let count = Math.min(encoding.ids.length, limit);
  // no part of a word, unless it is the only one
  const cutWord = encoding.pieceWords[count];
  if (cutWord !== undefined && encoding.pieceWords[0] !== cutWord) {
    while (encoding.pieceWords[count - 1] === cutWord) count--;
  }
  const word = encoding.pieceWords.slice(0, count);
  const words = encoding.words.slice(0, (word.at(-1) ?? -1) + 1);
  const whole = count === encoding.ids.length;
  const ids = encoding.ids.slice(0, count);
  return {
    text: whole ? text : text.slice(0, words.at(-1)!.end),
    ids: [...ids, eos],
    pieces: { text: [...ids.map((id) => tokenizer.piece(id)), END_MARK], word: [...word, -1], words },
  };
}

/** The pieces that a search found. */
export function emittedSide({ tokenizer, network }: LoadedModel, ids: number[]): Side {
  const { text, words, pieceWords } = tokenizer.decode(ids);
  return {
    text,
    ids,
    pieces: {
      text: ids.map((id) => pieceText(tokenizer, id, network.eos)),
      word: ids.map((id, t) => (id === network.eos ? -1 : pieceWords[t]!)),
      words,
    },
  };
}
