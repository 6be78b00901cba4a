import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../../../src/model/cancellation';
import { cutIntoChunks } from '../../../src/model/chunks';
import { disposeModel, loadModel } from '../../../src/model/loadedModel';
import { Tokenizer } from '../../../src/model/tokenizer/tokenizer';
import { translate } from '../../../src/model/translate';
import { joinTranslation } from '../../../src/shared/result';
import { tinyFiles, tinyTokenizer, VOCABULARY } from './tinyModel';

const tiny = new Tokenizer('tiny', JSON.stringify(tinyTokenizer()), VOCABULARY);

/** What lies outside all chunks. */
function leftOver(text: string, spans: readonly { start: number; end: number }[]): string[] {
  const ends = [0, ...spans.map(({ end }) => end)];
  return [...spans.map(({ start }) => start), text.length].map((start, i) => text.slice(ends[i], start));
}

describe('a sentence longer than the model can read', () => {
  it('goes through it in parts that fit and leave out nothing but white space', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[a-zA-Z]{1,9}$/),
      fc.constantFrom('the', 'cat', "it's", '(on', 'a)', 'x-y', 'é', 'œ', '12', 'e\u0301'),
    );
    const sentence = fc
      .array(fc.tuple(word, fc.constantFrom(' ', ', ', '; ', '\n', '  ', ' - ')), { minLength: 1, maxLength: 60 })
      .map((words) => words.map(([each, gap]) => each + gap).join(''));
    fc.assert(
      fc.property(sentence, fc.integer({ min: 16, max: 40 }), (text, limit) => {
        const chunks = cutIntoChunks(text, tiny, limit);
        for (const { span, text: part, encoding } of chunks) {
          expect(part).toBe(text.slice(span.start, span.end));
          // the end mark comes to it
          expect(encoding.ids.length + 1).toBeLessThanOrEqual(limit);
        }
        const spans = chunks.map(({ span }) => span);
        for (const [i, { start }] of spans.entries()) expect(start).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0);
        // a part without a letter needs no translation, and stays as it is
        for (const rest of leftOver(text, spans)) expect(rest).not.toMatch(/\p{L}/u);
      }),
      { numRuns: 500 },
    );
  });

  it('is cut behind punctuation, where there is some in the second half of a part', () => {
    const clause = 'the cat in the hat is on the mat';
    const text = `${clause}, ${clause}; ${clause}: ${clause}.`;
    const limit = tiny.encode(`${clause}, ${clause}; the`).ids.length + 1;
    expect(cutIntoChunks(text, tiny, limit).map(({ text: part }) => part)).toEqual([
      `${clause}, ${clause};`,
      `${clause}: ${clause}.`,
    ]);
  });

  it('keeps a single word as it is that is longer than all the model can read', () => {
    const key = 'x'.repeat(50);
    const text = `the cat ${key} the cat`;
    const chunks = cutIntoChunks(text, tiny, 24);
    expect(chunks.map(({ text: part }) => part)).toEqual(['the cat', 'the cat']);
    expect(
      leftOver(
        text,
        chunks.map(({ span }) => span),
      ),
    ).toEqual(['', ` ${key} `, '']);
  });

  it('is cut to its end where a part has room for one word alone, and punctuation stands before it', () => {
    const [one, two] = ['x'.repeat(22), 'z'.repeat(22)];
    const parts = cutIntoChunks(`the cat, ${one} ${two} the cat`, tiny, 24).map(({ text }) => text);
    expect(parts).toEqual(['the cat,', one, two, 'the cat']);
  });

  it('fits the Transformer that ships, however long it is', () => {
    const folder = join(import.meta.dirname, '../../../models');
    const read = (file: string) => readFileSync(join(folder, file), 'utf8');
    const { max_source_pieces: limit, vocab_size, tokenizer: owner } = JSON.parse(read('transformer/config.json'));
    const tokenizer = new Tokenizer('transformer', read(`${owner}/tokenizer.json`), vocab_size);
    const long = `${'When the server that answers the clients has been restarted and '.repeat(60)}nobody waits for it, it stops.`;
    const chunks = cutIntoChunks(long, tokenizer, limit);
    expect(chunks.length).toBeGreaterThan(5);
    for (const { encoding } of chunks) expect(encoding.ids.length).toBeLessThan(limit);
    expect(
      leftOver(
        long,
        chunks.map(({ span }) => span),
      )
        .join('')
        .trim(),
    ).toBe('');
    expect(chunks.flatMap(({ encoding }) => encoding.words.map((word) => word.text))).toEqual(
      tokenizer.encode(long).words.map((word) => word.text),
    );
  });
});

describe('the translation of a sentence longer than the model can read', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('has one part for each, in their order, with a row of attention for every word and nothing lost between', async () => {
    const model = loadModel(tinyFiles());
    const key = 'x'.repeat(50);
    const text = `${'the cat in the hat, '.repeat(9)}${key} ${'the cat on a mat '.repeat(6)}.`;
    const { sentences } = await translate(model, text, { beam: 2, nBest: 1 }, NEVER_CANCELLED);
    expect(sentences.length).toBeGreaterThan(5);
    for (const { source, span, alignment, sourceWords, targetWords } of sentences) {
      expect(source).toBe(text.slice(span.start, span.end));
      expect(alignment).toHaveLength(targetWords.length);
      for (const row of alignment) expect(row).toHaveLength(sourceWords.length + 1);
    }
    const outside = leftOver(
      text,
      sentences.map(({ span }) => span),
    ).join('');
    expect(outside.replaceAll(/\s/g, '')).toBe(key);
    // what is kept stands between the translations of what was before and after it
    const joined = joinTranslation(text, sentences);
    expect(joined).toContain(` ${key} `);
    disposeModel(model);
  });
});
