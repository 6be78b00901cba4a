import { readFile } from 'node:fs/promises';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attendWithHeads } from '../../../src/model/attention/multiHead';
import { RELAXED, SIMD } from '../../../src/model/kernels/binaries';
import {
  addNorm,
  attendRows,
  attendStep,
  dense,
  embedPieces,
  likeliestOfRows,
  packBias,
  packWeights,
  softmaxRows,
  type FusedActivation,
} from '../../../src/model/kernels/ops';
import { WasmKernels, wasmKernels } from '../../../src/model/kernels/wasm';
import { loadModel } from '../../../src/model/loadedModel';
import { likeliest, readPredicted } from '../../../src/model/search/candidates';
import { ACTIVATIONS } from '../../../src/model/transformer/activations';
import { FusedRun } from '../../../src/model/transformer/fusedRun';
import { splitHeads } from '../../../src/model/transformer/heads';
import { paddingMask } from '../../../src/model/transformer/masks';
import type { Transformer } from '../../../src/model/transformer/transformer';
import { TransformerRun } from '../../../src/model/transformer/transformerRun';
import { startBackend } from '../../../tools/lib/engine';
import { BINARIES, binariesModule } from '../../../tools/lib/compileKernels';
import { transformerFiles } from './tinyTransformer';

beforeAll(() => startBackend('wasm'));

let seed = 1;
/** The same numbers every time, from -1 to 1. */
const random = (...shape: number[]) => tf.randomUniform(shape, -1, 1, 'float32', seed++);
const matrix = (rows: number, columns: number) => random(rows, columns) as tf.Tensor2D;

function expectClose(ours: tf.Tensor, theirs: tf.Tensor, most = 1e-5): void {
  expect(ours.shape).toEqual(theirs.shape);
  expect(tf.max(tf.abs(tf.sub(ours, theirs))).arraySync()).toBeLessThan(most);
}

