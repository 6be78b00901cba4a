import { hard } from './hard';
import { localM } from './localM';
import { localP } from './localP';
import type { SelectFactory } from './select';
import { soft } from './soft';

/** Selections by the name that config.json gives them in attention.select. */
export const SELECTIONS: Record<string, SelectFactory> = { soft, hard, 'local-m': localM, 'local-p': localP };
