import * as tf from '@tensorflow/tfjs-core';
import { pickRows } from '../pickRows';
import { tidy } from '../tidy';
import type { DecoderRun, StepResult } from '../translationModel';
import type { AttentionRecorder } from './attentionRecorder';
import type { Cache, CrossMemory } from './decoder';
import type { AttentionEdit } from '../attention/edit';
import type { KeysAndValues } from '../attention/multiHead';
import type { Transformer } from './transformer';

/** A batch being decoded by a Transformer: what its sources hold, and keys and values of what every row has read. */
export class TransformerRun implements DecoderRun {
  /** Shapes that have been computed before are computed faster on WebGL: fewer of them. */
  readonly keepFrom = 1 / 2;
  private memory: CrossMemory;
  private cache: Cache = [];

  constructor(
    private readonly model: Transformer,
    sources: readonly (readonly number[])[],
    private readonly width: number,
    private readonly recorder?: AttentionRecorder,
    edit?: AttentionEdit,
  ) {
    recorder?.begin(sources, width);
    const memory = tidy(() => model.decoder.remember(model.encoder.encode(sources, recorder, edit), sources.length));
    this.memory = { ...memory, edit };
  }

  step(previous: readonly number[]): StepResult {
    const { cache, probabilities, weights } = tidy(() => {
      const decoded = this.model.decoder.read(previous, previous.length, this.cache, this.memory);
      this.recorder?.recordStep(decoded.weights);
      return {
        cache: decoded.cache,
        probabilities: this.model.probabilities(decoded.x),
        weights: this.model.alignment(decoded.weights),
      };
    });
    this.replaceCache(cache);
    return { probabilities, weights };
  }

  reorder(rows: readonly number[]): void {
    if (rows.every((row, i) => row === i)) return;
    this.replaceCache(this.cache.map((layer) => pick(layer, rows)));
  }

  keep(sentences: readonly number[]): void {
    const rows = sentences.flatMap((n) => Array.from({ length: this.width }, (_, k) => n * this.width + k));
    this.replaceCache(this.cache.map((layer) => pick(layer, rows)));
    const { layers, mask, edit } = this.memory;
    this.memory = {
      layers: layers.map((layer) => pick(layer, sentences)),
      mask: mask && pickRows(mask, sentences),
      edit,
    };
    disposeMemory({ layers, mask });
  }

  private replaceCache(cache: Cache): void {
    disposeLayers(this.cache);
    this.cache = cache;
  }

  dispose(): void {
    disposeLayers(this.cache);
    disposeMemory(this.memory);
  }
}

const pick = ({ keys, values }: KeysAndValues, rows: readonly number[]): KeysAndValues => ({
  keys: pickRows(keys, rows),
  values: pickRows(values, rows),
});

function disposeLayers(layers: readonly KeysAndValues[]): void {
  for (const { keys, values } of layers) tf.dispose([keys, values]);
}

function disposeMemory({ layers, mask }: CrossMemory): void {
  disposeLayers(layers);
  mask?.dispose();
}
