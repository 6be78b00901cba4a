/**
 * The one result type: made by the model, shown unchanged by panel, hover, commands and command line.
 * All spans are half-open [start, end) in UTF-16 code units.
 */

/** A word or a punctuation mark of a text. `text` is exactly what the span cuts out. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** A word of the translation. */
export interface TargetWord extends Word {
  /** Geometric mean of the probabilities of the word's pieces, 0 to 1. */
  confidence: number;
}

/** One of the n best hypotheses of a beam search. */
export interface Hypothesis {
  target: string;
  /** Length-normalised log-probability (natural logarithm). */
  score: number;
}

/** A part of the source that stands in the translation as it is, or as the user's glossary has it: code, a link, a name. */
export interface Pin {
  /** In `source` of the sentence. */
  source: { start: number; end: number };
  /** In `target` of the sentence. */
  target: { start: number; end: number };
  /** True where the model left it out, and it was put back where the attention suggests. */
  restored?: boolean;
}

/** The translation of one sentence, and what each of its words attended to. */
export interface SentenceResult {
  source: string;
  target: string;
  /** Length-normalised log-probability of `target` (natural logarithm). */
  score: number;
  /** Spans in `source`. */
  sourceWords: Word[];
  /** Spans in `target`. */
  targetWords: TargetWord[];
  /**
   * alignment[t][s]: attention of target word t on source word s. A row has sourceWords.length + 1 columns and sums
   * to 1; the last column is the mass on the end mark. Pieces are merged into words: summed over the source pieces
   * of a word, averaged over the target pieces of a word. Empty where the model has no attention.
   */
  alignment: number[][];
  /** Where the sentence stands in the text of the request. */
  span: { start: number; end: number };
  /** n-best, best first, when more than one was asked for. */
  alternatives?: Hypothesis[];
  /** True where the decoder was stopped by the length limit or by the cap on repeats. */
  truncated?: boolean;
  /** What was kept from being translated, in the order of the source. */
  pinned?: Pin[];
}

/** The answer to one translation request. */
export interface TranslationResult {
  /** Model id. */
  model: string;
  backend: BackendName;
  sentences: SentenceResult[];
}

export type BackendName = 'webgl' | 'wasm' | 'cpu';

/**
 * Puts a translation back together: the translated sentences with what stood between the source sentences.
 * @param text the text of the request
 */
export function joinTranslation(text: string, sentences: readonly SentenceResult[]): string {
  let joined = '';
  let at = 0;
  for (const sentence of sentences) {
    joined += text.slice(at, sentence.span.start) + sentence.target;
    at = sentence.span.end;
  }
  return joined + text.slice(at);
}
