import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { align } from '../../../src/model/align';
import { NEVER_CANCELLED, type Cancellation } from '../../../src/model/cancellation';
import { parseConfig } from '../../../src/model/checkpoint/config';
import { loadModel, type LoadedModel } from '../../../src/model/loadedModel';
import { forceTargets } from '../../../src/model/search/forced';
import { alignmentOrigins } from '../../../src/model/search/hypothesis';
import { AttentionRecorder } from '../../../src/model/transformer/attentionRecorder';
import { nestedMaps, type NestedMaps } from '../../parity/nestedMaps';
import { mergeHeads, splitHeads } from '../../../src/model/transformer/heads';
import { causalMask } from '../../../src/model/transformer/masks';
import { attendWithHeads } from '../../../src/model/attention/multiHead';
import { sinusoidalPositions } from '../../../src/model/transformer/positions';
import type { Transformer } from '../../../src/model/transformer/transformer';
import { translate, translateMany } from '../../../src/model/translate';
import { EngineError } from '../../../src/shared/faults';
import { VOCABULARY } from './tinyModel';
import {
  DECODER_LAYERS,
  ENCODER_LAYERS,
  HEADS,
  transformerConfig,
  transformerFiles,
  transformerTensors,
} from './tinyTransformer';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const START = VOCABULARY - 1;
const SOURCES = [
  [258, 260, 0],
  [259, 262, 261, 263, 264, 0],
];
const TARGET = [270, 265, 259, 271, 266];

function withModel<T>(use: (network: Transformer, model: LoadedModel) => T, changes = {}): T {
  const model = loadModel(transformerFiles(changes));
  const result = use(model.network as Transformer, model);
  const free = () => model.network.dispose();
  if (result instanceof Promise) void result.then(free, free);
  else free();
  return result;
}

function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>, digits = 5): void {
  expect(ours.length).toBe(theirs.length);
  for (let i = 0; i < ours.length; i++) expect(ours[i]).toBeCloseTo(theirs[i]!, digits);
}

/** Logits (V) of every step, read all at once. */
function logitsAtOnce(model: Transformer, source: readonly number[], read: readonly number[]): number[][] {
  return tf.tidy(() => {
    const memory = model.decoder.remember(model.encoder.encode([source]), 1);
    return model.logits(model.decoder.read(read, 1, [], memory).x).arraySync();
  });
}

/** p(y_t) (V) of every step, read piece by piece. */
function probabilitiesByStep(model: Transformer, source: readonly number[], read: readonly number[]): Float32Array[] {
  const run = model.begin([source], 1);
  const steps = read.map((id) => {
    const { probabilities, weights } = run.step([id]);
    const values = probabilities.dataSync() as Float32Array;
    tf.dispose([probabilities, weights!]);
    return values;
  });
  run.dispose();
  return steps;
}

describe('positions', () => {
  it('are sines in the first half of the columns and cosines in the second', () => {
    const table = sinusoidalPositions(3, 4);
    const expected = [0, 0, 1, 1];
    for (const p of [1, 2]) expected.push(Math.sin(p), Math.sin(p / 100), Math.cos(p), Math.cos(p / 100));
    expectClose(table, expected);
    expect(sinusoidalPositions(2, 5)).toHaveLength(10);
  });

  it('may stand in the checkpoint or not', () => {
    const table = { shape: [64, 8], values: Array.from(sinusoidalPositions(64, 8)) };
    const tensors = { ...transformerTensors(), 'model.encoder.embed_positions.weight': table };
    const logits = withModel((model) => logitsAtOnce(model, SOURCES[0]!, [START, ...TARGET]));
    const stored = loadModel(transformerFiles({}, { ...tensors, 'model.decoder.embed_positions.weight': table }));
    const again = logitsAtOnce(stored.network as Transformer, SOURCES[0]!, [START, ...TARGET]);
    stored.network.dispose();
    expectClose(again.flat(), logits.flat());
  });
});

