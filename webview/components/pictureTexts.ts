/** What the pictures say of themselves: which side asks which, what sums to 1, which step's attention a row is. */

import type { AttentionPart, TraceRecord } from '../../src/shared/trace';
import type { Normalised, ShownHead } from '../alignment/drawn';
import { t } from '../l10n';

/** Null is the model's own alignment, which is of cross-attention. */
type Of = ShownHead | null;

const byPart = (of: Of, texts: Record<AttentionPart, string>): string => texts[of?.part ?? 'cross'];

export const keysName = (of: Of): string =>
  byPart(of, { cross: t('source (keys)'), encoder: t('source (keys)'), decoder: t('written before (keys)') });

export const queriesName = (of: Of): string =>
  byPart(of, {
    cross: t('translation (queries)'),
    encoder: t('source (queries)'),
    decoder: t('translation (queries)'),
  });

export const labelOf = (of: Of): string =>
  byPart(of, {
    cross: t('Attention of each word of the translation on each word of the source'),
    encoder: t('Attention of each word of the source on each word of the source'),
    decoder: t('Attention of each word of the translation on the words written before it'),
  });

export const tableLabelOf = (of: Of): string =>
  byPart(of, {
    cross: t('Attention of each word of the translation (rows) on each word of the source (columns)'),
    encoder: t('Attention of each word of the source (rows) on each word of the source (columns)'),
    decoder: t('Attention of each word of the translation (rows) on the words written before it (columns)'),
  });

export const axesOf = (of: Of): string =>
  byPart(of, {
    cross: t('Rows are words of the translation (queries), columns words of the source (keys)'),
    encoder: t('Rows are words of the source (queries), columns the same words (keys)'),
    decoder: t('Rows are what the decoder reads (queries), columns what it read before (keys)'),
  });

/** What sums to 100%, and which step's attention a row is; `row` null where that is not known. */
export function notesOf(of: Of, row: TraceRecord['row'] | null, normalised: Normalised): string {
  const sums =
    normalised === 'columns'
      ? t('Each column is divided by its sum, so that it sums to 100%.')
      : byPart(of, {
          cross: t('Each row, a word of the translation, sums to 100% over the source and its end mark.'),
          encoder: t('Each row, a word of the source, sums to 100% over the source and its end mark.'),
          decoder: t('Each row sums to 100% over the start and what was written up to it.'),
        });
  return [sums, stepText(of, row)].filter(Boolean).join(' ');
}

function stepText(of: Of, row: TraceRecord['row'] | null): string {
  if (!row || (of && of.part !== 'cross')) return '';
  return row === 'emitting'
    ? t('A row is the attention of the step that writes the word.')
    : t('A row is the attention of the step after, which reads the word: there this model aligns better.');
}
