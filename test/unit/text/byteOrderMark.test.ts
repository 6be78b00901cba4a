import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../../../src/text';

describe('a byte order mark', () => {
  it.each([
    ['markdown', '# Title here\r\n\r\nSome text to read.\r\n', ['Title here', 'Some text to read.']],
    ['markdown', '---\ntitle: x\n---\n\n- An item of *note*.\n', ['An item of *note*.']],
    ['restructuredtext', 'Title here\n==========\n\nSome text to read.\n', ['Title here', 'Some text to read.']],
    ['yaml', 'title: Some text to read\n', ['Some text to read']],
    ['json', '{"title": "Some text to read"}', ['Some text to read']],
    ['python', '# Some text to read.\nx = 1\n', ['Some text to read.']],
    ['plaintext', 'Some text to read.\n', ['Some text to read.']],
  ])('moves nothing but the places: %s', (languageId, text, sources) => {
    const plain = [...segmentsOf({ text, languageId })];
    expect(plain.map(({ source }) => source)).toEqual(sources);
    const marked = [...segmentsOf({ text: `\uFEFF${text}`, languageId })];
    expect(marked.map(({ source, span }) => ({ source, start: span.start - 1 }))).toEqual(
      plain.map(({ source, span }) => ({ source, start: span.start })),
    );
  });
});
