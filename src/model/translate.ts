/** Text to its translation, sentence by sentence, with what every word attended to. */

import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../shared/faults';
import { MAX_CHARACTERS } from '../shared/limits';
import type { SentenceResult, TranslationResult } from '../shared/result';
import { mergeIntoWords, wordConfidences } from './alignment';
import { backendInUse } from './backendInUse';
import type { Cancellation } from './cancellation';
import { cutIntoChunks, type Chunk } from './chunks';
import type { LoadedModel } from './loadedModel';
import { readAttention } from './search/attention';
import { beamSearch } from './search/beam';
import { alignmentOrigins, score, type Hypothesis } from './search/hypothesis';
import { limitsOf } from './search/limits';

/** Longest text of one request, in UTF-16 code units. */
export const TEXT_LIMIT = MAX_CHARACTERS;
/** Rows decoded at once: enough to keep the matrix products busy, few enough for progress to be seen. */
const MAX_ROWS = 64;

export interface TranslateSettings {
  beam: number;
  nBest: number;
  onProgress?: (done: number, total: number) => void;
  /** Most rows (sentences times hypotheses) decoded at once. */
  maxRows?: number;
}

/** @throws EngineError 'emptyText', 'textTooLong' */
export function checkText(text: string): void {
  if (text.length > TEXT_LIMIT) {
    throw new EngineError({ code: 'textTooLong', characters: text.length, limit: TEXT_LIMIT });
  }
  if (text.trim() === '') throw new EngineError({ code: 'emptyText' });
}

/**
 * @param text what stands between the sentences of the result is to be kept as it is (see joinTranslation)
 * @throws EngineError 'emptyText', 'textTooLong', 'cancelled'
 */
export async function translate(
  model: LoadedModel,
  text: string,
  settings: TranslateSettings,
  cancellation: Cancellation,
): Promise<TranslationResult> {
  checkText(text);
  const chunks = cutIntoChunks(text, model.tokenizer, model.config.max_source_pieces);
  const sentences = await translateChunks(model, chunks, settings, cancellation);
  return { model: model.config.id, backend: backendInUse(), sentences };
}

/** Translates many texts at once, as `translate` would one by one, but for its limits; for measuring. */
export async function translateMany(
  model: LoadedModel,
  texts: readonly string[],
  settings: TranslateSettings,
  cancellation: Cancellation,
): Promise<SentenceResult[][]> {
  const chunks = texts.map((text) => cutIntoChunks(text, model.tokenizer, model.config.max_source_pieces));
  const results = await translateChunks(model, chunks.flat(), settings, cancellation);
  return chunks.map(({ length }) => results.splice(0, length));
}

/** Translates chunks, those of similar length together; the results are in the order of the chunks. */
async function translateChunks(
  model: LoadedModel,
  chunks: readonly Chunk[],
  settings: TranslateSettings,
  cancellation: Cancellation,
): Promise<SentenceResult[]> {
  const results: SentenceResult[] = [];
  const byLength = chunks
    .map((_, i) => i)
    .sort((a, b) => chunks[a]!.encoding.ids.length - chunks[b]!.encoding.ids.length);
  const size = Math.max(1, Math.floor((settings.maxRows ?? MAX_ROWS) / settings.beam));
  for (let at = 0; at < byLength.length; at += size) {
    settings.onProgress?.(at, chunks.length);
    const batch = byLength.slice(at, at + size);
    const translated = await translateBatch(
      model,
      batch.map((i) => chunks[i]!),
      settings,
      cancellation,
    );
    for (const [k, i] of batch.entries()) results[i] = translated[k]!;
  }
  settings.onProgress?.(chunks.length, chunks.length);
  return results;
}

async function translateBatch(
  { network, tokenizer }: LoadedModel,
  batch: readonly Chunk[],
  { beam, nBest }: TranslateSettings,
  cancellation: Cancellation,
): Promise<SentenceResult[]> {
  await cancellation.checkpoint();
  const sources = batch.map(({ encoding }) => [...encoding.ids, network.eos]);
  const limits = limitsOf(network, sources, beam, nBest);
  const run = network.begin(sources, beam);
  try {
    const { hypotheses, attention } = await beamSearch(network, run, limits, cancellation);
    try {
      const origins = hypotheses.flatMap(([best]) => alignmentOrigins(best!.origins, network.alignmentRow));
      const weights = await readAttention(attention, origins);
      let at = 0;
      return batch.map((chunk, n) => {
        const nBestOfSentence = hypotheses[n]!;
        const count = nBestOfSentence[0]!.origins.length;
        const ofSentence = weights.slice(at, at + count);
        at += count;
        return describe(chunk, nBestOfSentence, ofSentence, tokenizer, nBest);
      });
    } finally {
      tf.dispose(attention);
    }
  } finally {
    run.dispose();
  }
}

function describe(
  { text, span, encoding }: Chunk,
  hypotheses: readonly Hypothesis[],
  weights: readonly Float32Array[],
  tokenizer: LoadedModel['tokenizer'],
  nBest: number,
): SentenceResult {
  const best = hypotheses[0]!;
  const decoded = tokenizer.decode(best.ids);
  const { words, pieceWords } = decoded;
  const confidences = wordConfidences(best.logProbabilities, pieceWords, words.length);
  const pieces = { weights, sourceWords: encoding.pieceWords, targetWords: pieceWords };
  return {
    source: text,
    target: decoded.text,
    score: score(best),
    sourceWords: encoding.words,
    targetWords: words.map((word, t) => ({ ...word, confidence: confidences[t]! })),
    alignment: mergeIntoWords(pieces, encoding.words.length, words.length),
    span,
    ...(nBest > 1
      ? { alternatives: hypotheses.map((h) => ({ target: tokenizer.decode(h.ids).text, score: score(h) })) }
      : {}),
    ...(best.truncated ? { truncated: true } : {}),
  };
}
