import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelFigures } from '../../../src/shared/compare';
import { verdictsOn } from '../../../webview/lineage/claims';
import {
  averageBefore,
  largestDifference,
  lengthOf,
  strongest,
  substitute,
  takesPart,
  total,
  weightedSum,
} from '../../../webview/lineage/numbers';
import { MECHANISM_IDS, partsOf, type MechanismId } from '../../../webview/lineage/parts';
import { tinyRecords } from '../model/tinyRecords';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const STEPS = [0, 1, 3];

describe.each(MECHANISM_IDS)('%s, computed by the engine', (id) => {
  it('is what the page computes again from scores and states', { timeout: 60_000 }, async () => {
    const parts = partsOf(id);
    const records = await tinyRecords(id, STEPS);
    expect(records.map(({ step }) => step)).toEqual(STEPS);
    if (parts.kind === 'fixed') {
      for (const { weights, context } of records) {
        expect(weights).toEqual([]);
        expect(context).toEqual(records[0]!.context);
      }
      return;
    }
    let before: number[] | null = null;
    for (const record of records) {
      const { weights, states, context, scores, figures } = record;
      expect(total(weights)).toBeCloseTo(1, 5);
      expect(largestDifference(weightedSum(weights, states), context)).toBeLessThan(1e-5);
      for (const [j, weight] of weights.entries()) {
        if (!takesPart(parts, record, j)) {
          expect(weight).toBe(0);
          continue;
        }
        if (parts.kind === 'recurrent' && parts.select === 'hard') {
          expect(weight).toBe(j === strongest(scores) ? 1 : 0);
          continue;
        }
        const alpha = substitute(parts, record, j).weight;
        if (!(parts.kind === 'recurrent' && parts.smooth)) expect(alpha).toBeCloseTo(weight, 5);
        else if (record.step === 0) expect(alpha).toBeCloseTo(weight, 5);
        else if (record.step === 1) expect(averageBefore(record, j, alpha)).toBeCloseTo(before![j]!, 4);
      }
      if (parts.kind === 'recurrent' && parts.score === 'cosine') {
        expect(Math.max(...scores.map(Math.abs))).toBeLessThanOrEqual(figures.sharpness! + 1e-5);
      }
      before = weights;
    }
  });
});

it('leaves something out where there is a window', async () => {
  for (const id of ['luong-local-m', 'luong-local-p'] as const) {
    const records = await tinyRecords(id, STEPS);
    expect(records.some((record) => record.weights.some((_, j) => !takesPart(partsOf(id), record, j)))).toBe(true);
  }
});

it('measures vectors', () => {
  expect(lengthOf([3, 4])).toBe(5);
  expect(largestDifference([1, 2], [1, 2.5])).toBe(0.5);
  expect(largestDifference([1], [1, 2])).toBe(Infinity);
  expect(strongest([])).toBe(-1);
});

const figures = (bleu: number | null, lengths: (number | null)[] = []): ModelFigures => ({
  parameters: 1,
  bytes: 1,
  trainedPieces: 1,
  trainedMinutes: 1,
  bleu,
  chrf: null,
  aer: null,
  bleuByLength: Object.fromEntries(lengths.map((value, index) => [`${index * 5}–${index * 5 + 4}`, value])),
});
const verdicts = (id: MechanismId, all: Record<string, ModelFigures>) =>
  verdictsOn(id, new Map(Object.entries(all)), (value) => value.toFixed(1)).map(({ verdict, measured }) => ({
    verdict,
    measured,
  }));

describe('what our figures say to the papers', () => {
  it.each([
    [25, 20, 'agrees'],
    [20, 25, 'disagrees'],
    [20.4, 20, 'unclear'],
    [20, 20.4, 'unclear'],
  ] as const)('depends on them: %s against %s %s', (attention, fixed, verdict) => {
    const said = verdicts('bahdanau-2015', { 'bahdanau-2015': figures(attention), 'cho-2014': figures(fixed) });
    expect(said).toEqual([
      {
        verdict,
        measured: `Measured here: bahdanau-2015 ${attention.toFixed(1)}, cho-2014 ${fixed.toFixed(1)} (BLEU).`,
      },
    ]);
  });

  it('is nothing where a model was not measured', () => {
    expect(verdicts('bahdanau-2015', { 'bahdanau-2015': figures(25) })).toEqual([]);
    expect(verdicts('bahdanau-2015', { 'bahdanau-2015': figures(25), 'cho-2014': figures(null) })).toEqual([]);
  });

  it('sees quality fall with length, or hold', () => {
    const falls = [30, 28, 20, 9];
    const holds = [30, 28, 27, 25];
    expect(verdicts('cho-2014', { 'cho-2014': figures(20, falls) })[0]?.verdict).toBe('agrees');
    expect(verdicts('cho-2014', { 'cho-2014': figures(20, holds) })[0]?.verdict).toBe('disagrees');
    expect(verdicts('sutskever-2014', { 'sutskever-2014': figures(20, falls) })[0]?.verdict).toBe('disagrees');
    expect(verdicts('bahdanau-2015', { 'bahdanau-2015': figures(20, holds) })[0]?.verdict).toBe('agrees');
    expect(verdicts('cho-2014', { 'cho-2014': figures(20, [30, null]) })).toEqual([]);
  });
});
