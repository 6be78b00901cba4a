import { formatDecimal } from '../l10n';
import type { StepRecord } from '../../src/shared/stepRecord';
import { GAP, call, frac, row, sub, sum, sup, tallCall, words, type Maths, type Part } from './maths';
import { averageBefore, strongest, substitute, weightedSum } from './numbers';
import type { KnownParts } from './parts';

const two = (value: number): string => formatDecimal(value, 2);

/** A number as it stands in a formula: powers of ten where it is large or tiny, brackets where negative. */
export function number(value: number, bracket = false): Maths {
  const size = Math.abs(value);
  if (size >= 100_000 || (size > 0 && size < 0.005)) {
    const power = Math.floor(Math.log10(size));
    return row(signed(value / 10 ** power), '·', sup(10, power < 0 ? row('−', -power) : power));
  }
  return bracket && value < 0 ? row('(', signed(value), ')') : signed(value);
}

export const signed = (value: number): Maths => (value < 0 ? row('−', two(-value)) : row(two(value)));

/** The step's own numbers in the mechanism's equations, for the position with the most weight. */
export function liveEquations(parts: KnownParts, record: StepRecord): Maths[] {
  if (!record.weights.length) return [];
  const position = strongest(record.weights);
  return [...scoreWith(parts, record, position), ...weightWith(parts, record, position), contextWith(record)];
}

const t1 = (record: StepRecord): number => record.step + 1;
const at = (letter: string, record: StepRecord, position: number): Maths => sub(letter, t1(record), ',', position + 1);

/** Scores that can be taken apart without the model's matrices. */
function scoreWith(parts: KnownParts, record: StepRecord, position: number): Maths[] {
  const e = at('e', record, position);
  const score = record.scores[position]!;
  if (parts.kind !== 'recurrent') return [];
  if (parts.score === 'cosine' && record.figures.sharpness) {
    const { sharpness } = record.figures;
    return [
      row(
        e,
        '=',
        'β',
        '·',
        words('cos'),
        '=',
        number(sharpness),
        '·',
        number(score / sharpness, true),
        '=',
        number(score),
      ),
    ];
  }
  const state = record.states[position] ?? [];
  if (parts.score === 'dot' && state.length === record.query.length) {
    const first = row(number(record.query[0]!, true), '·', number(state[0]!, true));
    const product = record.query.reduce((sum_, value, i) => sum_ + value * state[i]!, 0);
    return [
      row(e, '=', sup(sub('s', t1(record)), 'T'), sub('h', position + 1), '=', first, '+', '…', '=', number(product)),
    ];
  }
  return [];
}

/** The weight at a position, out of its score. */
export function weightWith(parts: KnownParts, record: StepRecord, position: number): Maths[] {
  const alpha = at('α', record, position);
  const recurrent = parts.kind === 'recurrent' ? parts : null;
  const weight = record.weights[position]!;
  const lines: Maths[] = [];
  if (recurrent?.select === 'hard') {
    const best = row(sub(words('argmax'), 'k'), sub('e', t1(record), ',', 'k'));
    return [row(best, '=', position + 1, GAP, alpha, '=', number(weight))];
  }
  const { score, denominator, from, to, gaussian, weight: soft } = substitute(parts, record, position);
  const { centre } = record.figures;
  if (recurrent?.select === 'local-p' && gaussian !== null && centre !== undefined) {
    const away = row(signed(position + 1), '−', signed(centre + 1));
    const exponent = frac(sup(row('(', away, ')'), 2), row(2, '·', sup(two(record.figures.window! / 2), 2)));
    lines.push(row(sub('g', position + 1), '=', tallCall('exp', row('−', exponent)), '=', number(gaussian)));
  }
  const above: Part[] = [call('exp', number(score)), ...(gaussian === null ? [] : ['·', number(gaussian)])];
  const below: Part[] = [
    sum(from === 0 && to === record.scores.length - 1 ? 'k' : row('k', '=', from + 1, '…', to + 1)),
    call('exp', sub('e', 'k')),
    ...(gaussian === null ? [] : [sub('g', 'k')]),
  ];
  const top = number(Math.exp(score) * (gaussian ?? 1));
  const done = recurrent?.smooth ? soft : weight;
  lines.push(
    row(alpha, '=', frac(row(...above), row(...below)), '=', frac(top, number(denominator)), '=', number(done)),
  );
  if (recurrent?.smooth && record.figures.rate !== undefined) {
    const { rate } = record.figures;
    const before = averageBefore(record, position, soft);
    lines.push(
      before === null
        ? row(at('a', record, position), '=', alpha, '=', number(weight))
        : row(
            at('a', record, position),
            '=',
            number(1 - rate),
            '·',
            number(soft),
            '+',
            number(rate),
            '·',
            number(before),
            '=',
            number(weight),
          ),
    );
  }
  return lines;
}

/** One number of the context, its largest two terms written out. */
export function contextWith(record: StepRecord, at = 0): Maths {
  const order = record.weights.map((_, j) => j).sort((a, b) => record.weights[b]! - record.weights[a]!);
  const shown = order.slice(0, 2).filter((j) => record.weights[j]! > 0);
  const terms = shown.flatMap((j, index): Part[] => [
    ...(index ? ['+'] : []),
    number(record.weights[j]!),
    '·',
    number(record.states[j]![at]!, true),
  ]);
  const rest = record.weights.filter((value) => value > 0).length > shown.length ? ['+', '…'] : [];
  return row(
    sub('c', t1(record), ',', at + 1),
    '=',
    ...terms,
    ...rest,
    '=',
    number(weightedSum(record.weights, record.states)[at]!),
  );
}
