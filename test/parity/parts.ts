/** Very small models of the parts that recurrent models are made of; runs in Node and, bundled, in a browser. */

import { parseConfig, type RecurrentConfig } from '../../src/model/checkpoint/config';
import { Weights } from '../../src/model/checkpoint/weights';
import { Seq2Seq } from '../../src/model/seq2seq';
import type { Case } from './fixtures';

/** Made by training/attention_lens/part_fixtures.py. */
export interface PartFixture {
  config: RecurrentConfig;
  /** values: float32, little-endian, base64 */
  tensors: Record<string, { shape: number[]; values: string }>;
  cases: Case[];
}

export function modelOfParts({ config, tensors }: Pick<PartFixture, 'config' | 'tensors'>): Seq2Seq {
  const values = Object.entries(tensors).map(([name, { shape, values: base64 }]) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return [name, { shape, values: new Float32Array(bytes.buffer) }] as const;
  });
  const weights = Weights.of(config.id, new Map(values));
  const model = new Seq2Seq(parseConfig(config.id, JSON.stringify(config)) as RecurrentConfig, weights);
  weights.finish();
  return model;
}
