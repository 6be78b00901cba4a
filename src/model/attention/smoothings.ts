import { ema } from './ema';
import type { SmoothFactory } from './smooth';

/** Smoothings by the name that config.json gives them in attention.smooth. */
export const SMOOTHINGS: Record<string, SmoothFactory> = { ema };
