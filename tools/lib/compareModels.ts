/** One text through many models, one after the other. */

import { NEVER_CANCELLED } from '../../src/model/cancellation';
import { disposeModel, loadModel } from '../../src/model/loadedModel';
import { translate } from '../../src/model/translate';
import { toFault, describeFault, type EngineFault } from '../../src/shared/faults';
import { joinTranslation, type SentenceResult, type TranslationResult } from '../../src/shared/result';
import { readModel } from './engine';
import { renderTable } from './textTable';

export type Compared = { model: string; name: string } & (
  | { result: TranslationResult; translation: string; milliseconds: number; loadMilliseconds: number }
  | { fault: EngineFault }
);

/** Loads one model at a time, and frees it before the next; one that fails does not end the others. */
export async function* compareModels(folder: string, models: readonly string[], text: string, beam: number) {
  for (const id of models) yield await compareOne(folder, id, text, beam);
}

async function compareOne(folder: string, id: string, text: string, beam: number): Promise<Compared> {
  try {
    const began = performance.now();
    const model = loadModel(await readModel(folder, id));
    const loaded = performance.now();
    try {
      const result = await translate(model, text, { beam, nBest: 1 }, NEVER_CANCELLED);
      return {
        model: id,
        name: model.config.name,
        result,
        translation: joinTranslation(text, result.sentences),
        milliseconds: Math.round(performance.now() - loaded),
        loadMilliseconds: Math.round(loaded - began),
      };
    } finally {
      disposeModel(model);
    }
  } catch (error) {
    return { model: id, name: id, fault: toFault(error) };
  }
}

/** For each translated word, the source word that it attends to most; nothing for one that attends to the end mark most. */
export function strongestSources({ alignment, sourceWords, targetWords }: SentenceResult): string[] {
  return alignment.flatMap((row, t) => {
    const source = sourceWords[row.indexOf(Math.max(...row))];
    return source ? [`${targetWords[t]!.text}←${source.text}`] : [];
  });
}

/** A table for people: model, milliseconds, translation and, below it, what each word attends to most. */
export function comparisonTable(compared: readonly Compared[]): string {
  const rows = compared.flatMap((run) => {
    if ('fault' in run) return [[run.model, '', describeFault(run.fault, format)]];
    const links = run.result.sentences.flatMap(strongestSources).join(' ');
    return [
      [run.model, String(run.milliseconds), oneLine(run.translation)],
      ['', '', links || '(no attention)'],
    ];
  });
  return renderTable(['model', 'ms', 'translation, and the source word that each word attends to most'], rows);
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The tools speak English. */
const format = (message: string, ...args: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, n: string) => String(args[Number(n)]));
