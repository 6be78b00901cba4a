import type { Passage } from '../../../src/documents/passage';
import { joinTranslation, type SentenceResult } from '../../../src/shared/result';
import { resultOf } from '../host/fakeCarrier';

/** Every line that has a letter is a passage; what stands in front of it is its mark. */
export function* linePassages(text: string, within = { start: 0, end: text.length }): Generator<Passage> {
  for (const match of text.matchAll(/\p{L}.*/gu)) {
    const start = match.index;
    const end = start + match[0].trimEnd().length;
    if (start >= within.end || end <= within.start) continue;
    yield passageAt(text, start, end);
  }
}

export function passageAt(text: string, start: number, end: number): Passage {
  const source = text.slice(start, end);
  return {
    start,
    end,
    source,
    text: source,
    adopt: (sentences, index, result) => {
      const all = sentences.map((each, at) => (at === index ? { ...result, span: each.span } : each));
      return { text: joinTranslation(source, all), sentences: all };
    },
    spansOf: (part) => [{ start: start + part.start, end: start + part.end }],
    place: (sentences) => ({ text: joinTranslation(source, sentences), sentences: [...sentences] }),
  };
}

/** What an engine makes of a batch's text that has one sentence a paragraph: capitals. */
export async function capitals(text: string): Promise<SentenceResult[]> {
  return [...text.matchAll(/.+/g)].map((match) => {
    const [sentence] = resultOf(match[0]).sentences;
    return { ...sentence!, span: { start: match.index, end: match.index + match[0].length } };
  });
}
