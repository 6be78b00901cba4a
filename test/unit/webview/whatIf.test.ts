import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedSource,
  dropPick,
  forAnotherModel,
  interventionOf,
  isChanged,
  needsReading,
  noChanges,
  outOfReach,
  setForce,
  setPick,
  setWord,
  toggleHead,
  wordsInPlace,
} from '../../../webview/whatIf/changes';
import { counterparts } from '../../../webview/whatIf/counterparts';
import { faithRow, meanCorrelation, verdictOf } from '../../../webview/whatIf/faithful';
import { hasEnd, inPlace, meanProbability, stepsOf, writingRow } from '../../../webview/whatIf/rows';
import { ranks, spearman } from '../../../webview/whatIf/spearman';
import { traceOf, occlusionOf } from '../../view/fixtures/trace';

const SOURCE = 'Hello, how are you?';
const record = traceOf({ source: SOURCE });
const words = record.sourcePieces.words;
/** Every word in its own place. */
const same = words.map((_, index) => [index]);

describe('spearman', () => {
  it('gives equal values the mean of their ranks', () => {
    expect(ranks([10, 30, 20, 20])).toEqual([1, 4, 2.5, 2.5]);
    expect(ranks([5, 5, 5])).toEqual([2, 2, 2]);
    expect(ranks([])).toEqual([]);
  });

  it('is 1 where the order is one, −1 where it is turned round', () => {
    expect(spearman([0.1, 0.7, 0.2], [-4, 90, 0])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [9, 7, 5, -5])).toBeCloseTo(-1, 12);
  });

  it('agrees with worked examples, one with ties', () => {
    // No ties: 1 - 6 Σd² / (n (n² - 1)), with d = (1, -1, 0, 1, -1).
    expect(spearman([1, 2, 3, 4, 5], [2, 1, 3, 5, 4])).toBeCloseTo(1 - (6 * 4) / 120, 12);
    // Ranks (1, 2.5, 2.5, 4) against (1, 2, 3, 4): Pearson of these, 4.5 / sqrt(4.5 * 5).
    expect(spearman([1, 2, 2, 3], [10, 20, 30, 40])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
  });

  it('says nothing of fewer than three values, and of a side that is all equal', () => {
    expect(spearman([1, 2], [2, 1])).toBeNull();
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(() => spearman([1, 2, 3], [1, 2])).toThrow();
  });

  it('is between −1 and 1, symmetric, and blind to any monotonous change', () => {
    const lists = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(lists, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const rho = spearman(a, b);
        if (rho === null) return spearman(b, a) === null;
        return (
          Math.abs(rho) <= 1 + 1e-12 &&
          Math.abs(rho - spearman(b, a)!) < 1e-12 &&
          Math.abs(
            rho -
              spearman(
                a.map((x) => x ** 3 + x),
                b,
              )!,
          ) < 1e-12
        );
      }),
    );
  });
});

