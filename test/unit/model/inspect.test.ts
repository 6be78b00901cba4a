import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CancellationFlag, NEVER_CANCELLED } from '../../../src/model/cancellation';
import { align } from '../../../src/model/align';
import { inspect } from '../../../src/model/inspect';
import { disposeModel, loadModel, type LoadedModel } from '../../../src/model/loadedModel';
import { translate } from '../../../src/model/translate';
import type { InspectOptions, ModelFiles } from '../../../src/shared/engineProtocol';
import type { StepRecord } from '../../../src/shared/stepRecord';
import { stepRecordSchema } from '../../../webview/stepSchema';
import * as v from 'valibot';
import { BAHDANAU, encodeTensors, randomNumbers, tinyFiles, tinyShapes, type TinyParts } from './tinyModel';
import { DECODER_LAYERS, HEADS, transformerFiles } from './tinyTransformer';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const LUONG: TinyParts = {
  encoder: { cell: 'lstm', hidden: 6, bidirectional: false },
  decoder: { cell: 'lstm', hidden: 6, initial_state: 'final' },
  context: { kind: 'attention', enters: ['input-feeding', 'readout'] },
  attention: { query: 'current-state', score: 'dot', select: 'soft' },
  readout: { kind: 'tanh' },
};
const SUTSKEVER: TinyParts = {
  encoder: { cell: 'lstm', hidden: 6, bidirectional: false, reverse_source: true },
  decoder: { cell: 'lstm', hidden: 6, initial_state: 'final' },
  context: { kind: 'fixed', enters: [] },
  readout: { kind: 'tanh' },
};
const attending = (changes: Partial<NonNullable<TinyParts['attention']>>, parts = LUONG): TinyParts => ({
  ...parts,
  attention: { ...parts.attention!, ...changes },
});

const PLAIN: InspectOptions = { source: 'The cat is on it.', target: null, step: 0, bench: false };

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

async function look(model: LoadedModel, options: Partial<InspectOptions> = {}): Promise<StepRecord> {
  const record = await inspect(model, { ...PLAIN, ...options }, NEVER_CANCELLED);
  expect(v.is(stepRecordSchema, JSON.parse(JSON.stringify(record)))).toBe(true);
  return record;
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const dot = (a: number[], b: number[]) => sum(a.map((value, i) => value * b[i]!));
const softmax = (scores: number[]) => {
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
  return powers.map((power) => power / sum(powers));
};
function expectClose(ours: number[], theirs: number[], digits = 5): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, digits);
}
/** c_t = sum_j weights_j states_j */
const weightedSum = ({ weights, states }: StepRecord) =>
  states[0]!.map((_, k) => sum(weights.map((weight, j) => weight * states[j]![k]!)));

