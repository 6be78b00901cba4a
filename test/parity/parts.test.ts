/**
 * The parts of recurrent models, put together in many ways, against PyTorch: very small random models, made by
 * training/attention_lens/part_fixtures.py.
 */

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCORES } from '../../src/model/attention/scores';
import { SELECTIONS } from '../../src/model/attention/selections';
import { SMOOTHINGS } from '../../src/model/attention/smoothings';
import type { RecurrentConfig } from '../../src/model/checkpoint/config';
import { CELLS } from '../../src/model/rnn/cells';
import type { Seq2Seq } from '../../src/model/seq2seq';
import { chooseBackend } from '../../src/worker/backend';
import { readWasm } from '../../tools/lib/engine';
import { compare } from './compare';
import { readPartFixtures } from './fixtures';
import { modelOfParts } from './parts';

const TOLERANCE = 1e-4;

const fixtures = readPartFixtures();

describe('fixtures', () => {
  const used = (of: (config: RecurrentConfig) => string | undefined) =>
    [...new Set(fixtures.map(({ config }) => of(config)).filter((name) => name !== undefined))].sort();

  it('cover every part of every table', () => {
    expect(used(({ attention }) => attention?.score)).toEqual(Object.keys(SCORES).sort());
    expect(used(({ attention }) => attention?.select)).toEqual(Object.keys(SELECTIONS).sort());
    expect(used(({ attention }) => attention?.smooth)).toEqual(Object.keys(SMOOTHINGS).sort());
    expect(used(({ encoder }) => encoder.cell)).toEqual(Object.keys(CELLS).sort());
    expect(used(({ decoder }) => decoder.cell)).toEqual(Object.keys(CELLS).sort());
  });
});

for (const backend of ['wasm', 'cpu'] as const) {
  describe(`on ${backend}, PyTorch agrees with`, () => {
    beforeAll(async () => {
      await chooseBackend(backend, await readWasm(), null);
      expect(tf.getBackend()).toBe(backend);
    });

    describe.each(fixtures)('$config.id', (fixture) => {
      let network: Seq2Seq;
      beforeAll(() => {
        network = modelOfParts(fixture);
      });
      afterAll(() => network?.dispose());

      it.each(fixture.cases)('$source', async (expected) => {
        const { greedyIds, ...differences } = await compare({ network }, expected);
        for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
        expect(greedyIds).toEqual(expected.greedy_ids);
      });
    });
  });
}
