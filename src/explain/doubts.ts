/** Where the model was unsure, and what else it held likely. */

import type { SentenceResult } from '../shared/result';
import type { TraceRecord } from '../shared/trace';
import type { Claim, Figure } from './claim';
import { UNSURE } from './limits';
import { wordsProper } from './measures';

/** Rivals that are shown of a piece. */
const MOST_RIVALS = 3;
/** What a person would read as "0%" is no rival. */
const LEAST_RIVAL = 0.005;

/** What claims about probabilities need of a trace. */
export type Steps = Pick<TraceRecord, 'steps' | 'targetPieces' | 'targetIds'>;

/** @param trace without it nothing is known of rivals, only how sure the model was of each word */
export function doubts({ targetWords }: SentenceResult, trace: Steps | null): Claim[] {
  const proper = wordsProper(targetWords);
  const unsure = proper.filter((target) => targetWords[target]!.confidence < UNSURE);
  const confidence = (target: number): Figure => ({
    of: 'confidence',
    target,
    value: targetWords[target]!.confidence,
  });
  const limit = { name: 'unsure', value: UNSURE } as const;
  if (unsure.length === 0 && proper.length > 0) {
    const least = proper.reduce((a, b) => (targetWords[b]!.confidence < targetWords[a]!.confidence ? b : a));
    return [
      { kind: 'sure', section: 'unsure', source: [], target: [least], figures: [confidence(least)], limit, weight: 0 },
    ];
  }
  return unsure.map((target) => ({
    kind: 'unsure',
    section: 'unsure',
    source: [],
    target: [target],
    figures: [confidence(target), ...(trace ? weakestPiece(trace, target) : [])],
    limit,
    weight: 1 - targetWords[target]!.confidence,
  }));
}

/** The piece of a word that the model held least likely, and what else could have come in its place. */
function weakestPiece({ steps, targetPieces, targetIds }: Steps, target: number): Figure[] {
  const own = targetPieces.word.flatMap((word, step) => (word === target ? [step] : []));
  if (own.length === 0) return [];
  const step = own.reduce((a, b) => (steps[b]!.probability < steps[a]!.probability ? b : a));
  const { probability, entropy, next } = steps[step]!;
  const soFar = own
    .filter((each) => each < step)
    .map((each) => targetPieces.text[each]!)
    .join('');
  const rivals = next
    .filter(({ id, probability: of }) => id !== targetIds[step] && of >= LEAST_RIVAL)
    .map(({ id, piece, probability: value }): Figure => ({
      of: 'rival',
      target,
      step,
      id,
      text: piece === END_MARK ? END_MARK : (soFar + piece).trim(),
      value,
    }))
    .filter(firstOfItsText)
    .slice(0, MOST_RIVALS);
  return [
    { of: 'probability', target, step, value: probability },
    ...rivals,
    { of: 'entropy', target, step, value: entropy },
  ];
}

/** Different pieces can look the same, as a letter does with and without a space before it: the likelier one is told. */
const firstOfItsText = (rival: Figure, index: number, all: readonly Figure[]): boolean =>
  all.findIndex((other) => other.of === 'rival' && rival.of === 'rival' && other.text === rival.text) === index;

/** As PieceList writes it. */
export const END_MARK = '</s>';
