import { workspace } from 'vscode';
import type { BackendChoice } from '../shared/engineProtocol';
import { section, settings } from './contributions';

export interface Settings {
  /** Model id; empty for the default one. */
  model: string;
  beam: number;
  hover: boolean;
  backend: BackendChoice;
  timeoutSeconds: number;
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
    hover: read.get(settings.hover) !== false,
    backend: typeof backend === 'string' && BACKENDS.includes(backend) ? (backend as BackendChoice) : 'auto',
    timeoutSeconds: within(read.get(settings.timeout), 5, 600, 60),
  };
}

function within(value: unknown, least: number, most: number, fallback: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return fallback;
  return Math.min(most, Math.max(least, Math.round(value)));
}
