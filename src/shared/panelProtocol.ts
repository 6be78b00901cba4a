/** Messages between the extension host and the panel's document. */

import type { CompareState, ModelFigures } from './compare';
import type { BackendChoice, BackendMeasure, EngineRequest, EngineResponse } from './engineProtocol';
import type { EngineFault } from './faults';
import type { BackendName, SentenceResult, TranslationResult } from './result';
import type { StepRecord } from './stepRecord';
import type { Surprise } from './surprise';
import type { OccludeOptions, OcclusionRecord, TraceOptions, TraceRecord } from './trace';

/** A model as the user sees it; read from models/<id>/config.json. */
export interface ModelSummary {
  id: string;
  name: string;
  /** BCP 47 tags. */
  source: string;
  target: string;
  /** What was measured of it; absent where nothing was. */
  figures?: ModelFigures;
  /** The step whose attention aligns a word: the one that writes it, or the next one, which reads it. */
  alignmentRow?: 'emitting' | 'reading';
}

/** What the panel shows. The host sends it whole whenever it changes; the document only draws it. */
export interface PanelState {
  model: ModelSummary | null;
  /** Where requests run now, and on what. */
  engine: EngineStatus;
  /** The request the user made last. */
  request: PanelRequest | null;
  /** All installed models, in the order of the lineage. */
  models: ModelSummary[];
  /** The comparison that the user asked for last. */
  compare: CompareState | null;
}

/** The pages of the panel. */
export type PanelTab = 'translation' | 'explain' | 'steps' | 'whatIf' | 'compare' | 'scoring' | 'lineage';

/** As what a translation with its alignment can leave the panel; `markdown` goes to the clipboard, the others into a file. */
export const EXPORT_FORMATS = ['svg', 'png', 'html', 'latex', 'csv', 'json', 'markdown'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** Those of the alignment of one sentence: without attention there are none. The others hold all sentences. */
export const MATRIX_FORMATS: ReadonlySet<ExportFormat> = new Set(['svg', 'png', 'latex', 'csv']);

export type EngineStatus =
  | { phase: 'idle' }
  | { phase: 'loading'; model: string; /** 0 to 1, or null where unknown */ progress: number | null }
  | { phase: 'ready'; model: string; backend: BackendName; webglFault?: string }
  | { phase: 'failed'; fault: EngineFault };

export interface PanelRequest {
  id: number;
  text: string;
  /** What is to be in sight on the page of the translation. */
  focus: 'translation' | 'alignment';
  /** Where the translation is from; absent where the model made it of a selection just now. */
  from?:
    | { kind: 'history'; /** when it was made, in milliseconds since 1970 */ time: number }
    /** The user's own: what the model makes of each target word of each sentence. */
    | { kind: 'own'; surprises: Surprise[][] };
  outcome:
    | { phase: 'running'; done: number; total: number }
    | { phase: 'done'; result: TranslationResult; /** whether Replace is still possible */ replaceable: boolean }
    | { phase: 'failed'; fault: EngineFault };
}

/** Files that the document fetches for its worker: the worker cannot fetch by itself. */
export interface PanelResources {
  worker: string;
  wasm: { simd: string; plain: string };
}

export type HostToPanel =
  | { type: 'state'; state: PanelState }
  /** Starts (or restarts) the document's worker. */
  | { type: 'startEngine'; backend: BackendChoice; remembered?: BackendMeasure }
  /**
   * Fetch models/<id>/ below this URI and load it into the worker under this request id. `scores`: whether it has a
   * scores.safetensors (a document that looked for a file in vain would say so in the console).
   */
  | { type: 'loadModel'; id: number; model: string; base: string; scores?: boolean }
  /** To the worker as it is. */
  | { type: 'engine'; request: EngineRequest }
  /** Makes a file of the translation that is shown, and asks for it to be saved (or copied). */
  | { type: 'export'; format: ExportFormat }
  /** Turns to a page of the panel. */
  | { type: 'show'; tab: PanelTab }
  /** The word of the request's source that the cursor of the editor stands in; null for none. */
  | { type: 'cursor'; request: number; word: SourceWordRef | null }
  /** The answer to the `inspect` whose id is `ask`. */
  | { type: 'inspected'; ask: number; outcome: { ok: StepRecord } | { fault: EngineFault } }
  /** The answer to the `trace` or `occlude` whose id is `ask`. */
  | { type: 'answered'; ask: number; outcome: { ok: Answer } | { fault: EngineFault } };

/** A word of the source of a request. */
export interface SourceWordRef {
  /** Index into the sentences of the result. */
  sentence: number;
  /** Index into its sourceWords. */
  word: number;
}

/** What a question comes to. */
export type Answer = { kind: 'trace'; record: TraceRecord } | { kind: 'occlude'; record: OcclusionRecord };

export type PanelToHost =
  /** The document is there and listens; `hidden` tells whether it can be seen. */
  | { type: 'ready' }
  | { type: 'engine'; response: EngineResponse }
  /** Model bytes arriving, 0 to 1. */
  | { type: 'loadProgress'; model: string; progress: number }
  /** The user turned to this page. */
  | { type: 'turned'; tab: PanelTab }
  | { type: 'command'; command: PanelCommand }
  | { type: 'ask'; ask: PanelAsk };

/** What the panel asks of the engine, by way of the host. */
export type PanelAsk =
  /** One text through these models, one after the other; a comparison that runs is cancelled. */
  | { kind: 'compare'; text: string; models: string[] }
  | { kind: 'cancelCompare' }
  /** A file that the user wants to keep: they are asked where. */
  | ({ kind: 'save' } & SavedFile)
  | { kind: 'copy'; text: string }
  /** One decoder step laid open; answered by `inspected`. `target` null: the model's own greedy translation. */
  | {
      kind: 'inspect';
      id: number;
      model: string;
      source: string;
      target: string | null;
      step: number;
      bench: boolean;
      /** Of a Transformer; see InspectOptions. */
      layer?: number;
      head?: number;
    }
  /**
   * Another decoding of a sentence becomes its translation: Replace, Insert Below and Copy use it from then on.
   * `request` is the PanelRequest that is shown, `sentence` an index into the sentences of its result, whose source and
   * span `result` has. Ignored where another request is shown by now.
   */
  | { kind: 'adopt'; request: number; sentence: number; result: SentenceResult }
  /** A word of the request's source is active in the panel, and marked in the document; null: none is any more. */
  | { kind: 'mark'; request: number; word: SourceWordRef | null }
  /** A newer question of the same key cancels the older one. */
  | (Question & { id: number; key: string });

export interface SavedFile {
  /** A bare name with an ending; what to suggest. */
  name: string;
  mime: string;
  content: { text: string } | { base64: string };
}

/** Answered by `answered`. */
export type Question =
  ({ kind: 'trace'; model: string } & TraceOptions) | ({ kind: 'occlude'; model: string } & OccludeOptions);

/** What the user can ask for in the panel. */
export type PanelCommand =
  'replaceSelection' | 'insertBelow' | 'copyTranslation' | 'selectModel' | 'showLog' | 'cancel' | 'translateSelection';
