import type { SentenceResult, TranslationResult } from '../shared/result';

/** Several selections read as one text, one below the other. */
const SEPARATOR = '\n';

/** The text that stands for several selections. */
export function joinTexts(texts: readonly string[]): string {
  return texts.join(SEPARATOR);
}

/**
 * One result for the joined text: the sentences of all, their spans moved to where they stand in it.
 * @param results one a text, in the order of the texts
 */
export function joinResults(texts: readonly string[], results: readonly TranslationResult[]): TranslationResult {
  let at = 0;
  const sentences: SentenceResult[] = [];
  results.forEach((result, index) => {
    for (const sentence of result.sentences) {
      sentences.push({ ...sentence, span: { start: sentence.span.start + at, end: sentence.span.end + at } });
    }
    at += texts[index]!.length + SEPARATOR.length;
  });
  const { model, backend } = results[0]!;
  return { model, backend, sentences };
}
