import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { NEVER_CANCELLED, type Cancellation } from '../../../src/model/cancellation';
import { attends } from '../../../src/model/checkpoint/attends';
import { disposeModel, loadModel, type LoadedModel } from '../../../src/model/loadedModel';
import { leaveOut, occlude } from '../../../src/model/occlude';
import { trace } from '../../../src/model/trace';
import type { ModelFiles } from '../../../src/shared/engineProtocol';
import { EngineError } from '../../../src/shared/faults';
import type { OccludeOptions } from '../../../src/shared/trace';
import { occlusionSchema } from '../../../webview/traceSchema';
import { MECHANISMS, tinyFiles } from './tinyModel';
import { transformerFiles } from './tinyTransformer';

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const PAIR: OccludeOptions = { source: "The cat isn't on it.", target: 'a cat, on thing' };

async function using(files: ModelFiles, run: (model: LoadedModel) => Promise<void>): Promise<void> {
  const model = loadModel(files);
  const loaded = tf.memory().numTensors;
  await run(model);
  expect(tf.memory().numTensors).toBe(loaded);
  disposeModel(model);
}

async function occluded(model: LoadedModel, pair = PAIR) {
  const record = await occlude(model, pair, NEVER_CANCELLED);
  expect(v.safeParse(occlusionSchema, structuredClone(record)).issues).toBeUndefined();
  return record;
}

/** ln p of each word of the target, its pieces added up. */
async function logOfWords(model: LoadedModel, source: string, target: string): Promise<number[]> {
  const { steps, targetPieces } = await trace(model, { source, target }, NEVER_CANCELLED);
  return targetPieces.words.map((_, word) =>
    steps.reduce((sum, { probability }, t) => sum + (targetPieces.word[t] === word ? Math.log(probability) : 0), 0),
  );
}

const MODELS: (readonly [string, ModelFiles])[] = [
  ...[2, 4, 6, 10, 11, 12, 13].map((i) => [`recurrent ${i}`, tinyFiles(MECHANISMS[i])] as const),
  ['a Transformer', transformerFiles({ alignment: { layer: 1, head: 0, row: 'reading' } })],
];

describe.each(MODELS)('%s', (_, files) => {
  it('loses what two decodings differ by', async () => {
    await using(files, async (model) => {
      const { sourceWords, targetWords, loss, attention, ...rest } = await occluded(model);
      expect(rest).toEqual({ model: 'tiny', backend: 'cpu', ...PAIR });
      expect(sourceWords.map(({ text }) => text)).toEqual(['The', 'cat', 'isn', "'", 't', 'on', 'it', '.']);
      expect(targetWords.map(({ text }) => text)).toEqual(['a', 'cat', ',', 'on', 'thing']);
      const whole = await logOfWords(model, PAIR.source, PAIR.target);
      for (const [s, without] of [
        [1, "The  isn't on it."],
        [3, 'The cat isn t on it.'],
        [7, "The cat isn't on it"],
      ] as const) {
        const less = await logOfWords(model, without, PAIR.target);
        for (const [t, row] of loss.entries()) expect(row[s]).toBeCloseTo(whole[t]! - less[t]!, 4);
      }
      expect(Math.max(...loss.flat().map(Math.abs))).toBeGreaterThan(1e-3);
      const { sentence } = await trace(model, PAIR, NEVER_CANCELLED);
      expect(attention).toHaveLength(attends(model.config) ? targetWords.length : 0);
      for (const [t, row] of attention.entries()) {
        for (const [s, weight] of row.entries()) expect(weight).toBeCloseTo(sentence.alignment[t]![s]!, 5);
      }
    });
  });
});

it('a source of one word leaves nothing but the end mark', async () => {
  await using(tinyFiles(), async (model) => {
    const { loss } = await occluded(model, { source: 'cat', target: 'a cat' });
    expect(loss.map((row) => row.length)).toEqual([1, 1]);
    expect(loss.flat().every(Number.isFinite)).toBe(true);
  });
});

it('a source of many words is read some variants at a time', async () => {
  const config = { ...JSON.parse(tinyFiles().config), max_source_pieces: 60 };
  await using({ ...tinyFiles(), config: JSON.stringify(config) }, async (model) => {
    const words = Array.from({ length: 40 }, (_, i) => (i % 3 ? 'cat' : 'the'));
    const told: number[][] = [];
    const pair = { source: words.join(' '), target: 'a cat' };
    const { loss } = await occlude(model, pair, NEVER_CANCELLED, (...progress) => told.push(progress));
    expect(told).toEqual([
      [16, 41],
      [32, 41],
      [41, 41],
    ]);
    expect(loss.map((row) => row.length)).toEqual([40, 40]);
    const whole = await logOfWords(model, words.join(' '), 'a cat');
    for (const s of [0, 15, 31, 39]) {
      const less = await logOfWords(model, words.filter((_, i) => i !== s).join(' '), 'a cat');
      expect(loss[1]![s]).toBeCloseTo(whole[1]! - less[1]!, 4);
    }
  });
});

it('stops between steps, and tells what it cannot read', async () => {
  await using(transformerFiles(), async (model) => {
    let steps = 0;
    const stopping: Cancellation = {
      checkpoint: async () => {
        if (++steps === 3) throw new EngineError({ code: 'cancelled' });
      },
    };
    await expect(occlude(model, PAIR, stopping)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    await expect(occlude(model, { ...PAIR, source: ' ' }, NEVER_CANCELLED)).rejects.toMatchObject({
      fault: { code: 'emptyText' },
    });
  });
});

it('words that were two stay two without the mark between them', () => {
  expect(leaveOut('a-b', { start: 1, end: 2 })).toBe('a b');
  expect(leaveOut('a, b', { start: 1, end: 2 })).toBe('a b');
  expect(leaveOut('où-été', { start: 2, end: 3 })).toBe('où été');
  expect(leaveOut('the cat', { start: 0, end: 3 })).toBe(' cat');
  expect(leaveOut('the cat.', { start: 4, end: 7 })).toBe('the .');
});
