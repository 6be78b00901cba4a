/** Which cross-attention of a Transformer aligns words best: every head and every mean, at both steps. */

import { piecesOfPair } from '../../src/model/align';
import { mergeIntoWords } from '../../src/model/alignment';
import { NEVER_CANCELLED } from '../../src/model/cancellation';
import type { ModelConfig } from '../../src/model/checkpoint/config';
import type { LoadedModel } from '../../src/model/loadedModel';
import { forceTargets } from '../../src/model/search/forced';
import { alignmentOrigins } from '../../src/model/search/hypothesis';
import { AttentionRecorder } from '../../src/model/transformer/attentionRecorder';
import type { AlignmentRow } from '../../src/model/translationModel';
import type { HeadRates } from '../../src/shared/compare';
import type { AttentionMaps } from '../../src/shared/trace';
import { UsageError } from './commandLine';
import type { TestPair } from './evalSets';
import { alignsByTraining, extractLinks } from './links';
import { rounded } from './measure';
import { aer, type GoldAlignment, type Link } from './metrics/aer';

/** As config.json has it under `alignment`. */
export interface AlignmentChoice {
  layer: number;
  /** Absent: the mean of the layer's heads. */
  head?: number;
  row: AlignmentRow;
}

export interface MeasuredHead {
  alignment: AlignmentChoice;
  /** 0 to 1 */
  aer: number;
}

/** Pairs forced at once. */
const BATCH = 16;
const ROWS = ['emitting', 'reading'] as const satisfies readonly AlignmentRow[];

/** Every choice that config.json may make. @throws UsageError where the model is no Transformer */
export function alignmentChoices(config: Record<string, unknown>): AlignmentChoice[] {
  const { decoder_layers: layers, decoder_attention_heads: heads } = config;
  if (typeof layers !== 'number' || typeof heads !== 'number') {
    throw new UsageError(`${String(config['id'])} has no heads to choose from: it is no Transformer.`);
  }
  return Array.from({ length: layers }, (_, layer) =>
    [undefined, ...Array.from({ length: heads }, (__, head) => head)].flatMap((head) =>
      ROWS.map((row) => ({ layer, ...(head === undefined ? {} : { head }), row })),
    ),
  ).flat();
}

/** Best first. All choices are measured on one decoding of each pair. */
export async function measureHeads(
  model: LoadedModel,
  pairs: readonly TestPair[],
  gold: readonly GoldAlignment[],
): Promise<MeasuredHead[]> {
  const choices = alignmentChoices(model.config);
  const links: Link[][][] = choices.map(() => []);
  for (let at = 0; at < pairs.length; at += BATCH) {
    const batch = pairs.slice(at, at + BATCH);
    for (const linksOf of await linksOfBatch(model, batch)) {
      for (const [i, choice] of choices.entries()) links[i]!.push(linksOf(choice));
    }
  }
  const reference = gold.slice(0, pairs.length);
  return choices.map((alignment, i) => ({ alignment, aer: aer(links[i]!, reference) })).sort((a, b) => a.aer - b.aer);
}

/** Whether this very choice is the one that was trained on word alignments: it has a rule of its own for links. */
function isTrained(config: ModelConfig, { layer, head, row }: AlignmentChoice): boolean {
  if (config.architecture !== 'transformer' || !alignsByTraining(config)) return false;
  const { alignment: own } = config;
  return own?.layer === layer && own.head === head && own.row === row;
}

/** For each pair, what every choice makes of it. */
async function linksOfBatch(model: LoadedModel, batch: readonly TestPair[]) {
  const pieces = batch.map(({ source, reference }) => piecesOfPair(model, { source, target: reference }));
  const sources = pieces.map(({ source }) => source.ids);
  const targets = pieces.map(({ target }) => target.ids);
  const recorder = new AttentionRecorder();
  try {
    await forceTargets(model.network, sources, targets, NEVER_CANCELLED, recorder);
    return await Promise.all(
      pieces.map(async ({ source, target }, row) => {
        const steps = target.ids.map((_, step) => ({ step, row }));
        const { cross } = await recorder.read(row, steps);
        return (choice: AlignmentChoice): Link[] => {
          const rows = alignmentOrigins(steps, choice.row).map(({ step }) => weightsOf(cross, choice, step));
          const sourceWords = batch[row]!.source.match(/\S+/g) ?? [];
          const targetWords = batch[row]!.reference.match(/\S+/g) ?? [];
          const merged = { weights: rows, sourceWords: source.words, targetWords: target.words };
          const alignment = mergeIntoWords(merged, sourceWords.length, targetWords.length);
          return extractLinks({ alignment, sourceWords }, isTrained(model.config, choice));
        };
      }),
    );
  } finally {
    recorder.dispose();
  }
}

/** (S), of one head or the mean of its layer's heads */
function weightsOf({ heads, queries, keys, weights }: AttentionMaps, { layer, head }: AlignmentChoice, query: number) {
  const of = (index: number) => {
    const at = ((layer * heads + index) * queries + query) * keys;
    return weights.subarray(at, at + keys);
  };
  if (head !== undefined) return of(head);
  const rows = Array.from({ length: heads }, (_, index) => of(index));
  return Float32Array.from({ length: keys }, (_, s) => rows.reduce((sum, row) => sum + row[s]!, 0) / heads);
}

/** In percent, as figures.json keeps it: of each layer, of each head. */
export function headRates(measured: readonly MeasuredHead[]): HeadRates[][] {
  const rates: HeadRates[][] = [];
  for (const { alignment, aer: rate } of measured) {
    if (alignment.head === undefined) continue;
    const layer = (rates[alignment.layer] ??= []);
    const of = (layer[alignment.head] ??= { emitting: 100, reading: 100 });
    of[alignment.row] = rounded(100 * rate);
  }
  return rates;
}
