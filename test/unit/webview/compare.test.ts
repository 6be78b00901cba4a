import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompareRun, CompareState } from '../../../src/shared/compare';
import type { ModelSummary } from '../../../src/shared/panelProtocol';
import { agreements, wordBag, wordF1 } from '../../../webview/compare/agreement';
import { diffWords, weightDifference } from '../../../webview/compare/diff';
import { defaultSelection, familiesOf } from '../../../webview/compare/families';
import { isRunning, rowsOf, stepCount, type Sort } from '../../../webview/compare/rows';
import { shownWords } from '../../../webview/compare/shownWords';
import { result, sentence } from '../../view/fixtures/states';

const summary = (id: string, bleu: number | null = null, aer: number | null = null): ModelSummary => ({
  id,
  name: id.toUpperCase(),
  source: 'en',
  target: 'fr',
  figures: { parameters: 1, bytes: 1, trainedPieces: 1, trainedMinutes: 1, bleu, chrf: null, aer, bleuByLength: {} },
});
const done = (model: string, target: string, milliseconds = 1): CompareRun => ({
  model,
  phase: 'done',
  result: result(sentence('A cat sleeps here', target)),
  milliseconds,
  loadMilliseconds: 0,
});
const bag = (...words: string[]): Map<string, number> => wordBag(result(sentence('x', words.join(' '))));

describe('agreement', () => {
  it('is the F1 of the words, however often they stand there, case ignored', () => {
    expect(wordF1(bag('le', 'chat', 'le'), bag('Le', 'chien'))).toBeCloseTo((2 * 1) / 5, 12);
    expect(wordF1(bag('un', 'chat'), bag('un', 'chat'))).toBe(1);
    expect(wordF1(bag('un'), bag('deux'))).toBe(0);
    expect(wordF1(bag(), bag())).toBe(1);
  });

  it('is the mean over the others, and null for one alone', () => {
    const same = result(sentence('x', 'un chat'));
    const other = result(sentence('x', 'un chien'));
    expect(agreements([same, same, other])).toEqual([0.75, 0.75, 0.5]);
    expect(agreements([same])).toEqual([null]);
    expect(agreements([])).toEqual([]);
  });

  it('is the same both ways and between 0 and 1', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const f1 = wordF1(bag(...a), bag(...b));
        expect(f1).toBeCloseTo(wordF1(bag(...b), bag(...a)), 12);
        expect(f1 >= 0 && f1 <= 1).toBe(true);
      }),
    );
  });
});

describe('the rows of a comparison', () => {
  const models = [summary('ema', 20, 40), summary('cho-2014', 10, null), summary('bahdanau-2015', 30, 50)];
  const state: CompareState = {
    id: 1,
    text: 'A cat sleeps here',
    runs: [
      done('ema', 'un chat dort', 30),
      done('cho-2014', 'un chien', 10),
      done('bahdanau-2015', 'un chat dort ici', 20),
      { model: 'gone', phase: 'failed', fault: { code: 'contextLost' } },
    ],
  };
  const order = (sort: Sort): string[] => rowsOf(state, models, sort).map(({ run }) => run.model);

  it('are sorted best first, and those without a value last', () => {
    expect(order('lineage')).toEqual(['cho-2014', 'bahdanau-2015', 'ema', 'gone']);
    expect(order('bleu')).toEqual(['bahdanau-2015', 'ema', 'cho-2014', 'gone']);
    expect(order('aer')).toEqual(['ema', 'bahdanau-2015', 'cho-2014', 'gone']);
    expect(order('time')).toEqual(['cho-2014', 'bahdanau-2015', 'ema', 'gone']);
    expect(order('agreement')).toEqual(['ema', 'bahdanau-2015', 'cho-2014', 'gone']);
  });

  it('bear the id of a model that is no longer installed', () => {
    expect(rowsOf(state, models, 'lineage').at(-1)).toMatchObject({ name: 'gone', model: null, agreement: null });
  });

  it('step through the longest translation, and run until the last has ended', () => {
    expect(stepCount(state, 0)).toBe(4);
    expect(stepCount(state, 1)).toBe(0);
    expect(isRunning(state)).toBe(false);
    expect(isRunning({ ...state, runs: [...state.runs, { model: 'x', phase: 'loading' }] })).toBe(true);
  });
});

describe('families', () => {
  it('hold every installed model once, those of other ids last', () => {
    const models = ['transformer', 'opus', 'luong-dot', 'rnn-seq2seq'].map((id) => summary(id));
    expect(familiesOf(models).map(({ id, models: of }) => [id, of.map((model) => model.id)])).toEqual([
      ['fixed', ['rnn-seq2seq']],
      ['scores', ['luong-dot']],
      ['transformer', ['transformer']],
      ['other', ['opus']],
    ]);
    expect(defaultSelection(models)).toEqual(['rnn-seq2seq', 'luong-dot', 'transformer']);
    expect(defaultSelection([summary('opus')])).toEqual(['opus']);
  });
});

describe('the difference of two translations', () => {
  it('marks what only one of them has', () => {
    const { a, b } = diffWords(['un', 'chat', 'dort'], ['un', 'chien', 'dort', 'ici']);
    expect(a.map(({ common }) => common)).toEqual([true, false, true]);
    expect(b.map(({ common }) => common)).toEqual([true, false, true, false]);
  });

  it('marks as common the same words in the same order on both sides', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const marked = diffWords(a, b);
        const common = (side: { text: string; common: boolean }[]): string[] =>
          side.filter((word) => word.common).map(({ text }) => text);
        expect(common(marked.a)).toEqual(common(marked.b));
        if (a.join() === b.join()) expect(common(marked.a)).toEqual(a);
      }),
    );
  });

  it('subtracts attention over the same words alone', () => {
    expect(weightDifference([0.75, 0.25], [0.5, 0.5])).toEqual([0.25, -0.25]);
    expect(weightDifference([1], [0.5, 0.5])).toBeNull();
    expect(weightDifference(undefined, [1])).toBeNull();
    expect(weightDifference([], [])).toBeNull();
  });
});

describe('the words of a card', () => {
  it('are all of a short sentence, and of a long one those attended to with their neighbours', () => {
    expect(shownWords(5, [0, 0, 1, 0, 0])).toEqual([0, 1, 2, 3, 4]);
    const weights = Array.from({ length: 60 }, (_, index) => (index === 30 ? 0.8 : index === 0 ? 0.15 : 0.0008));
    expect(shownWords(60, weights)).toEqual([0, 1, 29, 30, 31]);
  });
});
