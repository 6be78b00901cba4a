import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { align } from '../../../src/model/align';
import { NEVER_CANCELLED, type Cancellation } from '../../../src/model/cancellation';
import { attends } from '../../../src/model/checkpoint/attends';
import { inspect } from '../../../src/model/inspect';
import { disposeModel, loadModel, type LoadedModel } from '../../../src/model/loadedModel';
import type { Seq2Seq } from '../../../src/model/seq2seq';
import { trace } from '../../../src/model/trace';
import type { Transformer } from '../../../src/model/transformer/transformer';
import { translate } from '../../../src/model/translate';
import type { ModelFiles } from '../../../src/shared/engineProtocol';
import { EngineError } from '../../../src/shared/faults';
import type { AttentionMaps, AttentionPart, Intervention, TraceOptions, TraceRecord } from '../../../src/shared/trace';
import { traceSchema } from '../../../webview/traceSchema';
import { nestedMaps } from '../../parity/nestedMaps';
import { BAHDANAU, encodeTensors, MECHANISMS, tinyConfig, tinyFiles, tinyTensors, VOCABULARY } from './tinyModel';
import { DECODER_LAYERS, ENCODER_LAYERS, HEADS, transformerFiles, transformerTensors } from './tinyTransformer';

// many models, on a machine that may have other things to do
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const nameOf = ({ encoder, attention }: (typeof MECHANISMS)[number]) =>
  attention
    ? [attention.score, attention.select, attention.smooth].filter(Boolean).join(', ')
    : `fixed, ${encoder.cell}`;
const RECURRENT = MECHANISMS.map((parts, i) => [`${i} ${nameOf(parts)}`, tinyFiles(parts)] as const);
const TRANSFORMERS = [
  ['a Transformer', transformerFiles()],
  [
    'a Transformer that aligns by a reading head',
    transformerFiles({ alignment: { layer: 0, head: 1, row: 'reading' } }),
  ],
] as const;
const ALL: (readonly [string, ModelFiles])[] = [...RECURRENT, ...TRANSFORMERS];
const ATTENDING = ALL.filter(([name]) => !name.includes('fixed'));

const SOURCE = 'The cat is on it.';

/** Works with a model, and sees that nothing of it is left. */
async function using<T>(files: ModelFiles, run: (model: LoadedModel) => Promise<T>): Promise<T> {
  const before = tf.memory().numTensors;
  const model = loadModel(files);
  const loaded = tf.memory().numTensors;
  try {
    const result = await run(model);
    expect(tf.memory().numTensors).toBe(loaded);
    return result;
  } finally {
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
  }
}

async function traced(model: LoadedModel, options: Partial<TraceOptions> = {}): Promise<TraceRecord> {
  const record = await trace(model, { source: SOURCE, target: null, ...options }, NEVER_CANCELLED);
  // as it arrives in the panel
  expect(v.safeParse(traceSchema, structuredClone(record)).issues).toBeUndefined();
  return record;
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>, digits = 5): void {
  expect(ours.length).toBe(theirs.length);
  for (let i = 0; i < theirs.length; i++) expect(ours[i]).toBeCloseTo(theirs[i]!, digits);
}
const rowsOf = (maps: AttentionMaps) => nestedMaps(maps).flat(2);
const probabilities = ({ steps }: TraceRecord) => steps.map(({ probability }) => probability);

function expectSame(ours: TraceRecord, theirs: TraceRecord): void {
  expect(ours.targetIds).toEqual(theirs.targetIds);
  expectClose(probabilities(ours), probabilities(theirs), 4);
  expectClose(ours.weights.flat(), theirs.weights.flat(), 4);
  for (const part of ['encoder', 'decoder', 'cross'] as const) {
    expectClose(ours.maps?.[part]?.weights ?? [], theirs.maps?.[part]?.weights ?? [], 4);
  }
}

