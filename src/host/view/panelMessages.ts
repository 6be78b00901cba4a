import * as v from 'valibot';
import { engineResponseSchema, PANEL_TABS } from '../../../webview/messages';
import { sentenceSchema } from '../../../webview/resultSchema';
import { traceOptions } from '../../shared/traceOptions';
import type { PanelAsk, PanelCommand, PanelToHost } from '../../shared/panelProtocol';

const PANEL_COMMANDS = [
  'replaceSelection',
  'insertBelow',
  'copyTranslation',
  'selectModel',
  'showLog',
  'cancel',
  'translateSelection',
] as const satisfies readonly PanelCommand[];

/** More than are ever installed; a longer list is no comparison. */
const MOST_MODELS = 100;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const model = v.pipe(v.string(), v.nonEmpty());

const askSchema = v.variant('kind', [
  v.object({
    kind: v.literal('compare'),
    text: v.string(),
    models: v.pipe(v.array(model), v.minLength(1), v.maxLength(MOST_MODELS)),
  }),
  v.object({ kind: v.literal('cancelCompare') }),
  v.object({
    kind: v.literal('save'),
    // No folders: the user is asked for one.
    name: v.pipe(v.string(), v.regex(/^[\p{L}\p{N}_-][\p{L}\p{N}_.-]{0,99}$/u)),
    mime: v.string(),
    content: v.union([v.object({ text: v.string() }), v.object({ base64: v.pipe(v.string(), v.base64()) })]),
  }),
  v.object({ kind: v.literal('copy'), text: v.string() }),
  v.object({
    kind: v.literal('inspect'),
    id: index,
    model,
    source: v.string(),
    target: v.nullable(v.string()),
    step: index,
    bench: v.boolean(),
    layer: v.optional(index),
    head: v.optional(index),
  }),
  v.object({ kind: v.literal('adopt'), request: index, sentence: index, result: sentenceSchema }),
  v.object({
    kind: v.literal('mark'),
    request: index,
    word: v.nullable(v.object({ sentence: index, word: index })),
  }),
  v.object({ kind: v.literal('trace'), id: index, key: v.string(), model, ...traceOptions }),
  v.object({ kind: v.literal('occlude'), id: index, key: v.string(), model, source: v.string(), target: v.string() }),
]) satisfies v.GenericSchema<unknown, PanelAsk>;

/** Everything that the panel's document may say. */
export const panelMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('engine'), response: engineResponseSchema }),
  v.object({
    type: v.literal('loadProgress'),
    model: v.string(),
    progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
  v.object({ type: v.literal('turned'), tab: v.picklist(PANEL_TABS) }),
  v.object({ type: v.literal('command'), command: v.picklist(PANEL_COMMANDS) }),
  v.object({ type: v.literal('ask'), ask: askSchema }),
]) satisfies v.GenericSchema<unknown, PanelToHost>;
