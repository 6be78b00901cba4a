import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { disposeModel, loadModel } from '../../../src/model/loadedModel';
import { alignmentChoices, headRates, measureHeads } from '../../../tools/lib/heads';
import { alignmentErrorRate } from '../../../tools/lib/measure';
import { parseGold } from '../../../tools/lib/metrics/aer';
import { tinyConfig } from '../model/tinyModel';
import { DECODER_LAYERS, HEADS, transformerFiles } from '../model/tinyTransformer';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

it('every head and every mean is a choice, at both steps', () => {
  const choices = alignmentChoices({ decoder_layers: 2, decoder_attention_heads: 3 });
  expect(choices).toHaveLength(2 * (3 + 1) * 2);
  expect(choices.slice(0, 3)).toEqual([
    { layer: 0, row: 'emitting' },
    { layer: 0, row: 'reading' },
    { layer: 0, head: 0, row: 'emitting' },
  ]);
  expect(() => alignmentChoices(tinyConfig())).toThrow('tiny has no heads to choose from');
});

it('they are measured and told best first, whatever config.json chose before', async () => {
  const before = tf.memory().numTensors;
  const pairs = [
    { source: 'the cat on a mat', reference: 'a cat in the thing' },
    { source: 'on it', reference: 'the cat' },
  ];
  const gold = [parseGold('1-1 2-2 3-3 4-4 5-5'), parseGold('1-1 2p1')];
  const model = loadModel(transformerFiles({ alignment: { layer: 0, head: 1, row: 'reading' } }));
  const measured = await measureHeads(model, pairs, gold);
  disposeModel(model);
  expect(measured).toHaveLength(DECODER_LAYERS * (HEADS + 1) * 2);
  const rates = measured.map(({ aer }) => aer);
  expect(rates).toEqual([...rates].sort((a, b) => a - b));
  expect(new Set(rates).size).toBeGreaterThan(1);
  for (const { alignment, aer } of measured) {
    const chosen = loadModel(transformerFiles({ alignment }));
    expect(await alignmentErrorRate(chosen, pairs, gold)).toBeCloseTo(aer, 10);
    disposeModel(chosen);
  }
  const kept = headRates(measured);
  expect(kept.map((layer) => layer.length)).toEqual(Array.from({ length: DECODER_LAYERS }, () => HEADS));
  const one = measured.find(({ alignment }) => alignment.layer === 1 && alignment.head === 0)!;
  expect(kept[1]![0]![one.alignment.row]).toBeCloseTo(100 * one.aer, 2);
  expect(tf.memory().numTensors).toBe(before);
});
