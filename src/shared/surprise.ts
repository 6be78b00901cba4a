import type { TraceRecord } from './trace';

/** What the model makes of a word that it did not write. */
export interface Surprise {
  /** -log2 of the probability of its pieces, one after the other. */
  bits: number;
  /**
   * The likeliest piece where the model would first have left the word, after what of the word came before; `text` is ''
   * where it would have ended the sentence. Null where it would have written this word.
   */
  instead: { text: string; probability: number } | null;
}

/** Of each target word of a record with a forced target. */
export function surprises({ sentence, targetPieces, targetIds, steps }: TraceRecord): Surprise[] {
  const found = sentence.targetWords.map((): Surprise & { before: string } => ({ bits: 0, instead: null, before: '' }));
  targetIds.forEach((id, step) => {
    const word = found[targetPieces.word[step]!];
    const { probability, next } = steps[step]!;
    const likeliest = next[0];
    if (!word || !likeliest) return;
    word.bits -= Math.log2(Math.max(probability, LEAST));
    if (likeliest.id !== id) {
      const ends = likeliest.piece === END_MARK && word.before === '';
      word.instead ??= {
        text: ends ? '' : (word.before + (likeliest.piece === END_MARK ? '' : likeliest.piece)).trim(),
        probability: likeliest.probability,
      };
    }
    word.before += targetPieces.text[step]!;
  });
  return found.map(({ bits, instead }) => ({ bits, instead }));
}

const END_MARK = '</s>';

/** The least that a softmax of 32 bits tells from 0. */
const LEAST = 2 ** -126;
