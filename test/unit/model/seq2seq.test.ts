import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { SCORES } from '../../../src/model/attention/scores';
import { SELECTIONS } from '../../../src/model/attention/selections';
import { SMOOTHINGS } from '../../../src/model/attention/smoothings';
import { NEVER_CANCELLED, type Cancellation } from '../../../src/model/cancellation';
import { loadModel } from '../../../src/model/loadedModel';
import { readAttention } from '../../../src/model/search/attention';
import { beamSearch } from '../../../src/model/search/beam';
import { forceTargets } from '../../../src/model/search/forced';
import { translate, translateMany } from '../../../src/model/translate';
import { align } from '../../../src/model/align';
import { EngineError } from '../../../src/shared/faults';
import { BAHDANAU, tinyFiles, type TinyParts } from './tinyModel';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

/** One-directional LSTMs, as in Luong et al. 2015. */
const LUONG: TinyParts = {
  encoder: { cell: 'lstm', hidden: 6, bidirectional: false },
  decoder: { cell: 'lstm', hidden: 6, initial_state: 'final' },
  context: { kind: 'attention', enters: ['readout'] },
  attention: { query: 'current-state', score: 'general', select: 'soft' },
  readout: { kind: 'tanh' },
};
/** Cho et al. 2014: a fixed context at every step. */
const CHO: TinyParts = {
  encoder: { cell: 'gru', hidden: 5, bidirectional: false },
  decoder: { cell: 'gru', hidden: 6, initial_state: 'final' },
  context: { kind: 'fixed', enters: ['cell', 'readout'] },
  readout: { kind: 'maxout' },
};
const RNN: TinyParts = {
  encoder: { cell: 'rnn', hidden: 5, bidirectional: true },
  decoder: { cell: 'rnn', hidden: 10, initial_state: 'backward-first' },
  context: { kind: 'attention', enters: ['cell'] },
  attention: { query: 'previous-state', score: 'dot', select: 'soft' },
  readout: { kind: 'tanh' },
};
/** Sutskever et al. 2014: the last state is all that the decoder gets, and the source is read from its end. */
const SUTSKEVER: TinyParts = {
  encoder: { cell: 'lstm', hidden: 5, bidirectional: false, reverse_source: true },
  decoder: { cell: 'lstm', hidden: 6, initial_state: 'final' },
  context: { kind: 'fixed', enters: [] },
  readout: { kind: 'maxout' },
};
const FEEDING: TinyParts = { ...LUONG, context: { kind: 'attention', enters: ['input-feeding', 'readout'] } };
const selecting = (base: TinyParts, select: string, smooth?: string): TinyParts => ({
  ...base,
  attention: { ...base.attention!, select, smooth, window: 2 },
});
const ALL = {
  BAHDANAU,
  LUONG,
  CHO,
  RNN,
  SUTSKEVER,
  FEEDING,
  HARD: selecting(BAHDANAU, 'hard'),
  LOCAL_M: selecting(FEEDING, 'local-m'),
  LOCAL_P: selecting(FEEDING, 'local-p'),
  EMA: selecting(BAHDANAU, 'soft', 'ema'),
  LOCAL_P_EMA: selecting(FEEDING, 'local-p', 'ema'),
};

const TEXT = 'The cat is on the mat. It is.\n\n(12) 😀\n\nA thing, then another thing on that cat!';
const settings = { beam: 3, nBest: 2 };

