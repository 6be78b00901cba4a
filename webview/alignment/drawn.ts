/** What the pictures draw, and which words of the shown sentence its rows and columns are. */

import { mergeIntoWords } from '../../src/model/alignment';
import type { SentenceResult, TargetWord, Word } from '../../src/shared/result';
import type { PieceList } from '../../src/shared/stepRecord';
import type { AttentionMaps, AttentionPart, TraceRecord } from '../../src/shared/trace';
import type { WordRef } from './links';

/** An attention of the maps, counted from 0; without `head` the mean of the layer's heads. */
export interface ShownHead {
  part: AttentionPart;
  layer: number;
  head: number | null;
}

export type Unit = 'words' | 'pieces';
export type Normalised = 'rows' | 'columns';

export interface Drawn {
  /** Drawn as a sentence pair: the target's words are the queries (rows), the source's the keys (columns). */
  pair: SentenceResult;
  /** The word of the shown sentence that each query is, or is a part of; null for what is none, as the start mark. */
  queries: (WordRef | null)[];
  /** As `queries`; the end mark of the source, where it has a column, is the last. */
  keys: (WordRef | null)[];
}

export const sameHead = (a: ShownHead | null, b: ShownHead | null): boolean =>
  a?.part === b?.part && a?.layer === b?.layer && a?.head === b?.head;

/** The sentence as the model aligned it. */
export function drawnSentence(sentence: SentenceResult): Drawn {
  const refs = (side: WordRef['side'], count: number): WordRef[] =>
    Array.from({ length: count }, (_, index) => ({ side, index }));
  const { sourceWords, targetWords, alignment } = sentence;
  return {
    pair: sentence,
    queries: refs('target', targetWords.length),
    keys: refs('source', alignment[0]?.length ?? sourceWords.length + 1),
  };
}

/** One side of a trace, in words or in pieces, without its end mark. */
interface Side {
  text: string;
  words: Word[];
  /** Index into `words` of each piece but the end mark. */
  groups: number[];
  /** The word of the shown sentence that each of `words` is of. */
  refs: (WordRef | null)[];
  /** The end mark of the shown sentence. */
  end: WordRef;
}

/**
 * A trace as the pictures draw it.
 * @param head null: the attention that the model aligns words with
 * @param shown the sentence whose words the rows and columns are matched with
 * @param startMark what the start, which the decoder reads before any word, is called
 * @returns null where the model has no such attention
 */
export function drawnTrace(
  record: TraceRecord,
  head: ShownHead | null,
  unit: Unit,
  shown: SentenceResult,
  startMark: string,
): Drawn | null {
  const of = head && record.maps?.[head.part];
  if (head ? !of || head.layer >= of.layers : record.weights.length === 0) return null;
  const source = sideOf(record.sentence.source, record.sourcePieces, unit, 'source', shown);
  const target = sideOf(record.sentence.target, record.targetPieces, unit, 'target', shown);
  const rows = head ? rowsOf(of!, head) : record.weights;
  switch (head?.part) {
    case 'encoder':
      return paired(record, source, source, rows);
    case 'decoder':
      return pairedWithStart(record, target, rows, startMark);
    default: {
      // the attention that aligns a piece is that of the step that emits it, or of the next one, which reads it
      const late = head && record.row === 'reading' ? 1 : 0;
      return paired(
        record,
        source,
        target,
        target.groups.map((_, t) => rows[Math.min(t + late, rows.length - 1)]!),
      );
    }
  }
}

/** weights[query][key] of a head, or of the mean of its layer's heads. */
export function rowsOf({ heads, queries, keys, weights }: AttentionMaps, { layer, head }: ShownHead): Float32Array[] {
  const start = (h: number, query: number): number => ((layer * heads + h) * queries + query) * keys;
  return Array.from({ length: queries }, (_, query) => {
    if (head !== null) return weights.subarray(start(head, query), start(head, query) + keys);
    const mean = new Float32Array(keys);
    for (let h = 0; h < heads; h++) {
      for (let key = 0; key < keys; key++) mean[key]! += weights[start(h, query) + key]! / heads;
    }
    return mean;
  });
}

function sideOf(text: string, pieces: PieceList, unit: Unit, side: WordRef['side'], shown: SentenceResult): Side {
  const ended = pieces.word.at(-1) === -1;
  const groups = ended ? pieces.word.slice(0, -1) : [...pieces.word];
  const others = side === 'source' ? shown.sourceWords : shown.targetWords;
  const refs = matches(pieces.words, others).map((index) => (index === null ? null : { side, index }));
  const end = { side, index: others.length };
  if (unit === 'words') return { text, words: pieces.words, groups, refs, end };
  return {
    text,
    end,
    words: pieceSpans(pieces, groups),
    groups: groups.map((_, piece) => piece),
    refs: groups.map((word) => refs[word] ?? null),
  };
}

/** For each word, the index of the one of `others` that it overlaps; both are in order. */
function matches(words: readonly Word[], others: readonly Word[]): (number | null)[] {
  let at = 0;
  return words.map((word) => {
    while (at < others.length && others[at]!.end <= word.start) at++;
    return others[at] && others[at]!.start < word.end ? at : null;
  });
}

