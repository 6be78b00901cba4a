import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { centrePredictor } from '../../../src/model/attention/localP';
import { SELECTIONS } from '../../../src/model/attention/selections';
import { SMOOTHINGS } from '../../../src/model/attention/smoothings';
import { PADDED } from '../../../src/model/attention/step';
import { Weights } from '../../../src/model/checkpoint/weights';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const N = 2;
const K = 2;
const S = 7;
const QUERY = 3;

/** What one hypothesis of one sentence selects from. */
interface Row {
  scores: number[];
  query: number[];
  length: number;
  number: number;
  window: number;
}

interface Situation {
  /** (N, K, S) */
  scores: number[][][];
  /** (N·K, QUERY) */
  queries: number[][];
  /** (N); at least one sentence is not padded */
  lengths: number[];
  number: number;
  window: number;
  hidden: number[][];
  v: number[];
}

const numbers = (count: number, most: number) =>
  fc.array(fc.double({ min: -most, max: most, noNaN: true }), { minLength: count, maxLength: count });
const situation: fc.Arbitrary<Situation> = fc.record({
  scores: fc.array(fc.array(numbers(S, 30), { minLength: K, maxLength: K }), { minLength: N, maxLength: N }),
  queries: fc.array(numbers(QUERY, 2), { minLength: N * K, maxLength: N * K }),
  lengths: fc.integer({ min: 1, max: S }).map((length) => [length, S]),
  number: fc.integer({ min: 0, max: 2 * S }),
  window: fc.integer({ min: 1, max: 3 }),
  hidden: fc.array(numbers(QUERY, 2), { minLength: QUERY, maxLength: QUERY }),
  v: numbers(QUERY, 3),
});

const weightsOf = (tensors: Record<string, number[][]>) =>
  Weights.of(
    'tiny',
    new Map(
      Object.entries(tensors).map(([name, rows]) => [
        name,
        { shape: [rows.length, rows[0]!.length], values: Float32Array.from(rows.flat()) },
      ]),
    ),
  );
const predictorWeights = ({ hidden, v }: Situation) => weightsOf({ 'hidden.weight': hidden, 'v.weight': [v] });

/** The weights (N, K, S) that a selection of the table gives. */
function select(name: string, at: Situation): number[][][] {
  const weights = predictorWeights(at);
  try {
    return tf.tidy(() => {
      const selection = SELECTIONS[name]!(weights, { query: QUERY, window: at.window });
      const mask = tf.tensor3d(
        at.lengths.map((length) => [at.scores[0]![0]!.map((_, s) => (s < length ? 0 : PADDED))]),
      );
      const step = {
        number: at.number,
        query: tf.tensor2d(at.queries),
        mask: at.lengths.every((length) => length === S) ? null : mask,
        lengths: at.lengths,
        previous: null,
      };
      return selection.select(tf.tensor3d(at.scores), step).arraySync();
    });
  } finally {
    weights.dispose();
  }
}

/** Every hypothesis of every sentence, on its own. */
const rowsOf = (at: Situation): { n: number; k: number; row: Row }[] =>
  at.lengths.flatMap((length, n) =>
    at.scores[n]!.map((scores, k) => ({
      n,
      k,
      row: { scores, query: at.queries[n * K + k]!, length, number: at.number, window: at.window },
    })),
  );

