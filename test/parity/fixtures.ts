/** What PyTorch computed, from the weights that ship; made by training/attention_lens/fixtures.py. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NestedMaps } from './nestedMaps';
import type { PartFixture } from './parts';

export const ROOT = path.resolve(__dirname, '../..');
const FIXTURES = path.join(__dirname, 'fixtures');
const MODELS = path.join(ROOT, 'models');

export interface Case {
  source: string;
  source_ids: number[];
  target_ids: number[];
  /** (S, H) */
  encoder_states: number[][];
  /** (T, S) */
  scores: number[][];
  weights: number[][];
  /** (T, H) */
  context: number[][];
  /** (V), of the last step; in some cases only, being large */
  logits_last?: number[];
  /** Of each step, the largest logits as [id, value]. */
  logits_top: [number, number][][];
  greedy_ids: number[];
  /** What other score functions make of the same queries and states, (T, S) by name; where the model has such. */
  bench?: Record<string, number[][]>;
}

/** Of a Transformer. */
export interface TransformerCase {
  source: string;
  source_ids: number[];
  target_ids: number[];
  /** (S, D) */
  encoder_states: number[][];
  /** (V), of the last step; in some cases only, being large */
  logits_last?: number[];
  /** Of each step, the largest logits as [id, value]. */
  logits_top: [number, number][][];
  greedy_ids: number[];
  /** In some cases only, being large. */
  encoder?: NestedMaps;
  decoder?: NestedMaps;
  cross?: NestedMaps;
  /** Of the cross-attention, before the softmax: [layer][head][T][S]. */
  scores?: number[][][][];
  /** Of the cross-attention, before its output projection: [layer][head][T][d]. */
  context?: number[][][][];
}

export interface Fixture {
  model: string;
  cases: (Case | TransformerCase)[];
  tokenizer: { text: string; ids: number[]; words: number[]; decoded: string }[];
}

/** Every model that ships. */
export function shippedModels(): string[] {
  return readdirSync(MODELS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

const fileOf = (model: string) => path.join(FIXTURES, model, 'fixture.json');

/** Models that ship without a fixture: that is a failure, not something to skip. */
export const missingFixtures = (): string[] => shippedModels().filter((model) => !existsSync(fileOf(model)));

/** Fixtures of all models that ship and have one. */
export const readFixtures = (): Fixture[] =>
  shippedModels()
    .filter((model) => existsSync(fileOf(model)))
    .map((model) => JSON.parse(readFileSync(fileOf(model), 'utf8')) as Fixture);

/** Of very small random models: the parts of recurrent models, put together in many ways. */
export function readPartFixtures(): PartFixture[] {
  const folder = path.join(FIXTURES, 'parts');
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as PartFixture);
}
