import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { SCORES } from '../../../src/model/attention/scores';
import { Weights } from '../../../src/model/checkpoint/weights';
import { randomNumbers } from './tinyModel';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const N = 2;
const K = 3;
const S = 4;
const QUERY = 3;
const KEY = 3;
const SIZE = 2;

/** Shapes of the tensors that each score of the table asks for; one that is not listed fails the test. */
const SHAPES: Record<string, Record<string, number[]>> = {
  additive: { 'query.weight': [SIZE, QUERY], 'key.weight': [SIZE, KEY], 'v.weight': [1, SIZE] },
  concat: { 'query.weight': [SIZE, QUERY], 'query.bias': [SIZE], 'key.weight': [SIZE, KEY], 'v.weight': [1, SIZE] },
  dot: {},
  'scaled-dot': {},
  general: { 'key.weight': [QUERY, KEY] },
  cosine: { 'query.weight': [KEY, QUERY], log_sharpness: [1] },
};

type Matrix = number[][];
const product = (w: Matrix, x: number[]) => w.map((row) => row.reduce((sum, value, i) => sum + value * x[i]!, 0));
const inner = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** v^T tanh(W q + U k + b) */
function perceptron(w: Record<string, Matrix>, q: number[], k: number[], bias: number[]): number {
  const u = product(w['key.weight']!, k);
  const hidden = product(w['query.weight']!, q).map((value, i) => Math.tanh(value + u[i]! + bias[i]!));
  return inner(w['v.weight']![0]!, hidden);
}

/** The same functions, written out one number at a time. */
const REFERENCE: Record<string, (w: Record<string, Matrix>, q: number[], k: number[]) => number> = {
  additive: (w, q, k) => perceptron(w, q, k, [0, 0]),
  concat: (w, q, k) => perceptron(w, q, k, w['query.bias']![0]!),
  dot: (_, q, k) => inner(q, k),
  'scaled-dot': (_, q, k) => inner(q, k) / Math.sqrt(KEY),
  general: (w, q, k) => inner(q, product(w['key.weight']!, k)),
  cosine: (w, q, k) => {
    const p = product(w['query.weight']!, q);
    return (Math.exp(w['log_sharpness']![0]![0]!) * inner(p, k)) / (Math.hypot(...p) * Math.hypot(...k));
  },
};

describe.each(Object.keys(SCORES))('score %s', (name) => {
  it('is what the paper says, for every hypothesis and position', () => {
    const random = randomNumbers(3);
    const matrix = (rows: number, columns: number): Matrix =>
      Array.from({ length: rows }, () => Array.from({ length: columns }, random));
    const w = Object.fromEntries(
      Object.entries(SHAPES[name]!).map(([tensor, shape]) => [
        tensor,
        matrix(shape.length === 1 ? 1 : shape[0]!, shape.at(-1)!),
      ]),
    );
    const tensors = new Map(
      Object.entries(w).map(([tensor, values]) => [
        tensor,
        { shape: SHAPES[name]![tensor]!, values: Float32Array.from(values.flat()) },
      ]),
    );
    const score = SCORES[name]!(Weights.of('tiny', tensors), { query: QUERY, key: KEY, size: SIZE });
    const queries = matrix(N * K, QUERY);
    const keys = Array.from({ length: N }, () => matrix(S, KEY));
    const scores = tf.tidy(() => score.score(tf.tensor2d(queries), score.projectKeys(tf.tensor3d(keys))));
    expect(scores.shape).toEqual([N, K, S]);
    const values = scores.arraySync();
    for (let n = 0; n < N; n++) {
      for (let k = 0; k < K; k++) {
        for (let s = 0; s < S; s++) {
          expect(values[n]![k]![s]).toBeCloseTo(REFERENCE[name]!(w, queries[n * K + k]!, keys[n]![s]!), 5);
        }
      }
    }
    scores.dispose();
  });
});

describe.each(['dot', 'scaled-dot'])('score %s', (name) => {
  it('refuses a query and keys of different widths', () => {
    const make = () => SCORES[name]!(Weights.of('tiny', new Map()), { query: 3, key: 4 });
    expect(make).toThrow(`the score "${name}" needs a query and keys of one width, not 3 and 4`);
  });
});

describe.each(['additive', 'concat'])('score %s', (name) => {
  it('refuses to have no width', () => {
    expect(() => SCORES[name]!(Weights.of('tiny', new Map()), { query: 3, key: 4 })).toThrow('needs a "size"');
  });
});

describe('score cosine', () => {
  it('does not depend on the length of query and keys, and takes a zero vector', () => {
    const w = { 'query.weight': [1, 2, 0, 1], log_sharpness: [0.5] };
    const shapes: Record<string, number[]> = { 'query.weight': [2, 2], log_sharpness: [1] };
    const score = SCORES['cosine']!(
      Weights.of(
        'tiny',
        new Map(Object.entries(w).map(([n, v]) => [n, { shape: shapes[n]!, values: Float32Array.from(v) }])),
      ),
      { query: 2, key: 2 },
    );
    const scores = (by: number) =>
      tf.tidy(
        () =>
          score
            .score(
              tf.tensor2d([[0.3 * by, by]]),
              score.projectKeys(
                tf.tensor3d([
                  [
                    [by, 2 * by],
                    [-by, by],
                    [0, 0],
                  ],
                ]),
              ),
            )
            .arraySync()[0]![0]!,
      );
    expect(scores(1)[2]).toBe(0);
    for (const [s, value] of scores(7).entries()) expect(value).toBeCloseTo(scores(1)[s]!, 5);
    expect(Math.max(...scores(1).map(Math.abs))).toBeLessThanOrEqual(Math.exp(0.5) + 1e-5);
  });
});
