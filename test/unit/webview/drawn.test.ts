import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SentenceResult } from '../../../src/shared/result';
import type { TraceRecord } from '../../../src/shared/trace';
import {
  drawnSentence,
  drawnTrace,
  normalisedByColumn,
  placeOf,
  rowsOf,
  stretchesOf,
  wordOf,
  type ShownHead,
} from '../../../webview/alignment/drawn';
import { figuresOf, headsOf, measuredHeads, ranked } from '../../../webview/alignment/headFigures';
import { columnsOf } from '../../../webview/alignment/links';
import { tileOpacities } from '../../../webview/components/heads/tilePainter';
import { greeting } from '../../view/fixtures/states';
import { traceOf } from '../../view/fixtures/trace';

const { source, target } = greeting;
const record: TraceRecord = traceOf({ source, target, kind: 'transformer' });
const draw = (head: ShownHead | null, unit: 'words' | 'pieces' = 'words', of = record) =>
  drawnTrace(of, head, unit, greeting, 'start')!;
const texts = (words: readonly { text: string }[]) => words.map(({ text }) => text);
const sums = (rows: readonly number[][]) => rows.map((row) => row.reduce((sum, weight) => sum + weight, 0));

function expectProper({ pair, queries, keys }: ReturnType<typeof draw>): void {
  expect(queries).toHaveLength(pair.targetWords.length);
  expect(keys).toHaveLength(columnsOf(pair).length);
  expect(pair.alignment).toHaveLength(pair.targetWords.length);
  for (const sum of sums(pair.alignment)) expect(sum).toBeCloseTo(1, 6);
  for (const row of pair.alignment) expect(row).toHaveLength(keys.length);
}

function expectSame(a: readonly number[][], b: readonly number[][]): void {
  expect(a).toHaveLength(b.length);
  for (const [index, row] of a.entries()) {
    for (const [column, weight] of row.entries()) expect(weight).toBeCloseTo(b[index]![column]!, 6);
  }
}

