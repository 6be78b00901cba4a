import { readFile } from 'node:fs/promises';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { RELAXED, SIMD } from '../../../src/model/kernels/binaries';
import type { FusedActivation } from '../../../src/model/kernels/activations';
import {
  addNorm,
  dense,
  embedPieces,
  likeliestOfRows,
  linearRecord,
  normRecord,
  softmaxRows,
} from '../../../src/model/kernels/ops';
import { packBias, packWeights, type Block } from '../../../src/model/kernels/pack';
import { WasmKernels, wasmKernels } from '../../../src/model/kernels/wasm';
import { loadModel } from '../../../src/model/loadedModel';
import { likeliest, readPredicted } from '../../../src/model/search/candidates';
import { ACTIVATIONS } from '../../../src/model/transformer/activations';
import { AttentionRecorder } from '../../../src/model/transformer/attentionRecorder';
import { FusedRun } from '../../../src/model/transformer/fusedRun';
import type { Transformer } from '../../../src/model/transformer/transformer';
import { TransformerRun } from '../../../src/model/transformer/transformerRun';
import { startBackend } from '../../../tools/lib/engine';
import { BINARIES, binariesModule } from '../../../tools/lib/compileKernels';
import { encodeQuantised } from './tinyModel';
import { transformerFiles, transformerTensors } from './tinyTransformer';

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
  it('are those of kernels/', async () => {
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

  /** PyTorch's matrices of random weights, plain or as whole numbers with a scale for each row. */
  function blocks(inner: number, outputs: readonly number[], quantised: boolean): Block[] {
    return outputs.map((rows, i) => {
      const values = random(rows, inner).dataSync() as Float32Array;
      const integers = Int8Array.from(values, (value) => Math.round(value * 127));
      const scales = Float32Array.from({ length: rows }, (_, row) => (row + 1) / rows / 127);
      const scaled = Float32Array.from(integers, (integer, at) => integer * scales[Math.floor(at / inner)]!);
      const tensor = quantised ? { values: scaled, quantised: { integers, scales } } : { values };
      return { tensor, outputs: rows, factor: i + 1 };
    });
  }

  /** The same as one matrix, (inner, columns). */
  const matrixOf = (inner: number, parts: readonly Block[]) =>
    tf.concat(
      parts.map(({ tensor, outputs, factor }) =>
        tf.mul(tf.transpose(tf.tensor2d(tensor.values, [outputs, inner])), factor),
      ),
      1,
    ) as tf.Tensor2D;

  describe.each([false, true])('with quantised weights: %s', (quantised) => {
    it.each([
      [1, 1, [8], 'none'],
      [1, 7, [9], 'relu'],
      [2, 12, [7, 23], 'swish'],
      [4, 16, [13], 'none'],
      [7, 5, [4, 4, 2], 'relu'],
      [1, 1030, [40], 'none'],
      [1, 4100, [9], 'none'],
      [33, 64, [100], 'silu'],
    ] as const)('dense: %i rows, %i to %j, %s', (rows, inner, outputs, activation: FusedActivation) => {
      const parts = blocks(inner, outputs, quantised);
      const columns = outputs.reduce<number>((sum, n) => sum + n, 0);
      const [x, b] = [matrix(rows, inner), random(columns) as tf.Tensor1D];
      const packed = packWeights(inner, parts);
      expect(packed.scales !== null).toBe(quantised);
      const record = linearRecord({ ...packed, bias: packBias(b), columns, activation });
      const linear = tf.add<tf.Tensor2D>(tf.matMul(x, matrixOf(inner, parts)), b);
      expectClose(
        dense({ x, record }, { columns }),
        ACTIVATIONS[activation]?.(linear) ?? linear,
        inner > 1000 ? 2e-4 : 2e-5,
      );
    });

    it('dense: one row whose numbers are very large, very small, or all 0', () => {
      const [inner, columns] = [70, 20];
      const parts = blocks(inner, [columns], quantised);
      const bias = tf.zeros<tf.Rank.R1>([columns]);
      const record = linearRecord({ ...packWeights(inner, parts), bias: packBias(bias), columns, activation: 'none' });
      const w = matrixOf(inner, parts);
      for (const size of [1e-33, 1e-20, 1, 1e20, 0]) {
        const x = tf.mul<tf.Tensor2D>(matrix(1, inner), size);
        const scale = size < 1e-30 ? 1 : 1 / size;
        expectClose(tf.mul(dense({ x, record }, { columns }), scale), tf.mul(tf.matMul(x, w), scale), 2e-5);
      }
    });

    it('embed: pieces are the columns of a layer', () => {
      const [size, pieces] = [8, 19];
      const parts = blocks(size, [pieces], quantised);
      const bias = packBias(random(pieces) as tf.Tensor1D);
      const record = linearRecord({ ...packWeights(size, parts), bias, columns: pieces, activation: 'none' });
      const positions = matrix(2, size);
      const ids = [3, 18, 0, 5, 15, 8];
      const table = tf.transpose(matrixOf(size, parts));
      const embedded = tf.reshape(tf.gather(table, tf.tensor1d(ids, 'int32')), [3, 2, size]);
      const expected = tf.reshape(tf.add(tf.mul(embedded, 3), positions), [6, size]);
      expectClose(embedPieces({ record, positions }, { ids, factor: 3 }), expected);
    });
  });

  it.each([1, 5])('addNorm of %i rows', (rows) => {
    const [x, y] = [matrix(rows, 12), matrix(rows, 12)];
    const [gain, bias] = [random(12) as tf.Tensor1D, random(12) as tf.Tensor1D];
    const sum = tf.add(x, y);
    const { mean, variance } = tf.moments(sum, 1, true);
    const normal = tf.div(tf.sub(sum, mean), tf.sqrt(tf.add(variance, 1e-5)));
    const expected = tf.add(tf.mul(normal, gain), bias);
    expectClose(addNorm({ x, y, record: normRecord(gain, bias, 1e-5) }, {}), expected);
  });

  it.each([1, 3, 4, 259])('softmax of %i columns, far below 0 and far above', (columns) => {
    const x = tf.mul(matrix(3, columns), tf.tensor2d([[1], [100], [1e4]])) as tf.Tensor2D;
    expectClose(softmaxRows({ x }, {}), tf.softmax(x));
    const hidden = tf.tensor2d([[0, -1e9, 1, -1e9, 88, -88]]);
    expectClose(softmaxRows({ x: hidden }, {}), tf.softmax(hidden));
  });

  it('the likeliest of rows, ties among them, as they are chosen in JavaScript', async () => {
    const values = Array.from({ length: 6 * 37 }, (_, i) => ((i * 7919) % 23) / 23);
    const probabilities = tf.tensor2d(values, [6, 37]);
    const { ids } = likeliestOfRows(probabilities, 5);
    const ours = await readPredicted(probabilities, 5, false);
    for (let row = 0; row < 6; row++) {
      const expected = likeliest(Float32Array.from(values), 37, row, 5);
      expect([...ids].slice(row * 5, row * 5 + 5)).toEqual(expected.map(({ id }) => id));
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

  /** Of 8-bit weights, too: each matrix as whole numbers with a scale for each row. */
  it.each([
    ['32-bit floats', undefined, 'swish'],
    ['32-bit floats and a head that aligns words', { head: 1, layer: 0 }, 'relu'],
    ['quantised weights', undefined, 'relu'],
  ])(
    '%s: it is what the library computes, in any order of rows and with sentences dropped',
    (name, head, activation) => {
      const changes = { activation_function: activation, ...(head && { alignment: { ...head, row: 'reading' } }) };
      const files = transformerFiles(changes);
      if (name === 'quantised weights') files.weights = encodeQuantised(transformerTensors());
      const model = loadModel(files);
      const network = model.network as Transformer;
      const before = tf.memory().numTensors;
      const recorders = [new AttentionRecorder(), new AttentionRecorder()] as const;
      const runs = [network.begin(SOURCES, 2, recorders[0]), new TransformerRun(network, SOURCES, 2, recorders[1])];
      expect(runs[0]).toBeInstanceOf(FusedRun);
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
        // more than there is room for at first
        for (let piece = 0; piece < 40; piece++) both([260, 261, 262, 263, 264, 265].map((id) => id + (piece % 7)));
        each((run) => run.reorder([1, 1, 2, 3, 5, 4]));
        each((run) => run.keep([0, 2]));
        both([266, 267, 268, 269]);
        each((run) => run.keep([1]));
        both([266, 267]);
        each((run) => run.dispose());
      });
      for (const recorder of recorders) recorder.dispose();
      expect(tf.memory().numTensors).toBe(before);
      model.network.dispose();
    },
  );

  it('records every attention that the library computes', async () => {
    const model = loadModel(transformerFiles());
    const network = model.network as Transformer;
    const recorders = [new AttentionRecorder(), new AttentionRecorder()] as const;
    const runs = [network.begin(SOURCES, 2, recorders[0]), new TransformerRun(network, SOURCES, 2, recorders[1])];
    const steps = [
      [299, 299, 299, 299, 299, 299],
      [260, 261, 262, 263, 264, 265],
    ];
    for (const previous of steps) {
      for (const run of runs) {
        const { probabilities, weights } = run.step(previous);
        tf.dispose([probabilities, weights!]);
      }
    }
    const origins = [
      { step: 0, row: 3 },
      { step: 1, row: 3 },
    ];
    const [ours, theirs] = await Promise.all(recorders.map((recorder) => recorder.read(1, origins)));
    for (const part of ['encoder', 'decoder', 'cross'] as const) {
      const { weights, ...extents } = ours![part];
      const { weights: expected, ...others } = theirs![part];
      expect(extents).toEqual(others);
      expect(weights.some((weight) => weight > 0)).toBe(true);
      expect(Math.max(...weights.map((weight, i) => Math.abs(weight - expected[i]!)))).toBeLessThan(1e-5);
    }
    for (const run of runs) run.dispose();
    for (const recorder of recorders) recorder.dispose();
    model.network.dispose();
  });
});