describe.each(ALL)('%s', (_, files) => {
  it('is decoded as `translate` decodes, and its steps are those of `inspect`', async () => {
    await using(files, async (model) => {
      const record = await traced(model, { maps: true });
      const { sentences } = await translate(model, SOURCE, { beam: 1, nBest: 1 }, NEVER_CANCELLED);
      const { alignment, targetWords, ...rest } = sentences[0]!;
      expect(record.sentence).toMatchObject({ ...rest, score: expect.closeTo(rest.score, 4) as number });
      expectClose(record.sentence.alignment.flat(), alignment.flat());
      const confidences = (words: typeof targetWords) => words.map(({ confidence }) => confidence);
      expectClose(confidences(record.sentence.targetWords), confidences(targetWords));
      const { row, head, maps } = record;
      const s = record.sourcePieces.text.length;
      for (const t of new Set([0, 1, 5, record.targetIds.length - 1])) {
        const id = record.targetIds[t];
        if (id === undefined) continue;
        const step = await inspect(
          model,
          { source: SOURCE, target: null, step: t, bench: false, ...head },
          NEVER_CANCELLED,
        );
        const { probability, entropy, next } = record.steps[t]!;
        expect(probability).toBeCloseTo(step.probability, 5);
        expect(next.map(({ piece }) => piece)).toEqual(step.next.map(({ piece }) => piece));
        expectClose(
          next.map((each) => each.probability),
          step.next.map((each) => each.probability),
        );
        const read = [model.network.start, ...record.targetIds.slice(0, t)];
        const ids = [...model.tokenizer.encode(SOURCE).ids, model.network.eos];
        const all = (await model.network.layOpen(ids, read, {}, NEVER_CANCELLED)).probabilities;
        expect(all[id]).toBeCloseTo(probability, 5);
        expect(next.map((each) => all[each.id]!)).toEqual([...all].sort((a, b) => b - a).slice(0, 10));
        expect(entropy).toBeCloseTo(-sum([...all].map((p) => (p > 0 ? p * Math.log2(p) : 0))), 4);
        if (!attends(model.config)) continue;
        const place = head ? (head.layer * HEADS + head.head) * record.targetIds.length : 0;
        if (head || model.config.architecture === 'recurrent') {
          expectClose(maps!.cross!.weights.subarray((place + t) * s, (place + t + 1) * s), step.weights);
          expectClose(record.weights[row === 'reading' ? t - 1 : t] ?? [], row === 'reading' && t === 0 ? [] : step.weights); // prettier-ignore
        }
      }
    });
  });

  it('shows every attention, each row a distribution, where it is asked for', async () => {
    await using(files, async (model) => {
      expect((await traced(model)).maps).toBeUndefined();
      const { maps, weights, targetIds, sourcePieces } = await traced(model, { maps: true });
      if (!attends(model.config)) {
        expect(maps).toBeUndefined();
        expect(weights).toEqual([]);
        return;
      }
      const [s, t] = [sourcePieces.text.length, targetIds.length];
      const shapes = Object.entries(maps!).map(([part, { layers, heads, queries, keys }]) => [part, layers, heads, queries, keys]); // prettier-ignore
      if (model.config.architecture === 'recurrent') expect(shapes).toEqual([['cross', 1, 1, t, s]]);
      else {
        expect(shapes).toEqual([
          ['encoder', ENCODER_LAYERS, HEADS, s, s],
          ['decoder', DECODER_LAYERS, HEADS, t, t],
          ['cross', DECODER_LAYERS, HEADS, t, s],
        ]);
      }
      for (const row of [...Object.values(maps!).flatMap(rowsOf), ...weights]) expect(sum(row)).toBeCloseTo(1, 5);
    });
  });

  it('is forced along a target as `align` forces it', async () => {
    await using(files, async (model) => {
      const [source, target] = ['the cat on it', 'a cat on'];
      const { sentences } = await align(model, [{ source, target }], NEVER_CANCELLED);
      const record = await traced(model, { source, target });
      expect(record.targetPieces.text.join('')).toBe(` ${target}</s>`);
      expect(record.sentence.score).toBeCloseTo(sentences[0]!.score, 5);
      expectClose(record.sentence.alignment.flat(), sentences[0]!.alignment.flat());
      expect(record.sentence.truncated).toBeUndefined();
    });
  });

  it('goes on greedily after given pieces', async () => {
    await using(files, async (model) => {
      const own = await traced(model, { maps: true });
      expectSame(await traced(model, { maps: true, prefix: own.targetIds.slice(0, 2) }), own);
      const [first, second] = own.steps[0]!.next.filter(
        ({ id }) => id !== own.targetIds[0] && id !== model.network.eos,
      );
      const other = await traced(model, { prefix: [first!.id, second!.id] });
      expect(other.targetIds.slice(0, 2)).toEqual([first!.id, second!.id]);
      expect(other.steps[0]).toEqual({ ...own.steps[0], probability: first!.probability });
      expect(other.targetIds.length).toBeGreaterThan(2);
      expect(other.targetIds[2]).toBe(other.steps[2]!.next[0]!.id);
      const ended = await traced(model, { prefix: [first!.id, model.network.eos] });
      expect(ended.targetIds).toEqual([first!.id, model.network.eos]);
    });
  });

  it('stops between steps when it is no longer wanted', async () => {
    await using(files, async (model) => {
      for (const allowed of [0, 3]) {
        let steps = 0;
        const stopping: Cancellation = {
          checkpoint: async () => {
            if (steps++ === allowed) throw new EngineError({ code: 'cancelled' });
          },
        };
        const asked = trace(model, { source: SOURCE, target: 'a cat on it', maps: true }, stopping);
        await expect(asked).rejects.toMatchObject({ fault: { code: 'cancelled' } });
        expect(steps).toBe(allowed + 1);
      }
    });
  });
});

