import * as v from 'valibot';
import { engineResponseSchema } from '../../../webview/messages';
import type { PanelCommand, PanelToHost } from '../../shared/panelProtocol';

const PANEL_COMMANDS = [
  'replaceSelection',
  'insertBelow',
  'copyTranslation',
  'selectModel',
  'showLog',
  'cancel',
  'translateSelection',
] as const satisfies readonly PanelCommand[];

/** Everything that the panel's document may say. */
export const panelMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('engine'), response: engineResponseSchema }),
  v.object({
    type: v.literal('loadProgress'),
    model: v.string(),
    progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
  v.object({ type: v.literal('command'), command: v.picklist(PANEL_COMMANDS) }),
]) satisfies v.GenericSchema<unknown, PanelToHost>;
