import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandsOf, type Box } from '../../webview/alignment/bands';
import { topColumns } from '../../webview/alignment/columns';
import { directionOf } from '../../webview/alignment/direction';
import { jointsOf } from '../../webview/alignment/lineBreaks';
import { bestLinks, sourceWordOf, strongestLinks, weightsOf } from '../../webview/alignment/links';
import { pinOf } from '../../webview/alignment/pins';
import { middleOf, shareEdge } from '../../webview/alignment/ribbonPath';
import { storedExample } from '../../webview/example';
import { fetchModel } from '../../webview/engine/fetchFiles';
import { moveBetweenWords } from '../../webview/components/ribbonKeys';
import { greeting, LONG_SOURCE, LONG_TARGET, sentence, wordsOf } from './fixtures/states';

const box = (width: number): Box => ({ width, gap: 0, breakable: true });

describe('pins', () => {
  const pinned = [{ source: { start: 4, end: 10 }, target: { start: 8, end: 14 }, restored: true }];
  const kept = { ...sentence('see `a_b` now', 'voyez « `a_b` »'), pinned };

  it('belong to the words that they overlap, on both sides', () => {
    const texts = (side: 'source' | 'target') =>
      (side === 'source' ? kept.sourceWords : kept.targetWords)
        .filter((_, index) => pinOf(kept, { side, index }) === pinned[0])
        .map(({ text }) => text)
        .join('');
    expect(texts('source')).toBe('`a_b`');
    expect(texts('target')).toBe('`a_b`');
  });

  it('are none on the end mark, and in a sentence that has none', () => {
    expect(pinOf(kept, { side: 'source', index: kept.sourceWords.length })).toBeNull();
    expect(pinOf(greeting, { side: 'target', index: 0 })).toBeNull();
  });
});

