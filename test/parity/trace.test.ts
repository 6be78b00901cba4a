/** Traces agree with PyTorch, and what changes come to is the same on every backend. */

import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { attends } from '../../src/model/checkpoint/attends';
import { disposeModel, loadModel } from '../../src/model/loadedModel';
import { chooseBackend } from '../../src/worker/backend';
import { readModel, readWasm, ROOT } from '../../tools/lib/engine';
import { readFixtures } from './fixtures';
import { apart, changedTraces, compareTrace, type Changed } from './traces';

const TOLERANCE = 1e-4;

describe.each(readFixtures().map(({ model, cases }) => ({ id: model, cases })))('$id', ({ id, cases }) => {
  const onBackend: Partial<Record<string, Record<string, Changed>>> = {};

  it.each(['cpu', 'wasm'] as const)(
    'on %s agrees with PyTorch, and takes what is done to its attention',
    async (backend) => {
      await chooseBackend(backend, await readWasm(), null);
      expect(tf.getBackend()).toBe(backend);
      const model = loadModel(await readModel(path.join(ROOT, 'models'), id));
      const loaded = tf.memory().numTensors;
      // the CPU is slow: one sentence, the one that everything is known of
      for (const expected of backend === 'cpu' ? cases.slice(0, 1) : cases) {
        const { targetIds, ...differences } = await compareTrace(model, expected);
        for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
        expect(targetIds).toEqual(expected.target_ids);
      }
      const changed = await changedTraces(model, cases[0]!);
      expect(Object.keys(changed)).toHaveLength(
        attends(model.config) ? (model.config.architecture === 'transformer' ? 5 : 4) : 0,
      );
      for (const { masked, forced } of Object.values(changed)) expect([masked, forced]).toEqual([0, 0]);
      onBackend[backend] = changed;
      expect(tf.memory().numTensors).toBe(loaded);
      disposeModel(model);
    },
  );

  it('comes to the same on both', () => {
    expect(apart(onBackend['wasm']!, onBackend['cpu']!)).toBeLessThan(TOLERANCE);
  });
});
