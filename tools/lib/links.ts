/**
 * Word links from attention.
 *
 * Of attention that nobody taught to align, a target word is linked to the source word that it singles out: the one whose attention from it is greatest in
 * proportion to the attention that this source word gets from all target words. Plain argmax falls for commas and full
 * stops, which every word attends to a little; on hansards-dev its AER was 0.474, this rule's 0.403 (bahdanau-2015-large
 * after 14 million target pieces). To leave a word unlinked where the end mark wins made it worse (0.414 instead of
 * 0.410 without the second condition below).
 *
 * A head that was trained on word alignments is clear about most words: a link must be mutual, and have some of the word's
 * attention. On hansards-dev its AER was 0.094, by the other rule 0.130 (transformer-en-fr after 11 million target pieces);
 * for the others this rule is worse (0.461 instead of 0.401 for bahdanau-2015-large).
 */

import type { ModelConfig } from '../../src/model/checkpoint/config';
import type { SentenceResult } from '../../src/shared/result';
import type { Link } from './metrics/aer';

/** Added to the attention that a source word gets, so that words which get next to none do not win by chance. */
const SMOOTHING = 0.03;
/** A link that is not mutual stands if the target word gives it this much of its attention. */
const CLEAR = 0.4;
/** The least of its attention that a target word gives to a word it is linked to, where the attention was trained to align. */
const SOME = 0.3;

/** Index of the greatest value; the first of equal ones. */
function argmax(values: readonly number[]): number {
  let most = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[most]!) most = i;
  return most;
}

/** Whether the attention that aligns a model's words was trained on word alignments. */
export const alignsByTraining = (config: ModelConfig): boolean =>
  config.architecture === 'transformer' && config.alignment?.trained === true;

/**
 * At most one link for every target word, in their order: to the source word that it singles out, if that word is in
 * turn singled out by it most, or if it gives it most of its attention.
 * @param trained whether this attention was trained on word alignments
 */
export function extractLinks(
  { alignment, sourceWords }: Pick<SentenceResult, 'alignment'> & { sourceWords: readonly unknown[] },
  trained: boolean,
): Link[] {
  const sources = sourceWords.map((_, s) => s);
  const received = sources.map((s) => alignment.reduce((sum, row) => sum + row[s]!, SMOOTHING));
  const share = alignment.map((row) => sources.map((s) => row[s]! / received[s]!));
  const bestFor = sources.map((s) => argmax(share.map((row) => row[s]!)));
  return alignment.flatMap((row, t): Link[] => {
    const s = argmax(share[t]!);
    const mutual = bestFor[s] === t;
    return (trained ? mutual && row[s]! > SOME : mutual || row[s]! > CLEAR) ? [`${s}-${t}`] : [];
  });
}