describe('a piece of an unlikely target', () => {
  it('leaves the score a number', async () => {
    const tensors = tinyTensors();
    tensors['output_bias']!.values = tensors['output_bias']!.values.map((_, id) => (id === 0 ? 500 : 0));
    await using({ ...tinyFiles(), weights: encodeTensors(tensors) }, async (model) => {
      const { sentence, steps } = await traced(model, { target: 'a cat' });
      expect(steps[0]!.probability).toBe(0);
      expect(sentence.score).toBeLessThan(-40);
      expect(Number.isFinite(sentence.score)).toBe(true);
    });
  });
});

describe.each(ATTENDING)('the attention of %s', (_, files) => {
  it('does not reach a masked word', async () => {
    await using(files, async (model) => {
      const plain = await traced(model, { maps: true });
      for (const mask of [[1], [0, 2, 4], [0, 1, 2, 3, 4, 5]]) {
        const record = await traced(model, { maps: true, edit: { mask } });
        const hidden = record.sourcePieces.word.flatMap((word, j) => (mask.includes(word) ? [j] : []));
        expect(hidden.length).toBeGreaterThan(0);
        const { encoder, cross } = record.maps!;
        const rows = [...record.weights, ...rowsOf(cross!), ...(encoder ? rowsOf(encoder) : [])];
        for (const row of rows) {
          for (const j of hidden) expect(row[j]).toBe(0);
          expect(sum(row)).toBeCloseTo(1, 5);
        }
        // what comes before anything is changed: the others share what the masked ones would have got
        const first = (encoder ? rowsOf(plain.maps!.encoder!) : plain.weights)[0]!;
        const soft = encoder !== undefined || JSON.parse(files.config).attention.select === 'soft';
        const kept = first.map((weight, j) => (hidden.includes(j) ? 0 : weight));
        if (soft) {
          expectClose(
            (encoder ? rowsOf(encoder) : record.weights)[0]!,
            kept.map((weight) => weight / sum(kept)),
          );
        }
      }
    });
  });

  it('is what is given, and the decoder goes on with it', async () => {
    await using(files, async (model) => {
      const target = 'a cat on it';
      const plain = await traced(model, { target, maps: true });
      const s = plain.sourcePieces.text.length;
      const steps = plain.targetIds.map((__, step) => step);
      const at = 3;
      const one = Array.from({ length: s }, (__, j) => Number(j === at));
      const record = await traced(model, {
        target,
        maps: true,
        edit: { force: steps.map((step) => ({ step, weights: one })) },
      });
      for (const row of [...record.weights, ...rowsOf(record.maps!.cross!)]) expect(row).toEqual(one);
      expectClose(probabilities(record), await decodedFrom(model, record, at));
      expect(
        Math.max(...probabilities(record).map((p, t) => Math.abs(p - plain.steps[t]!.probability))),
      ).toBeGreaterThan(1e-4);
      // one step alone: what comes before it stays
      const once = await traced(model, { target, maps: true, edit: { force: [{ step: 2, weights: one }] } });
      expectClose(probabilities(once).slice(0, 2), probabilities(plain).slice(0, 2), 6);
      expect(probabilities(once)[2]).toBeCloseTo(probabilities(record)[2]!, 0);
      const cross = nestedMaps(once.maps!.cross!);
      for (const head of cross.flat()) expect(head[2]).toEqual(one);
      if (model.config.architecture === 'recurrent') {
        const own = plain.weights.map((weights, step) => ({ step, weights }));
        expectSame(await traced(model, { target, maps: true, edit: { force: own } }), plain);
      }
    });
  });

  it('takes a temperature', async () => {
    await using(files, async (model) => {
      const plain = await traced(model, { maps: true, target: 'a cat' });
      const maximum = (record: TraceRecord) => Math.max(...rowsOf(record.maps!.cross!)[0]!);
      const flat = await traced(model, { maps: true, target: 'a cat', edit: { temperature: 50 } });
      const sharp = await traced(model, { maps: true, target: 'a cat', edit: { temperature: 0.05 } });
      if (files.config.includes('"hard"')) return expectSame(flat, plain);
      // its Gaussian is no score: what lies in its middle may gain by flat scores
      if (files.config.includes('"local-p"')) return;
      expect(maximum(flat)).toBeLessThan(maximum(plain));
      expect(maximum(sharp)).toBeGreaterThan(maximum(plain));
    });
  });
});