describe('what the pictures draw', () => {
  it('is the alignment of the sentence itself, where nothing else is wanted', () => {
    const { pair, queries, keys } = drawnSentence(greeting);
    expect(pair).toBe(greeting);
    expect(queries).toHaveLength(5);
    expect(keys.at(-1)).toEqual({ side: 'source', index: 6 });
  });

  it('is in words what the engine aligned, and the head that it aligned with is the same', () => {
    const model = draw(null);
    expectProper(model);
    expectSame(model.pair.alignment, record.sentence.alignment);
    expectSame(draw({ part: 'cross', layer: 0, head: 0 }).pair.alignment, record.sentence.alignment);
  });

  it('are at the step that emits a piece, where the model aligns so', () => {
    const emitting = { ...record, row: 'emitting' as const };
    const { alignment } = draw({ part: 'cross', layer: 1, head: 3 }, 'pieces', emitting).pair;
    const rows = rowsOf(record.maps!.cross!, { part: 'cross', layer: 1, head: 3 });
    expectSame(
      alignment,
      rows.slice(0, -1).map((row) => [...row]),
    );
    const late = draw({ part: 'cross', layer: 1, head: 3 }, 'pieces').pair.alignment;
    expectSame(
      late,
      rows.slice(1).map((row) => [...row]),
    );
  });

  it('are pieces on demand, cut out of the texts, each of its word', () => {
    const { pair, queries, keys } = draw(null, 'pieces');
    expectProper(draw(null, 'pieces'));
    expect(texts(pair.targetWords)).toEqual(['Bonjour', ',', 'comment', 'vas', '-', 'tu', '?']);
    for (const { text, start, end } of pair.targetWords) expect(target.slice(start, end)).toBe(text);
    for (const { text, start, end } of pair.sourceWords) expect(source.slice(start, end)).toBe(text);
    expect(queries.map((ref) => ref?.index)).toEqual([0, 1, 2, 3, 3, 3, 4]);
    expect(keys.map((ref) => ref?.index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('of the encoder is the source that attends to itself', () => {
    for (const unit of ['words', 'pieces'] as const) {
      const drawn = draw({ part: 'encoder', layer: 5, head: 7 }, unit);
      expectProper(drawn);
      expect(drawn.pair.target).toBe(source);
      expect(drawn.queries.every((ref) => ref?.side === 'source')).toBe(true);
    }
    const [first] = rowsOf(record.maps!.encoder!, { part: 'encoder', layer: 5, head: 7 });
    expectSame([draw({ part: 'encoder', layer: 5, head: 7 }).pair.alignment[0]!], [[...first!]]);
  });

  it('of the decoder begins with the start, has no end mark, and never looks ahead', () => {
    for (const unit of ['words', 'pieces'] as const) {
      const drawn = draw({ part: 'decoder', layer: 1, head: 2 }, unit);
      expectProper(drawn);
      const { pair, queries, keys } = drawn;
      expect(pair.sourceWords[0]!.text).toBe('start');
      expect(columnsOf(pair)).toHaveLength(pair.sourceWords.length);
      expect([queries[0], keys[0]]).toEqual([null, null]);
      expect(keys[1]).toEqual({ side: 'target', index: 0 });
      expect(pair.alignment[0]![0]).toBeCloseTo(1, 6);
      for (const [t, row] of pair.alignment.entries())
        expect(row.slice(t + 1).every((weight) => weight === 0)).toBe(true);
      for (const { text, start, end } of pair.sourceWords) expect(pair.source.slice(start, end)).toBe(text);
    }
  });

  it('of a layer is the mean of its heads', () => {
    const heads = Array.from({ length: 8 }, (_, head) => draw({ part: 'cross', layer: 1, head }).pair.alignment);
    const mean = heads[0]!.map((row, t) => row.map((_, s) => heads.reduce((sum, of) => sum + of[t]![s]! / 8, 0)));
    expectSame(draw({ part: 'cross', layer: 1, head: null }).pair.alignment, mean);
  });

  it('of a translation that was cut off has a row for its last piece too', () => {
    const { targetPieces, targetIds, steps, weights, maps } = record;
    const cut = <T>(list: readonly T[]) => list.slice(0, -1);
    const count = targetIds.length - 1;
    const { cross } = maps!;
    const shorter = {
      ...record,
      targetPieces: { ...targetPieces, text: cut(targetPieces.text), word: cut(targetPieces.word) },
      targetIds: cut(targetIds),
      steps: cut(steps),
      weights: cut(weights),
      maps: {
        cross: {
          ...cross!,
          layers: 1,
          heads: 1,
          queries: count,
          weights: cross!.weights.slice(0, count * cross!.keys),
        },
      },
    };
    const drawn = drawnTrace(shorter, { part: 'cross', layer: 0, head: 0 }, 'pieces', greeting, 'start')!;
    expectProper(drawn);
    expect(drawn.pair.targetWords).toHaveLength(count);
  });

  it('is nothing where the model has no such attention', () => {
    const recurrent = traceOf({ source, target });
    expect(drawnTrace(recurrent, { part: 'encoder', layer: 0, head: 0 }, 'words', greeting, 'start')).toBeNull();
    expect(drawnTrace({ ...recurrent, weights: [] }, null, 'words', greeting, 'start')).toBeNull();
  });

  it('knows the words of a sentence that is cut into other words', () => {
    const joined: SentenceResult = {
      ...greeting,
      targetWords: [{ text: 'Bonjour,', start: 0, end: 8, confidence: 1 }, ...greeting.targetWords.slice(2)],
    };
    const { queries } = drawnTrace(record, null, 'words', joined, 'start')!;
    expect(queries.map((ref) => ref?.index)).toEqual([0, 0, 1, 2, 3]);
  });
});

describe('a word that is active', () => {
  it('is the same word in every picture', () => {
    const words = draw(null);
    const pieces = draw(null, 'pieces');
    const tu = { side: 'target', index: 5 } as const;
    expect(wordOf(pieces, tu)).toEqual({ side: 'target', index: 3 });
    expect(placeOf(words, wordOf(pieces, tu)!)).toEqual({ side: 'target', index: 3 });
    expect(placeOf(pieces, { side: 'target', index: 3 })).toEqual({ side: 'target', index: 3 });
    // of the encoder, a source word is a row; the decoder knows none
    expect(placeOf(draw({ part: 'encoder', layer: 0, head: 0 }), { side: 'source', index: 2 })).toEqual({
      side: 'target',
      index: 2,
    });
    expect(placeOf(draw({ part: 'decoder', layer: 0, head: 0 }), { side: 'source', index: 2 })).toBeNull();
    expect(placeOf(words, { side: 'source', index: 6 })).toEqual({ side: 'source', index: 6 });
  });

  it('is marked in the maps where it asks, or where it is asked', () => {
    expect(stretchesOf(record, greeting, { side: 'target', index: 3 })).toEqual({
      cross: { axis: 'row', from: 4 / 8, size: 3 / 8 },
      decoder: { axis: 'row', from: 4 / 8, size: 3 / 8 },
    });
    expect(stretchesOf(record, greeting, { side: 'source', index: 2 })).toEqual({
      encoder: { axis: 'row', from: 2 / 7, size: 1 / 7 },
      cross: { axis: 'column', from: 2 / 7, size: 1 / 7 },
    });
    expect(stretchesOf(record, greeting, { side: 'source', index: 6 })).toEqual({});
  });
});

describe('columns', () => {
  it('sum to 1 where they are divided by their sums, and stay 0 where nothing attends to them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }), {
          minLength: 5,
          maxLength: 5,
        }),
        (alignment) => {
          const before = sums(alignment[0]!.map((_, s) => alignment.map((row) => row[s]!)));
          const { pair } = normalisedByColumn(drawnSentence({ ...greeting, alignment }));
          const after = sums(pair.alignment[0]!.map((_, s) => pair.alignment.map((row) => row[s]!)));
          for (const [s, sum] of after.entries()) expect(sum).toBeCloseTo(before[s]! > 0 ? 1 : 0, 6);
        },
      ),
    );
  });
});

