/** Forced alignment: which source words a given translation attends to. */

import type { SentenceResult, TranslationResult, Word } from '../shared/result';
import { mergeIntoWords, wordConfidences } from './alignment';
import { backendInUse } from './backendInUse';
import type { Cancellation } from './cancellation';
import type { LoadedModel } from './loadedModel';
import { forceTargets } from './search/forced';
import type { Encoding } from './tokenizer/tokenizer';

/** A pair of sentences, the words of each separated by spaces. */
export interface Pair {
  source: string;
  target: string;
}

/**
 * Aligns pairs; the words of the results are those between spaces. A pair with an empty side has an empty alignment.
 * @throws EngineError 'cancelled'
 */
export async function align(
  model: LoadedModel,
  pairs: readonly Pair[],
  cancellation: Cancellation,
): Promise<TranslationResult> {
  const results = pairs.map(unaligned);
  const possible = pairs
    .map((_, i) => i)
    .filter((i) => results[i]!.sourceWords.length && results[i]!.targetWords.length);
  const length = (i: number) => pairs[i]!.source.length + pairs[i]!.target.length;
  possible.sort((a, b) => length(a) - length(b));
  for (let at = 0; at < possible.length; at += BATCH) {
    const batch = possible.slice(at, at + BATCH);
    await alignBatch(
      model,
      batch.map((i) => results[i]!),
      cancellation,
    );
  }
  return { model: model.config.id, backend: backendInUse(), sentences: results };
}

const BATCH = 32;

function unaligned({ source, target }: Pair): SentenceResult {
  return {
    source,
    target,
    score: 0,
    sourceWords: spaced(source),
    targetWords: spaced(target).map((word) => ({ ...word, confidence: 0 })),
    alignment: [],
    span: { start: 0, end: source.length },
  };
}

/** The words between spaces. */
function spaced(text: string): Word[] {
  return Array.from(text.matchAll(/\S+/g), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Fills in score, confidences and alignment. */
async function alignBatch(
  model: LoadedModel,
  batch: readonly SentenceResult[],
  cancellation: Cancellation,
): Promise<void> {
  const pairs = batch.map((pair) => piecesOfPair(model, pair));
  const sources = pairs.map(({ source }) => source);
  const targets = pairs.map(({ target }) => target);
  const ids = (side: readonly SpacedPieces[]) => side.map((each) => each.ids);
  const forced = await forceTargets(model.network, ids(sources), ids(targets), cancellation);
  for (const [i, result] of batch.entries()) {
    const { attention, logProbabilities } = forced[i]!;
    const pieces = { weights: attention, sourceWords: sources[i]!.words, targetWords: targets[i]!.words };
    const count = result.targetWords.length;
    result.alignment = mergeIntoWords(pieces, result.sourceWords.length, count);
    result.score = logProbabilities.reduce((sum, l) => sum + l, 0) / logProbabilities.length;
    const confidences = wordConfidences(logProbabilities, targets[i]!.words, count);
    for (const [t, word] of result.targetWords.entries()) word.confidence = confidences[t]!;
  }
}

/** One side of a pair. */
export interface SpacedPieces {
  /** The end mark last. */
  ids: number[];
  /** Of each piece but the end mark, the index of the word between spaces that it lies in. */
  words: number[];
}

/** What a model reads and is forced to write; either is cut off where it has too many pieces. */
export function piecesOfPair(
  { network, tokenizer, config }: LoadedModel,
  { source, target }: Pair,
): { source: SpacedPieces; target: SpacedPieces } {
  const limit = config.max_source_pieces - 1;
  const side = (text: string, most: number): SpacedPieces => {
    const { ids, words } = spacedPieces(tokenizer.encode(text), spaced(text), most);
    return { ids: [...ids, network.eos], words };
  };
  return { source: side(source, limit), target: side(target, Math.min(4 * limit, network.longestTarget - 1)) };
}

function spacedPieces(encoding: Encoding, words: readonly Word[], limit: number): { ids: number[]; words: number[] } {
  let at = 0;
  const wordOf = encoding.words.map(({ start }) => {
    while (at + 1 < words.length && words[at + 1]!.start <= start) at++;
    return at;
  });
  return {
    ids: encoding.ids.slice(0, limit),
    words: encoding.pieceWords.slice(0, limit).map((word) => wordOf[word]!),
  };
}