describe('multi-head attention', () => {
  const [q, k, size] = [3, 4, 6];
  const make = (rows: number, seed: number) => tf.randomNormal<tf.Rank.R2>([rows, size], 0, 1, 'float32', seed);

  it('of one head is softmax(Q K^T) V', () => {
    tf.tidy(() => {
      const [queries, keys, values] = [make(q, 1), make(k, 2), make(k, 3)];
      const head = (x: tf.Tensor2D) => splitHeads(x, 1, 1);
      const { context, weights } = attendWithHeads(head(queries), { keys: head(keys), values: head(values) }, null);
      const single = tf.softmax(tf.matMul(queries, keys, false, true));
      expectClose(weights.dataSync(), single.dataSync());
      expectClose(mergeHeads(context).dataSync(), tf.matMul(single, values).dataSync());
    });
  });

  it('of several is each head by itself, side by side', () => {
    tf.tidy(() => {
      const [queries, keys, values] = [make(q, 4), make(k, 5), make(k, 6)];
      const split = (x: tf.Tensor2D) => splitHeads(x, 1, 3);
      const { context } = attendWithHeads(split(queries), { keys: split(keys), values: split(values) }, null);
      const columns = (x: tf.Tensor2D, head: number) => tf.slice(x, [0, head * 2], [-1, 2]);
      const alone = [0, 1, 2].map((head) => {
        const weights = tf.softmax(tf.matMul(columns(queries, head), columns(keys, head), false, true));
        return tf.matMul(weights, columns(values, head));
      });
      expectClose(mergeHeads(context).dataSync(), tf.concat(alone, 1).dataSync());
    });
  });

  it('splits and merges without loss', () => {
    tf.tidy(() => {
      const x = make(8, 7);
      expect(mergeHeads(splitHeads(x, 2, 3)).arraySync()).toEqual(x.arraySync());
      expect(splitHeads(x, 2, 3).shape).toEqual([2, 3, 4, 2]);
    });
  });
});

