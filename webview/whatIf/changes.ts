/** What the user changed, told in words of the sentence; and the question to the engine that it comes to. */

import * as v from 'valibot';
import { standIn } from '../../src/shared/leftOut';
import type { HeadRef, Intervention, TraceRecord } from '../../src/shared/trace';
import type { Word } from '../../src/shared/result';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

export const changesSchema = v.object({
  /** Indices of source words; of the sentence as it is shown, as all word indices here. */
  mask: v.array(index),
  /** An empty text leaves the word out. */
  swaps: v.array(v.object({ word: index, text: v.string() })),
  /** Step: of the target pieces. */
  force: v.array(v.object({ step: index, words: v.array(index) })),
  drop: v.array(v.object({ part: v.picklist(['encoder', 'decoder', 'cross']), layer: index, head: index })),
  temperature: v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)),
  /** In the order of their steps, one a step at most. */
  picks: v.array(v.object({ step: index, piece: v.string(), was: v.string() })),
  /** Ids of the first target pieces, up to and with the last pick; [] without picks. */
  prefix: v.array(index),
});

export type Changes = v.InferOutput<typeof changesSchema>;
export type Pick = Changes['picks'][number];

export const noChanges: Changes = { mask: [], swaps: [], force: [], drop: [], temperature: 1, picks: [], prefix: [] };

export const isChanged = (changes: Changes): boolean => !isPlain(changes) || changes.swaps.length > 0;

/** Whether nothing is done to the model itself; it may read another source. */
const isPlain = ({ mask, force, drop, temperature, picks }: Changes): boolean =>
  mask.length + force.length + drop.length + picks.length === 0 && temperature === 1;

/** Whether the words or pieces of the changed source must be known before the question can be put. */
export const needsReading = ({ swaps, mask, force }: Changes): boolean =>
  swaps.length > 0 && mask.length + force.length > 0;

/** What stays of the changes where another model reads the same sentence: its heads, steps and pieces are others. */
export const forAnotherModel = ({ mask, swaps, temperature }: Changes): Changes => ({
  ...noChanges,
  mask,
  swaps,
  temperature,
});

/** A word is masked, read as it is, or replaced: one of them at a time. No step attends to a masked word. */
export function setWord(changes: Changes, word: number, to: 'mask' | 'asIs' | { text: string }): Changes {
  const force = to === 'mask' ? withoutForced(changes.force, word) : changes.force;
  const mask = changes.mask.filter((each) => each !== word);
  const swaps = changes.swaps.filter((each) => each.word !== word);
  if (to === 'mask') mask.push(word);
  else if (to !== 'asIs') swaps.push({ word, text: to.text });
  return {
    ...changes,
    force: to !== 'asIs' && to !== 'mask' && to.text === '' ? withoutForced(force, word) : force,
    mask: mask.sort((a, b) => a - b),
    swaps: swaps.sort((a, b) => a.word - b.word),
  };
}

const withoutForced = (force: Changes['force'], word: number): Changes['force'] =>
  force.flatMap(({ step, words }) => {
    const left = words.filter((each) => each !== word);
    return left.length ? [{ step, words: left }] : [];
  });

/** Words that no step can be made to attend to. */
export const outOfReach = ({ mask, swaps }: Changes): Set<number> =>
  new Set([...mask, ...swaps.filter(({ text }) => text === '').map(({ word }) => word)]);

/** The attention of a step on these words; on none, it is the model's own again. */
export function setForce(changes: Changes, step: number, words: readonly number[]): Changes {
  const force = changes.force.filter((each) => each.step !== step);
  if (words.length) force.push({ step, words: [...words].sort((a, b) => a - b) });
  return { ...changes, force: force.sort((a, b) => a.step - b.step) };
}

export const sameHead = (a: HeadRef, b: HeadRef): boolean =>
  a.part === b.part && a.layer === b.layer && a.head === b.head;

export function toggleHead(changes: Changes, head: HeadRef): Changes {
  const left = changes.drop.filter((each) => !sameHead(each, head));
  return { ...changes, drop: left.length < changes.drop.length ? left : [...left, head] };
}

/** Another piece at a step of a decoding: what it wrote before stays, what it wrote after is decoded anew. */
export function setPick(changes: Changes, record: TraceRecord, step: number, id: number, piece: string): Changes {
  const earlier = changes.picks.filter((pick) => pick.step < step);
  const was = changes.picks.find((pick) => pick.step === step)?.was ?? record.targetPieces.text[step]!;
  return {
    ...changes,
    picks: [...earlier, { step, piece, was }],
    prefix: [...record.targetIds.slice(0, step), id],
  };
}

/** Takes a pick back, and those after it, which were made of what came of it. */
export function dropPick(changes: Changes, step: number): Changes {
  const picks = changes.picks.filter((pick) => pick.step < step);
  return { ...changes, picks, prefix: picks.length ? changes.prefix.slice(0, picks.at(-1)!.step + 1) : [] };
}

export interface ChangedSource {
  text: string;
  /** Where each word of the sentence stands in it; empty for one that is left out. */
  spans: { start: number; end: number }[];
}

/** The source with its words replaced. */
export function changedSource(source: string, words: readonly Word[], swaps: Changes['swaps']): ChangedSource {
  let text = '';
  let at = 0;
  const spans = words.map(({ start, end }, word) => {
    text += source.slice(at, start);
    at = end;
    const from = text.length;
    const own = swaps.find((swap) => swap.word === word)?.text ?? source.slice(start, end);
    text += own;
    // The neighbours of a word that is left out stay words of their own.
    if (own === '') text += standIn(text, source.slice(end));
    return { start: from, end: from + own.length };
  });
  return { text: text + source.slice(at), spans };
}

/** For each word of the sentence, the words of the changed source that stand in its place. */
export function wordsInPlace({ spans }: ChangedSource, words: readonly Word[]): number[][] {
  return spans.map(({ start, end }) => words.flatMap((word, at) => (word.start < end && word.end > start ? [at] : [])));
}

/**
 * What is done to the model.
 * @param read a trace of the very source that is going to be read: its words and pieces
 * @param place see wordsInPlace
 */
export function interventionOf(
  { mask, force, drop, temperature }: Changes,
  read: TraceRecord,
  place: readonly (readonly number[])[],
): Intervention | undefined {
  const { word } = read.sourcePieces;
  const masked = mask.flatMap((each) => place[each] ?? []);
  const forced = force.flatMap(({ step, words }) => {
    const chosen = new Set(words.flatMap((each) => place[each] ?? []));
    const on = word.map((each) => chosen.has(each));
    const count = on.filter(Boolean).length;
    return count ? [{ step, weights: on.map((here) => (here ? 1 / count : 0)) }] : [];
  });
  const edit: Intervention = {
    ...(masked.length ? { mask: masked } : {}),
    ...(forced.length ? { force: forced } : {}),
    ...(drop.length ? { drop } : {}),
    ...(temperature === 1 ? {} : { temperature }),
  };
  return Object.keys(edit).length ? edit : undefined;
}
