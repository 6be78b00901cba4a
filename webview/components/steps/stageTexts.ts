/** Names and explanations of the stages of a step. */

import type { StepRecord } from '../../../src/shared/stepRecord';
import type { Stage } from '../../choices';
import { formatDecimal, formatPercent, formatScore, formatWeight, t } from '../../l10n';
import { lengthOf, strongest } from '../../lineage/numbers';
import { strongestPieces } from '../../scoring/bench';
import { maskOf } from '../../steps/record';
import { pieceName } from '../scoring/pieceName';

export function stageName(stage: Stage, record: StepRecord): string {
  const names: Record<Stage, string> = {
    query: t('Query'),
    scores: t('Scores'),
    mask: t('Mask'),
    softmax: 'Softmax',
    sum: t('Weighted sum'),
    context: record.weights.length ? t('Context vector') : t('Fixed context C'),
    next: t('The next piece'),
  };
  return names[stage];
}

const takingPart = (record: StepRecord): number => maskOf(record).filter((value) => Number.isFinite(value)).length;

/** The stage in a few words, as it stands beside its name. */
export function stageSummary(stage: Stage, record: StepRecord): string {
  const { query, scores, weights, context, sourcePieces, next } = record;
  const nameOf = (j: number): string => t('“{0}”', pieceName(sourcePieces.text[j] ?? ''));
  switch (stage) {
    case 'query':
      return t('{0} numbers', query.length);
    case 'scores': {
      const best = strongest(scores);
      return t('highest: {0} {1}', nameOf(best), formatScore(scores[best] ?? 0));
    }
    case 'mask':
      return t('{0} of {1} take part', takingPart(record), scores.length);
    case 'softmax':
      return strongestPieces(weights, 2)
        .map((j) => `${nameOf(j)} ${formatPercent(weights[j] ?? 0)}`)
        .join(' · ');
    case 'sum':
      return t('{0} vectors', weights.filter((weight) => weight > 0).length);
    case 'context':
      return t('length {0}', formatDecimal(lengthOf(context), 2));
    case 'next':
      return next[0] ? `${t('“{0}”', pieceName(next[0].piece))} ${formatPercent(next[0].probability)}` : '';
  }
}

/** What the stage does; s_t and the like are set as formulas. */
export function stageTale(stage: Stage, record: StepRecord): string {
  const { queryIs, parts, scores, weights, step, targetPieces, probability } = record;
  const came = pieceName(targetPieces.text[step] ?? '');
  switch (stage) {
    case 'query':
      if (queryIs === 'projection') return t('What this head asks with: a projection of the decoder’s state s_t.');
      return queryIs === 'current-state'
        ? t('What the decoder asks with: its state s_t, once it has read the piece before.')
        : t('What the decoder asks with: its state s_{t−1}, before it takes this step.');
    case 'scores':
      return t(
        'How well each source piece matches the query. Only differences count: the softmax turns them into ratios.',
      );
    case 'mask': {
      const taking = takingPart(record);
      return taking === scores.length
        ? t('Nothing is masked: the mask is 0 everywhere, and all {0} source pieces take part.', taking)
        : t(
            'A window moves over the source: {0} of {1} pieces take part, and the others will have weight 0.',
            taking,
            scores.length,
          );
    }
    case 'softmax':
      if (parts?.select === 'hard') return t('Hard attention: the best position alone gets all the weight.');
      return parts?.smooth
        ? t('Scores become weights, which are then mixed with those of the steps before.')
        : t('Scores become weights: none below 0, all together 1.');
    case 'sum':
      return queryIs === 'projection'
        ? t('Each value vector v_j times its weight. A share is what a piece adds along the sum’s own direction.')
        : t('Each state h_j times its weight. A share is what a piece adds along the sum’s own direction.');
    case 'context':
      return weights.length
        ? t('What the decoder gets to know of the source at this step.')
        : t('All that the decoder ever gets to know of the source; it is the same at every step.');
    case 'next':
      return t(
        'How likely the model holds each piece of its vocabulary next. “{0}” was written, with {1}.',
        came,
        formatWeight(probability),
      );
  }
}
