import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/text/sentences';

const split = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it.each<[string, string[]]>([
    ['Hello, how are you? Fine.', ['Hello, how are you?', 'Fine.']],
    ['Mr. Smith met Dr. Jones. They spoke.', ['Mr. Smith met Dr. Jones.', 'They spoke.']],
    ['Use a tool, e.g. Git, for this. Then stop.', ['Use a tool, e.g. Git, for this.', 'Then stop.']],
    ['J. R. Tolkien wrote it. Read it.', ['J. R. Tolkien wrote it.', 'Read it.']],
    ['Call os.path.join() or pi = 3.14 first.', ['Call os.path.join() or pi = 3.14 first.']],
    ['A heading\n\nSome text.', ['A heading', 'Some text.']],
    ['First item\nSecond item', ['First item', 'Second item']],
    ['This sentence was\nwrapped by hand. Next.', ['This sentence was\nwrapped by hand.', 'Next.']],
    [
      'The value that is returned by this function is always given to\nPython as an integer.',
      ['The value that is returned by this function is always given to\nPython as an integer.'],
    ],
    ['One.\r\nTwo.\r\n', ['One.', 'Two.']],
    ['  \n ', []],
    ['', []],
  ])('splits %j', (text, sentences) => {
    expect(split(text)).toEqual(sentences);
  });

  it('leaves out white space only, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let at = 0;
        for (const { start, end } of splitSentences(text)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
    );
  });
});