/** Probabilities of a target where every context vector is the state (or value) of one source piece. */
async function decodedFrom(model: LoadedModel, { targetIds }: TraceRecord, at: number): Promise<number[]> {
  const source = [...model.tokenizer.encode(SOURCE).ids, model.network.eos];
  const read = [model.network.start, ...targetIds.slice(0, -1)];
  const all = tf.tidy(() => {
    if (model.config.architecture === 'transformer') {
      const network = model.network as Transformer;
      const memory = network.decoder.remember(network.encoder.encode([source]), 1);
      const layers = memory.layers.map(({ keys, values }) => {
        const [n, h, s, d] = values.shape;
        return { keys, values: tf.tile(tf.slice(values, [0, 0, at, 0], [n, h, 1, d]), [1, 1, s, 1]) };
      });
      return network.probabilities(network.decoder.read(read, 1, [], { ...memory, layers }).x);
    }
    const network = model.network as Seq2Seq;
    const { memory, initial } = network.encode([source]);
    const [, s, h] = memory.states.shape;
    const states = tf.tile(tf.slice(memory.states, [0, at, 0], [1, 1, h]), [1, s, 1]);
    let state = initial;
    const steps = read.map((id) => {
      const step = network.step([id], state, { ...memory, states });
      ({ state } = step);
      return tf.softmax(step.logits);
    });
    return tf.concat(steps, 0);
  });
  const values = (await all.array()) as number[][];
  all.dispose();
  return values.map((row, t) => row[targetIds[t]!]!);
}

describe('a dropped head', () => {
  const PREFIX: Record<AttentionPart, string> = {
    encoder: 'model.encoder.layers.LAYER.self_attn',
    decoder: 'model.decoder.layers.LAYER.self_attn',
    cross: 'model.decoder.layers.LAYER.encoder_attn',
  };

  it.each(['encoder', 'decoder', 'cross'] as const)(
    'of the part "%s" adds nothing to what its layer makes',
    async (part) => {
      const target = 'a cat on it';
      for (const layer of [0, 1]) {
        for (const head of [0, 1]) {
          const tensors = transformerTensors();
          const { shape, values } = tensors[`${PREFIX[part].replace('LAYER', String(layer))}.out_proj.weight`]!;
          const width = shape[1]! / HEADS;
          // column k of the output projection reads the k-th number of the heads' outputs
          for (const i of values.keys()) if (Math.floor((i % shape[1]!) / width) === head) values[i] = 0;
          const without = await using(transformerFiles({}, tensors), (model) => traced(model, { target, maps: true }));
          await using(transformerFiles(), async (model) => {
            const edit: Intervention = { drop: [{ part, layer, head }] };
            expectSame(await traced(model, { target, maps: true, edit }), without);
            const plain = await traced(model, { target });
            expect(Math.abs(plain.sentence.score - without.sentence.score)).toBeGreaterThan(1e-4);
          });
        }
      }
    },
  );

  it('may be one of many', async () => {
    await using(transformerFiles(), async (model) => {
      const all = [0, 1].flatMap((layer) => [0, 1].map((head) => ({ part: 'cross' as const, layer, head })));
      // a decoder that hears nothing of the source says the same whatever it is
      const [one, other] = [
        await traced(model, { edit: { drop: all } }),
        await traced(model, { source: 'a thing', edit: { drop: all }, prefix: [] }),
      ];
      const common = Math.min(one.targetIds.length, other.targetIds.length);
      expectClose(probabilities(one).slice(0, common), probabilities(other).slice(0, common));
    });
  });
});

