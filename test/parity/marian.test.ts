import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transformer } from '../../src/model/transformer/transformer';
import { chooseBackend } from '../../src/worker/backend';
import { readWasm } from '../../tools/lib/engine';
import { compareMarian, loadMarian } from './marian';
import { MARIAN_CHECKPOINTS, readMarian } from './marianFixtures';

const TOLERANCE = 1e-4;

for (const id of MARIAN_CHECKPOINTS) {
  for (const backend of ['wasm', 'cpu'] as const) {
    describe(`${id} on ${backend} agrees with Hugging Face's MarianMTModel`, () => {
      let model: Transformer;
      const { config, weights, cases } = readMarian(id);

      beforeAll(async () => {
        await chooseBackend(backend, await readWasm(), null);
        expect(tf.getBackend()).toBe(backend);
        model = loadMarian(id, config, weights);
      });
      afterAll(() => model?.dispose());

      it.each(cases.map((expected) => ({ pieces: expected.input_ids.length, expected })))(
        'on $pieces pieces',
        async ({ expected }) => {
          const before = tf.memory().numTensors;
          const { greedy, beam4, beam4Score, differences } = await compareMarian(model, expected);
          for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
          expect(greedy).toEqual(expected.greedy);
          expect(beam4).toEqual(expected.beam4);
          expect(Math.abs(beam4Score - expected.beam4_score)).toBeLessThan(TOLERANCE);
          expect(tf.memory().numTensors).toBe(before);
        },
      );
    });
  }
}