/** softmax of the scores at the positions that `open` keeps. */
function softmaxOver(scores: number[], open: (s: number) => boolean): number[] {
  const most = Math.max(...scores.filter((_, s) => open(s)));
  const powers = scores.map((score, s) => (open(s) ? Math.exp(score - most) : 0));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const product = (w: number[][], x: number[]) => w.map((row) => sum(row.map((value, i) => value * x[i]!)));
const middleOfLocalM = ({ number, length }: Row) => Math.min(number, length - 1);
function centreOfLocalP({ query, length }: Row, { hidden, v }: Situation): number {
  const inner = sum(product(hidden, query).map((value, i) => Math.tanh(value) * v[i]!));
  return (length - 1) / (1 + Math.exp(-inner));
}

/** The same selections, written out one number at a time; one that is not listed fails the test. */
const REFERENCE: Record<string, (row: Row, at: Situation) => number[]> = {
  soft: ({ scores, length }) => softmaxOver(scores, (s) => s < length),
  hard: ({ scores, length }) => {
    const best = scores.slice(0, length).map(Math.fround);
    return scores.map((_, s) => (s === best.indexOf(Math.max(...best)) ? 1 : 0));
  },
  'local-m': (row) => {
    const { scores, length, window } = row;
    return softmaxOver(scores, (s) => s < length && Math.abs(s - middleOfLocalM(row)) <= window);
  },
  'local-p': (row, at) => {
    const { scores, length, window } = row;
    const centre = centreOfLocalP(row, at);
    const weighed = scores.map((score, s) => score - (s - centre) ** 2 / (2 * (window / 2) ** 2));
    return softmaxOver(weighed, (s) => s < length && Math.abs(s - centre) <= window + 0.5);
  },
};

/** Whether a piece lies so near the edge of local-p's window that float32 may put it on the other side. */
const onTheEdge = (at: Situation) =>
  rowsOf(at).some(({ row }) => {
    const centre = centreOfLocalP(row, at);
    return row.scores.some((_, s) => Math.abs(Math.abs(s - centre) - row.window - 0.5) < 1e-4);
  });

describe.each(Object.keys(SELECTIONS))('selection %s', (name) => {
  it('gives weights that are at least 0, sum to 1 and are exactly 0 at padding', () => {
    fc.assert(
      fc.property(situation, (at) => {
        const weights = select(name, at);
        for (const { n, k, row } of rowsOf(at)) {
          const of = weights[n]![k]!;
          expect(of.every((weight) => weight >= 0)).toBe(true);
          expect(sum(of)).toBeCloseTo(1, 4);
          expect(of.slice(row.length).every((weight) => weight === 0)).toBe(true);
        }
      }),
    );
  });

  it('is what the paper says', () => {
    fc.assert(
      fc.property(situation, (at) => {
        fc.pre(!onTheEdge(at));
        const weights = select(name, at);
        for (const { n, k, row } of rowsOf(at)) {
          const expected = REFERENCE[name]!(row, at);
          for (const [s, weight] of weights[n]![k]!.entries()) expect(weight).toBeCloseTo(expected[s]!, 3);
        }
      }),
    );
  });
});

describe.each(['local-m', 'local-p'])('selection %s', (name) => {
  it('refuses to have no window', () => {
    const make = () => SELECTIONS[name]!(weightsOf({}), { query: QUERY });
    expect(make).toThrow(`the selection "${name}" needs a "window"`);
  });
});

describe('selection hard', () => {
  it('has exactly one 1', () => {
    fc.assert(
      fc.property(situation, (at) => {
        for (const of of select('hard', at).flat()) {
          expect(of.filter((weight) => weight === 1)).toHaveLength(1);
          expect(of.filter((weight) => weight === 0)).toHaveLength(S - 1);
        }
      }),
    );
  });

  it('takes the first of equal scores', () => {
    const at = { scores: [[[1, 3, 3, 0, 0, 0, 0]]], queries: [[0, 0, 0]], lengths: [S], number: 0, window: 1 };
    const weights = select('hard', { ...at, hidden: [[0, 0, 0], [0, 0, 0], [0, 0, 0]], v: [0, 0, 0] }); // prettier-ignore
    expect(weights[0]![0]).toEqual([0, 1, 0, 0, 0, 0, 0]);
  });
});

describe('selection local-m', () => {
  it('is exactly 0 outside its window, which moves with the step and stops at the end mark', () => {
    fc.assert(
      fc.property(situation, (at) => {
        const weights = select('local-m', at);
        for (const { n, k, row } of rowsOf(at)) {
          const centre = middleOfLocalM(row);
          for (const [s, weight] of weights[n]![k]!.entries()) {
            if (Math.abs(s - centre) > at.window) expect(weight).toBe(0);
          }
        }
      }),
    );
  });

  it('is soft where its window holds the whole sentence', () => {
    fc.assert(
      fc.property(situation, (at) => {
        const wide = { ...at, window: 2 * S };
        expect(select('local-m', wide)).toEqual(select('soft', wide));
      }),
    );
  });
});

describe('selection local-p', () => {
  it('predicts a centre within the sentence, and is centred there', () => {
    fc.assert(
      fc.property(situation, (at) => {
        fc.pre(!onTheEdge(at));
        const weights = predictorWeights(at);
        const centres = tf.tidy(() =>
          centrePredictor(weights, QUERY)({ query: tf.tensor2d(at.queries), lengths: at.lengths }).arraySync(),
        );
        weights.dispose();
        // of equal scores, the Gaussian alone decides
        const level = { ...at, scores: at.scores.map((of) => of.map((row) => row.map(() => 1.5))) };
        const selected = select('local-p', level);
        for (const { n, k, row } of rowsOf(at)) {
          const centre = centres[n]![k]![0]!;
          expect(centre).toBeCloseTo(centreOfLocalP(row, at), 4);
          expect(centre).toBeGreaterThanOrEqual(0);
          expect(centre).toBeLessThanOrEqual(row.length - 1);
          const of = selected[n]![k]!;
          const distances = of.slice(0, row.length).map((_, s) => Math.abs(s - centre));
          const heaviest = distances[of.indexOf(Math.max(...of))]!;
          expect(heaviest).toBeCloseTo(Math.min(...distances), 4);
          for (const [s, distance] of distances.entries()) if (distance > at.window + 0.5) expect(of[s]).toBe(0);
        }
      }),
    );
  });
});

describe('smoothing ema', () => {
  const distribution = numbers(S, 5).map((scores) => softmaxOver(scores, () => true));

  /** a_t of one hypothesis; `logit` is the tensor that the rate is made from. */
  function smooth(logit: number, alpha: number[], previous: number[] | null): number[] {
    const weights = Weights.of('tiny', new Map([['rate_logit', { shape: [1], values: Float32Array.of(logit) }]]));
    try {
      return tf.tidy(() => {
        const step = {
          number: 1,
          query: tf.zeros<tf.Rank.R2>([1, QUERY]),
          mask: null,
          lengths: [S],
          previous: previous && tf.tensor3d([[previous]]),
        };
        return SMOOTHINGS['ema']!(weights)
          .smooth(tf.tensor3d([[alpha]]), step)
          .arraySync()[0]![0]!;
      });
    } finally {
      weights.dispose();
    }
  }
  const single = (values: number[]) => values.map(Math.fround);

  it('leaves the weights as they are at rate 0, and at the first step', () => {
    fc.assert(
      fc.property(distribution, distribution, (alpha, previous) => {
        expect(smooth(-1e9, alpha, previous)).toEqual(single(alpha)); // sigma(-1e9) = 0
        expect(smooth(3, alpha, null)).toEqual(single(alpha));
      }),
    );
  });

  it('mixes them with those before by its rate, and still gives a distribution', () => {
    fc.assert(
      fc.property(distribution, distribution, fc.double({ min: -4, max: 4, noNaN: true }), (alpha, previous, logit) => {
        const rate = 1 / (1 + Math.exp(-logit));
        const mixed = smooth(logit, alpha, previous);
        expect(sum(mixed)).toBeCloseTo(1, 5);
        for (const [s, weight] of mixed.entries()) {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeCloseTo((1 - rate) * alpha[s]! + rate * previous[s]!, 5);
        }
      }),
    );
  });
});
