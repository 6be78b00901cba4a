import { describe, expect, it } from 'vitest';
import { pairSentences } from '../../../src/documents/pairSentences';

const passages = (...sources: string[]) => sources.map((source) => ({ source }));

describe('pairSentences', () => {
  it('pairs sentence by sentence where there are as many', () => {
    expect(pairSentences(passages('One cat. Two dogs.', 'Three.'), ['Un chat. Deux chiens. Trois.'])).toEqual([
      { passage: 0, span: { start: 0, end: 8 }, source: 'One cat.', target: 'Un chat.' },
      { passage: 0, span: { start: 9, end: 18 }, source: 'Two dogs.', target: 'Deux chiens.' },
      { passage: 1, span: { start: 0, end: 6 }, source: 'Three.', target: 'Trois.' },
    ]);
  });

  it('pairs paragraph by paragraph where the sentences were divided otherwise', () => {
    const pairs = pairSentences(passages('One cat. Two dogs.', 'Three.'), ['Un chat et deux chiens.', 'Trois.']);
    // the second paragraph's sentence is one on both sides, but the numbers of all differ
    expect(pairs.map(({ passage, source, target }) => [passage, source, target])).toEqual([
      [0, 'One cat. Two dogs.', 'Un chat et deux chiens.'],
      [1, 'Three.', 'Trois.'],
    ]);
  });

  it('pairs all with all where nothing can be told apart, each character in its place', () => {
    const [pair, ...more] = pairSentences(passages('One cat.\nTwo dogs.', 'Three.'), [
      'Un chat et deux chiens, trois.',
    ]);
    expect(more).toEqual([]);
    expect(pair).toMatchObject({ passage: null, source: 'One cat. Two dogs. Three.', span: { start: 0, end: 25 } });
  });

  it('knows where a text of one paragraph stands', () => {
    const [pair] = pairSentences(passages('One cat. Two dogs.'), ['Un chat et deux chiens.']);
    expect(pair).toMatchObject({ passage: 0, span: { start: 0, end: 18 } });
  });
});
