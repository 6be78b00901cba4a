/** One decoder step laid open, with the pieces around it. */

import * as tf from '@tensorflow/tfjs-core';
import type { InspectOptions } from '../shared/engineProtocol';
import { EngineError } from '../shared/faults';
import { MAX_CHARACTERS } from '../shared/limits';
import type { PieceList, StepRecord } from '../shared/stepRecord';
import { backendInUse } from './backendInUse';
import type { Cancellation } from './cancellation';
import type { LoadedModel } from './loadedModel';
import { beamSearch } from './search/beam';
import { likeliest } from './search/candidates';
import { limitsOf } from './search/limits';
import type { Tokenizer } from './tokenizer/tokenizer';

const END_MARK = '</s>';
/** So many of the likeliest next pieces are told. */
const NEXT = 10;

/** A text in pieces. */
interface Side {
  text: string;
  /** The end mark last, but for a translation that was cut off. */
  ids: number[];
  pieces: PieceList;
}

/**
 * A source that is longer than the model reads is cut off after the last whole word that fits; the record's `source` is
 * what was read. A step beyond the last target piece gives the last one.
 * @throws EngineError 'emptyText', 'textTooLong', 'cancelled'
 */
export async function inspect(
  model: LoadedModel,
  { source, target, step, bench, layer, head }: InspectOptions,
  cancellation: Cancellation,
): Promise<StepRecord> {
  const characters = Math.max(source.length, target?.length ?? 0);
  if (characters > MAX_CHARACTERS) throw new EngineError({ code: 'textTooLong', characters, limit: MAX_CHARACTERS });
  const { network, tokenizer, config } = model;
  const read = prose(tokenizer, source, config.max_source_pieces - 1, network.eos);
  if (read.pieces.words.length === 0) throw new EngineError({ code: 'emptyText' });
  const written =
    target === null
      ? await greedy(model, read.ids, cancellation)
      : prose(tokenizer, target, Math.min(4 * config.max_source_pieces, network.longestTarget - 1), network.eos);
  const at = Math.min(step, written.ids.length - 1);
  const before = [network.start, ...written.ids.slice(0, at)];
  const { probabilities, logits, ...opened } = await network.layOpen(read.ids, before, { layer, head }, cancellation);
  const scored = bench ? await benchOf(model, opened) : undefined;
  return {
    model: config.id,
    backend: backendInUse(),
    source: read.text,
    target: written.text,
    sourcePieces: read.pieces,
    targetPieces: written.pieces,
    step: at,
    ...opened,
    next: likeliest(probabilities, network.vocabulary, 0, NEXT).map(({ id }) => ({
      piece: pieceText(tokenizer, id, network.eos),
      probability: probabilities[id]!,
      logit: logits[id]!,
    })),
    logSum: logSumExp(logits),
    probability: probabilities[written.ids[at]!]!,
    ...(scored ? { bench: scored } : {}),
  };
}

/** ln sum_i exp(x_i); the largest is taken off first, so that no power overflows. */
function logSumExp(values: Float32Array): number {
  const most = values.reduce((a, b) => Math.max(a, b));
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

type Opened = Pick<StepRecord, 'query' | 'keys' | 'states' | 'scores'>;

/** A fixed context is asked nothing, so there is nothing to score. */
async function benchOf({ bench }: LoadedModel, { query, keys, states, scores }: Opened) {
  return query.length === 0 ? [] : bench.apply(query, keys ?? states, scores);
}

const pieceText = (tokenizer: Tokenizer, id: number, eos: number) => (id === eos ? END_MARK : tokenizer.piece(id));

/** A given text; at most `limit` pieces and the end mark. */
function prose(tokenizer: Tokenizer, text: string, limit: number, eos: number): Side {
  const encoding = tokenizer.encode(text);
  let count = Math.min(encoding.ids.length, limit);
  // no part of a word, unless it is the only one
  const cutWord = encoding.pieceWords[count];
  if (cutWord !== undefined && encoding.pieceWords[0] !== cutWord) {
    while (encoding.pieceWords[count - 1] === cutWord) count--;
  }
  const word = encoding.pieceWords.slice(0, count);
  const words = encoding.words.slice(0, (word.at(-1) ?? -1) + 1);
  const whole = count === encoding.ids.length;
  const ids = encoding.ids.slice(0, count);
  return {
    text: whole ? text : text.slice(0, words.at(-1)!.end),
    ids: [...ids, eos],
    pieces: { text: [...ids.map((id) => tokenizer.piece(id)), END_MARK], word: [...word, -1], words },
  };
}

/** The model's own translation, as `translate` with a beam of 1 gives it. */
async function greedy(
  { network, tokenizer }: LoadedModel,
  source: number[],
  cancellation: Cancellation,
): Promise<Side> {
  const run = network.begin([source], 1);
  try {
    const { hypotheses, attention } = await beamSearch(network, run, limitsOf(network, [source], 1, 1), cancellation);
    tf.dispose(attention);
    const { ids } = hypotheses[0]![0]!;
    const { text, words, pieceWords } = tokenizer.decode(ids);
    return {
      text,
      ids,
      pieces: {
        text: ids.map((id) => pieceText(tokenizer, id, network.eos)),
        word: ids.map((id, t) => (id === network.eos ? -1 : pieceWords[t]!)),
        words,
      },
    };
  } finally {
    run.dispose();
  }
}
