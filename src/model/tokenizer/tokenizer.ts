/**
 * Text to piece ids and back, keeping exact spans.
 *
 * Byte-pair encoding is done by @huggingface/tokenizers, pretoken by pretoken: the library returns no offsets, but a
 * piece never leaves its pretoken, whose span is known. The library's own normaliser and pre-tokeniser are therefore
 * switched off.
 */

import { Tokenizer as BpeTokenizer } from '@huggingface/tokenizers';
import type { Word } from '../../shared/result';
import { parseTokenizerFile } from './tokenizerFile';
import { META, normalise, WHITE_SPACE } from './normalise';
import { pretokens } from './pretokens';
import { decodeUtf8 } from './utf8';

export interface Encoding {
  /** Piece ids, without the end mark. */
  ids: number[];
  /** For each piece, the index of its word. */
  pieceWords: number[];
  /** Words of the text (`\w+|[^\w\s]` in Python's sense), with spans in the original text. */
  words: Word[];
  /** How many of the letters and digits of the text the vocabulary cannot spell but byte by byte. */
  unknownCharacters: number;
}

export interface Decoding {
  text: string;
  /** For each piece, the index of its word, or -1 where the piece shows nothing (the end mark, a trailing space). */
  pieceWords: number[];
  /** Words of `text`. */
  words: Word[];
}

interface EncodedPretoken {
  ids: readonly number[];
  unknown: boolean;
}

const WORD = new RegExp(`[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_${WHITE_SPACE}]`, 'gu');
const BYTE_PIECE = /^<0x([0-9A-F]{2})>$/;
const MAX_CACHED = 50_000;
/** A pretoken longer than this is not a word of any language, and is not worth a place in the cache. */
const MAX_CACHED_LENGTH = 64;

export class Tokenizer {
  private readonly bpe: BpeTokenizer;
  private readonly pieces: readonly string[];
  /** The byte that a byte-fallback piece stands for, by piece id. */
  private readonly byteOf: readonly (number | null)[];
  private readonly special: ReadonlySet<number>;
  private readonly cache = new Map<string, EncodedPretoken>();

  /**
   * @param model model id, for messages
   * @param json text of tokenizer.json
   * @throws EngineError 'modelFile' where the file is not a BPE tokenizer of `vocabulary` pieces
   */
  constructor(model: string, json: string, vocabulary: number) {
    const file = parseTokenizerFile(model, json, vocabulary);
    this.pieces = file.pieces;
    this.special = file.special;
    this.byteOf = file.pieces.map((piece) => {
      const match = BYTE_PIECE.exec(piece);
      return match ? Number.parseInt(match[1]!, 16) : null;
    });
    this.bpe = new BpeTokenizer(file.modelOnly, {});
  }

  encode(original: string): Encoding {
    const normalised = normalise(original);
    const encoding: Encoding = { ids: [], pieceWords: [], words: [], unknownCharacters: 0 };
    if (normalised.text === '') return encoding;
    const { words } = encoding;
    for (const { text, start, end, continues } of pretokens(normalised.text)) {
      const from = normalised.starts[start]!;
      const to = normalised.ends[end - 1]!;
      const last = words.at(-1);
      // one original character may normalise into two words (a composition exclusion): they stay one word
      if (last && (continues || from < last.end)) last.end = Math.max(last.end, to);
      else words.push({ text: '', start: from, end: to });
      const { ids, unknown } = this.encodePretoken(text);
      for (const id of ids) {
        encoding.ids.push(id);
        encoding.pieceWords.push(words.length - 1);
      }
      if (unknown) encoding.unknownCharacters += this.countUnknown(text);
    }
    for (const word of words) word.text = original.slice(word.start, word.end);
    return encoding;
  }

  private encodePretoken(pretoken: string): EncodedPretoken {
    const known = this.cache.get(pretoken);
    if (known) return known;
    const { ids } = this.bpe.encode(pretoken, { add_special_tokens: false });
    const encoded = { ids, unknown: ids.some((id) => this.byteOf[id] !== null || this.special.has(id)) };
    if (pretoken.length <= MAX_CACHED_LENGTH) {
      if (this.cache.size >= MAX_CACHED) this.cache.clear();
      this.cache.set(pretoken, encoded);
    }
    return encoded;
  }

  private countUnknown(pretoken: string): number {
    let unknown = 0;
    for (const character of pretoken) {
      if (!/[\p{L}\p{N}]/u.test(character)) continue;
      if (this.encodePretoken(character).unknown) unknown++;
    }
    return unknown;
  }

  /** A piece as the vocabulary writes it, its word-begin mark turned into a space. */
  piece(id: number): string {
    return (this.pieces[id] ?? '').replaceAll(META, ' ');
  }

  /**
   * The text of pieces, special ones left out. Any sequence of ids decodes: bytes that are no UTF-8 become U+FFFD.
   * @param ids piece ids, 0 ≤ id < vocabulary
   */
  decode(ids: readonly number[]): Decoding {
    const spans = this.spell(ids);
    const text = spans.text.replace(TRAILING, '');
    const cut = LEADING.exec(text)?.[0].length ?? 0;
    const shown = text.slice(cut);
    const words: Word[] = [];
    for (const match of shown.matchAll(WORD)) {
      words.push({ text: match[0], start: match.index, end: match.index + match[0].length });
    }
    const pieceWords = assignToWords(spans.ends, cut, words).map((word, i) => (this.special.has(ids[i]!) ? -1 : word));
    return { text: shown, words, pieceWords };
  }

  /** The pieces' text one after the other, and where each piece ends in it. */
  private spell(ids: readonly number[]): { text: string; ends: number[] } {
    let text = '';
    const ends: number[] = [];
    for (let at = 0; at < ids.length;) {
      const bytes: number[] = [];
      for (let byte; (byte = this.byteOf[ids[at + bytes.length]!] ?? null) !== null;) bytes.push(byte);
      for (const character of decodeUtf8(bytes)) {
        text += character.text;
        // all the bytes of a character lie on it
        for (let i = 0; i < character.bytes; i++) ends.push(text.length);
      }
      at += bytes.length;
      if (bytes.length > 0) continue;
      const id = ids[at]!;
      if (!this.special.has(id)) text += this.piece(id);
      ends.push(text.length);
      at++;
    }
    return { text, ends };
  }
}

const LEADING = new RegExp(`^[${WHITE_SPACE}]+`, 'u');
const TRAILING = new RegExp(`(?<![${WHITE_SPACE}])[${WHITE_SPACE}]+$`, 'u');

/**
 * A piece belongs to the word that its last character lies in; a piece that is only white space, to the next word.
 * @param ends where each piece ends in the text before `cut` characters were taken from its front
 */
function assignToWords(ends: readonly number[], cut: number, words: readonly Word[]): number[] {
  let word = 0;
  return ends.map((end) => {
    while (word < words.length && words[word]!.end < end - cut) word++;
    return word < words.length ? word : -1;
  });
}
