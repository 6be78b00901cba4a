/** Every score function on the same query and keys. */

import * as tf from '@tensorflow/tfjs-core';
import type { ScoredStep } from '../shared/stepRecord';
import type { Score } from './attention/score';
import { SCORES } from './attention/scores';
import type { ModelConfig } from './checkpoint/config';
import { readSafetensors } from './checkpoint/safetensors';
import { Weights } from './checkpoint/weights';
import { tidy } from './tidy';

const FILE = 'scores.safetensors';

interface Entry {
  name: string;
  score: Score;
  learned: boolean | null;
}

/**
 * The functions of SCORES that can be computed for a model: those without parameters, where query and keys have one
 * width, and those whose parameters scores.safetensors holds, learned on this model's own states with all else frozen:
 * the tensors of each below its name, as in `general.key.weight`.
 */
export class ScoreBench {
  private readonly weights: Weights;
  private readonly entries: Entry[];
  /** The model's own score function, whose values need not be computed again; null where the model has none. */
  private readonly own: string | null;

  /** @throws EngineError 'modelFile' where scores.safetensors does not fit the model */
  constructor(config: ModelConfig, buffer?: ArrayBuffer) {
    const tensors = buffer ? readSafetensors(config.id, buffer, FILE) : new Map();
    this.weights = Weights.of(config.id, tensors, FILE);
    this.own = ownScore(config);
    try {
      const sizes = sizesOf(config);
      this.entries = Object.keys(SCORES).flatMap((name) => this.entry(name, sizes) ?? []);
      this.weights.finish();
    } catch (error) {
      this.weights.dispose();
      throw error;
    }
  }

  private entry(name: string, sizes: { query: number; key: number }): Entry | null {
    const weights = this.weights.scope(name);
    if (weights.some) {
      // the inner width of the functions that have one: rows of the keys' projection
      const [size] = weights.shapeOf('key.weight') ?? [];
      return { name, score: SCORES[name]!(weights, { ...sizes, size }), learned: true };
    }
    const score = withoutParameters(name, sizes);
    return score && { name, score, learned: null };
  }

  /**
   * In the order of SCORES.
   * @param query (D)
   * @param keys (S, ·), not projected
   * @param own (S): what the model's own function gave
   */
  async apply(query: readonly number[], keys: readonly (readonly number[])[], own: number[]): Promise<ScoredStep[]> {
    const scored = new Map<string, ScoredStep>();
    if (this.own !== null) {
      const learned = this.entries.some(({ name, learned: of }) => name === this.own && of === null) ? null : true;
      scored.set(this.own, { score: this.own, scores: own, learned });
    }
    for (const { name, score, learned } of this.entries) {
      if (!scored.has(name)) scored.set(name, { score: name, scores: await scoresOf(score, query, keys), learned });
    }
    return Object.keys(SCORES).flatMap((name) => scored.get(name) ?? []);
  }

  dispose(): void {
    this.weights.dispose();
  }
}

function ownScore(config: ModelConfig): string | null {
  if (config.architecture === 'transformer') return 'scaled-dot';
  return config.context.kind === 'attention' ? config.attention!.score : null;
}

/** Widths of query and keys. */
function sizesOf(config: ModelConfig): { query: number; key: number } {
  if (config.architecture === 'transformer') {
    const width = config.d_model / config.decoder_attention_heads;
    return { query: width, key: width };
  }
  const { encoder, decoder } = config;
  return { query: decoder.hidden, key: encoder.hidden * (encoder.bidirectional ? 2 : 1) };
}

/** The function, where it has no parameters and the widths fit it. */
function withoutParameters(name: string, sizes: { query: number; key: number }): Score | null {
  const nothing = Weights.of(name, new Map());
  try {
    return SCORES[name]!(nothing, sizes);
  } catch {
    nothing.dispose();
    return null;
  }
}

async function scoresOf(
  score: Score,
  query: readonly number[],
  keys: readonly (readonly number[])[],
): Promise<number[]> {
  const scores = tidy(() => {
    const states = tf.tensor3d([keys as number[][]]); // (1, S, H)
    return score.score(tf.tensor2d([query as number[]]), score.projectKeys(states)); // (1, 1, S)
  });
  try {
    return Array.from(await scores.data());
  } finally {
    scores.dispose();
  }
}
