import type { AttentionPart } from '../../../src/shared/trace';
import type { ShownHead } from '../../alignment/drawn';
import type { HeadFigures } from '../../alignment/headFigures';
import { formatDecimal, formatPercent, joinParts, t } from '../../l10n';

export const partName = (part: AttentionPart): string =>
  ({ cross: t('Cross-attention'), encoder: t('Encoder self-attention'), decoder: t('Decoder self-attention') })[part];

/** What asks what in a part, in a few words. */
export const partMeaning = (part: AttentionPart): string =>
  ({
    cross: t('Each piece of the translation looks at the source.'),
    encoder: t('Each piece of the source looks at the source.'),
    decoder: t('Each piece of the translation looks at what was written before it.'),
  })[part];

export const headName = ({ layer, head }: ShownHead): string =>
  head === null ? t('layer {0}, mean of its heads', layer + 1) : t('layer {0}, head {1}', layer + 1, head + 1);

export const fullHeadName = (head: ShownHead): string => joinParts(partName(head.part), headName(head));

export const entropyText = (figures: HeadFigures): string => t('{0} bits', formatDecimal(figures.entropy, 2));

/** What a head of self-attention looks at most, seen from the query: "itself 61%"; "" for cross-attention. */
export function offsetText({ offset }: HeadFigures): string {
  if (!offset) return '';
  const name = { [-1]: t('the piece before'), 0: t('itself'), 1: t('the piece after') }[offset.by];
  return `${name} ${formatPercent(offset.weight)}`;
}

export const markName = (part: AttentionPart): string => (part === 'decoder' ? t('start') : t('end mark'));
