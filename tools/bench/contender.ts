/** What is measured, as it is seen from outside: the same in a Node process and in a page. */

export const CONTENDERS = ['webgl', 'wasm', 'cpu', 'peer', 'peer-threads'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

export const isPeer = (name: ContenderName): boolean => name.startsWith('peer');

/** Everything that a contender reads before it can translate; empty what it does not need. */
export interface ContenderFiles {
  config: string;
  tokenizer: string;
  weights: ArrayBuffer;
  simd: ArrayBuffer;
  plain: ArrayBuffer;
  /** The peer's. */
  encoder: ArrayBuffer;
  decoder: ArrayBuffer;
  runtime: ArrayBuffer;
}

/** Which files a contender needs, by their keys in ContenderFiles, beside config and tokenizer. */
export function filesNeeded(name: ContenderName): readonly Exclude<keyof ContenderFiles, 'config' | 'tokenizer'>[] {
  if (isPeer(name)) return ['encoder', 'decoder', 'runtime'];
  return name === 'wasm' ? ['weights', 'simd', 'plain'] : ['weights'];
}

/** A batch of translations, as piece ids. */
export interface Decoded {
  milliseconds: number;
  /** Of each sentence, the best hypothesis, the end mark counted. */
  ids: number[][];
  /** Log-probability of each of those. */
  totals: number[];
}

export interface Load {
  milliseconds: number;
  /** Read for it, the runtime's own counted. */
  bytes: number;
}

/** Served by side.ts; every value can be sent as JSON. */
export interface Side {
  /** Starts the backend where it does not run yet, and loads the model in place of the one before. */
  load(contender: ContenderName, model: string): Promise<Load>;
  /** From a sentence as text to the first piece of its translation. */
  firstWord(text: string): Promise<number>;
  /** Sentences as piece ids, the end mark last, side by side; `recorded`: all attention of the best is read, too. */
  decode(sources: number[][], beam: number, pieces?: number, recorded?: boolean): Promise<Decoded>;
  /** Multiply-adds per millisecond of one large matrix product of so many rows. */
  product(rows: number): Promise<number>;
  /** Bytes that the backend's tensors take now; null where it does not say. */
  heldBytes(): Promise<number | null>;
}
