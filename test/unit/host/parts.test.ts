import { describe, expect, it } from 'vitest';
import { joinResults, joinTexts } from '../../../src/text/parts';
import { resultOf } from './fakeCarrier';

describe('parts', () => {
  const texts = ['one', 'two words', 'x'];
  const results = texts.map(resultOf);

  it('joins results so that every span cuts its sentence out of the joined text', () => {
    const text = joinTexts(texts);
    const { sentences } = joinResults(texts, results);
    expect(sentences.map(({ span }) => text.slice(span.start, span.end))).toEqual(texts);
    expect(sentences.map(({ source }) => source)).toEqual(texts);
  });
});
