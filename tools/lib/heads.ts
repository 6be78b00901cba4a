/** Which cross-attention of a Transformer aligns words best: every head and every mean, at both steps. */

import { disposeModel, loadModel } from '../../src/model/loadedModel';
import { UsageError } from './commandLine';
import type { TestPair } from './evalSets';
import { alignmentErrorRate } from './measure';
import type { GoldAlignment } from './metrics/aer';
import type { ModelFiles } from '../../src/shared/engineProtocol';

/** As config.json has it under `alignment`. */
export interface AlignmentChoice {
  layer: number;
  /** Absent: the mean of the layer's heads. */
  head?: number;
  row: 'emitting' | 'reading';
}

export interface MeasuredHead {
  alignment: AlignmentChoice;
  /** 0 to 1 */
  aer: number;
}

/** Every choice that config.json may make. @throws UsageError where the model is no Transformer */
export function alignmentChoices(config: Record<string, unknown>): AlignmentChoice[] {
  const { decoder_layers: layers, decoder_attention_heads: heads } = config;
  if (typeof layers !== 'number' || typeof heads !== 'number') {
    throw new UsageError(`${String(config['id'])} has no heads to choose from: it is no Transformer.`);
  }
  return Array.from({ length: layers }, (_, layer) =>
    [undefined, ...Array.from({ length: heads }, (__, head) => head)].flatMap((head) =>
      (['emitting', 'reading'] as const).map((row) => ({ layer, ...(head === undefined ? {} : { head }), row })),
    ),
  ).flat();
}

/** Best first. */
export async function measureHeads(
  files: ModelFiles,
  pairs: readonly TestPair[],
  gold: readonly GoldAlignment[],
): Promise<MeasuredHead[]> {
  const config = JSON.parse(files.config) as Record<string, unknown>;
  const measured: MeasuredHead[] = [];
  for (const alignment of alignmentChoices(config)) {
    const model = loadModel({ ...files, config: JSON.stringify({ ...config, alignment }) });
    try {
      measured.push({ alignment, aer: (await alignmentErrorRate(model, pairs, gold))! });
    } finally {
      disposeModel(model);
    }
  }
  return measured.sort((a, b) => a.aer - b.aer);
}
