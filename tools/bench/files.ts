/** Where the contenders' files lie on the disk. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseConfig } from '../../src/model/checkpoint/config';
import { readSafetensors } from '../../src/model/checkpoint/safetensors';
import { readModel, ROOT } from '../lib/engine';
import { tokenizerOwner } from '../../src/shared/tokenizerOwner';
import type { ContenderFiles } from './contender';
import { onnxTransformer } from './onnx/transformer';

/** One path for each of ContenderFiles. */
export type FilePlaces = Record<keyof ContenderFiles, string>;

const MODULES = path.join(ROOT, 'node_modules');
const TFJS = path.join(MODULES, '@tensorflow/tfjs-backend-wasm/dist');

/** Writes the peer's files next to nothing that is committed, and says where everything lies. */
export async function layOut(models: string, id: string): Promise<FilePlaces> {
  const files = await readModel(models, id);
  const config = parseConfig(id, files.config);
  if (config.architecture !== 'transformer') throw new Error(`${id} is no Transformer: the peer cannot run it.`);
  const folder = path.join(MODULES, '.cache/attention-lens-bench', id);
  await mkdir(folder, { recursive: true });
  const { encoder, decoder } = onnxTransformer(config, readSafetensors(id, files.weights));
  const [encoderFile, decoderFile] = ['encoder.onnx', 'decoder.onnx'].map((name) => path.join(folder, name));
  await writeFile(encoderFile!, encoder);
  await writeFile(decoderFile!, decoder);
  const own = path.join(models, id);
  return {
    config: path.join(own, 'config.json'),
    tokenizer: path.join(models, tokenizerOwner(id, files.config), 'tokenizer.json'),
    weights: path.join(own, 'model.safetensors'),
    simd: path.join(TFJS, 'tfjs-backend-wasm-simd.wasm'),
    plain: path.join(TFJS, 'tfjs-backend-wasm.wasm'),
    encoder: encoderFile!,
    decoder: decoderFile!,
    runtime: path.join(MODULES, 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'),
  };
}

export async function bytesAt(file: string): Promise<ArrayBuffer> {
  const bytes = await readFile(file);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
