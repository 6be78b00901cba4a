import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { attendWithHeads, queryFactor } from '../../../src/model/attention/multiHead';
import { SCORES } from '../../../src/model/attention/scores';
import { SELECTIONS } from '../../../src/model/attention/selections';
import { SMOOTHINGS } from '../../../src/model/attention/smoothings';
import { PADDED } from '../../../src/model/attention/step';
import { NEVER_CANCELLED } from '../../../src/model/cancellation';
import { parseConfig } from '../../../src/model/checkpoint/config';
import { Weights } from '../../../src/model/checkpoint/weights';
import { inspect } from '../../../src/model/inspect';
import { disposeModel, loadModel } from '../../../src/model/loadedModel';
import { forceTargets } from '../../../src/model/search/forced';
import { translate } from '../../../src/model/translate';
import { HIDDEN, paddingMask } from '../../../src/model/transformer/masks';
import { tinyConfig, tinyFiles, type TinyParts } from './tinyModel';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

/** H = D = 6, so that every score fits. */
const parts = (attention: Partial<NonNullable<TinyParts['attention']>>): TinyParts => ({
  encoder: { cell: 'gru', hidden: 3, bidirectional: true },
  decoder: { cell: 'gru', hidden: 6, initial_state: 'backward-first' },
  context: { kind: 'attention', enters: ['cell', 'readout'] },
  attention: { query: 'previous-state', score: 'dot', size: 4, select: 'soft', window: 1, ...attention },
  readout: { kind: 'maxout' },
});

const combinations = Object.keys(SCORES).flatMap((score) =>
  Object.keys(SELECTIONS).flatMap((select) =>
    [undefined, ...Object.keys(SMOOTHINGS)].map((smooth) => ({ score, select, smooth })),
  ),
);

describe('every score with every selection, with and without every smoothing', () => {
  it.each(combinations)(
    '$score, $select, $smooth: a distribution over the pieces that are there',
    async (attention) => {
      const sources = [
        [258, 260, 265, 270, 0],
        [259, 0],
        [262, 261, 264, 0],
      ];
      const model = loadModel(tinyFiles(parts(attention)));
      try {
        const targets = sources.map(() => [270, 265, 259, 271, 266, 262, 0]);
        const forced = await forceTargets(model.network, sources, targets, NEVER_CANCELLED);
        for (const [n, { attention: rows }] of forced.entries()) {
          expect(rows).toHaveLength(targets[n]!.length);
          for (const row of rows) {
            const weights = Array.from(row);
            expect(weights.every((weight) => weight >= 0)).toBe(true);
            expect(sum(weights)).toBeCloseTo(1, 4);
            expect(weights.slice(sources[n]!.length).every((weight) => weight === 0)).toBe(true);
          }
        }
      } finally {
        disposeModel(model);
      }
    },
  );
});

describe('multi-head attention', () => {
  const HEADS = 2;
  const WIDTH = 3;
  const KEYS = 5;
  const QUERIES = 2;
  const vectors = (count: number) =>
    fc.array(
      fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: HEADS * WIDTH, maxLength: HEADS * WIDTH }),
      { minLength: count, maxLength: count },
    );
  const situation = fc.record({
    queries: vectors(2 * QUERIES),
    keys: vectors(2 * KEYS),
    values: vectors(2 * KEYS),
    length: fc.integer({ min: 1, max: KEYS }),
  });
  /** (2·L, H·d) -> (2, H, L, d) */
  const byHead = (rows: number[][], heads: number) => {
    const width = (HEADS * WIDTH) / heads;
    return tf.transpose(tf.reshape(tf.tensor2d(rows), [2, rows.length / 2, heads, width]), [0, 2, 1, 3]) as tf.Tensor4D;
  };

  it('gives every head a distribution that is exactly 0 at what is masked', () => {
    fc.assert(
      fc.property(situation, ({ queries, keys, values, length }) => {
        const weights = tf.tidy(() => {
          const read = { keys: byHead(keys, HEADS), values: byHead(values, HEADS) };
          return attendWithHeads(byHead(queries, HEADS), read, paddingMask([length, KEYS], KEYS)).weights.arraySync();
        });
        for (const [n, heads] of weights.entries()) {
          for (const row of heads.flat()) {
            expect(row.every((weight) => weight >= 0)).toBe(true);
            expect(sum(row)).toBeCloseTo(1, 4);
            if (n === 0) expect(row.slice(length).every((weight) => weight === 0)).toBe(true);
          }
        }
      }),
    );
  });

  it('with one head is the scaled dot score with the soft selection', () => {
    expect(HIDDEN).toBe(PADDED);
    fc.assert(
      fc.property(situation, ({ queries, keys, values, length }) => {
        const size = HEADS * WIDTH;
        const nothing = Weights.of('none', new Map());
        const [heads, single] = tf.tidy(() => {
          const read = { keys: byHead(keys, 1), values: byHead(values, 1) };
          const scaled = tf.mul<tf.Tensor4D>(byHead(queries, 1), queryFactor(size, 1));
          const multi = attendWithHeads(scaled, read, paddingMask([length, KEYS], KEYS));

          const score = SCORES['scaled-dot']!(nothing, { query: size, key: size });
          const query = tf.tensor2d(queries);
          const states = tf.reshape<tf.Rank.R3>(tf.tensor2d(keys), [2, KEYS, size]);
          const scores = score.score(query, score.projectKeys(states));
          const mask = tf.tensor3d([0, 1].map((n) => [keys.slice(0, KEYS).map((_, j) => (n === 0 && j >= length ? PADDED : 0))])); // prettier-ignore
          const step = { number: 0, query, mask, lengths: [length, KEYS], previous: null };
          const weights = SELECTIONS['soft']!(nothing, { query: size }).select(scores, step);
          const context = tf.matMul(weights, tf.reshape<tf.Rank.R3>(tf.tensor2d(values), [2, KEYS, size]));
          const both = (part: { weights: tf.Tensor; context: tf.Tensor }) => [
            ...part.weights.dataSync(),
            ...part.context.dataSync(),
          ];
          return [both(multi), both({ weights, context })];
        });
        expect(heads).toHaveLength(single!.length);
        for (const [i, value] of single!.entries()) expect(heads![i]).toBeCloseTo(value, 4);
      }),
    );
  });
});

