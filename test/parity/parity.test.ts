import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel, type LoadedModel } from '../../src/model/loadedModel';
import { chooseBackend } from '../../src/worker/backend';
import { readModel, readWasm, ROOT } from '../../tools/lib/engine';
import { compare } from './compare';
import { readFixture, shippedModels } from './fixtures';
import path from 'node:path';

const TOLERANCE = 1e-4;

it('there is at least one model to compare', () => {
  expect(shippedModels()).not.toEqual([]);
});

for (const id of shippedModels()) {
  for (const backend of ['wasm', 'cpu'] as const) {
    describe(`${id} on ${backend} agrees with PyTorch`, () => {
      let model: LoadedModel;
      const fixture = readFixture(id);

      beforeAll(async () => {
        await chooseBackend(backend, await readWasm(), null);
        expect(tf.getBackend()).toBe(backend);
        model = loadModel(await readModel(path.join(ROOT, 'models'), id));
      });
      afterAll(() => model?.network.dispose());

      it.each(fixture.cases)('$source', async (expected) => {
        const { greedyIds, ...differences } = await compare(model, expected);
        for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
        expect(greedyIds).toEqual(expected.greedy_ids);
      });
    });
  }

  it(`the tokenizer of ${id} agrees with training's`, async () => {
    const files = await readModel(path.join(ROOT, 'models'), id);
    const { tokenizer } = loadModel(files);
    for (const { text, ids, words, decoded } of readFixture(id).tokenizer) {
      const encoding = tokenizer.encode(text);
      expect(encoding.ids, text).toEqual(ids);
      expect(encoding.pieceWords, text).toEqual(words);
      expect(tokenizer.decode(ids).text, text).toEqual(decoded);
    }
  });
}