describe('the changes', () => {
  it('mask a word or replace it, not both, and leave nothing forced onto what is masked', () => {
    let changes = setForce(noChanges, 2, [3, 1]);
    expect(changes.force).toEqual([{ step: 2, words: [1, 3] }]);
    changes = setWord(setWord(changes, 3, { text: 'were' }), 1, 'mask');
    expect(changes).toMatchObject({ mask: [1], swaps: [{ word: 3, text: 'were' }], force: [{ step: 2, words: [3] }] });
    changes = setWord(changes, 3, 'mask');
    expect(changes).toMatchObject({ mask: [1, 3], swaps: [], force: [] });
    expect(setWord(setForce(noChanges, 0, [4]), 4, { text: '' }).force).toEqual([]);
    expect([...outOfReach(setWord(changes, 0, { text: '' }))]).toEqual([1, 3, 0]);
    expect(setWord(setWord(changes, 3, 'asIs'), 1, 'asIs')).toEqual(noChanges);
  });

  it('tell whether there are any, and what another model can take over', () => {
    expect(isChanged(noChanges)).toBe(false);
    const swap = setWord(noChanges, 0, { text: 'Bye' });
    expect(isChanged(swap)).toBe(true);
    expect(needsReading(swap)).toBe(false);
    expect(needsReading(setWord(swap, 1, 'mask'))).toBe(true);
    const head = { part: 'cross', layer: 1, head: 2 } as const;
    const dropped = toggleHead(swap, head);
    expect(dropped.drop).toEqual([head]);
    expect(toggleHead(dropped, { ...head })).toEqual(swap);
    expect(forAnotherModel(setPick(dropped, record, 1, 7, ' x'))).toEqual(swap);
  });

  it('pick pieces one after the other, and take them back', () => {
    const first = setPick(noChanges, record, 1, 70, ' et');
    expect(first.prefix).toEqual([record.targetIds[0], 70]);
    expect(first.picks).toEqual([{ step: 1, piece: ' et', was: ',' }]);
    const after = traceOf({ source: SOURCE, prefix: first.prefix });
    const both = setPick(first, { ...after, targetIds: [record.targetIds[0]!, 70, 71, 72, 73] }, 3, 99, ' z');
    expect(both.prefix).toEqual([record.targetIds[0], 70, 71, 99]);
    expect(both.picks.map(({ step }) => step)).toEqual([1, 3]);
    expect(dropPick(both, 3)).toEqual({ ...first, prefix: [record.targetIds[0], 70] });
    expect(dropPick(both, 1)).toEqual(noChanges);
    // An earlier step again: what came of the later one is gone.
    expect(setPick(both, record, 1, 5, ' ou').picks).toEqual([{ step: 1, piece: ' ou', was: ',' }]);
    expect(setPick(both, record, 0, 5, ' Ou').prefix).toEqual([5]);
  });

  it('replace words in the source, and know what stands in their place', () => {
    const changed = changedSource(SOURCE, words, [
      { word: 0, text: 'Good day' },
      { word: 3, text: '' },
    ]);
    expect(changed.text).toBe('Good day, how  you?');
    const read = traceOf({ source: changed.text }).sourcePieces.words;
    expect(wordsInPlace(changed, read)).toEqual([[0, 1], [2], [3], [], [4], [5]]);
    const cut = ['a', '-', 'b'].map((text, start) => ({ text, start, end: start + 1 }));
    expect(changedSource('a-b', cut, [{ word: 1, text: '' }])).toEqual({
      text: 'a b',
      spans: [
        { start: 0, end: 1 },
        { start: 1, end: 1 },
        { start: 2, end: 3 },
      ],
    });
    expect(changedSource(SOURCE, words, [])).toEqual({
      text: SOURCE,
      spans: words.map(({ start, end }) => ({ start, end })),
    });
  });

  it('become the intervention, in words and pieces of what is read', () => {
    expect(interventionOf(noChanges, record, same)).toBeUndefined();
    const swaps = [{ word: 0, text: 'Good day' }];
    const changed = changedSource(SOURCE, words, swaps);
    const read = traceOf({ source: changed.text });
    const place = wordsInPlace(changed, read.sourcePieces.words);
    const changes = { ...setForce(setWord({ ...noChanges, swaps }, 1, 'mask'), 2, [0, 3]), temperature: 2 };
    const edit = interventionOf(changes, read, place)!;
    expect(edit.mask).toEqual([2]);
    expect(edit.temperature).toBe(2);
    expect(edit.force![0]!.step).toBe(2);
    // Good, day and are, of "Good day , how are you ? </s>"
    expect(edit.force![0]!.weights).toEqual([1 / 3, 1 / 3, 0, 0, 1 / 3, 0, 0, 0]);
    expect(
      interventionOf(
        setForce(noChanges, 0, [0]),
        record,
        words.map(() => []),
      ),
    ).toBeUndefined();
  });
});