describe('the decoder', () => {
  it('sees nothing of what is to come', () => {
    expect(causalMask(1, 5)).toBeNull();
    tf.tidy(() => {
      const visible = (causalMask(2, 1)!.arraySync() as number[][]).map((row) => row.map((value) => value === 0));
      expect(visible).toEqual([
        [true, true, false],
        [true, true, true],
      ]);
    });
    withModel((model) => {
      const whole = logitsAtOnce(model, SOURCES[0]!, [START, ...TARGET]);
      const other = logitsAtOnce(model, SOURCES[0]!, [START, ...TARGET.slice(0, 2), 280, 281, 282]);
      expectClose(whole.slice(0, 3).flat(), other.slice(0, 3).flat());
      expect(Math.max(...whole[3]!.map((logit, id) => Math.abs(logit - other[3]![id]!)))).toBeGreaterThan(0.01);
    });
  });

  it('reads piece by piece, with its cache, what it reads at once without', () => {
    withModel((model) => {
      const read = [START, ...TARGET];
      const atOnce = logitsAtOnce(model, SOURCES[1]!, read);
      for (const [t, step] of probabilitiesByStep(model, SOURCES[1]!, read).entries()) {
        const row = atOnce[t]!.map((logit, id) => (id === START ? Number.NEGATIVE_INFINITY : logit));
        const most = Math.max(...row);
        const sum = row.reduce((total, logit) => total + Math.exp(logit - most), 0);
        expectClose(
          step,
          row.map((logit) => Math.exp(logit - most) / sum),
        );
      }
    });
  });

  it('goes on from any cache with several pieces', () => {
    withModel((model) => {
      tf.tidy(() => {
        const memory = model.decoder.remember(model.encoder.encode([SOURCES[1]!]), 1);
        const { cache } = model.decoder.read([START, ...TARGET.slice(0, 2)], 1, [], memory);
        const rest = model.decoder.read(TARGET.slice(2), 1, cache, memory);
        const whole = model.decoder.read([START, ...TARGET], 1, [], memory);
        expectClose(rest.x.dataSync(), tf.slice(whole.x, [3, 0], [-1, -1]).dataSync());
      });
    });
  });

  it('never emits the pad', () => {
    const [step] = withModel((model) => probabilitiesByStep(model, SOURCES[0]!, [START]));
    expect(step![START]).toBe(0);
    expect(step!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    const banned = withModel((model) => probabilitiesByStep(model, SOURCES[0]!, [START]), {
      bad_words_ids: [[5], [7]],
    });
    expect([5, 7].map((id) => banned[0]![id])).toEqual([0, 0]);
    expect(banned[0]![START]).toBeGreaterThan(0);
  });

  it('goes on from another hypothesis, and without the sentences that are dropped', () => {
    withModel((model) => {
      const run = model.begin(SOURCES, 2);
      const free = ({ probabilities, weights }: ReturnType<typeof run.step>) => tf.dispose([probabilities, weights!]);
      free(run.step([START, START, START, START]));
      free(run.step([260, 261, 262, 263]));
      run.reorder([1, 1, 3, 2]);
      run.keep([1]);
      const step = run.step([270, 271]);
      const values = step.probabilities.arraySync();
      free(step);
      run.dispose();
      expectClose(values[0]!, probabilitiesByStep(model, SOURCES[1]!, [START, 263, 270])[2]!);
      expectClose(values[1]!, probabilitiesByStep(model, SOURCES[1]!, [START, 262, 271])[2]!);
    });
  });
});

const TEXT = 'The cat is on the mat. It is.\n\n(12) 😀\n\nA thing, then another thing on that cat!';
const settings = { beam: 3, nBest: 2 };

describe('translation', () => {
  it('is alike alone and in a padded batch', () =>
    withModel(async (_, model) => {
      const sentences = ['the cat', 'a thing on the cat that is in it', 'in'];
      const together = await translateMany(model, sentences, settings, NEVER_CANCELLED);
      for (const [i, sentence] of sentences.entries()) {
        const [alone] = (await translate(model, sentence, settings, NEVER_CANCELLED)).sentences;
        const [padded] = together[i]!;
        expect(padded!.target).toBe(alone!.target);
        expect(padded!.score).toBeCloseTo(alone!.score, 4);
        for (const [t, row] of alone!.alignment.entries()) {
          expectClose(padded!.alignment[t]!, row, 4);
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        }
      }
    }));

  it('never goes beyond the table of positions', () =>
    withModel(
      async (_, model) => {
        const { sentences } = await translate(model, 'a thing on the cat', settings, NEVER_CANCELLED);
        expect(sentences.length).toBeGreaterThan(0);
        const long = Array.from({ length: 40 }, () => 'the').join(' ');
        const aligned = await align(model, [{ source: 'a thing', target: long }], NEVER_CANCELLED);
        expect(aligned.sentences[0]!.alignment).toHaveLength(40);
      },
      { max_position_embeddings: 24 },
    ));

  it('leaves no tensor behind, finished or cancelled', () =>
    withModel(async (_, model) => {
      const before = tf.memory().numTensors;
      await translate(model, TEXT, settings, NEVER_CANCELLED);
      await align(model, [{ source: 'the cat', target: 'on a' }], NEVER_CANCELLED);
      expect(tf.memory().numTensors).toBe(before);
      for (let steps = 0; steps < 8; steps++) {
        let left = steps;
        const soon: Cancellation = {
          checkpoint: async () => {
            if (left-- === 0) throw new EngineError({ code: 'cancelled' });
          },
        };
        await expect(translate(model, TEXT, settings, soon)).rejects.toThrow(EngineError);
        expect(tf.memory().numTensors).toBe(before);
      }
    }));

  it('leaves no tensor behind where a checkpoint does not fit', () => {
    const tensors = transformerTensors();
    delete tensors['model.decoder.layers.1.fc2.bias'];
    const before = tf.memory().numTensors;
    expect(() => loadModel(transformerFiles({}, tensors))).toThrow(/"model\.decoder\.layers\.1\.fc2\.bias" is missing/);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('recording', () => {
  const targets = [
    [270, 265, 0],
    [259, 271, 266, 272, 0],
  ];
  const originsOf = (row: number) => targets[row]!.map((_, step) => ({ step, row }));

  it('gives every layer and head, without padding, in sums of 1', () =>
    withModel(async (model) => {
      const recorder = new AttentionRecorder();
      await forceTargets(model, SOURCES, targets, NEVER_CANCELLED, recorder);
      for (const [n, source] of SOURCES.entries()) {
        const recorded = await recorder.read(n, originsOf(n));
        const [encoder, decoder, cross] = [recorded.encoder, recorded.decoder, recorded.cross].map(nestedMaps) as [
          NestedMaps,
          NestedMaps,
          NestedMaps,
        ];
        const [s, t] = [source.length, targets[n]!.length];
        const shapes = [encoder, decoder, cross].map((maps) => [
          maps.length,
          maps[0]!.length,
          maps[0]![0]!.length,
          maps[0]![0]![0]!.length,
        ]);
        expect(shapes).toEqual([
          [ENCODER_LAYERS, HEADS, s, s],
          [DECODER_LAYERS, HEADS, t, t],
          [DECODER_LAYERS, HEADS, t, s],
        ]);
        for (const row of [encoder, decoder, cross].flat(3)) {
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        }
        for (const head of decoder.flat()) {
          for (const [query, row] of head.entries()) expect(row.slice(query + 1).every((w) => w === 0)).toBe(true);
        }
      }
      const before = tf.memory().numTensors;
      recorder.dispose();
      expect(tf.memory().numTensors).toBeLessThan(before);
    }));

  it('follows a hypothesis through the rows of a search', () =>
    withModel(async (model) => {
      const recorder = new AttentionRecorder();
      const run = model.begin(SOURCES, 2, recorder);
      const free = ({ probabilities, weights }: ReturnType<typeof run.step>) => tf.dispose([probabilities, weights!]);
      free(run.step([START, START, START, START]));
      free(run.step([260, 261, 262, 263]));
      run.reorder([1, 0, 3, 3]);
      run.keep([1]);
      free(run.step([270, 271]));
      run.dispose();
      const origins = [2, 3, 1].map((row, step) => ({ step, row }));
      // dropping sentences renumbers the rows: those of the last step are of sentence 1 alone
      const found = await recorder.read(1, origins);
      recorder.dispose();
      const alone = new AttentionRecorder();
      await forceTargets(model, [SOURCES[1]!], [[263, 271, 0]], NEVER_CANCELLED, alone);
      const expected = await alone.read(0, originsOf(0));
      alone.dispose();
      for (const part of ['decoder', 'cross', 'encoder'] as const) {
        expectClose(Array.from(found[part].weights), Array.from(expected[part].weights));
      }
    }));

  it('costs nothing when it is not asked for, and no computation when it is', async () => {
    const steps = (model: Transformer, recorder?: AttentionRecorder) => async () => {
      const run = model.begin(SOURCES, 2, recorder);
      const before = tf.memory().numTensors;
      const { probabilities, weights } = run.step([START, START, START, START]);
      const held = tf.memory().numTensors - before;
      tf.dispose([probabilities, weights!]);
      run.dispose();
      return tf.tensor1d([held]);
    };
    await withModel(async (model) => {
      const before = tf.memory().numTensors;
      const off = await tf.profile(steps(model) as never);
      const held = (off.result as unknown as tf.Tensor).dataSync()[0];
      // keys and values of every layer, the probabilities, the alignment
      expect(held).toBe(2 * DECODER_LAYERS + 2);
      (off.result as unknown as tf.Tensor).dispose();
      expect(tf.memory().numTensors).toBe(before);
      const recorder = new AttentionRecorder();
      const on = await tf.profile(steps(model, recorder) as never);
      recorder.dispose();
      (on.result as unknown as tf.Tensor).dispose();
      expect(tf.memory().numTensors).toBe(before);
      expect(on.kernels.map(({ name }) => name)).toEqual(off.kernels.map(({ name }) => name));
    });
  });
});

describe('the alignment', () => {
  const target = [270, 265, 259, 0];

  it.each([
    ['the named head, of the step that emits', { layer: 0, head: 1, row: 'emitting' }, 0, [1]],
    ['the named head, of the step that reads', { layer: 1, head: 0, row: 'reading' }, 1, [0]],
    ['the mean of the named layer', { layer: 0, row: 'reading' }, 0, [0, 1]],
    ['by default, the mean of the last layer, of the step that emits', undefined, 1, [0, 1]],
  ] as const)('is that of %s', async (_, alignment, layer, heads) => {
    await withModel(
      async (model) => {
        const recorder = new AttentionRecorder();
        const [forced] = await forceTargets(model, [SOURCES[1]!], [target], NEVER_CANCELLED, recorder);
        const origins = target.map((__, step) => ({ step, row: 0 }));
        const cross = nestedMaps((await recorder.read(0, origins)).cross);
        recorder.dispose();
        for (const t of target.keys()) {
          const row = alignment?.row === 'reading' ? Math.min(t + 1, target.length - 1) : t;
          const mean = SOURCES[1]!.map((__, s) => {
            const weights = heads.map((head) => cross[layer]![head]![row]![s]!);
            return weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
          });
          expectClose(forced!.attention[t]!, mean);
        }
      },
      alignment ? { alignment } : {},
    );
  });

  it('of a piece that was read lies in the row that read it', () => {
    const origins = [4, 6, 5].map((row, step) => ({ step, row }));
    expect(alignmentOrigins(origins, 'emitting')).toEqual(origins);
    expect(alignmentOrigins(origins, 'reading')).toEqual([origins[1], origins[2], origins[2]]);
  });
});

describe('config.json', () => {
  const parse = (changes: Record<string, unknown>) => parseConfig('tiny', JSON.stringify(transformerConfig(changes)));

  it('may be a plain one of Hugging Face’s', () => {
    const own = ['id', 'name', 'source_language', 'target_language', 'max_source_pieces', 'architecture'];
    const plain = Object.fromEntries(
      Object.entries(transformerConfig({ bad_words_ids: [[START]] })).filter(([key]) => !own.includes(key)),
    );
    expect(parseConfig('some-folder', JSON.stringify(plain))).toMatchObject({
      id: 'some-folder',
      architecture: 'transformer',
      max_source_pieces: 64,
    });
  });

  it.each([
    [{ d_model: 9 }, /d_model is 9, which encoder_attention_heads, 2, does not divide/],
    [{ max_source_pieces: 65 }, /max_source_pieces is 65, but max_position_embeddings is 64/],
    [{ alignment: { layer: 2, head: 0, row: 'reading' } }, /alignment\.layer is 2, but decoder_layers is 2/],
    [{ alignment: { layer: 0, head: 2, row: 'reading' } }, /alignment\.head is 2, but decoder_attention_heads is 2/],
    [{ alignment: { layer: 0, head: 0, row: 'both' } }, /alignment\.row/],
    [{ activation_function: 'tanh' }, /activation_function: "tanh" is none of swish, silu, relu/],
    [{ bad_words_ids: [[3, 4]] }, /bad_words_ids/],
    [{ bad_words_ids: [[VOCABULARY]] }, /bad_words_ids has/],
    [{ decoder_vocab_size: 5 }, /decoder_vocab_size is 5/],
    [{ tie_word_embeddings: false }, /tie_word_embeddings/],
    [{ pad_token_id: VOCABULARY }, /pad_token_id is/],
    [{ encoder_layers: 0 }, /encoder_layers/],
  ])('%j is refused', (changes, message) => {
    expect(() => parse(changes)).toThrow(message);
  });
});
