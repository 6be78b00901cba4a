/** The checkpoints of fixtures/marian, with what Hugging Face's implementation made of them. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MarianCase } from './marian';

const FOLDER = path.join(__dirname, 'fixtures/marian');

export const MARIAN_CHECKPOINTS = ['marian-tiny', 'marian-relu-odd'] as const;

export interface MarianFixture {
  config: string;
  weights: ArrayBuffer;
  cases: MarianCase[];
}

export function readMarian(id: string): MarianFixture {
  const text = (file: string) => readFileSync(path.join(FOLDER, id, file), 'utf8');
  const weights = Uint8Array.from(readFileSync(path.join(FOLDER, id, 'model.safetensors')));
  return {
    config: text('config.json'),
    weights: weights.buffer,
    cases: JSON.parse(text('expected.json')) as MarianCase[],
  };
}
