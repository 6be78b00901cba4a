/** BLEU (Papineni et al. 2002) as sacreBLEU computes it by default (Post 2018): one reference, corpus level. */

import { countMatches, countNgrams, ngramTotal } from './ngrams';
import { tokenise13a } from './tokenise13a';

export const BLEU_SIGNATURE = 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp';

const MAX_ORDER = 4;

export interface Bleu {
  /** 0 to 100. */
  score: number;
  /** Of orders 1 to 4, 0 to 100, smoothed. */
  precisions: number[];
  brevityPenalty: number;
  /** Tokens in all hypotheses and in all references. */
  hypothesisLength: number;
  referenceLength: number;
}

/** @throws RangeError where the two lists differ in length */
export function bleu(hypotheses: readonly string[], references: readonly string[]): Bleu {
  if (hypotheses.length !== references.length) throw new RangeError('as many references as hypotheses are needed');
  const correct = Array<number>(MAX_ORDER).fill(0);
  const total = Array<number>(MAX_ORDER).fill(0);
  let hypothesisLength = 0;
  let referenceLength = 0;
  for (const [i, hypothesis] of hypotheses.entries()) {
    const ours = tokenise13a(hypothesis);
    const theirs = tokenise13a(references[i]!);
    hypothesisLength += ours.length;
    referenceLength += theirs.length;
    for (let n = 1; n <= MAX_ORDER; n++) {
      correct[n - 1]! += countMatches(countNgrams(ours, n), countNgrams(theirs, n));
      total[n - 1]! += ngramTotal(ours.length, n);
    }
  }
  const precisions = smoothed(correct, total);
  const brevityPenalty = brevity(hypothesisLength, referenceLength);
  const score = correct.some((count) => count > 0) ? brevityPenalty * geometricMean(precisions) : 0;
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength };
}

/** "exp" smoothing: an order without matches counts as half as many as the order before it without matches. */
function smoothed(correct: readonly number[], total: readonly number[]): number[] {
  const precisions = Array<number>(MAX_ORDER).fill(0);
  let halving = 1;
  for (let n = 0; n < MAX_ORDER && total[n]! > 0; n++) {
    if (correct[n] === 0) {
      halving *= 2;
      precisions[n] = 100 / (halving * total[n]!);
    } else precisions[n] = (100 * correct[n]!) / total[n]!;
  }
  return precisions;
}

function brevity(hypothesis: number, reference: number): number {
  if (hypothesis >= reference) return 1;
  return hypothesis > 0 ? Math.exp(1 - reference / hypothesis) : 0;
}

function geometricMean(values: readonly number[]): number {
  if (values.some((value) => value === 0)) return 0;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
