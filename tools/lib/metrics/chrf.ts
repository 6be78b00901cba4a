/** chrF2 (Popović 2015) as sacreBLEU computes it by default: characters up to order 6, no words, one reference. */

import { countMatches, countNgrams, ngramTotal } from './ngrams';
import { pythonSplit } from './pythonSplit';

export const CHRF_SIGNATURE = 'nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no';

const MAX_ORDER = 6;
/** Recall counts as much as BETA² times precision. */
const BETA = 2;

/** Code points, white space left out. */
const characters = (text: string) => [...pythonSplit(text).join('')];

/**
 * @returns 0 to 100
 * @throws RangeError where the two lists differ in length
 */
export function chrf(hypotheses: readonly string[], references: readonly string[]): number {
  if (hypotheses.length !== references.length) throw new RangeError('as many references as hypotheses are needed');
  const orders = Array.from({ length: MAX_ORDER }, () => ({ hypothesis: 0, reference: 0, matches: 0 }));
  for (const [i, hypothesis] of hypotheses.entries()) {
    const ours = characters(hypothesis);
    const theirs = characters(references[i]!);
    for (const [k, order] of orders.entries()) {
      const inReference = ngramTotal(theirs.length, k + 1);
      // n-grams that no reference could match are not held against the hypothesis
      if (inReference > 0) order.hypothesis += ngramTotal(ours.length, k + 1);
      order.reference += inReference;
      order.matches += countMatches(countNgrams(ours, k + 1), countNgrams(theirs, k + 1));
    }
  }
  const effective = orders.filter(({ hypothesis, reference }) => hypothesis > 0 && reference > 0);
  if (effective.length === 0) return 0;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / effective.length;
  const precision = mean(effective.map(({ matches, hypothesis }) => matches / hypothesis));
  const recall = mean(effective.map(({ matches, reference }) => matches / reference));
  if (precision + recall === 0) return 0;
  return (100 * (1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall);
}
