/** What the measuring tools have in common: a test set through the engine, compared with its references. */

import { align } from '../../src/model/align';
import { NEVER_CANCELLED } from '../../src/model/cancellation';
import { attends } from '../../src/model/checkpoint/attends';
import type { LoadedModel } from '../../src/model/loadedModel';
import { translateMany } from '../../src/model/translate';
import { joinTranslation } from '../../src/shared/result';
import type { TestPair } from './evalSets';
import { alignsByTraining, extractLinks } from './links';
import { aer, type GoldAlignment } from './metrics/aer';

/** Greedy translations hold little memory each: many are decoded side by side. */
const rowsFor = (beam: number) => Math.max(64, beam);

/** The translations of a set's sources, one line each. */
export async function translateSet(model: LoadedModel, pairs: readonly TestPair[], beam: number): Promise<string[]> {
  const sources = pairs.map(({ source }) => source);
  const translated = await translateMany(model, sources, { beam, nBest: 1, maxRows: rowsFor(beam) }, NEVER_CANCELLED);
  return sources.map((source, i) => joinTranslation(source, translated[i]!).replace(/\s*\n\s*/g, ' '));
}

/** Alignment error rate of the references forced through the model, 0 to 1; null for a model without attention. */
export async function alignmentErrorRate(
  model: LoadedModel,
  pairs: readonly TestPair[],
  gold: readonly GoldAlignment[],
): Promise<number | null> {
  if (!attends(model.config)) return null;
  const forced = pairs.map(({ source, reference }) => ({ source, target: reference }));
  const { sentences } = await align(model, forced, NEVER_CANCELLED);
  const trained = alignsByTraining(model.config);
  return aer(
    sentences.map((sentence) => extractLinks(sentence, trained)),
    gold.slice(0, pairs.length),
  );
}

/** Languages of a model as the test sets' names have them, such as "en-fr". */
export const languagesOf = ({ config }: LoadedModel) => `${config.source_language}-${config.target_language}`;

/** To two decimals, as figures are printed and kept. */
export const rounded = (value: number) => Math.round(value * 100) / 100;