/** Where each piece stands in the text. A piece that is not spelt as its word is (it was normalised) takes what is left. */
function pieceSpans({ text: pieces, words }: PieceList, groups: readonly number[]): Word[] {
  let end = 0;
  return groups.map((group, index) => {
    const word = words[group] ?? { start: end, end };
    const start = groups[index - 1] === group ? Math.min(end, word.end) : word.start;
    const text = pieces[index]!.trim() || '␣';
    end = groups[index + 1] === group ? Math.min(start + text.length, word.end) : Math.max(start, word.end);
    return { text, start, end };
  });
}

const asTarget = (words: readonly Word[]): TargetWord[] => words.map((word) => ({ ...word, confidence: 1 }));

/** A pair whose keys have an end mark. rows: one for each query piece but its end mark */
function paired({ sentence }: TraceRecord, keys: Side, queries: Side, rows: readonly ArrayLike<number>[]): Drawn {
  const alignment = mergeIntoWords(
    { weights: rows, sourceWords: keys.groups, targetWords: queries.groups },
    keys.words.length,
    queries.words.length,
  );
  return {
    pair: {
      ...unpinned(sentence),
      source: keys.text,
      target: queries.text,
      sourceWords: [...keys.words],
      targetWords: asTarget(queries.words),
      alignment,
    },
    queries: queries.refs,
    keys: [...keys.refs, keys.end],
  };
}

/** The decoder's attention to what it has read: the start, then the words. rows: one for each of these pieces */
function pairedWithStart(
  { sentence }: TraceRecord,
  target: Side,
  rows: readonly ArrayLike<number>[],
  startMark: string,
): Drawn {
  // no step reads the last piece of a translation that was cut off
  const groups = [0, ...target.groups.map((group) => group + 1)].slice(0, rows.length);
  const count = groups.at(-1)! + 1;
  const shift = startMark.length + 1;
  const words = [
    { text: startMark, start: 0, end: startMark.length },
    ...target.words.map(({ text, start, end }) => ({ text, start: start + shift, end: end + shift })),
  ].slice(0, count);
  const padded = rows.map((row) => [...Array.from(row), 0]);
  const alignment = mergeIntoWords({ weights: padded, sourceWords: groups, targetWords: groups }, count, count);
  const text = `${startMark} ${target.text}`;
  const refs = [null, ...target.refs].slice(0, count);
  return {
    pair: {
      ...unpinned(sentence),
      source: text,
      target: text,
      sourceWords: words,
      targetWords: asTarget(words),
      alignment: alignment.map((row) => row.slice(0, count)),
    },
    queries: refs,
    keys: refs,
  };
}

/** Pins are spans of the shown sentence; a trace is of its prose. */
const unpinned = (sentence: SentenceResult): SentenceResult => ({ ...sentence, pinned: [] });

/** Each column divided by its sum. A column that nothing attends to stays 0. */
export function normalisedByColumn(drawn: Drawn): Drawn {
  const { alignment } = drawn.pair;
  const sums = (alignment[0] ?? []).map((_, key) => alignment.reduce((sum, row) => sum + row[key]!, 0));
  const divided = alignment.map((row) => row.map((weight, key) => (sums[key]! > 0 ? weight / sums[key]! : 0)));
  return { ...drawn, pair: { ...drawn.pair, alignment: divided } };
}

/** The word of the shown sentence that a row or column of a picture is of. */
export const wordOf = ({ queries, keys }: Drawn, { side, index }: WordRef): WordRef | null =>
  (side === 'target' ? queries : keys)[index] ?? null;

/** Where a word of the shown sentence stands in a picture: in a row, where it has one, else in a column. */
export function placeOf({ queries, keys, pair }: Drawn, word: WordRef): WordRef | null {
  const isWord = (ref: WordRef | null): boolean => ref?.side === word.side && ref.index === word.index;
  const query = queries.findIndex(isWord);
  if (query >= 0 && query < pair.targetWords.length) return { side: 'target', index: query };
  const key = keys.findIndex(isWord);
  return key >= 0 ? { side: 'source', index: key } : null;
}

/** Where something stands in the maps of a part: a stretch of their rows or of their columns, as shares of the whole. */
export interface Stretch {
  axis: 'row' | 'column';
  from: number;
  size: number;
}

/** Where a word of the shown sentence stands in the maps of each part: in the rows where it asks, else in the columns. */
export function stretchesOf(
  record: TraceRecord,
  shown: SentenceResult,
  { side, index }: WordRef,
): Partial<Record<AttentionPart, Stretch>> {
  const pieces = side === 'source' ? record.sourcePieces : record.targetPieces;
  const { refs } = sideOf('', pieces, 'pieces', side, shown);
  const first = refs.findIndex((ref) => ref?.index === index);
  if (first < 0) return {};
  const count = refs.filter((ref) => ref?.index === index).length;
  const stretch = (axis: Stretch['axis'], shift = 0): Stretch => ({
    axis,
    from: Math.min(1, (first + shift) / pieces.text.length),
    size: count / pieces.text.length,
  });
  if (side === 'source') return { encoder: stretch('row'), cross: stretch('column') };
  return { cross: stretch('row', record.row === 'reading' ? 1 : 0), decoder: stretch('row', 1) };
}
