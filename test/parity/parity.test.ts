import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/model/checkpoint/config';
import { disposeModel, loadModel, type LoadedModel } from '../../src/model/loadedModel';
import { Tokenizer } from '../../src/model/tokenizer/tokenizer';
import { chooseBackend } from '../../src/worker/backend';
import { readModel, readWasm, ROOT } from '../../tools/lib/engine';
import { compare } from './compare';
import { missingFixtures, readFixtures, shippedModels } from './fixtures';
import path from 'node:path';

const TOLERANCE = 1e-4;

it('every model that ships has what PyTorch computed: see training/attention_lens/fixtures.py', () => {
  expect(shippedModels()).not.toEqual([]);
  expect(missingFixtures()).toEqual([]);
});

for (const fixture of readFixtures()) {
  const { model: id } = fixture;
  for (const backend of ['wasm', 'cpu'] as const) {
    describe(`${id} on ${backend} agrees with PyTorch`, () => {
      let model: LoadedModel;

      beforeAll(async () => {
        await chooseBackend(backend, await readWasm(), null);
        expect(tf.getBackend()).toBe(backend);
        model = loadModel(await readModel(path.join(ROOT, 'models'), id));
      });
      afterAll(() => model && disposeModel(model));

      it.each(fixture.cases)('$source', async (expected) => {
        const { greedyIds, ...differences } = await compare(model, expected);
        for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
        expect(greedyIds).toEqual(expected.greedy_ids);
      });
    });
  }

  it(`the tokenizer of ${id} agrees with training's`, async () => {
    const { config, tokenizer: file } = await readModel(path.join(ROOT, 'models'), id);
    const tokenizer = new Tokenizer(id, file, parseConfig(id, config).vocab_size);
    for (const { text, ids, words, decoded } of fixture.tokenizer) {
      const encoding = tokenizer.encode(text);
      expect(encoding.ids, text).toEqual(ids);
      expect(encoding.pieceWords, text).toEqual(words);
      expect(tokenizer.decode(ids).text, text).toEqual(decoded);
    }
  });
}