describe.each([
  ['previous-state', tinyFiles(BAHDANAU)],
  ['current-state', tinyFiles(LUONG)],
  ['projection', transformerFiles()],
] as const)('a step whose query is a %s', (queryIs, files) => {
  it('is the step of a greedy translation, and its numbers belong together', async () => {
    await using(files, async (model) => {
      const { sentences } = await translate(model, PLAIN.source, { beam: 1, nBest: 1 }, NEVER_CANCELLED);
      const first = await look(model);
      expect(first.target).toBe(sentences[0]!.target);
      expect(first.sourcePieces.words).toEqual(sentences[0]!.sourceWords);
      expect(first.sourcePieces.text.join('')).toBe(' The cat is on it.</s>');
      const { text, word, words } = first.sourcePieces;
      const spelled = words.map((_, i) => text.filter((__, j) => word[j] === i).join('').trim()); // prettier-ignore
      expect(spelled).toEqual(words.map((each) => each.text));
      expect(word.at(-1)).toBe(-1);
      for (const step of [0, 1, 5, first.targetPieces.text.length - 1]) {
        const record = await look(model, { step });
        expect(record).toMatchObject({ model: 'tiny', backend: 'cpu', step, queryIs });
        expectClose(record.weights, softmax(record.scores));
        expectClose(record.context, weightedSum(record));
        expect(record.next).toHaveLength(10);
        // greedy: what is emitted is the likeliest piece, until that would be a repetition without end
        const emitted = { piece: record.targetPieces.text[step]!, probability: record.probability };
        if (step === 0) expect(record.next[0]).toMatchObject(emitted);
        else expect(record.next).toContainEqual(expect.objectContaining(emitted));
        for (const { probability, logit } of record.next) {
          expect(Math.exp(logit! - record.logSum!)).toBeCloseTo(probability, 5);
        }
        const probabilities = record.next.map(({ probability }) => probability);
        expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
      }
    });
  });

  it('may be one of a given target', async () => {
    await using(files, async (model) => {
      const target = 'a cat on';
      const aligned = await align(model, [{ source: PLAIN.source, target }], NEVER_CANCELLED);
      const first = await look(model, { target });
      expect(first.targetPieces.text.join('')).toBe(` ${target}</s>`);
      expect(first.targetPieces.words.map(({ text }) => text)).toEqual(['a', 'cat', 'on']);
      const records = [first];
      for (let step = 1; step < first.targetPieces.text.length; step++)
        records.push(await look(model, { target, step }));
      const likelihood = sum(records.map(({ probability }) => Math.log(probability)));
      expect(likelihood / records.length).toBeCloseTo(aligned.sentences[0]!.score, 4);
    });
  });

  it('is the last one where a later one is asked for', async () => {
    await using(files, async (model) => {
      const { targetPieces } = await look(model, { target: 'a cat' });
      const last = targetPieces.text.length - 1;
      expect(await look(model, { target: 'a cat', step: 1000 })).toEqual(
        await look(model, { target: 'a cat', step: last }),
      );
      expect((await look(model, { target: 'a cat', step: 1000 })).step).toBe(last);
    });
  });

  it('can be cancelled', async () => {
    await using(files, async (model) => {
      const flag = new CancellationFlag(() => Promise.resolve());
      flag.cancel();
      await expect(inspect(model, PLAIN, flag)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    });
  });
});

describe('the query', () => {
  it('is compared with the states: dot', async () => {
    await using(tinyFiles(LUONG), async (model) => {
      const record = await look(model, { step: 2, target: 'a cat' });
      expectClose(
        record.scores,
        record.states.map((state) => dot(record.query, state)),
      );
      expect(record.keys).toBeUndefined();
      expect(record.head).toBeUndefined();
    });
  });

  it('is compared with the keys of the head, and sums its values', async () => {
    await using(transformerFiles(), async (model) => {
      const seen = new Set<string>();
      for (let layer = 0; layer < DECODER_LAYERS; layer++) {
        for (let head = 0; head < HEADS; head++) {
          const record = await look(model, { target: 'a cat', step: 1, layer, head });
          expect(record.head).toEqual({ layer, head, layers: DECODER_LAYERS, heads: HEADS });
          const scaled = record.keys!.map((key) => dot(record.query, key) / Math.sqrt(key.length));
          expectClose(record.scores, scaled);
          seen.add(JSON.stringify(record.scores));
        }
      }
      expect(seen.size).toBe(DECODER_LAYERS * HEADS);
      expect((await look(model)).head).toMatchObject({ layer: DECODER_LAYERS - 1, head: 0 });
      expect((await look(model, { layer: 9, head: 9 })).head).toMatchObject({
        layer: DECODER_LAYERS - 1,
        head: HEADS - 1,
      });
    });
  });

  it('is that of the head which aligns, where config.json names one', async () => {
    const files = transformerFiles({ alignment: { layer: 0, head: 1, row: 'emitting' } });
    await using(files, async (model) => {
      const record = await look(model, { target: 'a cat', step: 1 });
      expect(record.head).toMatchObject({ layer: 0, head: 1 });
      expect((await look(model, { target: 'a cat', step: 1, head: 0 })).head).toMatchObject({ layer: 0, head: 0 });
    });
  });
});

describe('the terms', () => {
  it.each(['additive', 'concat', 'general', 'cosine'])('are what the scores are summed up from: %s', async (score) => {
    const parts = score === 'additive' || score === 'concat' ? { score, size: 4 } : { score };
    await using(tinyFiles(attending(parts)), async (model) => {
      const record = await look(model, { step: 2, target: 'a cat' });
      expect(record.parts).toEqual({ score, select: 'soft' });
      const { query, keys, v: outer } = record.terms!;
      expect(outer === undefined).toBe(!('size' in parts));
      const inner = (key: number[]) => key.map((value, i) => Math.tanh(value + query[i]!));
      expectClose(
        record.scores,
        keys.map((key) => (outer ? dot(outer, inner(key)) : dot(query, key))),
      );
    });
  });

  it('are left out where query and states meet as they are', async () => {
    for (const files of [tinyFiles(LUONG), transformerFiles(), tinyFiles(SUTSKEVER)]) {
      await using(files, async (model) => expect(await look(model)).not.toHaveProperty('terms'));
    }
  });

  it('of a moving average are the weights of the step before', async () => {
    await using(tinyFiles(attending({ smooth: 'ema' })), async (model) => {
      const target = 'a cat on a mat';
      const before = await look(model, { target, step: 2 });
      const { previous, weights, scores, figures, parts } = await look(model, { target, step: 3 });
      expect(parts).toEqual({ score: 'dot', select: 'soft', smooth: 'ema' });
      expectClose(previous!, before.weights);
      const rate = figures['rate']!;
      expectClose(
        weights,
        softmax(scores).map((weight, j) => (1 - rate) * weight + rate * previous![j]!),
      );
      expect(await look(model, { target })).not.toHaveProperty('previous');
    });
  });
});

describe('a fixed context', () => {
  it('has no query and no weights, and its context is C, whatever the step', async () => {
    await using(tinyFiles(SUTSKEVER), async (model) => {
      const first = await look(model, { target: 'a cat', bench: true });
      expect(first).toMatchObject({ query: [], scores: [], weights: [], queryIs: null, figures: {}, bench: [] });
      const later = await look(model, { target: 'a cat', step: 2 });
      expect(later.context).toEqual(first.context);
      expect(later.next).not.toEqual(first.next);
    });
  });

  it('has its states beside the pieces that they were read with, though the source is read from its end', async () => {
    await using(tinyFiles(SUTSKEVER), async (model) => {
      // read last but one: the end mark comes after it
      const { states, context, sourcePieces } = await look(model);
      expectClose(states.at(-1)!, context);
      // the piece that is read first leaves the same state, whatever is read after it
      const other = await look(model, { source: `a thing. ${PLAIN.source}` });
      const before = sourcePieces.text.length - 2;
      expect(other.sourcePieces.text.at(-2)).toBe(sourcePieces.text[before]);
      expectClose(other.states.at(-2)!, states[before]!);
    });
  });
});

describe('figures', () => {
  it('tell where local attention looks', async () => {
    await using(tinyFiles(attending({ select: 'local-m', window: 2 })), async (model) => {
      const record = await look(model, { target: 'a cat on a mat', step: 3 });
      expect(record.figures).toEqual({ centre: 3, window: 2 });
      const kept = record.weights.flatMap((weight, j) => (weight > 0 ? [j] : []));
      expect(kept).toEqual([1, 2, 3, 4, 5]);
    });
    await using(tinyFiles(attending({ select: 'local-p', window: 2 })), async (model) => {
      const { figures, weights } = await look(model, { step: 1 });
      expect(figures['window']).toBe(2);
      expect(figures['centre']).toBeGreaterThan(0);
      expect(figures['centre']).toBeLessThan(weights.length - 1);
      for (const [j, weight] of weights.entries()) {
        if (Math.abs(j - figures['centre']!) > 2.5) expect(weight).toBe(0);
      }
    });
  });

  it('tell the rate of the moving average and the sharpness of the cosine', async () => {
    const files = tinyFiles(attending({ score: 'cosine', smooth: 'ema' }));
    await using(files, async (model) => {
      const { figures, scores } = await look(model, { step: 1, target: 'a cat' });
      expect(Object.keys(figures).sort()).toEqual(['rate', 'sharpness']);
      expect(figures['rate']).toBeGreaterThan(0);
      expect(figures['rate']).toBeLessThan(1);
      expect(Math.max(...scores.map(Math.abs))).toBeLessThanOrEqual(figures['sharpness']! + 1e-6);
    });
  });
});

/** scores.safetensors for LUONG, with random parameters. */
function scoresFile(
  names: readonly string[],
  change: (tensors: Record<string, { shape: number[]; values: number[] }>) => void = () => {},
) {
  // prettier-ignore
  const random = randomNumbers(5);
  const tensors = Object.fromEntries(
    names.flatMap((score) =>
      Object.entries(tinyShapes(attending({ score, size: 4 })))
        .filter(([name]) => name.startsWith('score.'))
        .map(([name, shape]) => {
          const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random());
          return [name.replace('score', score), { shape, values }];
        }),
    ),
  );
  change(tensors);
  return encodeTensors(tensors);
}
const LEARNED = ['additive', 'concat', 'general', 'cosine'];

