/** The formula of each stage of a step: with letters, and with the step's own numbers. */

import type { StepRecord } from '../../src/shared/stepRecord';
import type { Stage } from '../choices';
import { formatWeight } from '../l10n';
import {
  scaledDotScore,
  scoreEquation,
  selectionEquations,
  smoothingEquations,
  sumEquation,
  valueSum,
  type Equation,
} from '../lineage/equations';
import { contextWith, number, weightWith } from '../lineage/liveEquations';
import { call, frac, GAP, root, row, sub, sum, sup, words, type Maths, type Part } from '../lineage/maths';
import { windowOf } from '../lineage/numbers';
import type { RecurrentParts } from '../lineage/parts';
import { divisorOf, maskOf, partsOf, scoreTerms } from './record';

export interface StageFormula {
  letters: Maths[];
  /** Paper and number; of the letters. */
  source?: string;
  /** The same with the numbers of this step. */
  numbers: Maths[];
}

export interface Looked {
  /** Index of the source piece that is looked at. */
  piece: number;
  /** Index into the vectors of the stage. */
  number: number;
}

const s = sub('s', 't');
const sBefore = sub('s', 't', '−', 1);
const q = sub('q', 't');
const e = sub('e', 't', 'j');
const m = sub('m', 't', 'j');
/** Of a piece in a formula, which cannot be broken. */
const LONGEST_NAME = 16;
const VASWANI = 'Vaswani et al. 2017, (1)';

const KNOWN_SCORES = new Set<string>([
  'additive',
  'concat',
  'dot',
  'general',
  'cosine',
] satisfies RecurrentParts['score'][]);

/** @param name how a target piece is written */
export function formulaOf(
  record: StepRecord,
  stage: Stage,
  looked: Looked,
  name: (piece: string) => string,
): StageFormula {
  switch (stage) {
    case 'query':
      return queryFormula(record, looked);
    case 'scores':
      return { ...scoreLetters(record), numbers: scoreNumbers(record, looked) };
    case 'mask':
      return maskFormula(record, looked);
    case 'softmax':
      return softmaxFormula(record, looked);
    case 'sum':
      return { ...sumLetters(record), numbers: [sumNumbers(record)] };
    case 'context':
      return contextFormula(record, looked);
    case 'next':
      return nextFormula(record, name);
  }
}

const joinedOf = (equations: Equation[]): Pick<StageFormula, 'letters' | 'source'> => ({
  letters: equations.flatMap(({ maths }) => maths),
  source: [...new Set(equations.flatMap(({ source }) => source ?? []))].join('; '),
});

/** Of a recurrent model, as equations.ts names its parts. */
const recurrentParts = ({ queryIs, parts, figures }: StepRecord) => ({
  query: queryIs as RecurrentParts['query'],
  score: parts?.score as RecurrentParts['score'],
  select: (parts?.select ?? 'soft') as RecurrentParts['select'],
  smooth: parts?.smooth !== undefined,
  ...(figures['window'] === undefined ? {} : { window: figures['window'] }),
});

const at = (letter: string, { step }: StepRecord, index: number): Maths => sub(letter, step + 1, ',', index + 1);

function queryFormula(record: StepRecord, { number: i }: Looked): StageFormula {
  const value = record.query[i] ?? 0;
  switch (record.queryIs) {
    case 'projection':
      return {
        letters: [row(q, '=', sup('W', 'Q'), s)],
        source: 'Vaswani et al. 2017, §3.2.3',
        numbers: [
          row(at('q', record, i), '=', number(value)),
          row(sub('d', 'k'), '=', record.query.length, GAP, root(sub('d', 'k')), '=', number(divisorOf(record))),
        ],
      };
    case 'current-state':
      return {
        letters: [row(q, '=', s)],
        source: 'Luong et al. 2015, §3.1',
        numbers: [row(at('q', record, i), '=', at('s', record, i), '=', number(value))],
      };
    default:
      return {
        letters: [row(q, '=', sBefore)],
        source: 'Bahdanau et al. 2015, §3.1',
        numbers: [row(at('q', record, i), '=', sub('s', record.step, ',', i + 1), '=', number(value))],
      };
  }
}

function scoreLetters(record: StepRecord): Pick<StageFormula, 'letters' | 'source'> {
  if (record.queryIs === 'projection') return { letters: [scaledDotScore()], source: VASWANI };
  const parts = recurrentParts(record);
  if (parts.score && KNOWN_SCORES.has(parts.score)) return joinedOf([scoreEquation(parts)]);
  const [query, h] = [parts.query === 'previous-state' ? sBefore : s, sub('h', 'j')];
  if (record.parts?.score === 'scaled-dot') {
    return { letters: [row(e, '=', frac(row(sup(query, 'T'), h), root('d')))], source: VASWANI };
  }
  return { letters: [row(e, '=', call('a', query, h))], source: 'Bahdanau et al. 2015, §3.1' };
}

/** One term written out, and what all of them come to. */
function scoreNumbers(record: StepRecord, { piece, number: a }: Looked): Maths[] {
  const score = number(record.scores[piece] ?? 0);
  const left = at('e', record, piece);
  const terms = scoreTerms(record, piece);
  const term = terms?.[a];
  if (!terms || !term) return [row(left, '=', score)];
  const { query, key, outer } = term;
  const product: Part[] =
    outer === null
      ? [number(query, true), '·', number(key, true)]
      : [number(outer, true), '·', call('tanh', row(number(query), '+', number(key, true)))];
  const all: Part[] = terms.length > 1 ? [...product, '+', '…'] : product;
  const divisor = divisorOf(record);
  if (divisor === 1) return [row(left, '=', ...all, '=', score)];
  const total = terms.reduce((sum_, { value }) => sum_ + value, 0);
  return [row(left, '=', frac(row(...all), root(terms.length)), '=', frac(number(total), number(divisor)), '=', score)];
}

