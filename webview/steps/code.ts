/** A stage of a step as JSON, and as lines of TensorFlow.js that compute it again from what the step went in with. */

import type { StepRecord } from '../../src/shared/stepRecord';
import type { Stage } from '../choices';
import { windowOf } from '../lineage/numbers';
import { divisorOf, maskedScores, maskOf, partsOf, scoreTerms, shares } from './record';

/** As in src/model/attention/step.ts: added to what takes no part, so that its weight is exactly 0. */
const OUTSIDE = -1e9;

/** What the lines leave their result in. */
export const RESULT: Record<Stage, string> = {
  query: 'query',
  scores: 'scores',
  mask: 'masked',
  softmax: 'weights',
  sum: 'shares',
  context: 'context',
  next: 'probabilities',
};

/** The numbers of a stage, with what they came from. */
export function jsonOf(record: StepRecord, stage: Stage): string {
  const { model, source, target, step, head, targetPieces, sourcePieces } = record;
  const about = { model, source, target, step, piece: targetPieces.text[step], ...(head ? { head } : {}), stage };
  return JSON.stringify({ ...about, sourcePieces: sourcePieces.text, ...numbersOf(record, stage) }, exact, 2);
}

function numbersOf(record: StepRecord, stage: Stage): object {
  const { query, queryIs, keys, states, scores, weights, previous, figures, context, next, logSum, probability } =
    record;
  switch (stage) {
    case 'query':
      return { queryIs, query };
    case 'scores':
      return { query, keys: keys ?? states, ...(record.terms ? { terms: record.terms } : {}), scores };
    case 'mask':
      return { scores, figures, mask: maskOf(record).map(finite), masked: maskedScores(record).map(finite) };
    case 'softmax':
      return { masked: maskedScores(record).map(finite), figures, ...(previous ? { previous } : {}), weights };
    case 'sum':
      return { weights, states, shares: shares(record) };
    case 'context':
      return weights.length ? { weights, states, context } : { context };
    case 'next':
      return { next, logSum, probability };
  }
}

/** JSON has no infinity: what takes no part is null. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** So many digits hold a 32-bit number exactly. */
const short = (value: number): number => Number(value.toPrecision(9));
const exact = (_key: string, value: unknown): unknown => (typeof value === 'number' ? short(value) : value);
const list = (values: readonly number[]): string => `[${values.map(short).join(', ')}]`;
const vector = (values: readonly number[]): string => `tf.tensor1d(${list(values)})`;
const matrix = (rows: readonly (readonly number[])[]): string =>
  `tf.tensor2d([\n${rows.map((row) => `  ${list(row)},\n`).join('')}])`;

/** Runs where `tf` is TensorFlow.js; the result is in RESULT of the stage. */
export function codeOf(record: StepRecord, stage: Stage): string {
  const { model, step, targetPieces, head } = record;
  // JSON.stringify: a piece may hold a line break of its own, which would end the comment
  const piece = JSON.stringify(targetPieces.text[step] ?? '').replace(/[\u2028\u2029]/g, ' ');
  const where = head ? `, layer ${head.layer + 1}, head ${head.head + 1}` : '';
  return [
    `// ${model}${where}, step ${step + 1}: ${piece}`,
    ...linesOf(record, stage),
    `${RESULT[stage]}.print();`,
    '',
  ].join('\n');
}

function linesOf(record: StepRecord, stage: Stage): string[] {
  switch (stage) {
    case 'query':
      return [`const query = ${vector(record.query)};`];
    case 'scores':
      return scoreLines(record);
    case 'mask':
      return maskLines(record);
    case 'softmax':
      return softmaxLines(record);
    case 'sum':
      return [
        `const weights = ${vector(record.weights)};`,
        `const states = ${matrix(record.states)};`,
        'const parts = tf.mul(tf.expandDims(weights, 1), states);',
        'const context = tf.sum(parts, 0);',
        'const shares = tf.div(tf.dot(parts, context), tf.sum(tf.square(context)));',
      ];
    case 'context':
      if (!record.weights.length) return [`const context = ${vector(record.context)};`];
      return [
        `const weights = ${vector(record.weights)};`,
        `const states = ${matrix(record.states)};`,
        'const context = tf.dot(weights, states);',
      ];
    case 'next':
      return nextLines(record);
  }
}

function scoreLines(record: StepRecord): string[] {
  const { terms, query, keys, states, scores } = record;
  if (terms?.v) {
    return [
      `const query = ${vector(terms.query)};`,
      `const keys = ${matrix(terms.keys)};`,
      `const v = ${vector(terms.v)};`,
      'const scores = tf.dot(tf.tanh(tf.add(keys, query)), v);',
    ];
  }
  if (!scoreTerms(record, 0)) return [`const scores = ${vector(scores)};`];
  const divided =
    divisorOf(record) === 1 ? 'tf.dot(keys, query)' : 'tf.div(tf.dot(keys, query), Math.sqrt(query.size))';
  return [
    `const query = ${vector(terms?.query ?? query)};`,
    `const keys = ${matrix(terms?.keys ?? keys ?? states)};`,
    `const scores = ${divided};`,
  ];
}

function maskLines(record: StepRecord): string[] {
  const { scores, figures } = record;
  const parts = partsOf(record);
  const window = windowOf(parts, record);
  const given = `const scores = ${vector(scores)};`;
  if (!window) return [given, 'const masked = scores; // all take part'];
  const distance = [
    given,
    `const centre = ${short(window.centre)};`,
    'const distance = tf.sub(tf.range(0, scores.size), centre);',
    `const outside = tf.mul(tf.cast(tf.greater(tf.abs(distance), ${window.half}), 'float32'), ${OUTSIDE});`,
  ];
  if (parts.kind !== 'recurrent' || parts.select !== 'local-p')
    return [...distance, 'const masked = tf.add(scores, outside);'];
  return [
    ...distance,
    `const sigma = ${figures['window']! / 2};`,
    'const gaussian = tf.div(tf.square(distance), -2 * sigma * sigma);',
    'const masked = tf.add(tf.add(scores, gaussian), outside);',
  ];
}

function softmaxLines(record: StepRecord): string[] {
  const { parts, previous, figures } = record;
  const masked = maskedScores(record).map((score) => (Number.isFinite(score) ? score : OUTSIDE));
  const given = `const masked = ${vector(masked)};`;
  if (parts?.select === 'hard') {
    return [given, "const weights = tf.cast(tf.equal(tf.range(0, masked.size), tf.argMax(masked)), 'float32');"];
  }
  if (!previous || figures['rate'] === undefined) return [given, 'const weights = tf.softmax(masked);'];
  return [
    given,
    `const previous = ${vector(previous)};`,
    `const rate = ${short(figures['rate'])};`,
    'const weights = tf.add(tf.mul(tf.softmax(masked), 1 - rate), tf.mul(previous, rate));',
  ];
}

function nextLines({ next, logSum }: StepRecord): string[] {
  const logits = next.flatMap(({ logit }) => logit ?? []);
  if (logSum === undefined || logits.length < next.length) {
    return [`const probabilities = ${vector(next.map(({ probability }) => probability))};`];
  }
  return [
    ...next.map(({ piece }, rank) => `// ${rank + 1}: ${JSON.stringify(piece).replace(/[\u2028\u2029]/g, ' ')}`),
    `const logits = ${vector(logits)};`,
    `const logSum = ${short(logSum)}; // ln of the sum of exp(logit) over the whole vocabulary`,
    'const probabilities = tf.exp(tf.sub(logits, logSum));',
  ];
}
