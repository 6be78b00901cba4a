/** What a decoding attended to while it wrote a word. */

import type { TraceRecord } from '../../src/shared/trace';

/** Whether a Transformer wrote it, which has heads of its own for the encoder. */
export const isTransformer = ({ maps }: TraceRecord): boolean => maps?.encoder !== undefined;

/** The steps that write a target word; those of the end mark for the index behind the last word. */
export function stepsOf({ targetPieces: { text, word, words } }: TraceRecord, target: number): number[] {
  if (target < words.length) return word.flatMap((each, step) => (each === target ? [step] : []));
  return endStep({ text, word }) === null ? [] : [text.length - 1];
}

/** The step that ends the translation; null where the decoder was stopped before. */
const endStep = ({ text, word }: { text: string[]; word: number[] }): number | null =>
  text.at(-1) === '</s>' && word.at(-1) === -1 ? text.length - 1 : null;

/** Whether the decoding came to its end. */
export const hasEnd = ({ targetPieces }: TraceRecord): boolean => endStep(targetPieces) !== null;

/**
 * (S + 1): the attention on the source words, and last on what is part of no word (the end mark), at the steps that
 * write a target word: the mean over the steps and over all layers and heads. Null where the model has no attention.
 */
export function writingRow(record: TraceRecord, steps: readonly number[]): number[] | null {
  const cross = record.maps?.cross;
  if (!cross || steps.length === 0) return null;
  const { layers, heads, queries, keys, weights } = cross;
  const { word, words } = record.sourcePieces;
  const row = Array<number>(words.length + 1).fill(0);
  const share = 1 / (layers * heads * steps.length);
  for (let head = 0; head < layers * heads; head++) {
    for (const step of steps) {
      const from = (head * queries + step) * keys;
      for (let key = 0; key < keys; key++) {
        const at = word[key]!;
        row[at < 0 ? words.length : at]! += weights[from + key]! * share;
      }
    }
  }
  return row;
}

/** A row over the words of a changed source as one over the words of the sentence, and the rest. */
export function inPlace(row: readonly number[], place: readonly (readonly number[])[]): number[] {
  const taken = new Set(place.flat());
  const own = place.map((words) => words.reduce((sum, word) => sum + row[word]!, 0));
  return [...own, row.reduce((sum, weight, at) => sum + (taken.has(at) ? 0 : weight), 0)];
}

/** Mean probability of a piece (the geometric one), of the whole decoding. */
export function meanProbability({ steps }: TraceRecord): number {
  const total = steps.reduce((sum, { probability }) => sum + Math.log(probability), 0);
  return steps.length ? Math.exp(total / steps.length) : 0;
}

/** Two decodings that are compared. */
export type Side = 'before' | 'after';

/** A word of one of them; the end mark is the one behind the last. */
export interface FocusedWord {
  side: Side;
  word: number;
}
