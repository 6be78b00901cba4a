/** Schemas of everything that reaches the document from outside: messages, the saved state, the stored example. */

import * as v from 'valibot';
import type { CarriedRequest, EngineResponse } from '../src/shared/engineProtocol';
import { EXPORT_FORMATS, type HostToPanel, type PanelState, type PanelTab } from '../src/shared/panelProtocol';
import { compareSchema, figuresSchema } from './compareSchema';
import { backendName, count, faultSchema, fraction, resultSchema } from './resultSchema';
import { stepRecordSchema } from './stepSchema';
import { traceOptions } from '../src/shared/traceOptions';
import { answerSchema, occlusionSchema, traceSchema } from './traceSchema';

export { resultSchema };

/** The pages of the panel, in the order of their tabs. */
export const PANEL_TABS = [
  'translation',
  'explain',
  'steps',
  'whatIf',
  'compare',
  'scoring',
  'lineage',
] as const satisfies readonly PanelTab[];

const backendChoice = v.picklist(['auto', 'webgl', 'wasm', 'cpu']);

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

const surprise = v.object({
  bits: v.pipe(v.number(), v.minValue(0)),
  instead: v.nullable(v.object({ text: v.string(), probability: fraction })),
});

export const requestSchema = v.object({
  id: v.number(),
  text: v.string(),
  focus: v.picklist(['translation', 'alignment']),
  from: v.optional(
    v.variant('kind', [
      v.object({ kind: v.literal('history'), time: v.number() }),
      v.object({ kind: v.literal('own'), surprises: v.array(v.array(surprise)) }),
    ]),
  ),
  outcome,
});

const modelSummary = v.object({
  id: v.string(),
  name: v.string(),
  source: v.string(),
  target: v.string(),
  figures: v.optional(figuresSchema),
  alignmentRow: v.optional(v.picklist(['emitting', 'reading'])),
});

export const stateSchema = v.object({
  model: v.nullable(modelSummary),
  engine: engineStatus,
  request: v.nullable(requestSchema),
  // Absent from a state that an earlier version of the panel saved.
  models: v.optional(v.array(modelSummary), []),
  compare: v.optional(v.nullable(compareSchema), null),
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
  v.object({
    type: v.literal('inspect'),
    id: v.number(),
    model: v.string(),
    source: v.string(),
    target: v.nullable(v.string()),
    step: count,
    bench: v.boolean(),
    layer: v.optional(count),
    head: v.optional(count),
  }),
  v.object({ type: v.literal('trace'), id: v.number(), model: v.string(), ...traceOptions }),
  v.object({
    type: v.literal('occlude'),
    id: v.number(),
    model: v.string(),
    source: v.string(),
    target: v.string(),
  }),
  v.object({ type: v.literal('unload'), id: v.number(), model: v.string() }),
  v.object({ type: v.literal('cancel'), id: v.number() }),
]) satisfies v.GenericSchema<unknown, CarriedRequest>;

export type ForwardedRequest = v.InferOutput<typeof forwarded>;

export const hostMessageSchema = v.variant('type', [
  v.object({ type: v.literal('state'), state: stateSchema }),
  v.object({ type: v.literal('startEngine'), backend: backendChoice, remembered: v.optional(measure) }),
  v.object({
    type: v.literal('loadModel'),
    id: v.number(),
    model: v.string(),
    base: v.string(),
    scores: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal('engine'), request: forwarded }),
  v.object({ type: v.literal('export'), format: v.picklist(EXPORT_FORMATS) }),
  v.object({ type: v.literal('show'), tab: v.picklist(PANEL_TABS) }),
  v.object({
    type: v.literal('cursor'),
    request: count,
    word: v.nullable(v.object({ sentence: count, word: count })),
  }),
  v.object({
    type: v.literal('inspected'),
    ask: count,
    outcome: v.union([v.object({ ok: stepRecordSchema }), v.object({ fault: faultSchema })]),
  }),
  v.object({
    type: v.literal('answered'),
    ask: count,
    outcome: v.union([v.object({ ok: answerSchema }), v.object({ fault: faultSchema })]),
  }),
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
  v.object({ type: v.literal('inspected'), id: v.number(), record: stepRecordSchema }),
  v.object({ type: v.literal('traced'), id: v.number(), record: traceSchema }),
  v.object({ type: v.literal('occluded'), id: v.number(), record: occlusionSchema }),
  v.object({ type: v.literal('unloaded'), id: v.number(), model: v.string() }),
  v.object({ type: v.literal('fault'), id: v.nullable(v.number()), fault: faultSchema }),
]) satisfies v.GenericSchema<unknown, EngineResponse>;
