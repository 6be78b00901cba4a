/** What each source word is worth to each target word: it is left out, and the target is forced once more. */

import { standIn } from '../shared/leftOut';
import type { OccludeOptions, OcclusionRecord } from '../shared/trace';
import type { Word } from '../shared/result';
import { mergeIntoWords } from './alignment';
import { backendInUse } from './backendInUse';
import type { Cancellation } from './cancellation';
import type { LoadedModel } from './loadedModel';
import { forceTargets, type Forced } from './search/forced';
import { sourceSide, targetSide } from './sides';

/** Sources decoded at once: more make the matrix products of one WASM thread slower, not faster. */
const BATCH = 16;

/**
 * @param onProgress a sign of life where there are many words
 * @throws EngineError 'emptyText', 'textTooLong', 'cancelled'
 */
export async function occlude(
  model: LoadedModel,
  options: OccludeOptions,
  cancellation: Cancellation,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<OcclusionRecord> {
  const { network, tokenizer, config } = model;
  const written = targetSide(model, options.target);
  const read = sourceSide(model, options.source);
  const { words: sourceWords, word: sourcePieces } = read.pieces;
  const { words: targetWords, word: targetPieces } = written.pieces;
  const without = sourceWords.map((word) => [...tokenizer.encode(leaveOut(read.text, word)).ids, network.eos]);
  const [whole, ...others] = await forceAll(model, [read.ids, ...without], written.ids, cancellation, onProgress);
  const losses = others.map(({ logProbabilities }) => lossOfWords(whole!, logProbabilities, targetPieces));
  const pieces = { weights: whole!.attention, sourceWords: sourcePieces.slice(0, -1), targetWords: targetPieces };
  return {
    model: config.id,
    backend: backendInUse(),
    source: read.text,
    target: written.text,
    sourceWords,
    targetWords,
    loss: targetWords.map((_, t) => losses.map((loss) => loss[t]!)),
    attention: mergeIntoWords(pieces, sourceWords.length, targetWords.length),
  };
}

/** The text without a word; its neighbours stay words of their own. */
export function leaveOut(text: string, { start, end }: Pick<Word, 'start' | 'end'>): string {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  return before + standIn(before, after) + after;
}

/** One target forced with many sources, some at a time. */
async function forceAll(
  { network }: LoadedModel,
  sources: readonly number[][],
  target: readonly number[],
  cancellation: Cancellation,
  onProgress: (done: number, total: number) => void,
): Promise<Forced[]> {
  const forced: Forced[] = [];
  for (let at = 0; at < sources.length; at += BATCH) {
    const batch = sources.slice(at, at + BATCH);
    const targets = batch.map(() => target);
    forced.push(...(await forceTargets(network, batch, targets, cancellation)));
    onProgress(forced.length, sources.length);
  }
  return forced;
}

/** ln p(word | whole source) - ln p(word | less), summed over its pieces; of each target word. */
function lossOfWords(whole: Forced, less: readonly number[], pieceWords: readonly number[]): number[] {
  const loss = Array<number>(Math.max(-1, ...pieceWords) + 1).fill(0);
  for (const [t, word] of pieceWords.entries()) {
    if (word >= 0) loss[word]! += whole.logProbabilities[t]! - less[t]!;
  }
  return loss;
}
