import { additive } from './additive';
import { concat } from './concat';
import { cosine } from './cosine';
import { dot } from './dot';
import { general } from './general';
import { scaledDot } from './scaledDot';
import type { ScoreFactory } from './score';

/** Score functions by the name that config.json gives them in attention.score. */
export const SCORES: Record<string, ScoreFactory> = {
  additive,
  concat,
  dot,
  'scaled-dot': scaledDot,
  general,
  cosine,
};