describe('the kernels', () => {
  it('are those of kernels/index.ts', async () => {
    expect(await readFile(BINARIES, 'utf8')).toBe(await binariesModule());
  }, 120_000);

  it('bring no data with them, which would overwrite the memory of others', () => {
    for (const base64 of [SIMD, RELAXED]) {
      const bytes = Buffer.from(base64, 'base64');
      // sections after the 8 bytes of the preamble: an id and a length in base 128
      const ids: number[] = [];
      for (let at = 8; at < bytes.length;) {
        ids.push(bytes[at++]!);
        let length = 0;
        for (let shift = 0, more = true; more; shift += 7) {
          length |= (bytes[at]! & 127) << shift;
          more = bytes[at++]! > 127;
        }
        at += length;
      }
      expect(ids).toContain(10);
      expect(ids).not.toContain(11);
    }
  });

  it('are there on wasm, and nowhere else', async () => {
    expect(wasmKernels()).toBeInstanceOf(WasmKernels);
    expect(WasmKernels.on({})).toBeNull();
    await tf.setBackend('cpu');
    expect(wasmKernels()).toBeNull();
    await tf.setBackend('wasm');
  });

  it.each([
    [1, 1, 8, 'none'],
    [1, 7, 9, 'relu'],
    [2, 12, 30, 'swish'],
    [4, 16, 13, 'none'],
    [7, 5, 10, 'relu'],
    [33, 64, 100, 'silu'],
  ] as const)('dense: %i rows, %i to %i, %s', (rows, inner, columns, activation: FusedActivation) => {
    const [x, w, b] = [matrix(rows, inner), matrix(inner, columns), random(columns) as tf.Tensor1D];
    const ours = dense({ x, weights: packWeights(w), bias: packBias(b) }, { columns, activation });
    const linear = tf.add<tf.Tensor2D>(tf.matMul(x, w), b);
    expectClose(ours, ACTIVATIONS[activation]?.(linear) ?? linear);
  });

  it.each([1, 5])('addNorm of %i rows', (rows) => {
    const [x, y] = [matrix(rows, 12), matrix(rows, 12)];
    const [gain, bias] = [random(12), random(12)];
    const sum = tf.add(x, y);
    const { mean, variance } = tf.moments(sum, 1, true);
    const normal = tf.div(tf.sub(sum, mean), tf.sqrt(tf.add(variance, 1e-5)));
    expectClose(addNorm({ x, y, gain, bias }, { epsilon: 1e-5 }), tf.add(tf.mul(normal, gain), bias));
  });

  it.each([1, 3, 4, 259])('softmax of %i columns, far below 0 and far above', (columns) => {
    const x = tf.mul(matrix(3, columns), tf.tensor2d([[1], [100], [1e4]])) as tf.Tensor2D;
    expectClose(softmaxRows({ x }, {}), tf.softmax(x));
    const hidden = tf.tensor2d([[0, -1e9, 1, -1e9, 88, -88]]);
    expectClose(softmaxRows({ x: hidden }, {}), tf.softmax(hidden));
  });

  it('attend: sentences of several lengths, several queries each', () => {
    const [n, q, s, heads, width] = [3, 2, 5, 2, 4];
    const size = heads * width;
    const [queries, memory] = [matrix(n * q, size), matrix(n * s, 2 * size)];
    const lengths = [5, 2, 1];
    const at = { keys: 0, values: size };
    const [weights, context] = attendRows({ queries, memory }, { sentences: n, heads, lengths, at, size });
    const [keys, values] = (tf.split(memory, 2, 1) as tf.Tensor2D[]).map((part) => splitHeads(part, n, heads));
    const expected = attendWithHeads(
      splitHeads(queries, n, heads),
      { keys: keys!, values: values! },
      paddingMask(lengths, s),
    );
    expectClose(weights, expected.weights);
    expectClose(splitHeads(context, n, heads), expected.context);
  });

  it('attendStep: puts rows in order before the piece is read', () => {
    const [rows, heads, size] = [3, 2, 8];
    const past = random(rows, 4, 2 * size) as tf.Tensor3D;
    const projected = matrix(rows, 3 * size);
    const order = [2, 0, 0];
    const [all, weights, context] = attendStep({ projected, past }, { order, heads });
    const [queries, keysAndValues] = [
      tf.slice(projected, [0, 0], [rows, size]),
      tf.slice(projected, [0, size], [rows, 2 * size]),
    ];
    const picked = tf.gather(past, tf.tensor1d(order, 'int32'));
    const expectedAll = tf.concat([picked, tf.reshape(keysAndValues, [rows, 1, 2 * size])], 1) as tf.Tensor3D;
    expectClose(all, expectedAll);
    const flat = tf.reshape(expectedAll, [-1, 2 * size]) as tf.Tensor2D;
    const [keys, values] = (tf.split(flat, 2, 1) as tf.Tensor2D[]).map((part) => splitHeads(part, rows, heads));
    const expected = attendWithHeads(splitHeads(queries, rows, heads), { keys: keys!, values: values! }, null);
    expectClose(weights, expected.weights);
    expectClose(splitHeads(context, rows, heads), expected.context);
  });

  it('embed', () => {
    const [table, positions] = [matrix(10, 4), matrix(2, 4)];
    const ids = [3, 9, 0, 0];
    const pieces = tf.reshape(tf.gather(table, tf.tensor1d(ids, 'int32')), [2, 2, 4]);
    const expected = tf.reshape(tf.add(pieces, positions), [4, 4]);
    expectClose(embedPieces({ table, positions }, { ids }), expected);
  });

  it('the likeliest of rows, ties among them, as they are chosen in JavaScript', async () => {
    const values = Array.from({ length: 6 * 37 }, (_, i) => ((i * 7919) % 23) / 23);
    const probabilities = tf.tensor2d(values, [6, 37]);
    const [ids] = likeliestOfRows({ probabilities }, { count: 5 });
    const ours = await readPredicted(probabilities, 5, false);
    for (let row = 0; row < 6; row++) {
      const expected = likeliest(Float32Array.from(values), 37, row, 5);
      expect([...ids.dataSync()].slice(row * 5, row * 5 + 5)).toEqual(expected.map(({ id }) => id));
      expect(ours.likeliest(row)).toEqual(expected);
    }
  });
});

describe('a batch decoded with the kernels', () => {
  const SOURCES = [
    [258, 260, 0],
    [259, 262, 261, 263, 264, 0],
    [270, 0],
  ];

  it('is what the library computes, in any order of rows and with sentences dropped, and keeps no tensor', () => {
    const model = loadModel(transformerFiles());
    const network = model.network as Transformer;
    const before = tf.memory().numTensors;
    const runs = [new FusedRun(network, SOURCES, 2), new TransformerRun(network, SOURCES, 2)];
    const both = (previous: number[]) => {
      const [ours, theirs] = runs.map((run) => run.step(previous));
      expectClose(ours!.probabilities, theirs!.probabilities);
      expectClose(ours!.weights!, theirs!.weights!);
      for (const { probabilities, weights } of [ours!, theirs!]) tf.dispose([probabilities, weights!]);
    };
    const each = (act: (run: (typeof runs)[number]) => void) => {
      for (const run of runs) act(run);
    };
    tf.tidy(() => {
      both([299, 299, 299, 299, 299, 299]);
      both([260, 261, 262, 263, 264, 265]);
      each((run) => run.reorder([1, 0, 3, 3, 4, 4]));
      both([266, 267, 268, 269, 270, 271]);
      each((run) => run.reorder([1, 1, 2, 3, 5, 4]));
      each((run) => run.keep([0, 2]));
      both([266, 267, 268, 269]);
      each((run) => run.keep([1]));
      both([266, 267]);
      each((run) => run.dispose());
    });
    expect(tf.memory().numTensors).toBe(before);
    model.network.dispose();
  });
});