describe('adding a mechanism is a file and a line in a table', () => {
  afterEach(() => {
    delete SCORES['nearest'];
    delete SELECTIONS['two-best'];
  });
  const configured = (attention: Partial<NonNullable<TinyParts['attention']>>) =>
    JSON.stringify(tinyConfig(parts(attention)));

  it('config.json may name what is in the tables, and nothing else', () => {
    const toy = { score: 'nearest', select: 'two-best' };
    expect(() => parseConfig('tiny', configured(toy))).toThrow(
      `"nearest" is none of ${Object.keys(SCORES).join(', ')}`,
    );
    addToys();
    expect(parseConfig('tiny', configured(toy))).toMatchObject({ attention: toy });
    expect(() => parseConfig('tiny', configured({ ...toy, select: 'three-best' }))).toThrow(
      `"three-best" is none of ${Object.keys(SELECTIONS).join(', ')}`,
    );
  });

  it('translates, attends, is laid open and stands on the bench, all by itself', async () => {
    addToys();
    const before = tf.memory().numTensors;
    const model = loadModel(tinyFiles(parts({ score: 'nearest', select: 'two-best' })));
    const text = 'the cat is on it';
    const { sentences } = await translate(model, text, { beam: 2, nBest: 1 }, NEVER_CANCELLED);
    expect(sentences[0]!.alignment.length).toBeGreaterThan(0);
    const options = { source: text, target: 'a cat', step: 1, bench: true };
    const record = await inspect(model, options, NEVER_CANCELLED);
    // e_j = -|q - h_j|², written out one number at a time
    const expected = record.states.map((h) => -sum(h.map((value, i) => (value - record.query[i]!) ** 2)));
    for (const [j, value] of expected.entries()) expect(record.scores[j]).toBeCloseTo(value, 4);
    const best = expected.map((_, j) => j).sort((a, b) => expected[b]! - expected[a]!);
    for (const [rank, j] of best.entries()) expect(record.weights[j]).toBe(rank < 2 ? 0.5 : 0);
    expect(record.figures).toEqual({ kept: 2 });
    expect(record.bench!.map(({ score }) => score)).toEqual(['dot', 'scaled-dot', 'nearest']);
    expect(record.bench!.at(-1)!.scores).toEqual(record.scores);
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
    // and on the bench of a model that scores otherwise
    const other = loadModel(tinyFiles(parts({ score: 'dot' })));
    const { bench } = await inspect(other, options, NEVER_CANCELLED);
    expect(bench!.map(({ score }) => score)).toEqual(['dot', 'scaled-dot', 'nearest']);
    disposeModel(other);
  });
});

/** A score, e_j = -|q - k_j|², and a selection, half of the weight on each of the two best. */
function addToys(): void {
  SCORES['nearest'] = (_weights, { query: width }) => ({
    projectKeys: (states) => tf.clone(states),
    score: (query, keys) => {
      const [n, s] = keys.shape;
      const rows = tf.reshape(query, [n, query.shape[0] / n, 1, width]);
      const apart = tf.sub(rows, tf.reshape(keys, [n, 1, s, width])); // (N, K, S, D)
      return tf.neg(tf.sum(tf.square(apart), -1)) as tf.Tensor3D;
    },
  });
  SELECTIONS['two-best'] = () => ({
    select: (scores, { mask }) => {
      const open = mask ? tf.add(scores, mask) : scores;
      const { values } = tf.topk(open, 2); // (N, K, 2)
      const least = tf.min(values, -1, true);
      return tf.mul(tf.cast(tf.greaterEqual(open, least), 'float32'), 0.5) as tf.Tensor3D;
    },
    figures: () => ({ kept: tf.scalar(2) }),
  });
}