describe.each(Object.entries(ALL))('a model of the parts %s', (name, parts) => {
  it('translates every sentence, alike alone and in a padded batch', async () => {
    const model = loadModel(tinyFiles(parts));
    const sentences = ['the cat', 'a thing on the cat that is in it', 'in'];
    const together = await translateMany(model, sentences, settings, NEVER_CANCELLED);
    for (const [i, sentence] of sentences.entries()) {
      const [alone] = (await translate(model, sentence, settings, NEVER_CANCELLED)).sentences;
      const [padded] = together[i]!;
      expect(padded!.target).toBe(alone!.target);
      expect(padded!.score).toBeCloseTo(alone!.score, 4);
      for (const [t, row] of alone!.alignment.entries()) {
        for (const [s, weight] of row.entries()) expect(padded!.alignment[t]![s]).toBeCloseTo(weight, 4);
      }
    }
    model.network.dispose();
  });

  it('gives results whose spans and sums are right', async () => {
    const model = loadModel(tinyFiles(parts));
    const { sentences } = await translate(model, TEXT, settings, NEVER_CANCELLED);
    expect(sentences.map(({ source }) => source)).toEqual([
      'The cat is on the mat.',
      'It is.',
      'A thing, then another thing on that cat!',
    ]);
    for (const { source, target, sourceWords, targetWords, alignment, span, alternatives, score } of sentences) {
      expect(TEXT.slice(span.start, span.end)).toBe(source);
      for (const { text, start, end } of sourceWords) expect(source.slice(start, end)).toBe(text);
      for (const { text, start, end } of targetWords) expect(target.slice(start, end)).toBe(text);
      expect(alternatives![0]).toEqual({ target, score });
      expect(alternatives).toHaveLength(2);
      expect(alternatives![1]!.score).toBeLessThanOrEqual(score);
      if (parts.context.kind === 'fixed') expect(alignment).toEqual([]);
      else expect(alignment).toHaveLength(targetWords.length);
      for (const row of alignment) {
        expect(row).toHaveLength(sourceWords.length + 1);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    model.network.dispose();
  });

  it('leaves no tensor behind, finished or cancelled', async () => {
    const model = loadModel(tinyFiles(parts));
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
    model.network.dispose();
  });
});

describe('forced decoding', () => {
  it('gives the score and the attention of the search that chose the same pieces', async () => {
    const model = loadModel(tinyFiles());
    const text = 'the cat is on a mat';
    const [chosen] = (await translate(model, text, { beam: 1, nBest: 1 }, NEVER_CANCELLED)).sentences;
    const source = [...model.tokenizer.encode(text).ids, 0];
    // the pieces that greedy search emits, found again by taking the likeliest at every step
    const emitted: number[] = [];
    const run = model.network.begin([source], 1);
    while (emitted.at(-1) !== 0 && emitted.length < 2 * source.length + 10) {
      const { probabilities, weights } = run.step([emitted.at(-1) ?? model.network.start]);
      emitted.push(tf.tidy(() => tf.argMax(probabilities, 1).dataSync()[0]!));
      tf.dispose([probabilities, weights!]);
    }
    run.dispose();
    const [forced] = await forceTargets(model.network, [source], [emitted], NEVER_CANCELLED);
    const mean = forced!.logProbabilities.reduce((sum, l) => sum + l, 0) / emitted.length;
    expect(forced!.attention).toHaveLength(emitted.length);
    expect(chosen!.truncated ? mean : chosen!.score).toBeCloseTo(mean, 4);
    model.network.dispose();
  });

  // every step but the first reads what the one before left: a hypothesis that lost its own past would show it
  it.each(Object.entries(ALL))('of the best hypothesis of a beam finds its past again: %s', async (_, parts) => {
    let reordered = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const model = loadModel(tinyFiles(parts, seed));
      const { network } = model;
      const sources = ['the cat is on a mat', 'in', 'a thing on that cat'].map((text) => [
        ...model.tokenizer.encode(text).ids,
        network.eos,
      ]);
      const run = network.begin(sources, 3);
      const reorder = run.reorder.bind(run);
      run.reorder = (rows) => {
        if (rows.some((row, i) => row !== i)) reordered++;
        reorder(rows);
      };
      const limits = { width: 3, nBest: 1, maxPieces: [12, 5, 9], maxRepeats: [1e9, 1e9, 1e9] };
      const { hypotheses, attention } = await beamSearch(network, run, limits, NEVER_CANCELLED);
      run.dispose();
      const best = hypotheses.map(([hypothesis]) => hypothesis!);
      const targets = best.map(({ ids }) => ids);
      const weights = await readAttention(
        attention,
        best.flatMap(({ origins }) => origins),
      );
      tf.dispose(attention);
      const forced = await forceTargets(network, sources, targets, NEVER_CANCELLED);
      expect(weights.length).toBe(forced.flatMap((of) => of.attention).length);
      for (const [i, row] of forced.flatMap((of) => of.attention).entries()) {
        for (const [s, weight] of row.entries()) expect(weights[i]![s]).toBeCloseTo(weight, 4);
      }
      for (const [n, { logProbabilities }] of best.entries()) {
        for (const [t, l] of logProbabilities.entries()) expect(l).toBeCloseTo(forced[n]!.logProbabilities[t]!, 4);
      }
      network.dispose();
    }
    expect(reordered).toBeGreaterThan(4);
  });

  it('keeps the words between spaces, and leaves empty pairs unaligned', async () => {
    const model = loadModel(tinyFiles());
    const { sentences } = await align(
      model,
      [
        { source: 'the-cat .', target: "d' on a" },
        { source: '', target: 'a' },
        { source: 'a', target: ' ' },
      ],
      NEVER_CANCELLED,
    );
    expect(sentences[0]!.sourceWords.map(({ text }) => text)).toEqual(['the-cat', '.']);
    expect(sentences[0]!.targetWords.map(({ text }) => text)).toEqual(["d'", 'on', 'a']);
    expect(sentences[0]!.alignment.map((row) => row.length)).toEqual([3, 3, 3]);
    expect(sentences[0]!.targetWords.every(({ confidence }) => confidence > 0 && confidence < 1)).toBe(true);
    expect(sentences[1]!.alignment).toEqual([]);
    expect(sentences[2]!.alignment).toEqual([]);
    model.network.dispose();
  });
});

describe('a new mechanism', () => {
  it('works once it is in the table', async () => {
    // attends to the first piece only, whatever the query
    SCORES['first'] = () => ({
      projectKeys: (states) => tf.clone(states),
      score: (query, keys) => {
        const [n, s] = keys.shape;
        const row = Array.from({ length: s }, (_, j) => (j === 0 ? 100 : 0));
        return tf.tile(tf.tensor3d([[row]]), [n, query.shape[0] / n, 1]);
      },
    });
    try {
      const parts = { ...BAHDANAU, attention: { query: 'previous-state', score: 'first', select: 'soft' } };
      const model = loadModel(tinyFiles(parts));
      const { sentences } = await translate(model, 'the cat is on it', { beam: 2, nBest: 1 }, NEVER_CANCELLED);
      for (const row of sentences[0]!.alignment) expect(row[0]).toBeCloseTo(1, 5);
      expect(sentences[0]!.alignment.length).toBeGreaterThan(0);
      model.network.dispose();
    } finally {
      delete SCORES['first'];
    }
  });

  it('works as a selection and as a smoothing, too', async () => {
    // attends to the end mark at even steps and to the first piece at odd ones; then to what it attended to at first
    SELECTIONS['in-turn'] = () => ({
      select: (scores, { number, lengths }) => {
        const at = lengths.map((length) => (number % 2 === 0 ? length - 1 : 0));
        const [n, k, s] = scores.shape;
        const positions = tf.range(0, s, 1, 'int32');
        const rows = tf.cast(tf.equal(tf.tensor3d(at, [n, 1, 1], 'int32'), positions), 'float32') as tf.Tensor3D;
        return tf.tile(rows, [1, k, 1]);
      },
    });
    SMOOTHINGS['never'] = () => ({ smooth: (weights, { previous }) => previous ?? weights });
    const attend = async (smooth?: string) => {
      const parts = selecting(BAHDANAU, 'in-turn', smooth);
      const model = loadModel(tinyFiles(parts));
      const source = [...model.tokenizer.encode('on a mat').ids, 0];
      const [forced] = await forceTargets(model.network, [source], [[5, 6, 7, 0]], NEVER_CANCELLED);
      model.network.dispose();
      return forced!.attention.map((row) => row.indexOf(1) - source.length);
    };
    try {
      const length = (await attend()).at(1)!;
      expect(await attend()).toEqual([-1, length, -1, length]);
      expect(await attend('never')).toEqual([-1, -1, -1, -1]);
    } finally {
      delete SELECTIONS['in-turn'];
      delete SMOOTHINGS['never'];
    }
  });
});

describe('input that is no sentence', () => {
  const ask = async (text: string) => {
    const model = loadModel(tinyFiles());
    try {
      return (await translate(model, text, { beam: 1, nBest: 1 }, NEVER_CANCELLED)).sentences;
    } finally {
      model.network.dispose();
    }
  };

  it.each([
    ['an emoji', '😀'],
    ['arithmetic', '12 + 3 = 15'],
    ['Japanese', '日本語のテキスト。'],
    ['Hebrew', 'שלום עולם'],
    ['a word of 5,000 letters', 'a'.repeat(5000)],
  ])('passes %s on as it is', async (_, text) => {
    expect(await ask(text)).toEqual([]);
  });

  it.each([
    ['nothing', '', 'emptyText'],
    ['white space', ' \n\t', 'emptyText'],
    ['a megabyte', 'a'.repeat(1_000_000), 'textTooLong'],
  ])('refuses %s', async (_, text, code) => {
    await expect(ask(text)).rejects.toMatchObject({ fault: { code } });
  });

  it('cuts a sentence that is too long at words, and loses none', async () => {
    const long = Array.from({ length: 60 }, (_, i) => `thing${i % 10}`).join(' ');
    const sentences = await ask(long);
    expect(sentences.length).toBeGreaterThan(1);
    expect(sentences.map(({ source }) => source).join(' ')).toBe(long);
  });
});
