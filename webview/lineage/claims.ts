import type { ModelFigures } from '../../src/shared/compare';
import { t } from '../l10n';
import type { MechanismId } from './parts';

type Figures = ReadonlyMap<string, ModelFigures>;

/** What a paper found, such that our own figures can agree or disagree with it. */
interface Finding {
  /** Where it is told. */
  of: MechanismId;
  better: MechanismId;
  worse: MechanismId;
  measure: 'bleu' | 'aer';
  found: () => string;
}

const FINDINGS: Finding[] = [
  {
    of: 'bahdanau-2015',
    better: 'bahdanau-2015',
    worse: 'cho-2014',
    measure: 'bleu',
    found: () => t('Bahdanau et al. 2015: attention translates better than a fixed context.'),
  },
  {
    of: 'luong-concat',
    better: 'luong-dot',
    worse: 'luong-concat',
    measure: 'bleu',
    found: () => t('Luong et al. 2015: concat does not reach the simpler scores.'),
  },
  {
    of: 'luong-local-p',
    better: 'luong-local-p',
    worse: 'luong-general',
    measure: 'bleu',
    found: () => t('Luong et al. 2015: a predicted window translates better than looking everywhere.'),
  },
  {
    of: 'luong-local-p',
    better: 'luong-local-p',
    worse: 'luong-local-m',
    measure: 'bleu',
    found: () => t('Luong et al. 2015: a predicted window translates better than one that moves evenly.'),
  },
  {
    of: 'hard',
    better: 'hard',
    worse: 'bahdanau-2015',
    measure: 'bleu',
    found: () => t('Xu et al. 2015: hard attention describes pictures slightly better than soft attention.'),
  },
  {
    of: 'transformer',
    better: 'transformer',
    worse: 'self-attention',
    measure: 'bleu',
    found: () => t('Vaswani et al. 2017: several heads translate better than one.'),
  },
  {
    of: 'self-attention',
    better: 'transformer',
    worse: 'bahdanau-2015',
    measure: 'bleu',
    found: () => t('Vaswani et al. 2017: attention alone translates better than recurrent networks with attention.'),
  },
];

/** Differences below this, in points, are not told apart: test sets are small, and each model was trained once. */
const CLEAR = 1;

export interface Verdict {
  verdict: 'agrees' | 'disagrees' | 'unclear';
  found: string;
  measured: string;
}

/** What our figures say to what the papers found, where both models were measured. */
export function verdictsOn(id: MechanismId, figures: Figures, format: (value: number) => string): Verdict[] {
  const verdicts = FINDINGS.filter(({ of }) => of === id).flatMap(({ better, worse, measure, found }): Verdict[] => {
    const expected = figures.get(better)?.[measure] ?? null;
    const other = figures.get(worse)?.[measure] ?? null;
    if (expected === null || other === null) return [];
    const gain = measure === 'aer' ? other - expected : expected - other;
    const measured = t(
      'Measured here: {0} {1}, {2} {3} ({4}).',
      better,
      format(expected),
      worse,
      format(other),
      measure.toUpperCase(),
    );
    return [{ verdict: gain >= CLEAR ? 'agrees' : gain <= -CLEAR ? 'disagrees' : 'unclear', found: found(), measured }];
  });
  return [...verdicts, ...lengthVerdict(id, figures, format)];
}

/** How much of its BLEU on short sentences a model keeps on long ones; null where either was not measured. */
export function keptOnLong({ bleuByLength }: ModelFigures): { short: number; long: number } | null {
  const measured = Object.values(bleuByLength).filter((bleu): bleu is number => bleu !== null);
  if (measured.length < 3) return null;
  return { short: Math.max(...measured.slice(0, -1)), long: measured.at(-1)! };
}

/** What was found about long sentences. A fall by a third or more counts as one. */
function lengthVerdict(id: MechanismId, figures: Figures, format: (value: number) => string): Verdict[] {
  const claims: Partial<Record<MechanismId, { falls: boolean; found: () => string }>> = {
    'cho-2014': {
      falls: true,
      found: () => t('Cho et al. 2014 (Properties): with a fixed context, quality falls as sentences grow longer.'),
    },
    'sutskever-2014': {
      falls: false,
      found: () => t('Sutskever et al. 2014: reading in reverse, the LSTM has no difficulty with long sentences.'),
    },
    'bahdanau-2015': {
      falls: false,
      found: () => t('Bahdanau et al. 2015: with attention, quality does not fall on long sentences.'),
    },
  };
  const claim = claims[id];
  const own = figures.get(id);
  const kept = own && keptOnLong(own);
  if (!claim || !kept) return [];
  const fell = kept.long < (2 / 3) * kept.short;
  const measured = t(
    'Measured here: BLEU {0} at best, {1} on the longest sentences.',
    format(kept.short),
    format(kept.long),
  );
  return [{ verdict: fell === claim.falls ? 'agrees' : 'disagrees', found: claim.found(), measured }];
}
