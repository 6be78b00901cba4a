import type { TranslationModel } from '../translationModel';
import type { SearchLimits } from './beam';
import { allowedRepeats } from './repeats';

/** Most pieces emitted for one sentence, whatever its length. */
const MAX_PIECES = 256;

/** How far translations of these sources (piece ids, the end mark last) may go. */
export function limitsOf(
  { longestTarget }: Pick<TranslationModel, 'longestTarget'>,
  sources: readonly (readonly number[])[],
  width: number,
  nBest: number,
): SearchLimits {
  return {
    width,
    nBest: Math.min(nBest, width),
    maxPieces: sources.map((ids) => Math.min(2 * ids.length + 10, MAX_PIECES, longestTarget)),
    maxRepeats: sources.map(allowedRepeats),
  };
}
