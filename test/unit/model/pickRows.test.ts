import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { pickRows } from '../../../src/model/pickRows';
import { chooseBackend } from '../../../src/worker/backend';
import { readWasm } from '../../../tools/lib/engine';

describe.each(['cpu', 'wasm'] as const)('pickRows on %s', (backend) => {
  it.each([
    ['all', [0, 1, 2, 3]],
    ['some, in another order', [3, 0, 2]],
    ['the same again', [1, 1, 1, 2, 3, 3]],
    ['one', [2]],
  ])('takes %s', async (_, rows) => {
    await chooseBackend(backend, await readWasm(), null);
    const before = tf.memory().numTensors;
    const values = tf.tensor3d(
      Array.from({ length: 24 }, (__, i) => i),
      [4, 2, 3],
    );
    const picked = pickRows(values, rows);
    const all = values.arraySync();
    expect(picked.arraySync()).toEqual(rows.map((row) => all[row]));
    // the input may go while the rows stay
    values.dispose();
    expect(picked.arraySync()).toEqual(rows.map((row) => all[row]));
    picked.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
