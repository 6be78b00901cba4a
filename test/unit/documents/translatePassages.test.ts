import { describe, expect, it } from 'vitest';
import { batchText, inBatches, placeBatch } from '../../../src/documents/batches';
import { PatchedText } from '../../../src/documents/patchedText';
import { startingAt, translatedPieces, translatePassages } from '../../../src/documents/translatePassages';
import { capitals, linePassages, passageAt } from './fakePassages';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `\t* line ${index} of the text  \r\n`).join('');

describe('inBatches', () => {
  it('begins small, grows to the largest size, and loses nothing', () => {
    const text = lines(100);
    const batches = [...inBatches(linePassages(text), { first: 30, most: 200 })];
    expect(batches.flat().map(({ start }) => start)).toEqual([...linePassages(text)].map(({ start }) => start));
    expect(batchText(batches[0]!).length).toBeLessThanOrEqual(30);
    const sizes = batches.map((batch) => batchText(batch).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
    expect(Math.max(...sizes)).toBeGreaterThan(150);
  });

  it('gives a passage that is longer than a batch one of its own', () => {
    const text = `a\n${'b'.repeat(50)}\nc`;
    const batches = [...inBatches(linePassages(text), { first: 10, most: 10 })];
    expect(batches.map((batch) => batch.map(({ source }) => source.length))).toEqual([[1], [50], [1]]);
  });

  it('draws passages only as they are needed', () => {
    let drawn = 0;
    function* counted() {
      for (const passage of linePassages(lines(1_000))) {
        drawn++;
        yield passage;
      }
    }
    const batches = inBatches(counted(), { first: 30, most: 30 });
    batches.next();
    expect(drawn).toBeLessThan(5);
  });
});

describe('placeBatch', () => {
  it('hands every sentence to its passage, with spans in it', async () => {
    const batch = [...linePassages('one\ntwo words\nthree')];
    const placed = placeBatch(batch, await capitals(batchText(batch)));
    expect(placed.map(({ text }) => text)).toEqual(['ONE', 'TWO WORDS', 'THREE']);
    expect(placed.map(({ sentences }) => sentences.map(({ span }) => span))).toEqual([
      [{ start: 0, end: 3 }],
      [{ start: 0, end: 9 }],
      [{ start: 0, end: 5 }],
    ]);
  });

  it('leaves a passage without sentences as it is', async () => {
    const batch = [...linePassages('one\ntwo\nthree')];
    const sentences = (await capitals(batchText(batch))).filter(({ source }) => source !== 'two');
    expect(placeBatch(batch, sentences).map(({ text }) => text)).toEqual(['ONE', 'two', 'THREE']);
  });
});

describe('a translated document', () => {
  it('keeps every byte between the passages: tabs, trailing space, line ends', async () => {
    const text = `\uFEFF${lines(40)}\n  last`;
    const pieces: string[] = [];
    const placed = translatePassages(linePassages(text), capitals, { first: 20, most: 100 });
    for await (const piece of translatedPieces(text, placed)) pieces.push(piece);
    expect(pieces.join('')).toBe(text.toUpperCase());
    expect(pieces.length).toBeGreaterThan(5);
  });

  it('is whole where there is nothing to translate', async () => {
    const pieces: string[] = [];
    for await (const piece of translatedPieces('1\n2\n', translatePassages([], capitals))) pieces.push(piece);
    expect(pieces.join('')).toBe('1\n2\n');
  });

  it('holds no more than a batch at a time, however long it is', async () => {
    let waiting = 0;
    let most = 0;
    const place = () => {
      waiting--;
      return { text: 'x', sentences: [] };
    };
    function* many() {
      for (let index = 0; index < 5_000; index++) {
        most = Math.max(most, ++waiting);
        yield { ...passageAt('a line of some length', 0, 21), place };
      }
    }
    let count = 0;
    for await (const batch of translatePassages(many(), capitals, { first: 100, most: 400 })) count += batch.length;
    expect(count).toBe(5_000);
    expect(most).toBeLessThan(30);
  });
});

describe('PatchedText', () => {
  const text = 'one\n\n  two\nthree\nfour';

  it('is the source where nothing is translated yet, in whatever order the rest comes', () => {
    const patched = new PatchedText(text);
    expect(patched.text).toBe(text);
    patched.apply([{ start: 7, end: 10, text: 'deux\n  et demi' }]);
    expect(patched.text).toBe('one\n\n  deux\n  et demi\nthree\nfour');
    patched.apply([{ start: 17, end: 21, text: 'quatre' }]);
    patched.apply([{ start: 0, end: 3, text: 'un' }]);
    expect(patched.text).toBe('un\n\n  deux\n  et demi\nthree\nquatre');
  });

  it('knows which line stands beside which', () => {
    const patched = new PatchedText(text);
    patched.apply([{ start: 11, end: 16, text: 'trois' }]);
    expect(patched.lines.toTarget(4)).toBe(4);
    patched.apply([
      { start: 0, end: 3, text: 'un' },
      { start: 7, end: 10, text: 'deux\net\ndemi' },
    ]);
    expect([0, 1, 2, 3, 4].map((line) => patched.lines.toTarget(line))).toEqual([0, 1, 2, 5, 6]);
    expect([0, 1, 2, 3, 4, 5, 6].map((line) => patched.lines.toSource(line))).toEqual([0, 1, 2, 2, 2, 3, 4]);
  });

  it('maps the lines of a paragraph in proportion where it became shorter', () => {
    const patched = new PatchedText('a\nb\nc\nd\ne\nf');
    patched.apply([{ start: 0, end: 7, text: 'x\ny' }]);
    expect([0, 1, 2, 3, 4, 5].map((line) => patched.lines.toTarget(line))).toEqual([0, 0, 1, 1, 2, 3]);
  });
});

describe('startingAt', () => {
  it('begins with what is seen, and leaves nothing out', () => {
    const passages = [...linePassages('one\ntwo\nthree')];
    const sources = (offset: number): string[] => startingAt(passages, offset).map(({ source }) => source);
    expect(sources(0)).toEqual(['one', 'two', 'three']);
    expect(sources(5)).toEqual(['two', 'three', 'one']);
    expect(sources(99)).toEqual(['one', 'two', 'three']);
  });
});