describe('a temperature', () => {
  it('divides the scores: of a Transformer, of all heads on the source and no others', async () => {
    const tensors = transformerTensors();
    for (const [name, { values }] of Object.entries(tensors)) {
      if (name.includes('encoder_attn.q_proj')) for (const i of values.keys()) values[i]! /= 3;
    }
    const scaled = await using(transformerFiles({}, tensors), (model) => traced(model, { maps: true }));
    await using(transformerFiles(), async (model) => {
      expectSame(await traced(model, { maps: true, edit: { temperature: 3 } }), scaled);
    });
  });

  it.each([
    ['additive', BAHDANAU, 'score.v.weight'],
    ['general, local-p', MECHANISMS[11]!, 'score.key.weight'],
    ['general, local-m', MECHANISMS[10]!, 'score.key.weight'],
  ])('divides the scores of a recurrent model: %s', async (_, parts, name) => {
    const tensors = tinyTensors(parts);
    const { values } = tensors[name]!;
    for (const i of values.keys()) values[i]! /= 0.2;
    const files = tinyFiles(parts);
    const scaled = await using({ ...files, weights: encodeTensors(tensors) }, (model) => traced(model, { maps: true }));
    await using(files, async (model) => {
      expectSame(await traced(model, { maps: true, edit: { temperature: 0.2 } }), scaled);
    });
  });
});

describe('a change that cannot be made', () => {
  const faultOf = (model: LoadedModel, edit: Intervention, more: Partial<TraceOptions> = {}) =>
    trace(model, { source: SOURCE, target: null, edit, ...more }, NEVER_CANCELLED).then(
      () => null,
      (error: unknown) => (error as EngineError).fault,
    );
  const flat = (length: number) => Array<number>(length).fill(1 / length);

  it('is told', async () => {
    await using(transformerFiles(), async (model) => {
      const s = (await traced(model)).sourcePieces.text.length;
      for (const edit of [
        { mask: [6] },
        { drop: [{ part: 'cross', layer: DECODER_LAYERS, head: 0 }] },
        { drop: [{ part: 'encoder', layer: 0, head: HEADS }] },
        { force: [{ step: 0, weights: flat(s - 1) }] },
        { force: [{ step: 0, weights: flat(s).map((weight) => weight / 2) }] },
        { mask: [0], force: [{ step: 0, weights: flat(s) }] },
      ] satisfies Intervention[]) {
        expect(await faultOf(model, edit), JSON.stringify(edit)).toMatchObject({ code: 'edit', model: 'tiny' });
      }
      expect(await faultOf(model, {}, { prefix: [VOCABULARY] })).toMatchObject({ code: 'edit' });
      expect(await faultOf(model, {}, { source: ' ' })).toEqual({ code: 'emptyText' });
    });
    await using(tinyFiles(), async (model) => {
      expect(await faultOf(model, { drop: [{ part: 'cross', layer: 0, head: 0 }] })).toMatchObject({ code: 'edit' });
    });
  });

  it('is any at all where there is no attention; none is no change', async () => {
    await using(RECURRENT[0]![1], async (model) => {
      expect(await faultOf(model, { mask: [0] })).toEqual({ code: 'noAttention', model: 'tiny' });
      expect(await faultOf(model, { temperature: 2 })).toEqual({ code: 'noAttention', model: 'tiny' });
      expect(await faultOf(model, { mask: [], force: [], drop: [], temperature: 1 })).toBeNull();
    });
  });
});

describe('a long source', () => {
  it('is read as far as the model reads, and the record says so', async () => {
    await using(tinyFiles(), async (model) => {
      const source = Array.from({ length: 30 }, () => 'cat').join(' ');
      const { sentence, sourcePieces } = await traced(model, { source });
      expect(sourcePieces.text).toHaveLength(Number(tinyConfig()['max_source_pieces']));
      expect(sentence.source).toBe(source.slice(0, sentence.source.length));
      expect(sentence.sourceWords).toHaveLength(sourcePieces.text.length - 1);
      expect(sentence.span).toEqual({ start: 0, end: sentence.source.length });
    });
  });
});

it('two hundred traces hold no memory', async () => {
  for (const files of [transformerFiles(), tinyFiles()]) {
    await using(files, async (model) => {
      await traced(model);
      const { numTensors, numBytes } = tf.memory();
      const edits: Intervention[] = [{}, { mask: [1] }, { temperature: 2 }, { mask: [0], temperature: 0.5 }];
      for (let i = 0; i < 100; i++) {
        const edit = edits[i % edits.length]!;
        await trace(model, { source: 'the cat', target: i % 2 ? null : 'a', maps: i % 3 === 0, edit }, NEVER_CANCELLED);
      }
      expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    });
  }
});
