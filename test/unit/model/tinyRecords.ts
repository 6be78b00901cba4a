/** Steps of tiny models of every mechanism, laid open by the engine itself. The caller sets a backend. */

import { NEVER_CANCELLED } from '../../../src/model/cancellation';
import { inspect } from '../../../src/model/inspect';
import { disposeModel, loadModel } from '../../../src/model/loadedModel';
import type { InspectOptions, ModelFiles } from '../../../src/shared/engineProtocol';
import type { StepRecord } from '../../../src/shared/stepRecord';
import { MECHANISM_IDS, type MechanismId } from '../../../webview/lineage/parts';
import { MECHANISMS, tinyFiles } from './tinyModel';
import { transformerFiles } from './tinyTransformer';

export const SOURCE = 'the cat is thin.';
export const TARGET = 'a thing cat';

/** A tiny model with the parts of a mechanism; the list of the tiny models has the order of the lineage. */
export const filesOf = (id: MechanismId): ModelFiles => {
  const tiny = MECHANISMS[MECHANISM_IDS.indexOf(id)];
  return tiny ? tinyFiles(tiny) : transformerFiles();
};

export async function tinyRecords(
  id: MechanismId,
  steps: readonly number[],
  more: Partial<InspectOptions> = {},
): Promise<StepRecord[]> {
  const model = loadModel(filesOf(id));
  try {
    const records: StepRecord[] = [];
    for (const step of steps) {
      const options = { source: SOURCE, target: TARGET, step, bench: false, ...more };
      records.push(await inspect(model, options, NEVER_CANCELLED));
    }
    return records;
  } finally {
    disposeModel(model);
  }
}
