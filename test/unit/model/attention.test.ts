import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { SCORES } from '../../../src/model/attention/scores';
import { PADDED } from '../../../src/model/attention/select';
import { SELECTIONS } from '../../../src/model/attention/selections';
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
  dot: {},
  general: { 'key.weight': [QUERY, KEY] },
};

type Matrix = number[][];
const product = (w: Matrix, x: number[]) => w.map((row) => row.reduce((sum, value, i) => sum + value * x[i]!, 0));
const inner = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The same functions, written out one number at a time. */
const REFERENCE: Record<string, (w: Record<string, Matrix>, q: number[], k: number[]) => number> = {
  additive: (w, q, k) => {
    const u = product(w['key.weight']!, k);
    return inner(
      w['v.weight']![0]!,
      product(w['query.weight']!, q).map((value, i) => Math.tanh(value + u[i]!)),
    );
  },
  dot: (_, q, k) => inner(q, k),
  general: (w, q, k) => inner(q, product(w['key.weight']!, k)),
};

describe.each(Object.keys(SCORES))('score %s', (name) => {
  it('is what the paper says, for every hypothesis and position', () => {
    const random = randomNumbers(3);
    const matrix = (rows: number, columns: number): Matrix =>
      Array.from({ length: rows }, () => Array.from({ length: columns }, random));
    const w = Object.fromEntries(
      Object.entries(SHAPES[name]!).map(([tensor, [rows, columns]]) => [tensor, matrix(rows!, columns!)]),
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

describe.each(Object.keys(SELECTIONS))('selection %s', (name) => {
  it('gives weights that are at least 0, sum to 1 and are exactly 0 at padding', () => {
    const row = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(row, row, fc.integer({ min: 1, max: 5 }), (a, b, length) => {
        const weights = tf.tidy(() => {
          const kept = Array.from({ length: 5 }, (_, s) => (s < length ? 0 : PADDED));
          const mask = tf.tensor3d([[kept], [[0, 0, 0, 0, 0]]]);
          return SELECTIONS[name]!(tf.tensor3d([[a], [b]]), mask).arraySync();
        });
        for (const [n, [of]] of weights.entries()) {
          expect(of!.every((weight) => weight >= 0)).toBe(true);
          expect(of!.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
          if (n === 0) expect(of!.slice(length).every((weight) => weight === 0)).toBe(true);
        }
      }),
    );
  });
});
