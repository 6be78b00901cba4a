import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/model/checkpoint/checksum';
import { parseConfig, type ModelConfig } from '../../../src/model/checkpoint/config';
import { halfToFloat } from '../../../src/model/checkpoint/half';
import { readSafetensors } from '../../../src/model/checkpoint/safetensors';
import { disposeModel, loadModel } from '../../../src/model/loadedModel';
import type { ModelFiles } from '../../../src/shared/engineProtocol';
import { EngineError } from '../../../src/shared/faults';
import {
  BAHDANAU,
  encodeTensors,
  safetensorsFile,
  tinyConfig,
  tinyFiles,
  tinyTensors,
  type SafetensorsEntry,
} from './tinyModel';

const f32 = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const entry = (dtype: string, shape: number[], begin: number, end: number): SafetensorsEntry => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

describe('readSafetensors', () => {
  it('reads F32, F16 and rows of I8 with scales', () => {
    const data = new Uint8Array([
      ...f32(0.5, 2),
      ...new Uint8Array(Int8Array.of(1, -2, 127, -128).buffer),
      ...new Uint8Array(Uint16Array.of(0x3c00, 0xc000).buffer),
      ...f32(0.25),
    ]);
    const header = {
      __metadata__: { format: 'pt' },
      'w.scale': entry('F32', [2], 0, 8),
      w: entry('I8', [2, 2], 8, 12),
      half: entry('F16', [2], 12, 16),
      scalar: entry('F32', [], 16, 20),
    };
    const tensors = readSafetensors('tiny', safetensorsFile(header, data));
    expect([...tensors.keys()].sort()).toEqual(['half', 'scalar', 'w']);
    expect([...tensors.get('w')!.values]).toEqual([0.5, -1, 254, -256]);
    expect([...tensors.get('half')!.values]).toEqual([1, -2]);
    expect(tensors.get('scalar')!.values[0]).toBe(0.25);
  });

  it.each<[string, unknown, Uint8Array, RegExp]>([
    ['ends beyond the file', { a: entry('F32', [2], 0, 8) }, f32(1), /beyond the file's end/],
    ['has the wrong size', { a: entry('F32', [3], 0, 8) }, f32(1, 2), /should take 12 bytes/],
    ['overlaps', { a: entry('F32', [2], 0, 8), b: entry('F32', [2], 4, 12) }, f32(1, 2, 3), /overlaps/],
    ['leaves a gap', { a: entry('F32', [1], 4, 8) }, f32(1, 2), /gap/],
    ['leaves bytes over', { a: entry('F32', [1], 0, 4) }, f32(1, 2), /belong to no tensor/],
    ['is NaN', { a: entry('F32', [1], 0, 4) }, f32(Number.NaN), /not numbers/],
    ['is infinite', { a: entry('F16', [1], 0, 2) }, new Uint8Array([0x00, 0x7c]), /not numbers/],
    ['has an unknown type', { a: entry('F8', [4], 0, 4) }, f32(1), /entry of the tensor "a"/],
    ['has a negative extent', { a: entry('F32', [-1], 0, 4) }, f32(1), /entry of the tensor "a"/],
    ['has a fraction for an extent', { a: entry('F32', [0.5], 0, 2) }, f32(1), /entry of the tensor "a"/],
    ['lacks its scales', { a: entry('I8', [1, 4], 0, 4) }, f32(1), /has no "a\.scale"/],
    [
      'has too few scales',
      { a: entry('I8', [2, 2], 0, 4), 'a.scale': entry('F32', [1], 4, 8) },
      f32(1, 1),
      /one F32 scale for each row/,
    ],
    ['is no entry', { a: 3 }, f32(1), /entry of the tensor "a"/],
    ['stands in a list', [], f32(1), /header is not an object/],
  ])('refuses a tensor that %s', (_, header, data, problem) => {
    const read = () => readSafetensors('tiny', safetensorsFile(header, data));
    expect(read).toThrow(EngineError);
    expect(read).toThrow(problem);
    expect(read).toThrow(/model\.safetensors/);
  });

  it('refuses a file that is cut off, wherever', () => {
    const whole = encodeTensors(tinyTensors());
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.byteLength - 1 }), (length) => {
        expect(() => readSafetensors('tiny', whole.slice(0, length))).toThrow(EngineError);
      }),
    );
  });

  it('ends in a model or a fault, whatever bytes of the header are changed', () => {
    const whole = encodeTensors(tinyTensors());
    const headerEnd = 8 + Number(new DataView(whole).getBigUint64(0, true));
    const change = fc.record({
      at: fc.integer({ min: 0, max: headerEnd - 1 }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = new Uint8Array(whole.slice(0));
        for (const { at, byte } of changes) bytes[at] = byte;
        try {
          loadModel({ ...tinyFiles(), weights: bytes.buffer }).network.dispose();
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
          expect((error as EngineError).fault).toMatchObject({ code: 'modelFile', file: 'model.safetensors' });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the checksum of model.safetensors', () => {
  const config = (sum?: string) => JSON.stringify({ ...tinyConfig(), weights_crc32: sum });
  const load = (files: Partial<ModelFiles>) => disposeModel(loadModel({ ...tinyFiles(), ...files }));

  it('is that of zip and PNG', () => {
    // the check value of the standard's catalogue
    expect(crc32(new TextEncoder().encode('123456789').buffer)).toBe('cbf43926');
    expect(crc32(new ArrayBuffer(0))).toBe('00000000');
  });

  it('tells one flipped bit, wherever it is, though every weight is still a number', () => {
    const { weights } = tinyFiles();
    const sum = crc32(weights);
    load({ config: config(sum) });
    const dataStart = 8 + Number(new DataView(weights).getBigUint64(0, true));
    fc.assert(
      fc.property(
        fc.integer({ min: dataStart, max: weights.byteLength - 1 }),
        fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7),
        (at, bit) => {
          const flipped = weights.slice(0);
          new Uint8Array(flipped)[at]! ^= 1 << bit;
          expect(() => load({ config: config(sum), weights: flipped })).toThrow(
            /model\.safetensors: its checksum is|not numbers/,
          );
        },
      ),
    );
  });

  it('is not asked for where a model has none', () => {
    load({ config: config() });
  });

  it('is written of every model that ships, and is right', () => {
    const root = join(import.meta.dirname, '../../../models');
    const models = readdirSync(root, { withFileTypes: true }).filter((each) => each.isDirectory());
    expect(models.length).toBeGreaterThan(0);
    for (const { name } of models) {
      const { weights_crc32 } = JSON.parse(readFileSync(join(root, name, 'config.json'), 'utf8')) as ModelConfig;
      const bytes = readFileSync(join(root, name, 'model.safetensors'));
      expect(weights_crc32, name).toBe(crc32(Uint8Array.from(bytes).buffer));
    }
  });
});

describe('halfToFloat', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xbc00, -1],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('reads %i as %d', (bits, value) => {
    expect(halfToFloat(Uint16Array.of(bits))[0]).toBe(value);
  });
});

describe('config.json', () => {
  it('is read', () => {
    expect(parseConfig('tiny', JSON.stringify(tinyConfig())).architecture).toBe('recurrent');
  });

  const cases: [string, Record<string, unknown>, RegExp][] = [
    ['an unknown architecture', { architecture: 'magic' }, /architecture/],
    ['an unknown cell', { encoder: { ...BAHDANAU.encoder, cell: 'qrnn' } }, /encoder\.cell/],
    ['an unknown score', { attention: { ...BAHDANAU.attention, score: 'guess' } }, /attention\.score/],
    ['a width of 0', { embedding: 0 }, /embedding/],
    ['no attention', { attention: undefined }, /there is no "attention"/],
    ['a piece beyond the vocabulary', { pad_token_id: 99_999 }, /pad_token_id is 99999/],
    ["another model's id", { id: 'other' }, /file of the model "other"/],
    [
      'a state that the encoder does not have',
      { decoder: { cell: 'lstm', hidden: 6, initial_state: 'final' } },
      /cannot start from the final state/,
    ],
    ['an unknown selection', { attention: { ...BAHDANAU.attention, select: 'guess' } }, /attention\.select/],
    ['an unknown smoothing', { attention: { ...BAHDANAU.attention, smooth: 'guess' } }, /attention\.smooth/],
    ['a window of 0', { attention: { ...BAHDANAU.attention, window: 0 } }, /attention\.window/],
    [
      'a context that enters the cell that its query comes from',
      { attention: { ...BAHDANAU.attention, query: 'current-state' } },
      /use "input-feeding"/,
    ],
    [
      'two contexts for the cell',
      { context: { kind: 'attention', enters: ['cell', 'input-feeding'] } },
      /the cell takes one context/,
    ],
    [
      'attention to a reversed source',
      { encoder: { ...BAHDANAU.encoder, reverse_source: true } },
      /reverse_source needs a fixed context/,
    ],
    [
      'a fixed context that is fed back',
      { context: { kind: 'fixed', enters: ['input-feeding'] } },
      /no "input-feeding"/,
    ],
    [
      'a fixed context of two directions',
      { context: { kind: 'fixed', enters: ['readout'] } },
      /an encoder of one direction, not of two/,
    ],
  ];
  it.each(cases)('is refused where it has %s', (_, change, problem) => {
    const parse = () => parseConfig('tiny', JSON.stringify({ ...tinyConfig(), ...change }));
    expect(parse).toThrow(EngineError);
    expect(parse).toThrow(problem);
    expect(parse).toThrow(/config\.json/);
  });

  it('is refused where it is no JSON', () => {
    expect(() => parseConfig('tiny', '{"id": ')).toThrow(/config\.json: it is not valid JSON/);
  });
});

describe('loadModel', () => {
  const load = (tensors: ReturnType<typeof tinyTensors>, config = tinyConfig()) =>
    loadModel({ ...tinyFiles(), config: JSON.stringify(config), weights: encodeTensors(tensors) });

  it('refuses a missing tensor, by name, and keeps no memory', () => {
    const before = tf.memory().numTensors;
    const { 'score.v.weight': _, ...rest } = tinyTensors();
    expect(() => load(rest)).toThrow(/tensor "score\.v\.weight" is missing/);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses an unexpected tensor', () => {
    const tensors = { ...tinyTensors(), 'extra.weight': { shape: [1], values: [0] } };
    expect(() => load(tensors)).toThrow(/tensor "extra\.weight" is unexpected/);
  });

  it('refuses a wrong shape', () => {
    const tensors = tinyTensors();
    tensors['cell.candidate.weight'] = { shape: [6, 5], values: Array<number>(30).fill(0) };
    expect(() => load(tensors)).toThrow(/"cell\.candidate\.weight" has the shape \[6, 5\], not \[6, 6\]/);
  });

  it('refuses parts that do not fit each other', () => {
    const config = tinyConfig({ ...BAHDANAU, attention: { query: 'previous-state', score: 'dot', select: 'soft' } });
    expect(() => load(tinyTensors(), config)).toThrow(/config\.json: the score "dot" needs/);
  });

  it('frees everything when disposed', () => {
    const before = tf.memory().numTensors;
    loadModel(tinyFiles()).network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
