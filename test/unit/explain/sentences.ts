/** Sentences and traces to make claims of: made by hand, and any that there could be. */

import fc from 'fast-check';
import type { SentenceResult } from '../../../src/shared/result';
import type { Steps } from '../../../src/explain/doubts';
import { wordsOf } from '../../view/fixtures/states';

/** @param alignment one row a target word; the end mark last */
export function sentence(
  source: string,
  target: string,
  alignment: number[][],
  confidences: number[] = [],
): SentenceResult {
  return {
    source,
    target,
    score: -0.3,
    sourceWords: wordsOf(source),
    targetWords: wordsOf(target).map((word, index) => ({ ...word, confidence: confidences[index] ?? 0.9 })),
    alignment,
    span: { start: 0, end: source.length },
  };
}

/** A row with these weights at these source words; what is left over goes to the end mark or is spread evenly. */
export function row(length: number, at: Record<number, number>, rest: 'even' | 'end' = 'even'): number[] {
  const given = Object.values(at).reduce((sum, weight) => sum + weight, 0);
  const others = length - Object.keys(at).length;
  const left = 1 - given;
  return Array.from(
    { length },
    (_, index) => at[index] ?? (rest === 'even' ? left / others : index === length - 1 ? left : 0),
  );
}

/** One piece a word, and an end mark; the first rival of each is the piece itself. */
export function traceOf({ targetWords }: SentenceResult): Steps {
  const text = [...targetWords.map((word) => ` ${word.text}`), '</s>'];
  return {
    targetPieces: { text, word: [...targetWords.map((_, index) => index), -1], words: targetWords },
    targetIds: text.map((_, index) => 10 + index),
    steps: text.map((piece, index) => {
      const probability = targetWords[index]?.confidence ?? 0.95;
      return {
        probability,
        entropy: 2 * (1 - probability),
        next: [
          { id: 10 + index, piece, probability },
          { id: 500, piece: ' autre', probability: (1 - probability) * 0.8 },
          { id: 1, piece: '</s>', probability: (1 - probability) * 0.15 },
          { id: 502, piece: ' rien', probability: 0.001 },
        ],
      };
    }),
  };
}

const WORDS = [
  'la',
  'le',
  'nous',
  'chat',
  'cat',
  'table',
  '12',
  '1987',
  ',',
  '.',
  '«',
  'de',
  'maison',
  "l'eau",
  'Paris',
];
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const weight = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0, 5, 20));
const confidence = fc.double({ min: 0.001, max: 1, noNaN: true });

/** Any sentence, with any attention or none. */
export const anySentence: fc.Arbitrary<SentenceResult> = fc
  .record({ source: text, target: text, attends: fc.boolean(), truncated: fc.boolean() })
  .chain(({ source, target, attends, truncated }) => {
    const [columns, rows] = [wordsOf(source).length + 1, wordsOf(target).length];
    const size = { minLength: columns, maxLength: columns };
    return fc
      .record({
        raw: fc.array(fc.array(weight, size), { minLength: rows, maxLength: rows }),
        confidences: fc.array(confidence, { minLength: rows, maxLength: rows }),
      })
      .map(({ raw, confidences }) => ({
        ...sentence(source, target, attends ? raw.map(normal) : [], confidences),
        ...(truncated ? { truncated } : {}),
      }));
  });

function normal(weights: number[]): number[] {
  const sum = weights.reduce((total, each) => total + each, 0);
  return sum > 0 ? weights.map((each) => each / sum) : weights.map(() => 1 / weights.length);
}
