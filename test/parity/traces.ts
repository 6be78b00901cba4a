/** Traces of a decoding whose numbers PyTorch knows, and what changes make of them; runs in Node and in a browser. */

import { NEVER_CANCELLED } from '../../src/model/cancellation';
import { attends } from '../../src/model/checkpoint/attends';
import type { LoadedModel } from '../../src/model/loadedModel';
import { trace } from '../../src/model/trace';
import type { AttentionPart, Intervention, TraceRecord } from '../../src/shared/trace';
import { difference } from './difference';
import type { Case, TransformerCase } from './fixtures';
import { nestedMaps } from './nestedMaps';

/** Largest absolute differences. */
export interface TraceDifferences {
  /** Between the logits of the likeliest pieces, less the greatest of them. */
  logits: number;
  weights: number;
  maps: number;
  /** How far any row of weights is from 1 in sum. */
  sums: number;
  /** Bits, of the last step. */
  entropy: number;
  targetIds: number[];
}

const traced = (model: LoadedModel, { source, target_ids: prefix }: Case | TransformerCase, edit?: Intervention) =>
  trace(model, { source, target: null, prefix, maps: true, edit }, NEVER_CANCELLED);

const isOfTransformer = (expected: Case | TransformerCase): expected is TransformerCase => !('weights' in expected);

/** Traces the case's target. */
export async function compareTrace(model: LoadedModel, expected: Case | TransformerCase): Promise<TraceDifferences> {
  const record = await traced(model, expected);
  const found: TraceDifferences = {
    logits: Math.max(...record.steps.map((step, t) => logitsApart(step, expected.logits_top[t]!))),
    weights: 0,
    maps: 0,
    sums: sumsApart(record),
    entropy: expected.logits_last
      ? Math.abs(record.steps.at(-1)!.entropy - entropyOf(expected.logits_last, bannedBy(model)))
      : 0,
    targetIds: record.targetIds,
  };
  if (isOfTransformer(expected)) {
    for (const part of ['encoder', 'decoder', 'cross'] as const) {
      if (expected[part])
        found.maps = Math.max(found.maps, difference(nestedMaps(record.maps![part]!), expected[part]));
    }
    if (expected.cross && record.head) {
      const rows = expected.cross[record.head.layer]![record.head.head]!;
      const aligning = record.row === 'reading' ? [...rows.slice(1), rows.at(-1)!] : rows;
      found.weights = difference(record.weights, aligning);
    }
  } else if (expected.weights.length > 0) {
    found.weights = difference(record.weights, expected.weights);
    found.maps = difference(nestedMaps(record.maps!.cross!)[0]![0], expected.weights);
  } else if (record.weights.length > 0 || record.maps) found.weights = Number.POSITIVE_INFINITY;
  return found;
}

/** ln p_i - ln p_0 is the difference of the logits; pieces that are never emitted are in PyTorch's list alone. */
function logitsApart({ next }: TraceRecord['steps'][number], top: readonly [number, number][]): number {
  const logitOf = new Map(top);
  const known = next.filter(({ id }) => logitOf.has(id));
  if (known.length < top.length - 1) return Number.POSITIVE_INFINITY;
  const [first] = known;
  return Math.max(
    ...known.map(({ id, probability }) =>
      Math.abs(Math.log(probability / first!.probability) - (logitOf.get(id)! - logitOf.get(first!.id)!)),
    ),
  );
}

const bannedBy = ({ config }: LoadedModel): readonly number[] =>
  config.architecture === 'transformer' ? (config.bad_words_ids?.flat() ?? [config.pad_token_id]) : [];

function entropyOf(logits: readonly number[], banned: readonly number[]): number {
  const allowed = logits.filter((_, id) => !banned.includes(id));
  const most = Math.max(...allowed);
  const powers = allowed.map((logit) => Math.exp(logit - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return -powers.reduce((sum, power) => sum + (power / total) * Math.log2(power / total), 0);
}

const rowsOf = ({ weights, maps }: TraceRecord): number[][] => [
  ...weights,
  ...Object.values(maps ?? {}).flatMap((part) => nestedMaps(part).flat(2)),
];

const sumsApart = (record: TraceRecord) =>
  Math.max(0, ...rowsOf(record).map((row) => Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1)));

/** What a change made of the case's decoding. */
export interface Changed {
  probabilities: number[];
  weights: number[][];
  /** The greatest weight that a masked piece got anywhere. */
  masked: number;
  /** How far the weights of the forced step are from those that were given. */
  forced: number;
}

const heads = (...parts: AttentionPart[]) => parts.map((part) => ({ part, layer: 0, head: 0 }));

/** Every kind of change; none of a model that has no attention. */
export async function changedTraces(
  model: LoadedModel,
  expected: Case | TransformerCase,
): Promise<Record<string, Changed>> {
  if (!attends(model.config)) return {};
  const s = expected.source_ids.length;
  const given = Array.from({ length: s }, (_, j) => (j === 1 ? 0.75 : j === s - 1 ? 0.25 : 0));
  const edits: Record<string, Intervention> = {
    mask: { mask: [1] },
    force: { force: [{ step: 2, weights: given }] },
    temperature: { temperature: 2.5 },
    all: { mask: [0, 2], force: [{ step: 0, weights: [...Array<number>(s - 1).fill(0), 1] }], temperature: 0.5 },
    ...(model.config.architecture === 'transformer' ? { drop: { drop: heads('encoder', 'decoder', 'cross') } } : {}),
  };
  const found: Record<string, Changed> = {};
  for (const [name, edit] of Object.entries(edits)) {
    const record = await traced(model, expected, edit);
    const { sourcePieces, steps, weights, maps } = record;
    const hidden = sourcePieces.word.flatMap((word, j) => (edit.mask?.includes(word) ? [j] : []));
    const onSource = [maps!.encoder, maps!.cross].flatMap((part) => (part ? nestedMaps(part).flat(2) : []));
    const forcedRows = (edit.force ?? []).flatMap(({ step, weights: wanted }) =>
      nestedMaps(maps!.cross!)
        .flat()
        .map((head) => difference(head[step], wanted)),
    );
    found[name] = {
      probabilities: steps.map(({ probability }) => probability),
      weights,
      masked: Math.max(0, ...[...onSource, ...weights].flatMap((row) => hidden.map((j) => row[j]!))),
      forced: Math.max(0, ...forcedRows),
    };
  }
  return found;
}

/** Largest absolute difference of two outcomes. */
export const apart = (ours: Record<string, Changed>, theirs: Record<string, Changed>): number =>
  Object.keys(theirs).join() === Object.keys(ours).join()
    ? Math.max(
        0,
        ...Object.entries(theirs).map(([name, { probabilities, weights }]) =>
          Math.max(difference(ours[name]!.probabilities, probabilities), difference(ours[name]!.weights, weights)),
        ),
      )
    : Number.POSITIVE_INFINITY;
