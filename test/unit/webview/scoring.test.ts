import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  argmax,
  contextOf,
  cosineSimilarity,
  inWindow,
  weightsFrom,
  type Selection,
} from '../../../webview/scoring/attend';
import { benchRows, strongestPieces, type Switches } from '../../../webview/scoring/bench';
import { stepRecord } from '../../view/fixtures/step';

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const plain: Selection = { temperature: 1, hard: false, window: null };
const score = fc.double({ min: -500, max: 500, noNaN: true });
const scores = fc.array(score, { minLength: 1, maxLength: 70 });

describe('weights from scores', () => {
  it('are the softmax', () => {
    const weights = weightsFrom([Math.log(1), Math.log(2), Math.log(5)], plain);
    [1 / 8, 2 / 8, 5 / 8].forEach((expected, index) => expect(weights[index]).toBeCloseTo(expected, 12));
  });

  it('sum to 1 at any temperature, with any window that holds a piece, and are 0 outside of it', () => {
    fc.assert(
      fc.property(
        scores,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.boolean(),
        fc.nat(80),
        fc.nat(10),
        (values, temperature, hard, at, halfWidth) => {
          const window = { centre: at % values.length, halfWidth };
          const weights = weightsFrom(values, { temperature, hard, window });
          expect(sum(weights)).toBeCloseTo(1, 9);
          weights.forEach((weight, index) => {
            expect(weight).toBeGreaterThanOrEqual(0);
            if (Math.abs(index - window.centre) > halfWidth) expect(weight).toBe(0);
          });
        },
      ),
    );
  });

  it('are one-hot at the best score where the choice is hard; the first one wins a draw', () => {
    expect(weightsFrom([1, 3, 3, 2], { ...plain, hard: true })).toEqual([0, 1, 0, 0]);
    const window = { centre: 3, halfWidth: 0 };
    expect(weightsFrom([1, 3, 3, 2], { ...plain, hard: true, window })).toEqual([0, 0, 0, 1]);
  });

  it('sharpen when it is cold and grow even when it is hot', () => {
    const at = (temperature: number): number => Math.max(...weightsFrom([0, 1, 2], { ...plain, temperature }));
    expect(at(0.1)).toBeGreaterThan(0.9999);
    expect(at(0.5)).toBeGreaterThan(at(1));
    expect(at(10)).toBeLessThan(0.4);
  });

  it('do not change when all scores are moved by as much', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: -1000, max: 1000 }), (values, by) => {
        const moved = weightsFrom(
          values.map((value) => value + by),
          plain,
        );
        weightsFrom(values, plain).forEach((weight, index) => expect(moved[index]).toBeCloseTo(weight, 6));
      }),
    );
  });

  it('are all 0 where the window holds no piece', () => {
    expect(weightsFrom([1, 2], { ...plain, window: { centre: 9, halfWidth: 1 } })).toEqual([0, 0]);
    expect(inWindow(8, { centre: 9, halfWidth: 1 })).toBe(true);
    expect(argmax([])).toBe(-1);
  });
});

describe('the context', () => {
  it('is the sum of the states, weighed', () => {
    expect(
      contextOf(
        [0.25, 0.75],
        [
          [4, 0, -4],
          [0, 8, 4],
        ],
      ),
    ).toEqual([1, 6, 2]);
  });

  it('is the state itself where the choice is hard', () => {
    expect(contextOf([0, 1], [[1, 2], [3, 4]])).toEqual([3, 4]); // prettier-ignore
  });

  it('is compared by the cosine', () => {
    expect(cosineSimilarity([1, 0], [0, 2])).toBe(0);
    expect(cosineSimilarity([1, 2], [-2, -4])).toBeCloseTo(-1, 12);
    expect(cosineSimilarity([0, 0], [1, 1])).toBeNull();
  });
});

describe('the bench', () => {
  const record = stepRecord(2);
  const off: Switches = { temperature: 1, hard: false, window: 'off', halfWidth: 2 };

  it('begins with what the model did, which no switch changes', () => {
    for (const switches of [off, { ...off, hard: true }, { ...off, temperature: 5, window: 'peak' as const }]) {
      const [own] = benchRows(record, switches);
      expect(own).toMatchObject({ score: null, scores: record.scores, weights: record.weights, similarity: 1 });
    }
  });

  it('makes of the model’s own score function what the model made of it', () => {
    const dot = benchRows(record, off).find(({ score: name }) => name === 'dot')!;
    expect(dot.own).toBe(true);
    dot.weights.forEach((weight, index) => expect(weight).toBeCloseTo(record.weights[index]!, 12));
    expect(dot.similarity).toBeCloseTo(1, 12);
    expect(benchRows(record, off).filter(({ own }) => own)).toHaveLength(2);
  });

  it('puts the window at the step, or at each function’s own best score', () => {
    const atStep = benchRows(record, { ...off, window: 'step', halfWidth: 0 }).slice(1);
    for (const { weights } of atStep) expect(weights.indexOf(1)).toBe(2);
    const late = benchRows({ ...record, step: 7 }, { ...off, window: 'step', halfWidth: 0 }).slice(1);
    for (const { weights } of late) expect(weights.indexOf(1)).toBe(record.sourcePieces.text.length - 1);
    for (const row of benchRows(record, { ...off, window: 'peak', halfWidth: 0 }).slice(1)) {
      expect(row.weights.indexOf(1)).toBe(argmax(row.scores));
    }
  });

  it('has no row of the model where the model does not attend', () => {
    expect(benchRows({ ...record, scores: [], weights: [], bench: [] }, off)).toEqual([]);
  });

  it('names the strongest pieces', () => {
    expect(strongestPieces([0.1, 0.6, 0.01, 0.29], 2)).toEqual([1, 3]);
    expect(strongestPieces([0.02, 0.02], 2)).toEqual([]);
  });
});
