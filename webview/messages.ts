/** Schemas of everything that reaches the document from outside: messages, the saved state, the stored example. */

import * as v from 'valibot';
import type { EngineFault } from '../src/shared/faults';
import type { HostToPanel, PanelState } from '../src/shared/panelProtocol';
import type { TranslationResult } from '../src/shared/result';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const backendName = v.picklist(['webgl', 'wasm', 'cpu']);
const backendChoice = v.picklist(['auto', 'webgl', 'wasm', 'cpu']);

const word = { text: v.string(), start: count, end: count };
const sentence = v.pipe(
  v.object({
    source: v.string(),
    target: v.string(),
    score: v.number(),
    sourceWords: v.array(v.object(word)),
    targetWords: v.array(v.object({ ...word, confidence: v.number() })),
    alignment: v.array(v.array(v.pipe(v.number(), v.finite()))),
    span: v.object({ start: count, end: count }),
    alternatives: v.optional(v.array(v.object({ target: v.string(), score: v.number() }))),
    truncated: v.optional(v.boolean()),
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
  sentences: v.array(sentence),
}) satisfies v.GenericSchema<unknown, TranslationResult>;

const faultSchema = v.variant('code', [
  v.object({ code: v.literal('cancelled') }),
  v.object({ code: v.literal('emptyText') }),
  v.object({ code: v.literal('textTooLong'), characters: v.number(), limit: v.number() }),
  v.object({ code: v.literal('modelFile'), model: v.string(), file: v.string(), problem: v.string() }),
  v.object({ code: v.literal('modelNotLoaded'), model: v.string() }),
  v.object({ code: v.literal('backend'), backend: v.string(), problem: v.string() }),
  v.object({ code: v.literal('contextLost') }),
  v.object({ code: v.literal('workerDied'), problem: v.string() }),
  v.object({ code: v.literal('deadline'), seconds: v.number() }),
  v.object({ code: v.literal('internal'), problem: v.string() }),
]) satisfies v.GenericSchema<unknown, EngineFault>;

const engineStatus = v.variant('phase', [
  v.object({ phase: v.literal('idle') }),
  v.object({ phase: v.literal('loading'), model: v.string(), progress: v.nullable(fraction) }),
  v.object({
    phase: v.literal('ready'),
    model: v.string(),
    backend: backendName,
    webglFault: v.optional(v.string()),
  }),
  v.object({ phase: v.literal('failed'), fault: faultSchema }),
]);

const outcome = v.variant('phase', [
  v.object({ phase: v.literal('running'), done: v.number(), total: v.number() }),
  v.object({ phase: v.literal('done'), result: resultSchema, replaceable: v.boolean() }),
  v.object({ phase: v.literal('failed'), fault: faultSchema }),
]);

export const requestSchema = v.object({
  id: v.number(),
  text: v.string(),
  focus: v.picklist(['translation', 'alignment']),
  outcome,
});

export const stateSchema = v.object({
  model: v.nullable(v.object({ id: v.string(), name: v.string(), source: v.string(), target: v.string() })),
  engine: engineStatus,
  request: v.nullable(requestSchema),
}) satisfies v.GenericSchema<unknown, PanelState>;

const measure = v.object({
  renderer: v.string(),
  milliseconds: v.object({
    webgl: v.optional(v.number()),
    wasm: v.optional(v.number()),
    cpu: v.optional(v.number()),
  }),
  fastest: backendName,
});

/** The requests that the host may hand to the worker; it is started and loaded by messages of their own. */
const forwarded = v.variant('type', [
  v.object({
    type: v.literal('translate'),
    id: v.number(),
    model: v.string(),
    text: v.string(),
    options: v.object({ beam: count, nBest: count }),
  }),
  v.object({ type: v.literal('align'), id: v.number(), model: v.string(), source: v.string(), target: v.string() }),
  v.object({ type: v.literal('cancel'), id: v.number() }),
]);

export type ForwardedRequest = v.InferOutput<typeof forwarded>;

export const hostMessageSchema = v.variant('type', [
  v.object({ type: v.literal('state'), state: stateSchema }),
  v.object({ type: v.literal('startEngine'), backend: backendChoice, remembered: v.optional(measure) }),
  v.object({ type: v.literal('loadModel'), id: v.number(), model: v.string(), base: v.string() }),
  v.object({ type: v.literal('engine'), request: forwarded }),
]) satisfies v.GenericSchema<unknown, HostToPanel>;

export type HostMessage = v.InferOutput<typeof hostMessageSchema>;

/** What comes out of the worker; `result` is checked by whoever shows it. */
export const engineResponseSchema = v.variant('type', [
  v.object({
    type: v.literal('started'),
    backend: backendName,
    measure: v.optional(measure),
    webglFault: v.optional(v.string()),
  }),
  v.object({ type: v.literal('loaded'), id: v.number(), model: v.string() }),
  v.object({ type: v.literal('progress'), id: v.number(), done: v.number(), total: v.number() }),
  v.object({ type: v.literal('translated'), id: v.number(), result: resultSchema }),
  v.object({ type: v.literal('aligned'), id: v.number(), result: resultSchema }),
  v.object({ type: v.literal('fault'), id: v.nullable(v.number()), fault: faultSchema }),
]);
