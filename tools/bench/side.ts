/** Loads and runs one contender; the same code in a Node process and in a page. */

import * as tf from '@tensorflow/tfjs-core';
import type * as ort from 'onnxruntime-web';
import { NEVER_CANCELLED } from '../../src/model/cancellation';
import { parseConfig } from '../../src/model/checkpoint/config';
import type { TransformerConfig } from '../../src/model/checkpoint/transformerConfig';
import { disposeModel, loadModel, type LoadedModel } from '../../src/model/loadedModel';
import { readAttention } from '../../src/model/search/attention';
import { beamSearch } from '../../src/model/search/beam';
import { alignmentOrigins } from '../../src/model/search/hypothesis';
import { limitsOf } from '../../src/model/search/limits';
import { Tokenizer } from '../../src/model/tokenizer/tokenizer';
import { AttentionRecorder } from '../../src/model/transformer/attentionRecorder';
import type { DecoderRun, TranslationModel } from '../../src/model/translationModel';
import { chooseBackend, type WebglCarrier } from '../../src/worker/backend';
import type { ContenderFiles, ContenderName, Decoded, Load, Side } from './contender';
import { Peer } from './peer';

/** What differs between a process and a page. */
export interface Place {
  files(model: string, contender: ContenderName): Promise<ContenderFiles>;
  runtime(): Promise<typeof ort>;
  webgl: WebglCarrier | null;
  threads: number;
}

/** What both contenders can do, in the same words. */
interface Translator {
  config: TransformerConfig;
  tokenizer: Tokenizer;
  begin(sources: readonly (readonly number[])[], width: number, recorder?: AttentionRecorder): Promise<DecoderRun>;
  dispose(): Promise<void>;
}

const PRODUCT = { inner: 512, columns: 4096, runs: 5 };

export class BenchSide implements Side {
  private started = false;
  private translator: Translator | null = null;
  private runtime: typeof ort | null = null;

  constructor(private readonly place: Place) {}

  async load(contender: ContenderName, model: string): Promise<Load> {
    const before = performance.now();
    await this.translator?.dispose();
    this.translator = null;
    const files = await this.place.files(model, contender);
    const bytes = sizeOf(files);
    if (contender === 'peer' || contender === 'peer-threads') await this.loadPeer(contender, model, files);
    else await this.loadOurs(contender, model, files);
    return { milliseconds: performance.now() - before, bytes };
  }

  private async loadOurs(backend: 'webgl' | 'wasm' | 'cpu', id: string, files: ContenderFiles): Promise<void> {
    if (!this.started) {
      const { simd, plain } = files;
      const chosen = await chooseBackend(backend, { simd, plain }, backend === 'webgl' ? this.place.webgl : null);
      if (chosen.backend !== backend) throw new Error(`${backend} cannot be had: ${chosen.webglFault}`);
      this.started = true;
    }
    const loaded: LoadedModel = loadModel({ ...files, id });
    if (loaded.config.architecture !== 'transformer') throw new Error(`${id} is no Transformer.`);
    this.translator = {
      config: loaded.config,
      tokenizer: loaded.tokenizer,
      begin: async (sources, width, recorder) => loaded.network.begin(sources, width, recorder),
      dispose: async () => disposeModel(loaded),
    };
  }

  private async loadPeer(contender: ContenderName, id: string, files: ContenderFiles): Promise<void> {
    const config = parseConfig(id, files.config);
    if (config.architecture !== 'transformer') throw new Error(`${id} is no Transformer.`);
    if (!this.runtime) {
      this.runtime = await this.place.runtime();
      this.runtime.env.wasm.numThreads = contender === 'peer' ? 1 : this.place.threads;
      this.runtime.env.wasm.wasmBinary = files.runtime;
    }
    const peer = await Peer.load(this.runtime, config, files.encoder, files.decoder);
    this.translator = {
      config,
      tokenizer: new Tokenizer(id, files.tokenizer, config.vocab_size),
      begin: (sources, width) => peer.begin(sources, width),
      dispose: () => peer.dispose(),
    };
  }

  private get loaded(): Translator {
    if (!this.translator) throw new Error('No model is loaded.');
    return this.translator;
  }

  private get searched(): Pick<TranslationModel, 'vocabulary' | 'eos' | 'start' | 'longestTarget'> {
    const { vocab_size, eos_token_id, decoder_start_token_id, max_position_embeddings } = this.loaded.config;
    return {
      vocabulary: vocab_size,
      eos: eos_token_id,
      start: decoder_start_token_id,
      longestTarget: max_position_embeddings,
    };
  }

  async firstWord(text: string): Promise<number> {
    const before = performance.now();
    const { tokenizer, config } = this.loaded;
    const run = await this.loaded.begin([[...tokenizer.encode(text).ids, config.eos_token_id]], 1);
    const limits = { ...limitsOf(this.searched, [[0]], 1, 1), maxPieces: [1] };
    const { hypotheses, attention } = await beamSearch(this.searched, run, limits, NEVER_CANCELLED);
    tokenizer.decode(hypotheses[0]![0]!.ids);
    tf.dispose(attention);
    run.dispose();
    return performance.now() - before;
  }

  async decode(sources: number[][], beam: number, pieces?: number, recorded = false): Promise<Decoded> {
    const { config } = this.loaded;
    const before = performance.now();
    const limits = limitsOf(this.searched, sources, beam, 1);
    if (pieces) limits.maxPieces = sources.map(() => pieces);
    const recorder = recorded ? new AttentionRecorder() : undefined;
    const run = await this.loaded.begin(sources, beam, recorder);
    const { hypotheses, attention } = await beamSearch(this.searched, run, limits, NEVER_CANCELLED);
    for (const [sentence, [best]] of hypotheses.entries()) await recorder?.read(sentence, best!.origins);
    recorder?.dispose();
    // of the peer there is no attention: what it costs us to have it counts against us
    const origins = hypotheses.flatMap(([best]) =>
      alignmentOrigins(best!.origins, config.alignment?.row ?? 'emitting'),
    );
    await readAttention(attention, origins);
    tf.dispose(attention);
    run.dispose();
    const best = hypotheses.map(([first]) => first!);
    return {
      milliseconds: performance.now() - before,
      ids: best.map(({ ids }) => ids),
      totals: best.map(({ total }) => total),
    };
  }

  async product(rows: number): Promise<number> {
    if (!this.started) throw new Error('Only for our own backends.');
    const { inner, columns, runs } = PRODUCT;
    const a = tf.fill<tf.Rank.R2>([rows, inner], 1 / inner);
    const b = tf.fill<tf.Rank.R2>([inner, columns], 1 / inner);
    const times: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const before = performance.now();
      const c = tf.matMul(a, b);
      // a small read-back: the product itself is what is measured
      const corner = tf.slice(c, [0, 0], [1, 1]);
      await corner.data();
      times.push(performance.now() - before);
      tf.dispose([c, corner]);
    }
    tf.dispose([a, b]);
    // the first lays the weights out and compiles
    return (rows * inner * columns) / Math.min(...times.slice(1));
  }

  async heldBytes(): Promise<number | null> {
    return this.started ? tf.memory().numBytes : null;
  }
}

function sizeOf(files: ContenderFiles): number {
  const parts = Object.values(files) as (string | ArrayBuffer)[];
  return parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : part.byteLength), 0);
}
