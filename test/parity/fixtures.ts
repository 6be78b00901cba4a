/** What PyTorch computed, from the weights that ship; made by training/attention_lens/fixtures.py. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AttentionMaps } from '../../src/model/transformer/attentionRecorder';
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
  /** (V), of the last step */
  logits_last: number[];
  /** Of each step, the largest logits as [id, value]. */
  logits_top: [number, number][][];
  greedy_ids: number[];
}

/** Of a Transformer. */
export interface TransformerCase {
  source: string;
  source_ids: number[];
  target_ids: number[];
  /** (S, D) */
  encoder_states: number[][];
  /** (V), of the last step */
  logits_last: number[];
  /** Of each step, the largest logits as [id, value]. */
  logits_top: [number, number][][];
  greedy_ids: number[];
  /** In some cases only, being large. */
  encoder?: AttentionMaps;
  decoder?: AttentionMaps;
  cross?: AttentionMaps;
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

/** @throws Error where a model that ships has no fixture: that is a failure, not something to skip */
export function readFixture(model: string): Fixture {
  const file = path.join(FIXTURES, model, 'fixture.json');
  if (!existsSync(file)) throw new Error(`${file} is missing: make it with training/attention_lens/fixtures.py`);
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture;
}

/** Of very small random models: the parts of recurrent models, put together in many ways. */
export function readPartFixtures(): PartFixture[] {
  const folder = path.join(FIXTURES, 'parts');
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as PartFixture);
}
