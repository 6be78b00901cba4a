import { additive } from './additive';
import { dot } from './dot';
import { general } from './general';
import type { ScoreFactory } from './score';

/** Score functions by the name that config.json gives them in attention.score. */
export const SCORES: Record<string, ScoreFactory> = { additive, dot, general };