describe('rows of what a decoding attended to', () => {
  it('are the mean over steps and heads, and sum to 1', () => {
    for (const kind of ['recurrent', 'transformer'] as const) {
      const traced = traceOf({ source: SOURCE, kind });
      const { layers, heads, queries, keys, weights } = traced.maps!.cross!;
      // "vas-tu" has three pieces.
      expect(stepsOf(traced, 3)).toEqual([3, 4, 5]);
      const row = writingRow(traced, [3, 4, 5])!;
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
      let are = 0;
      for (let head = 0; head < layers * heads; head++)
        for (const step of [3, 4, 5]) are += weights[(head * queries + step) * keys + 3]!;
      expect(row[3]).toBeCloseTo(are / (layers * heads * 3), 12);
    }
  });

  it('have weight exactly 0 where a word is masked, and are what a step was forced to', () => {
    const weights = [0, 0, 0.5, 0, 0.5, 0, 0];
    const kind = 'transformer';
    const traced = traceOf({ source: SOURCE, kind, edit: { mask: [1], force: [{ step: 2, weights }] } });
    for (let word = 0; word <= traced.targetPieces.words.length; word++) {
      expect(writingRow(traced, stepsOf(traced, word))![1]).toBe(word === 2 ? weights[1] : 0);
    }
    expect(writingRow(traced, [2])).toEqual(weights);
  });

  it('know the end of a decoding that came to it, and no row without attention', () => {
    expect(hasEnd(record)).toBe(true);
    expect(stepsOf(record, record.targetPieces.words.length)).toEqual([7]);
    const cut = { ...record, targetPieces: { text: [' Bonjour'], word: [0], words: [words[0]!] } };
    expect(hasEnd(cut)).toBe(false);
    expect(stepsOf(cut, 1)).toEqual([]);
    expect(writingRow(record, [])).toBeNull();
    expect(writingRow({ ...record, maps: {} }, [0])).toBeNull();
  });

  it('go back to the words of the sentence, with nothing lost', () => {
    expect(inPlace([0.1, 0.2, 0.3, 0.4], [[0, 1], [], [2]])).toEqual([0.1 + 0.2, 0, 0.3, 0.4]);
  });

  it('have a mean probability that is the score, as a probability', () => {
    expect(Math.log(meanProbability(record))).toBeCloseTo(record.sentence.score, 10);
  });
});

describe('counterparts', () => {
  it('join common words, those between them in their order, and the ends', () => {
    const {
      a,
      b,
      words: marked,
    } = counterparts(['Le', 'chat', 'noir', 'dort', '.'], ['Le', 'chien', 'dort', 'ici', '.']);
    expect(a).toEqual([0, 1, null, 2, 4, 5]);
    expect(b).toEqual([0, 1, 3, null, 4, 5]);
    expect(marked.a.map(({ common }) => common)).toEqual([true, false, false, true, true]);
  });

  it('are each other’s', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(texts, texts, (first, second) => {
        const { a, b } = counterparts(first, second);
        expect(a).toHaveLength(first.length + 1);
        a.forEach((to, from) => to === null || expect(b[to]).toBe(from));
        b.forEach((to, from) => to === null || expect(a[to]).toBe(from));
        expect(a.at(-1)).toBe(second.length);
        const kept = a.filter((to) => to !== null);
        expect(kept).toEqual([...kept].sort((x, y) => x! - y!));
      }),
    );
  });
});

describe('faithfulness', () => {
  const occlusion = occlusionOf(SOURCE, 'Bonjour, comment vas-tu ?');

  it('holds attention against loss, for a word and for the sentence', () => {
    const row = faithRow(occlusion, 2);
    expect(row.loss).toEqual(occlusion.loss[2]);
    expect(row.attention).toEqual(occlusion.attention[2]!.slice(0, -1));
    expect(row.correlation).toBe(spearman(row.attention, row.loss));
    const all = faithRow(occlusion, null);
    expect(all.loss[3]).toBeCloseTo(
      occlusion.loss.reduce((sum, each) => sum + each[3]!, 0),
      10,
    );
    expect(all.attention[3]).toBeCloseTo(
      occlusion.attention.reduce((sum, each) => sum + each[3]!, 0) / occlusion.targetWords.length,
      10,
    );
  });

  it('has a mean over the words, and none without attention', () => {
    const each = occlusion.targetWords.map((_, word) => faithRow(occlusion, word).correlation!);
    const { mean, words: count } = meanCorrelation(occlusion);
    expect(count).toBe(5);
    expect(mean).toBeCloseTo(each.reduce((sum, one) => sum + one, 0) / 5, 12);
    const without = occlusionOf(SOURCE, 'Bonjour', false);
    expect(faithRow(without, 0)).toMatchObject({ attention: [], correlation: null });
    expect(faithRow(without, null).attention).toEqual([]);
    expect(meanCorrelation(without)).toEqual({ mean: null, words: 0 });
  });

  it('is put into one of four words', () => {
    expect([0.7, 0.69, 0.39, -0.19, -0.2, -1].map(verdictOf)).toEqual([
      'close',
      'partly',
      'hardly',
      'hardly',
      'against',
      'against',
    ]);
  });
});
