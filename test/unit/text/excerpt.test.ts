import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../../src/text/excerpt';
import { splitSentences } from '../../../src/text/sentences';

const limits = { sentences: 3, characters: 40 };

describe('excerpt', () => {
  it.each([
    ['', ''],
    [' \n\t', ''],
    ['  One.  ', 'One.'],
    ['One. Two.\n\nThree. Four.', 'One. Two.\n\nThree.'],
    // A third sentence would go beyond the limit of characters.
    ['The first one. The second one is here. The third.', 'The first one. The second one is here.'],
    // Not even one sentence keeps within it.
    ['A sentence that has more than forty characters in it.', 'A sentence that has more than forty'],
    ['A sentence that is forty characters long and goes on.', 'A sentence that is forty characters long'],
    ['x'.repeat(50), 'x'.repeat(40)],
    [`${'x'.repeat(39)}🎉!`, 'x'.repeat(39)],
  ])('%j', (text, front) => expect(excerpt(text, limits)).toBe(front));

  it('is a part of the text, keeps within both limits, and is empty where nothing is written alone', () => {
    const words = fc.array(fc.constantFrom('One.', 'two', 'Three!', '\n', 'été', 'Mr. X', '🎉', ' '), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join(' ');
        const front = excerpt(text, limits);
        expect(text.trimStart().startsWith(front)).toBe(true);
        expect(front.length).toBeLessThanOrEqual(limits.characters);
        expect(splitSentences(front).length).toBeLessThanOrEqual(limits.sentences);
        expect(front === '').toBe(text.trim() === '');
      }),
    );
  });
});
