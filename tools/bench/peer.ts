/**
 * The peer: onnxruntime-web on WebAssembly, running the same Transformer, with the same search. What it computes a step
 * with is its own; everything around it is the same code.
 */

import type * as ort from 'onnxruntime-web';
import type { TransformerConfig } from '../../src/model/checkpoint/transformerConfig';
import { HIDDEN } from '../../src/model/transformer/masks';
import type { DecoderRun, StepResult } from '../../src/model/translationModel';

type Ort = typeof ort;
type Named = Record<string, ort.Tensor>;

/** Rows of a tensor whose first extent is rows, as a new one. */
function pickRows(runtime: Ort, tensor: ort.Tensor, rows: readonly number[]): ort.Tensor {
  const [, ...rest] = tensor.dims;
  const size = rest.reduce((product, extent) => product * extent, 1);
  const from = tensor.data as Float32Array;
  const to = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) to.set(from.subarray(row * size, (row + 1) * size), i * size);
  return new runtime.Tensor('float32', to, [rows.length, ...rest]);
}

export class Peer {
  private constructor(
    private readonly runtime: Ort,
    readonly config: TransformerConfig,
    private readonly encoder: ort.InferenceSession,
    private readonly decoder: ort.InferenceSession,
  ) {}

  static async load(
    runtime: Ort,
    config: TransformerConfig,
    encoder: ArrayBuffer,
    decoder: ArrayBuffer,
  ): Promise<Peer> {
    const create = (bytes: ArrayBuffer) =>
      runtime.InferenceSession.create(new Uint8Array(bytes), {
        executionProviders: ['wasm'],
        graphOptimizationLevel: 'all',
      });
    // one after the other: its WebAssembly cannot be entered twice
    const first = await create(encoder);
    return new Peer(runtime, config, first, await create(decoder));
  }

  private readonly integers = (values: readonly number[], dims?: readonly number[]) =>
    new this.runtime.Tensor('int64', BigInt64Array.from(values.map(BigInt)), dims ?? [values.length]);

  async begin(sources: readonly (readonly number[])[], width: number): Promise<DecoderRun> {
    const { runtime, config } = this;
    const longest = Math.max(...sources.map(({ length }) => length));
    const pad = config.pad_token_id;
    const ids = sources.flatMap((source) => [...source, ...Array<number>(longest - source.length).fill(pad)]);
    const hidden = sources.flatMap(({ length }) =>
      Array.from({ length: longest }, (_, j) => (j < length ? 0 : HIDDEN)),
    );
    const mask = new runtime.Tensor('float32', Float32Array.from(hidden), [sources.length, 1, 1, longest]);
    const heads = (count: number) => this.integers([sources.length, longest, count, config.d_model / count]);
    const memory = await this.encoder.run({
      ids: this.integers(ids, [sources.length, longest]),
      positions: this.integers(Array.from({ length: longest }, (_, i) => i)),
      mask,
      shape: heads(config.encoder_attention_heads),
      memory_shape: heads(config.decoder_attention_heads),
    });
    return new PeerRun(this, this.decoder, runtime, { ...memory, mask }, sources.length, width, this.integers);
  }

  async dispose(): Promise<void> {
    await this.encoder.release();
    await this.decoder.release();
  }
}

class PeerRun implements DecoderRun {
  /** As ours: see FusedRun. */
  readonly keepFrom = 7 / 8;
  private past: Named;
  private read = 0;
  /** Set by `reorder`, done before the next step. */
  private order: readonly number[] | null = null;

  constructor(
    { config }: Peer,
    private readonly decoder: ort.InferenceSession,
    private readonly runtime: Ort,
    private memory: Named,
    private sentences: number,
    private readonly width: number,
    private readonly integers: (values: readonly number[]) => ort.Tensor,
  ) {
    this.vocabulary = config.vocab_size;
    this.heads = config.decoder_attention_heads;
    this.headWidth = config.d_model / this.heads;
    const dims = [sentences * width, this.heads, 0, this.headWidth];
    const empty = () => new runtime.Tensor('float32', new Float32Array(0), dims);
    this.past = Object.fromEntries(
      Array.from({ length: config.decoder_layers }, (_, layer) => [
        [`keys_${layer}`, empty()],
        [`values_${layer}`, empty()],
      ]).flat() as [string, ort.Tensor][],
    );
  }

  private readonly vocabulary: number;
  private readonly heads: number;
  private readonly headWidth: number;

  step(previous: readonly number[]): StepResult {
    const shape = [previous.length, this.vocabulary];
    const probabilities = { shape, data: () => this.run(previous), dispose: () => undefined };
    return { probabilities: probabilities as unknown as StepResult['probabilities'], weights: null };
  }

  private async run(previous: readonly number[]): Promise<Float32Array> {
    if (this.order) this.past = this.picked(this.past, this.order);
    this.order = null;
    const { heads, headWidth } = this;
    const outputs = await this.decoder.run({
      ...this.memory,
      ...Object.fromEntries(Object.entries(this.past).map(([name, tensor]) => [`past_${name}`, tensor])),
      ids: this.integers(previous),
      position: this.integers([this.read]),
      row_shape: this.integers([previous.length, heads, 1, headWidth]),
      sentence_shape: this.integers([this.sentences, this.width, heads, headWidth]),
    });
    this.read++;
    for (const name of Object.keys(this.past)) this.past[name] = outputs[`present_${name}`]!;
    return outputs['probabilities']!.data as Float32Array;
  }

  private picked(tensors: Named, rows: readonly number[]): Named {
    return Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, pickRows(this.runtime, tensor, rows)]),
    );
  }

  reorder(rows: readonly number[]): void {
    if (rows.some((row, i) => row !== i)) this.order = rows;
  }

  keep(sentences: readonly number[]): void {
    const rows = sentences.flatMap((n) => Array.from({ length: this.width }, (_, k) => n * this.width + k));
    this.order = this.order ? rows.map((row) => this.order![row]!) : rows;
    this.memory = this.picked(this.memory, sentences);
    this.sentences = sentences.length;
  }

  dispose(): void {
    this.memory = this.past = {};
  }
}
