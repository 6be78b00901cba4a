/** Word links from attention. */

import type { SentenceResult } from '../../src/shared/result';
import type { Link } from './metrics/aer';

/**
 * For every target word, the source word that it attends to most, unless that is the end mark.
 * In the order of the target words.
 */
export function extractLinks({ alignment, sourceWords }: Pick<SentenceResult, 'alignment' | 'sourceWords'>): Link[] {
  return alignment.flatMap((row, t): Link[] => {
    let most = 0;
    for (let s = 1; s < row.length; s++) if (row[s]! > row[most]!) most = s;
    return most < sourceWords.length ? [`${most}-${t}`] : [];
  });
}