function maskFormula(record: StepRecord, { piece }: Looked): StageFormula {
  const mask = maskOf(record)[piece] ?? 0;
  const shown = Number.isFinite(mask) ? number(mask, true) : row('−', '∞');
  const masked = Number.isFinite(mask) ? number(record.scores[piece]! + mask) : row('−', '∞');
  const numbers = [
    row(
      at('e', record, piece),
      '+',
      at('m', record, piece),
      '=',
      number(record.scores[piece]!),
      '+',
      shown,
      '=',
      masked,
    ),
  ];
  const parts = partsOf(record);
  const window = windowOf(parts, record);
  if (!window) {
    const letters = [row(m, '=', 0, GAP, 'j', '=', 1, ',', '…', ',', record.scores.length)];
    return { letters, numbers };
  }
  const p = sub('p', 't');
  const distance = row('|', 'j', '−', p, '|');
  const gaussian = parts.kind === 'recurrent' && parts.select === 'local-p';
  const inside = gaussian ? row('−', frac(sup(row('(', 'j', '−', p, ')'), 2), row(2, sup('σ', 2)))) : 0;
  return {
    letters: [
      row(m, '=', inside, GAP, distance, '≤', gaussian ? row('D', '+', '½') : 'D'),
      row(m, '=', '−', '∞', GAP, distance, '>', gaussian ? row('D', '+', '½') : 'D'),
    ],
    source: gaussian ? 'Luong et al. 2015, (10)' : 'Luong et al. 2015, §3.2',
    numbers: [
      row(
        sub('p', record.step + 1),
        '=',
        Number.isInteger(window.centre) ? window.centre + 1 : number(window.centre + 1),
        GAP,
        'D',
        '=',
        record.figures['window'] ?? 0,
        ...(gaussian ? [GAP, 'σ', '=', number((record.figures['window'] ?? 0) / 2)] : []),
      ),
      ...numbers,
    ],
  };
}

function softmaxFormula(record: StepRecord, { piece }: Looked): StageFormula {
  const known = record.queryIs === 'projection' ? null : recurrentParts(record);
  const local = known?.select === 'local-m' || known?.select === 'local-p';
  const all = known
    ? [...selectionEquations(known), ...smoothingEquations(known)]
    : selectionEquations({ select: 'soft', query: 'current-state' });
  // where the window stands is the mask's matter, and how it was trained is nobody's at this step
  const equations = local ? all.slice(1) : known?.select === 'hard' ? all.slice(0, 1) : all;
  const letters = known ? joinedOf(equations) : { ...joinedOf(equations), source: VASWANI };
  if (!Number.isFinite(maskOf(record)[piece])) return { ...letters, numbers: [row(at('α', record, piece), '=', 0)] };
  return { ...letters, numbers: weightWith(partsOf(record), record, piece) };
}

function sumLetters(record: StepRecord): Pick<StageFormula, 'letters' | 'source'> {
  return record.queryIs === 'projection'
    ? { letters: [valueSum()], source: VASWANI }
    : joinedOf([sumEquation(recurrentParts(record))]);
}

/** The three largest terms. */
function sumNumbers(record: StepRecord): Maths {
  const state = record.queryIs === 'projection' ? 'v' : 'h';
  const order = record.weights.map((_, j) => j).sort((a, b) => record.weights[b]! - record.weights[a]!);
  const taken = order.filter((j) => record.weights[j]! > 0);
  const terms = taken
    .slice(0, 3)
    .flatMap((j, place): Part[] => [...(place ? ['+'] : []), number(record.weights[j]!), '·', sub(state, j + 1)]);
  return row(sub('c', record.step + 1), '=', ...terms, ...(taken.length > 3 ? ['+', '…'] : []));
}

function contextFormula(record: StepRecord, { number: i }: Looked): StageFormula {
  if (record.weights.length) {
    const value = record.queryIs === 'projection' ? 'v' : 'h';
    const weight = record.parts?.smooth ? 'a' : 'α';
    const letters = [row(sub('c', 't', ',', 'i'), '=', sum('j'), sub(weight, 't', 'j'), sub(value, 'j', ',', 'i'))];
    return { letters, numbers: [contextWith(record, i)] };
  }
  return {
    letters: [row('C', '=', sub('h', 'S'))],
    numbers: [row(sub('C', i + 1), '=', number(record.context[i] ?? 0))],
  };
}

function nextFormula(record: StepRecord, name: (piece: string) => string): StageFormula {
  const { next, logSum, targetPieces, step, probability } = record;
  const z = sub('z', 't');
  const piece = targetPieces.text[step] ?? '';
  const of = call('p', row(sub('y', 't'), '|', sub('y', '<', 't'), ',', 'x'));
  const letters = [row(of, '=', frac(call('exp', sub(z, sub('y', 't'))), row(sum('k'), call('exp', sub(z, 'k')))))];
  const left = call('p', words(name(piece).slice(0, LONGEST_NAME)));
  if (logSum === undefined || probability <= 0) {
    return { letters, numbers: [row(left, '=', words(formatWeight(probability)))] };
  }
  // that of a piece which is not among the likeliest follows from its probability
  const logit = next.find((each) => each.piece === piece)?.logit ?? Math.log(probability) + logSum;
  const ratio = frac(call('exp', number(logit)), call('exp', number(logSum)));
  return {
    letters,
    numbers: [row(left, '=', ratio, '=', call('exp', number(logit - logSum)), '=', number(probability))],
  };
}