describe('the bench', () => {
  it('is not there where it was not asked for', async () => {
    await using(tinyFiles(LUONG), async (model) => expect((await look(model)).bench).toBeUndefined());
  });

  it('holds what needs no parameters where there is no scores.safetensors', async () => {
    await using(tinyFiles(LUONG), async (model) => {
      const { bench, scores, query, states } = await look(model, { step: 1, bench: true });
      expect(bench!.map(({ score, learned }) => [score, learned])).toEqual([
        ['dot', null],
        ['scaled-dot', null],
      ]);
      expect(bench![0]!.scores).toEqual(scores);
      expectClose(
        bench![1]!.scores,
        states.map((state) => dot(query, state) / Math.sqrt(query.length)),
      );
    });
  });

  it("holds the model's own score alone where widths differ", async () => {
    await using(tinyFiles(BAHDANAU), async (model) => {
      const { bench, scores } = await look(model, { step: 1, bench: true });
      expect(bench).toEqual([{ score: 'additive', scores, learned: true }]);
    });
  });

  it('holds dot and scaled dot of a head', async () => {
    await using(transformerFiles(), async (model) => {
      const { bench, scores, query, keys } = await look(model, { step: 1, bench: true });
      expect(bench!.map(({ score, learned }) => [score, learned])).toEqual([
        ['dot', null],
        ['scaled-dot', null],
      ]);
      expect(bench![1]!.scores).toEqual(scores);
      expectClose(
        bench![0]!.scores,
        keys!.map((key) => dot(query, key)),
      );
    });
  });

  it('scores the same query and states with what scores.safetensors holds', async () => {
    const files = { ...tinyFiles(LUONG), scores: scoresFile(LEARNED) };
    await using(files, async (model) => {
      const { bench, query, states } = await look(model, { step: 1, bench: true });
      expect(bench!.map(({ score }) => score)).toEqual([
        'additive',
        'concat',
        'dot',
        'scaled-dot',
        'general',
        'cosine',
      ]);
      expect(bench!.filter(({ learned }) => learned).map(({ score }) => score)).toEqual(LEARNED);
      // written out one number at a time: e_j = q^T W k_j, W [query, key]
      const random = randomNumbers(5);
      for (const name of ['additive', 'concat']) {
        const count = Object.entries(tinyShapes(attending({ score: name, size: 4 })))
          .filter(([tensor]) => tensor.startsWith('score.'))
          .reduce((total, [, shape]) => total + shape.reduce((a, b) => a * b, 1), 0);
        for (let i = 0; i < count; i++) random();
      }
      const w = Array.from({ length: 6 }, () => Array.from({ length: 6 }, () => random()));
      const general = bench!.find(({ score }) => score === 'general')!;
      expectClose(
        general.scores,
        states.map((state) =>
          dot(
            query,
            w.map((row) => dot(row, state)),
          ),
        ),
        4,
      );
    });
  });

  it.each<[string, (tensors: Record<string, { shape: number[]; values: number[] }>) => void, string]>([
    [
      'lacks a tensor',
      (tensors) => delete tensors['cosine.log_sharpness'],
      'the tensor "cosine.log_sharpness" is missing',
    ],
    [
      'has a tensor of no score',
      (tensors) => (tensors['x.y'] = { shape: [1], values: [0] }),
      'the tensor "x.y" is unexpected',
    ],
    [
      'has another width',
      (tensors) => (tensors['general.key.weight'] = { shape: [1, 1], values: [0] }),
      'has the shape [1, 1], not [6, 6]',
    ],
  ])('says so where scores.safetensors %s', (_, change, problem) => {
    const before = tf.memory().numTensors;
    const load = () => loadModel({ ...tinyFiles(LUONG), scores: scoresFile(LEARNED, change) });
    expect(load).toThrow(problem);
    expect(load).toThrow('scores.safetensors');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a text', () => {
  it('that is too long is read as far as whole words fit', async () => {
    await using(tinyFiles(), async (model) => {
      const source = 'the cat on the mat '.repeat(20);
      const record = await look(model, { source, target: 'a cat' });
      expect(source.startsWith(record.source)).toBe(true);
      expect(record.sourcePieces.text.length).toBeLessThanOrEqual(24);
      expect(record.source).toMatch(/\w$/);
      expect(record.sourcePieces.words.at(-1)!.end).toBe(record.source.length);
      // one word that is longer than all that fits is cut
      const word = await look(model, { source: 'x'.repeat(100), target: 'a cat' });
      expect(word.sourcePieces.text).toHaveLength(24);
    });
  });

  it.each([
    [{ source: ' ' }, 'emptyText'],
    [{ source: 'x'.repeat(20_001) }, 'textTooLong'],
    [{ target: 'x'.repeat(20_001) }, 'textTooLong'],
  ])('that cannot be read is refused: %#', async (options, code) => {
    await using(tinyFiles(), async (model) => {
      await expect(inspect(model, { ...PLAIN, ...options }, NEVER_CANCELLED)).rejects.toMatchObject({
        fault: { code },
      });
    });
  });

  it('may be a target of nothing: the step emits the end mark', async () => {
    await using(tinyFiles(), async (model) => {
      const record = await look(model, { target: '' });
      expect(record.targetPieces).toEqual({ text: ['</s>'], word: [-1], words: [] });
    });
  });
});
