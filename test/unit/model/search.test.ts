import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../../../src/model/cancellation';
import { readAttention } from '../../../src/model/search/attention';
import { beamSearch, type SearchLimits } from '../../../src/model/search/beam';
import { likeliest } from '../../../src/model/search/candidates';
import { score } from '../../../src/model/search/hypothesis';
import { allowedRepeats, degenerateTail } from '../../../src/model/search/repeats';
import type { DecoderRun } from '../../../src/model/translationModel';
import { randomNumbers } from './tinyModel';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const V = 4;
const EOS = 0;
const START = V - 1;
const MODEL = { vocabulary: V, eos: EOS, start: START };

/** p(y_t | y_<t) of a toy language: depends on the sentence and on the whole history. */
function distribution(sentence: number, history: readonly number[]): number[] {
  const seed = history.reduce((hash, id) => Math.imul(hash ^ (id + 1), 16_777_619), 2_166_136_261 + sentence);
  const random = randomNumbers(seed);
  random();
  const weights = Array.from({ length: V }, () => Math.exp(2 * random()));
  weights[START] = 1e-6;
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** A run whose state is the history itself; its "attention" names sentence, length and last piece. */
class ToyRun implements DecoderRun {
  readonly keepFrom = 1 / 2;
  private rows: { sentence: number; history: number[] }[];
  steps = 0;

  constructor(
    sentences: number,
    private readonly width: number,
    private readonly predict = distribution,
  ) {
    this.rows = Array.from({ length: sentences * width }, (_, row) => ({
      sentence: Math.floor(row / width),
      history: [],
    }));
  }

  step(previous: readonly number[]) {
    this.steps++;
    for (const [row, id] of previous.entries()) {
      const at = this.rows[row]!;
      this.rows[row] = { ...at, history: id === START ? [] : [...at.history, id] };
    }
    const probabilities = tf.tensor2d(this.rows.map(({ sentence, history }) => this.predict(sentence, history)));
    const weights = tf.tensor2d(
      this.rows.map(({ sentence, history }) => [sentence, history.length, history.at(-1) ?? -1]),
    );
    return { probabilities, weights };
  }

  reorder(rows: readonly number[]): void {
    this.rows = rows.map((row, i) => {
      expect(Math.floor(row / this.width)).toBe(Math.floor(i / this.width));
      return this.rows[row]!;
    });
  }

  keep(sentences: readonly number[]): void {
    this.rows = sentences.flatMap((n) => this.rows.slice(n * this.width, (n + 1) * this.width));
  }

  dispose(): void {}
}

/** The best complete sequence of at most `most` pieces, by trying all. */
function exhaustive(sentence: number, most: number): { ids: number[]; score: number } {
  let best = { ids: [] as number[], score: Number.NEGATIVE_INFINITY };
  const extend = (history: number[], total: number) => {
    for (const [id, p] of distribution(sentence, history).entries()) {
      const next = total + Math.log(p);
      const length = history.length + 1;
      if (id === EOS && next / length > best.score) best = { ids: [...history, id], score: next / length };
      if (id !== EOS && length < most) extend([...history, id], next);
    }
  };
  extend([], 0);
  return best;
}

const limitsFor = (sentences: number, width: number, most: number, nBest = 1): SearchLimits => ({
  width,
  nBest,
  maxPieces: Array<number>(sentences).fill(most),
  maxRepeats: Array<number>(sentences).fill(Number.POSITIVE_INFINITY),
});

describe('beamSearch', () => {
  it('finds the best of all sequences where the beam is wide enough to hold them', async () => {
    const sentences = 6;
    const most = 4;
    const width = 120; // more than (V - 1)^(most - 1) prefixes
    const run = new ToyRun(sentences, width);
    const { hypotheses, attention } = await beamSearch(MODEL, run, limitsFor(sentences, width, most), NEVER_CANCELLED);
    tf.dispose(attention);
    for (let n = 0; n < sentences; n++) {
      const best = exhaustive(n, most);
      expect(hypotheses[n]![0]!.ids).toEqual(best.ids);
      expect(score(hypotheses[n]![0]!)).toBeCloseTo(best.score, 5);
    }
  });

  it('is greedy at width 1', async () => {
    const run = new ToyRun(5, 1);
    const { hypotheses, attention } = await beamSearch(MODEL, run, limitsFor(5, 1, 12), NEVER_CANCELLED);
    tf.dispose(attention);
    for (const [n, [found]] of hypotheses.entries()) {
      const ids: number[] = [];
      while (ids.length < 12 && ids.at(-1) !== EOS) {
        const p = distribution(n, ids);
        ids.push(p.indexOf(Math.max(...p)));
      }
      expect(found!.ids).toEqual(ids);
      expect(found!.truncated).toBe(ids.at(-1) !== EOS);
    }
  });

  it('finds the same in a batch as alone', async () => {
    const together = await beamSearch(MODEL, new ToyRun(4, 3), limitsFor(4, 3, 10, 3), NEVER_CANCELLED);
    tf.dispose(together.attention);
    for (let n = 0; n < 4; n++) {
      const run = new ToyRun(1, 3, (_, history) => distribution(n, history));
      const alone = await beamSearch(MODEL, run, limitsFor(1, 3, 10, 3), NEVER_CANCELLED);
      tf.dispose(alone.attention);
      expect(together.hypotheses[n]!.map(({ ids }) => ids)).toEqual(alone.hypotheses[0]!.map(({ ids }) => ids));
    }
  });

  it('gives n hypotheses, all different, best first', async () => {
    const { hypotheses, attention } = await beamSearch(
      MODEL,
      new ToyRun(3, 4),
      limitsFor(3, 4, 10, 4),
      NEVER_CANCELLED,
    );
    tf.dispose(attention);
    for (const list of hypotheses) {
      expect(list).toHaveLength(4);
      expect(new Set(list.map(({ ids }) => ids.join())).size).toBe(4);
      const complete = list.filter(({ truncated }) => !truncated).map(score);
      expect(complete).toEqual([...complete].sort((a, b) => b - a));
    }
  });

  it('keeps the attention of every piece it chose', async () => {
    const { hypotheses, attention } = await beamSearch(MODEL, new ToyRun(5, 3), limitsFor(5, 3, 10), NEVER_CANCELLED);
    const chosen = hypotheses.map(([best]) => best!);
    const rows = await readAttention(
      attention,
      chosen.flatMap(({ origins }) => origins),
    );
    tf.dispose(attention);
    const expected = chosen.flatMap(({ ids }, n) => ids.map((_, t) => [n, t, t === 0 ? -1 : ids[t - 1]!]));
    expect(rows.map((row) => [...row])).toEqual(expected);
  });

  it('stops as soon as nothing open can become better', async () => {
    const certain = (_: number, history: readonly number[]) =>
      history.length === 1 ? [0.97, 0.01, 0.01, 0.01] : [0.01, 0.97, 0.01, 0.01];
    const run = new ToyRun(1, 2, certain);
    const { hypotheses, attention } = await beamSearch(MODEL, run, limitsFor(1, 2, 200), NEVER_CANCELLED);
    tf.dispose(attention);
    expect(hypotheses[0]![0]!.ids).toEqual([1, EOS]);
    expect(run.steps).toBeLessThan(10);
  });

  it('cuts off a loop, and says so', async () => {
    const looping = (_: number, history: readonly number[]) =>
      history.length % 2 === 0 ? [0.001, 0.997, 0.001, 0.001] : [0.001, 0.001, 0.997, 0.001];
    const limits = { ...limitsFor(1, 1, 200), maxRepeats: [4] };
    const run = new ToyRun(1, 1, looping);
    const { hypotheses, attention } = await beamSearch(MODEL, run, limits, NEVER_CANCELLED);
    tf.dispose(attention);
    expect(hypotheses[0]![0]).toMatchObject({ ids: [1, 2], truncated: true });
    expect(run.steps).toBeLessThan(15);
  });

  it('never gives more pieces than allowed', async () => {
    const endless = () => [1e-6, 0.5, 0.3, 0.2];
    const { hypotheses, attention } = await beamSearch(
      MODEL,
      new ToyRun(1, 2, endless),
      limitsFor(1, 2, 7),
      NEVER_CANCELLED,
    );
    tf.dispose(attention);
    expect(hypotheses[0]![0]!.ids).toHaveLength(7);
    expect(hypotheses[0]![0]!.truncated).toBe(true);
  });
});

describe('likeliest', () => {
  it('is the head of the sorted row', () => {
    const value = fc.float({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 8, maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (values, count) => {
        const rows = Float32Array.from([...Array<number>(8).fill(0.5), ...values]);
        const sorted = values.map((p, id) => ({ p, id })).sort((a, b) => b.p - a.p || a.id - b.id);
        const found = likeliest(rows, 8, 1, count);
        expect(found.map(({ id }) => id)).toEqual(sorted.slice(0, count).map(({ id }) => id));
        expect(found.every(({ row }) => row === 1)).toBe(true);
      }),
    );
  });
});

describe('repeats', () => {
  it.each([
    [[1, 2, 3], 4, null],
    [[9, 1, 1, 1, 1], 4, null],
    [[9, 1, 1, 1, 1, 1], 4, 2],
    [[5, 6, 5, 6, 5, 6, 5, 6, 5, 6], 4, 2],
    [[7, 8, 9, 7, 8, 9], 1, 3],
  ])('of %j, allowing %i copies, keep %j pieces', (ids, allowed, keep) => {
    expect(degenerateTail(ids, allowed)).toBe(keep);
  });

  it('are allowed as often as in the source', () => {
    expect(allowedRepeats([1, 2, 3])).toBe(4);
    expect(allowedRepeats(Array<number>(20).fill(7))).toBe(20);
    expect(allowedRepeats([1, ...Array.from({ length: 12 }, (_, i) => i % 2)])).toBe(6);
  });
});
