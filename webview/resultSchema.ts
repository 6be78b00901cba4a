/** Schemas of what the engine makes of a text, and of what can go wrong meanwhile. */

import * as v from 'valibot';
import type { EngineFault } from '../src/shared/faults';
import type { TranslationResult } from '../src/shared/result';

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const backendName = v.picklist(['webgl', 'wasm', 'cpu']);

export const word = { text: v.string(), start: count, end: count };
const span = v.object({ start: count, end: count });
export const sentenceSchema = v.pipe(
  v.object({
    source: v.string(),
    target: v.string(),
    score: v.number(),
    sourceWords: v.array(v.object(word)),
    targetWords: v.array(v.object({ ...word, confidence: v.number() })),
    alignment: v.array(v.array(v.pipe(v.number(), v.finite()))),
    span,
    alternatives: v.optional(v.array(v.object({ target: v.string(), score: v.number() }))),
    truncated: v.optional(v.boolean()),
    pinned: v.optional(v.array(v.object({ source: span, target: span, restored: v.optional(v.boolean()) }))),
  }),
  v.check(
    ({ alignment, sourceWords, targetWords }) =>
      alignment.length === 0 ||
      (alignment.length === targetWords.length && alignment.every((row) => row.length === sourceWords.length + 1)),
    'alignment is not targetWords × (sourceWords + 1)',
  ),
);

export const resultSchema = v.object({
  model: v.string(),
  backend: backendName,
  sentences: v.array(sentenceSchema),
}) satisfies v.GenericSchema<unknown, TranslationResult>;

export const faultSchema = v.variant('code', [
  v.object({ code: v.literal('cancelled') }),
  v.object({ code: v.literal('emptyText') }),
  v.object({ code: v.literal('textTooLong'), characters: v.number(), limit: v.number() }),
  v.object({ code: v.literal('modelFile'), model: v.string(), file: v.string(), problem: v.string() }),
  v.object({ code: v.literal('modelNotLoaded'), model: v.string() }),
  v.object({ code: v.literal('noAttention'), model: v.string() }),
  v.object({ code: v.literal('edit'), model: v.string(), problem: v.string() }),
  v.object({ code: v.literal('backend'), backend: v.string(), problem: v.string() }),
  v.object({ code: v.literal('contextLost') }),
  v.object({ code: v.literal('workerDied'), problem: v.string() }),
  v.object({ code: v.literal('outOfMemory') }),
  v.object({ code: v.literal('deadline'), seconds: v.number() }),
  v.object({ code: v.literal('internal'), problem: v.string() }),
]) satisfies v.GenericSchema<unknown, EngineFault>;
