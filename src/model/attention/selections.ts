import type { Select } from './select';
import { soft } from './soft';

/** Selections by the name that config.json gives them in attention.select. */
export const SELECTIONS: Record<string, Select> = { soft };