describe('figures of a head', () => {
  const maps = (rows: number[][]) => ({
    layers: 1,
    heads: 1,
    queries: rows.length,
    keys: rows[0]!.length,
    weights: Float32Array.from(rows.flat()),
  });
  const head: ShownHead = { part: 'encoder', layer: 0, head: 0 };

  it('tell how spread it is, and what it looks at', () => {
    const even = figuresOf(maps(Array.from({ length: 4 }, () => [0.25, 0.25, 0.25, 0.25])), head);
    expect(even.entropy).toBeCloseTo(2, 6);
    expect(even.peak).toBeCloseTo(0.25, 6);
    expect(even.mark).toBeCloseTo(0.25, 6);
    const before = figuresOf(
      maps([
        [1, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
      ]),
      head,
    );
    expect(before).toMatchObject({ entropy: 0, peak: 1, mark: 0, offset: { by: -1 } });
    expect(before.offset!.weight).toBeCloseTo(2 / 3, 6);
    expect(figuresOf(maps([[1]]), { ...head, part: 'cross' }).offset).toBeNull();
    expect(figuresOf(maps([[1], [1]]), { ...head, part: 'decoder' }).mark).toBe(1);
  });

  it('come with the mean of a layer before its heads, where there are several', () => {
    expect(headsOf('cross', 1, record.maps!.cross!).map((of) => of.head)).toEqual([null, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(headsOf('cross', 0, maps([[1]])).map((of) => of.head)).toEqual([0]);
  });

  it('rank the heads by the error at the step that aligns', () => {
    const headAer = [[{ emitting: 60, reading: 35 }], [{ emitting: 30, reading: 70 }]];
    expect(ranked(measuredHeads({ headAer }, 'reading')).map(({ layer, aer }) => [layer, aer])).toEqual([
      [0, 35],
      [1, 70],
    ]);
    expect(ranked(measuredHeads({ headAer }, 'emitting'))[0]).toEqual({ layer: 1, head: 0, aer: 30 });
    expect(measuredHeads({}, 'emitting')).toEqual([]);
  });
});

describe('a tile', () => {
  const single = (size: number, at: number) =>
    Array.from({ length: size }, (_, y) =>
      Float32Array.from({ length: size }, (__, x) => (x === at && y === at ? 1 : 0)),
    );

  it('never loses a lone strong link, however many cells a pixel holds', () => {
    for (const at of [0, 37, 74]) {
      const shown = tileOpacities(single(75, at), 30, true);
      expect(shown.filter((opacity) => opacity === 255)).toHaveLength(1);
      const index = shown.indexOf(255);
      expect(index % 30).toBe(Math.floor(index / 30));
      expect(Math.abs((index % 30) - (at * 30) / 75)).toBeLessThan(1);
    }
  });

  it('fills several pixels with a large cell, and no others', () => {
    expect(tileOpacities(single(2, 1), 4, true).join('')).toBe(
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255].join(''),
    );
  });

  it('is drawn or not drawn where the theme knows no tints', () => {
    const rows = [Float32Array.from([0.6, 0.3, 0.1, 0])];
    expect([...tileOpacities(rows, 4, false)].slice(0, 4)).toEqual([255, 0, 0, 0]);
    expect([...tileOpacities(rows, 4, true)].slice(0, 4)).toEqual(
      [0.6, 0.3, 0.1, 0].map((weight) => Math.round(255 * Math.sqrt(weight))),
    );
  });
});
