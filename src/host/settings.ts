import { workspace } from 'vscode';
import type { BackendChoice } from '../shared/engineProtocol';
import type { GlossaryEntry } from '../text';
import { section, settings } from './contributions';

/** What a hover translates: what is selected, comments and identifiers under the pointer too, or nothing. */
export type HoverMode = 'selection' | 'comments' | 'off';

export interface HoverSettings {
  mode: HoverMode;
  /** Language ids; empty for all. */
  include: string[];
  /** Language ids; stronger than `include`. */
  exclude: string[];
}

export interface Settings {
  /** Model id; empty for the default one. */
  model: string;
  beam: number;
  hover: HoverSettings;
  glossary: GlossaryEntry[];
  backend: BackendChoice;
  timeoutSeconds: number;
  /** Whether translations are kept, and how many. */
  history: { enabled: boolean; limit: number };
}

const BACKENDS: readonly string[] = ['auto', 'webgl', 'wasm', 'cpu'] satisfies BackendChoice[];

/** The settings as they are now. Settings files are written by hand, so every value is brought into its range. */
export function readSettings(): Settings {
  const read = workspace.getConfiguration(section);
  const backend = read.get(settings.backend);
  const model = read.get(settings.model);
  return {
    model: typeof model === 'string' ? model.trim() : '',
    beam: within(read.get(settings.beam), 1, 8, 4),
    hover: {
      mode: hoverMode(read.get(settings.hover)),
      include: strings(read.get(settings.hoverInclude)),
      exclude: strings(read.get(settings.hoverExclude)),
    },
    glossary: glossary(read.get(settings.glossary)),
    backend: typeof backend === 'string' && BACKENDS.includes(backend) ? (backend as BackendChoice) : 'auto',
    timeoutSeconds: within(read.get(settings.timeout), 5, 600, 60),
    history: {
      enabled: read.get(settings.history) !== false,
      limit: within(read.get(settings.historyLimit), 1, 1_000, 200),
    },
  };
}

const MODES: readonly string[] = ['selection', 'comments', 'off'] satisfies HoverMode[];

/** It was a boolean once: on or off. */
function hoverMode(value: unknown): HoverMode {
  if (typeof value === 'string' && MODES.includes(value)) return value as HoverMode;
  return value === false ? 'off' : 'selection';
}

/** Whether hovers speak in documents of this language. */
export function hovers({ mode, include, exclude }: HoverSettings, languageId: string): boolean {
  if (mode === 'off' || exclude.includes(languageId)) return false;
  return include.length === 0 || include.includes(languageId);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Terms and their translations; null and the empty text keep a term as it is. */
function glossary(value: unknown): GlossaryEntry[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([source, target]) => {
    if (source.trim() === '' || (target !== null && typeof target !== 'string')) return [];
    return [{ source: source.trim(), target: target?.trim() || null }];
  });
}

function within(value: unknown, least: number, most: number, fallback: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return fallback;
  return Math.min(most, Math.max(least, Math.round(value)));
}
