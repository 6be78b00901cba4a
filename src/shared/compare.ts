/** One sentence through many models: what is asked, and how far it has come. */

import type { EngineFault } from './faults';
import type { TranslationResult } from './result';

/** What was measured of a model, once, by `npm run -s figures`; kept in models/figures.json and shipped with it. */
export interface ModelFigures {
  parameters: number;
  /** Of the model's folder, in bytes. */
  bytes: number;
  trainedPieces: number;
  trainedMinutes: number;
  /** Greedy, on tatoeba. */
  bleu: number | null;
  chrf: number | null;
  /** hansards-dev, in percent; null where the model has no attention. */
  aer: number | null;
  /** BLEU on tatoeba and python-docs together by source words: "1–5", "6–10", … "31+"; null where too few. */
  bleuByLength: Record<string, number | null>;
  /** Of a Transformer: headAer[layer][head] of its cross-attention. */
  headAer?: HeadRates[][];
}

/** How badly a head aligns words (hansards-dev), in percent: at the step that emits a piece, and at the one that reads it. */
export interface HeadRates {
  emitting: number;
  reading: number;
}

export type CompareRun = { model: string } & (
  | { phase: 'waiting' }
  | { phase: 'loading' }
  | { phase: 'running' }
  | {
      phase: 'done';
      result: TranslationResult;
      /** Of the translation alone; loading is counted apart, and 0 where the model was loaded already. */
      milliseconds: number;
      loadMilliseconds: number;
    }
  | { phase: 'failed'; fault: EngineFault }
  | { phase: 'cancelled' }
);

/** The comparison that the panel shows; runs end one after the other, in the order of the list. */
export interface CompareState {
  /** Of one sequence with the ids of requests: the greater one was asked for later. */
  id: number;
  text: string;
  /** True where `text` is only the front of what was asked for: a comparison takes a few sentences. */
  shortened?: boolean;
  runs: CompareRun[];
}
