import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StepRecord } from '../../../src/shared/stepRecord';
import { STAGES, type Stage } from '../../../webview/choices';
import { MECHANISM_IDS, partsOf as partsById } from '../../../webview/lineage/parts';
import { codeOf, jsonOf, RESULT } from '../../../webview/steps/code';
import { divisorOf, maskedScores, maskOf, partsOf, scoreTerms, shares, stagesOf } from '../../../webview/steps/record';
import { tinyRecords } from '../model/tinyRecords';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

afterEach(() => vi.restoreAllMocks());

/** Runs the lines as a user would who pastes them, and reads what they leave. */
function run(record: StepRecord, stage: Stage): number[] {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  const lines = codeOf(record, stage);
  // eslint-disable-next-line no-new-func
  const result = new Function('tf', `${lines}\nreturn ${RESULT[stage]};`)(tf) as tf.Tensor;
  expect(print).toHaveBeenCalled();
  expect(result.rank).toBe(1);
  return [...result.dataSync()];
}

function expectClose(ours: readonly number[], theirs: readonly number[], within = 1e-4): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, value] of theirs.entries()) expect(Math.abs(ours[i]! - value)).toBeLessThan(within);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe.each(MECHANISM_IDS)('a step of %s', (id) => {
  it('is computed again by its lines of TensorFlow.js', { timeout: 60_000 }, async () => {
    for (const record of await tinyRecords(id, [0, 2])) {
      const stages = stagesOf(record);
      expect(stages).toEqual(partsById(id).kind === 'fixed' ? ['context', 'next'] : STAGES);
      const probabilities = record.next.map(({ probability }) => probability);
      expectClose(run(record, 'context'), record.context);
      expectClose(run(record, 'next'), probabilities);
      if (!record.weights.length) continue;
      expectClose(run(record, 'query'), record.query);
      expectClose(run(record, 'scores'), record.scores);
      const masked = run(record, 'mask');
      for (const [j, value] of maskedScores(record).entries()) {
        if (Number.isFinite(value)) expect(masked[j]).toBeCloseTo(value, 4);
        else expect(masked[j]).toBeLessThan(-1e8);
      }
      expectClose(run(record, 'softmax'), record.weights);
      expectClose(run(record, 'sum'), shares(record));
    }
  });

  it('is told as JSON that holds the very numbers', { timeout: 60_000 }, async () => {
    const [record] = await tinyRecords(id, [1]);
    for (const stage of stagesOf(record!)) {
      const told = JSON.parse(jsonOf(record!, stage)) as Record<string, unknown>;
      expect(told).toMatchObject({ model: 'tiny', source: record!.source, target: record!.target, step: 1, stage });
      const numbers: Record<Stage, [unknown, number[]]> = {
        query: [told['query'], record!.query],
        scores: [told['scores'], record!.scores],
        mask: [told['scores'], record!.scores],
        softmax: [told['weights'], record!.weights],
        sum: [told['shares'], shares(record!)],
        context: [told['context'], record!.context],
        next: [(told['next'] as StepRecord['next'] | undefined)?.map(({ probability }) => probability), record!.next.map(({ probability }) => probability)], // prettier-ignore
      };
      const [ours, theirs] = numbers[stage];
      expectClose(ours as number[], theirs, 1e-7);
    }
  });

  it('hangs together', { timeout: 60_000 }, async () => {
    for (const record of await tinyRecords(id, [0, 3])) {
      if (!record.weights.length) continue;
      expect(sum(record.weights)).toBeCloseTo(1, 5);
      expect(sum(shares(record))).toBeCloseTo(1, 4);
      for (const [j, score] of record.scores.entries()) {
        const terms = scoreTerms(record, j)!;
        expect(sum(terms.map(({ value }) => value)) / divisorOf(record)).toBeCloseTo(score, 4);
      }
      for (const [j, mask] of maskOf(record).entries()) {
        if (mask === Number.NEGATIVE_INFINITY && record.previous === undefined) expect(record.weights[j]).toBe(0);
      }
      const parts = partsOf(record);
      const known = partsById(id);
      expect(parts.kind).toBe(known.kind);
      if (parts.kind === 'recurrent' && known.kind === 'recurrent') expect(parts).toMatchObject({ score: known.score, select: known.select, smooth: known.smooth }); // prettier-ignore
    }
  });
});

describe('the lines of TensorFlow.js', () => {
  it('hold a piece that would end its comment as text', async () => {
    const [record] = await tinyRecords('bahdanau-2015', [0]);
    const piece = '\n throw new Error("run"); \u2028 throw 1; //';
    const evil: StepRecord = {
      ...record!,
      targetPieces: { ...record!.targetPieces, text: record!.targetPieces.text.map(() => piece) },
      next: record!.next.map((each) => ({ ...each, piece })),
    };
    for (const stage of STAGES) expect(() => run(evil, stage)).not.toThrow();
  });

  it('give the numbers of a score function that no sum tells of as they are', async () => {
    const [record] = await tinyRecords('bahdanau-2015', [0]);
    const { terms: _, ...rest } = record!;
    const other: StepRecord = { ...rest, parts: { score: 'nearest', select: 'soft' } };
    expect(scoreTerms(other, 0)).toBeNull();
    expectClose(run(other, 'scores'), other.scores);
  });
});