describe('bands', () => {
  const boxes = fc.array(fc.integer({ min: 5, max: 300 }).map(box), { minLength: 1, maxLength: 14 });

  it('hold every word once and in order, and no line is too wide', () => {
    fc.assert(
      fc.property(boxes, boxes, fc.integer({ min: 100, max: 900 }), (source, target, width) => {
        const weights = target.map((_, t) => source.map((__, s) => 1 / (1 + Math.abs(s - t))));
        const bands = bandsOf(source, target, weights, width);
        for (const side of ['source', 'target'] as const) {
          const all = side === 'source' ? source : target;
          expect(bands.map((band) => band[side].start)).toEqual([
            0,
            ...bands.slice(0, -1).map((band) => band[side].end),
          ]);
          expect(bands.at(-1)![side].end).toBe(all.length);
          for (const {
            [side]: { start, end },
          } of bands) {
            const used = all.slice(start, end).reduce((sum, { width: each }) => sum + each, 0);
            expect(used <= width || end - start === 1).toBe(true);
          }
        }
      }),
    );
  });

  it('are one where both sides fit on a line', () => {
    expect(bandsOf([box(40), box(40)], [box(40)], [[0.5, 0.5]], 200)).toEqual([
      { source: { start: 0, end: 2 }, target: { start: 0, end: 1 } },
    ]);
  });

  it('break where the attention is cut least', () => {
    const weights = [
      [1, 0, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 1],
    ];
    const [first] = bandsOf([box(40), box(40), box(40), box(40)], [box(40), box(40), box(40)], weights, 120);
    expect(first!.target.end).toBe(1);
  });

  it('are found in a blink for a sentence of several hundred words on a wide panel', () => {
    const long = Array.from({ length: 300 }, () => box(45));
    const weights = long.map((_, t) => long.map((__, s) => Math.exp(-Math.abs(s - t))));
    const start = performance.now();
    expect(bandsOf(long, long, weights, 1100).length).toBeGreaterThan(12);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('joints', () => {
  const gaps = (text: string): string[] => jointsOf(text, wordsOf(text)).map(({ gap }) => gap);
  const breaks = (text: string): boolean[] => jointsOf(text, wordsOf(text)).map(({ breakable }) => breakable);

  it('keep punctuation at its word', () => {
    expect(gaps('Hello, you (all)!')).toEqual(['space', 'close', 'space', 'space', 'close', 'close']);
    expect(breaks('Hello, you')).toEqual([true, false, true]);
  });

  it('break between ideographs, but not before their full stop', () => {
    expect(breaks('你好。')).toEqual([true, true, false]);
  });
});

describe('links', () => {
  it('are the row of a target word and the column of a source word', () => {
    expect(weightsOf(greeting, { side: 'target', index: 2 })).toEqual(greeting.alignment[2]);
    expect(weightsOf(greeting, { side: 'source', index: 2 })).toEqual([0.04, 0.04, 0.71, 0.14, 0.02]);
  });

  it('lead from a word of either side to the source word that it stands for', () => {
    expect(sourceWordOf(greeting, { side: 'source', index: 4 })).toBe(4);
    expect(sourceWordOf(greeting, { side: 'target', index: 3 })).toBe(3);
    expect(sourceWordOf(greeting, { side: 'source', index: greeting.sourceWords.length })).toBeNull();
    const toTheEnd = { ...greeting, alignment: greeting.alignment.map((row) => row.map((_, s) => (s === 6 ? 1 : 0))) };
    expect(sourceWordOf(toTheEnd, { side: 'target', index: 3 })).toBeNull();
  });

  it('are drawn strongest first, down to 5%, and never none', () => {
    expect(strongestLinks(greeting, { side: 'target', index: 3 }).map(({ source }) => source)).toEqual([3, 4, 2]);
    expect(strongestLinks(greeting, { side: 'source', index: 1 }).map(({ target }) => target)).toEqual([1, 0, 2]);
    const flat = { ...greeting, alignment: greeting.alignment.map((row) => row.map(() => 0.01)) };
    expect(strongestLinks(flat, { side: 'target', index: 0 })).toHaveLength(1);
    expect(bestLinks(greeting).map(({ source }) => source)).toEqual([0, 1, 2, 3, 5]);
  });
});

describe('ribbons', () => {
  const place = (left: number, right: number) => ({ left, right, top: 0, bottom: 20 });

  it('share a word out in the order of their other ends, as wide as their weights', () => {
    const shares = shareEdge(place(0, 100), [place(200, 220), place(10, 20)], [0.7, 0.3]);
    expect(shares[1]).toEqual({ left: 0, right: 30 });
    expect(shares[0]).toEqual({ left: 30, right: 100 });
  });

  it('never leave their word, though the weights of a source word may sum to more than 1', () => {
    const shares = shareEdge(place(0, 100), [place(0, 10), place(20, 30)], [0.9, 0.9]);
    expect(shares).toEqual([
      { left: 0, right: 50 },
      { left: 50, right: 100 },
    ]);
  });

  it('can be seen however weak they are', () => {
    expect(middleOf(place(0, 100), 0)).toEqual({ left: 49, right: 51 });
  });
});

describe('columns of a narrow heat map', () => {
  it('are the strongest of the row in the order of the sentence', () => {
    expect(topColumns([0.1, 0.5, 0.05, 0.3, 0.05], 3)).toEqual([0, 1, 3]);
    expect(topColumns([0.5], 13)).toEqual([0]);
  });
});

describe('direction', () => {
  it.each([
    ['Hello', 'ltr'],
    ['مرحبا', 'rtl'],
    ['123 שלום', 'rtl'],
    ['🎉', 'ltr'],
    ['你好', 'ltr'],
  ])('of %s is %s', (text, direction) => expect(directionOf(text)).toBe(direction));
});

describe('keys', () => {
  it('lead nowhere beyond the ends', () => {
    expect(moveBetweenWords(greeting, { side: 'target', index: 0 }, 'ArrowLeft')).toEqual({ side: 'target', index: 0 });
    expect(moveBetweenWords(greeting, { side: 'source', index: 0 }, 'End')).toEqual({ side: 'source', index: 6 });
    expect(moveBetweenWords(greeting, { side: 'source', index: 0 }, 'ArrowUp')).toBeNull();
    expect(moveBetweenWords(greeting, { side: 'source', index: 0 }, 'x')).toBeNull();
  });
});

describe('fixtures', () => {
  it('are proper results', () => {
    const { alignment, sourceWords, source } = sentence(LONG_SOURCE, LONG_TARGET);
    for (const row of alignment) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    for (const { start, end, text } of sourceWords) expect(source.slice(start, end)).toBe(text);
  });
});

describe('the stored example', () => {
  const { text, outcome } = storedExample();

  it('is a result of the default model that cuts its words out of its texts', () => {
    const models = JSON.parse(readFileSync(join(import.meta.dirname, '../../models/default.json'), 'utf8'));
    expect(outcome.result.model).toBe(models.default);
    expect(outcome.result.sentences.length).toBeGreaterThan(0);
    for (const { source, target, span, sourceWords, targetWords, alignment } of outcome.result.sentences) {
      expect(text.slice(span.start, span.end)).toBe(source);
      for (const { text: word, start, end } of sourceWords) expect(source.slice(start, end)).toBe(word);
      for (const { text: word, start, end } of targetWords) expect(target.slice(start, end)).toBe(word);
      for (const row of alignment) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
    }
  });
});

describe('fetching a model', () => {
  it('reports the bytes as they arrive and ends at 1', async () => {
    const shares: number[] = [];
    const fetcher = (async (url: string) => {
      const size = url.endsWith('safetensors') ? 4000 : 10;
      const body = new ReadableStream({
        start(controller) {
          for (let at = 0; at < size; at += 1000) controller.enqueue(new Uint8Array(Math.min(1000, size - at)));
          controller.close();
        },
      });
      return new Response(body, { headers: { 'content-length': String(size) } });
    }) as unknown as typeof fetch;
    const { weights } = await fetchModel(
      'm',
      'base/',
      fetcher,
      (share) => shares.push(share),
      new AbortController().signal,
    );
    expect(weights.byteLength).toBe(4000);
    expect(shares.length).toBeGreaterThan(3);
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  });

  it('names the file over which the connection broke', async () => {
    const fetcher = (async (url: string) => {
      if (url.endsWith('tokenizer.json')) throw new TypeError('Failed to fetch');
      return new Response('{}');
    }) as unknown as typeof fetch;
    await expect(fetchModel('m', 'base', fetcher, () => {}, new AbortController().signal)).rejects.toMatchObject({
      fault: { code: 'modelFile', model: 'm', file: 'tokenizer.json', problem: 'Failed to fetch' },
    });
  });
});
