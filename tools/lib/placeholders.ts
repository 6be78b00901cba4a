/** Whether code, roles and placeholders come out of a translation unharmed: as the model gives them, and restored. */

import { NEVER_CANCELLED } from '../../src/model/cancellation';
import type { LoadedModel } from '../../src/model/loadedModel';
import { translateMany } from '../../src/model/translate';
import { joinTranslation } from '../../src/shared/result';
import { protect, recognise, restore } from '../../src/text/index';
import type { TestPair } from './evalSets';

export interface PlaceholderMeasure {
  sentences: number;
  /** Protected spans in all sentences. */
  spans: number;
  /** Share of sentences with every span exactly once, in percent: as they are, masked, and restored. */
  plain: number;
  masked: number;
  restored: number;
  /** Spans that restoring had to put back. */
  putBack: number;
}

export interface PlaceholderRun {
  measure: PlaceholderMeasure;
  pairs: readonly TestPair[];
  /** Translations of the sources as they are, and of the masked ones, restored. */
  plain: string[];
  restored: string[];
}

/** The pairs whose source holds a protected span, as reStructuredText. */
export const withSpans = (pairs: readonly TestPair[]) =>
  pairs.filter(({ source }) => recognise(source, 'rst').length > 0);

export async function measurePlaceholders(
  model: LoadedModel,
  pairs: readonly TestPair[],
  beam: number,
): Promise<PlaceholderRun> {
  const settings = { beam, nBest: 1, maxRows: Math.max(64, beam) };
  const translate = (texts: string[]) => translateMany(model, texts, settings, NEVER_CANCELLED);
  const sources = pairs.map(({ source }) => source);
  const protectedTexts = sources.map((source) => protect(source, { syntax: 'rst' }));
  const asIs = await translate(sources);
  const masked = await translate(protectedTexts.map(({ text }) => text));
  const restored = protectedTexts.map((text, i) => restore(masked[i]!, text));

  const plain = sources.map((source, i) => joinTranslation(source, asIs[i]!));
  const count = (test: (i: number) => boolean) =>
    (100 * sources.filter((_, i) => test(i)).length) / Math.max(1, sources.length);
  const texts = (i: number) => protectedTexts[i]!.items.map(({ text }) => text);
  const forms = (i: number) =>
    protectedTexts[i]!.items.map(({ masked: { start, end } }) => protectedTexts[i]!.text.slice(start, end));
  return {
    measure: {
      sentences: pairs.length,
      spans: protectedTexts.reduce((sum, { items }) => sum + items.length, 0),
      plain: count((i) => allOnce(texts(i), sources[i]!, plain[i]!)),
      masked: count((i) =>
        allOnce(forms(i), protectedTexts[i]!.text, joinTranslation(protectedTexts[i]!.text, masked[i]!)),
      ),
      restored: count((i) => allOnce(texts(i), sources[i]!, restored[i]!.text)),
      putBack: restored.reduce((sum, result) => sum + result.restored.length, 0),
    },
    pairs,
    plain,
    restored: restored.map(({ text }) => text),
  };
}

/** Whether every text stands in the translation as often as in the source. */
function allOnce(texts: readonly string[], source: string, translation: string): boolean {
  return [...new Set(texts)]
    .filter(Boolean)
    .every((text) => occurrences(source, text) === occurrences(translation, text));
}

const occurrences = (text: string, part: string) => text.split(part).length - 1;
