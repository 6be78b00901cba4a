/** A very small model with random weights, made in memory: every part works, but it knows no language. */

import type { ModelFiles } from '../../../src/shared/engineProtocol';

/** Deterministic numbers in [-1, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export interface SafetensorsEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** A safetensors file from a header and data bytes. */
export function safetensorsFile(header: unknown, data: Uint8Array): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  file.set(data, 8 + json.length);
  return file.buffer;
}

export function encodeTensors(tensors: Record<string, { shape: number[]; values: number[] }>): ArrayBuffer {
  const header: Record<string, SafetensorsEntry> = {};
  const data: number[] = [];
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [data.length * 4, (data.length + values.length) * 4] };
    for (const value of values) data.push(value);
  }
  return safetensorsFile(header, new Uint8Array(Float32Array.from(data).buffer));
}

/** The same with every matrix named `weight` as whole numbers, and a scale for each of its rows. */
export function encodeQuantised(tensors: Record<string, { shape: number[]; values: number[] }>): ArrayBuffer {
  const header: Record<string, SafetensorsEntry> = {};
  const data: Uint8Array[] = [];
  let at = 0;
  const add = (name: string, dtype: string, shape: number[], values: Float32Array | Int8Array) => {
    header[name] = { dtype, shape, data_offsets: [at, at + values.byteLength] };
    data.push(new Uint8Array(values.buffer));
    at += values.byteLength;
  };
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const [rows, columns] = shape;
    if (shape.length !== 2 || !name.endsWith('weight')) {
      add(name, 'F32', shape, Float32Array.from(values));
      continue;
    }
    const row = (i: number) => values.slice(i * columns!, (i + 1) * columns!);
    const scales = Array.from({ length: rows! }, (_, i) => Math.max(...row(i).map(Math.abs)) / 127);
    add(
      name,
      'I8',
      shape,
      Int8Array.from(scales.flatMap((scale, i) => row(i).map((value) => Math.round(value / scale)))),
    );
    add(`${name}.scale`, 'F32', [rows!], Float32Array.from(scales));
  }
  return safetensorsFile(header, Buffer.concat(data));
}

const PIECES = [
  '</s>',
  '<unk>',
  ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
  ...'th ▁th the ▁the in ing on ▁a ▁c at ▁cat'.split(' '),
  '▁',
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789éàœ.,;:!?\'"()-_*',
  '<pad>',
];
const MERGES = [
  ['t', 'h'],
  ['▁', 'th'],
  ['▁t', 'h'],
  ['th', 'e'],
  ['▁th', 'e'],
  ['▁', 'the'],
  ['i', 'n'],
  ['in', 'g'],
  ['o', 'n'],
  ['▁', 'a'],
  ['▁', 'c'],
  ['a', 't'],
  ['▁c', 'at'],
].filter(([left, right]) => PIECES.includes(left!) && PIECES.includes(right!));

export const VOCABULARY = PIECES.length;

export function tinyTokenizer(): Record<string, unknown> {
  const special = ['</s>', '<unk>', '<pad>'];
  return {
    version: '1.0',
    added_tokens: special.map((content) => ({ id: PIECES.indexOf(content), content, special: true })),
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: '<unk>',
      byte_fallback: true,
      fuse_unk: true,
      vocab: Object.fromEntries(PIECES.map((piece, id) => [piece, id])),
      merges: MERGES,
    },
  };
}

export interface TinyParts {
  encoder: { cell: string; hidden: number; bidirectional: boolean; reverse_source?: boolean };
  decoder: { cell: string; hidden: number; initial_state: string };
  context: { kind: string; enters: string[] };
  attention?: { query: string; score: string; size?: number; select: string; window?: number; smooth?: string };
  readout: { kind: string };
}

export const BAHDANAU: TinyParts = {
  encoder: { cell: 'gru', hidden: 5, bidirectional: true },
  decoder: { cell: 'gru', hidden: 6, initial_state: 'backward-first' },
  context: { kind: 'attention', enters: ['cell', 'readout'] },
  attention: { query: 'previous-state', score: 'additive', size: 4, select: 'soft' },
  readout: { kind: 'maxout' },
};

const rnn = { cell: 'rnn', hidden: 6 };
const lstm = { cell: 'lstm', hidden: 6 };
const gru = { cell: 'gru', hidden: 6 };
const one = { bidirectional: false };
const two = { bidirectional: true };
const fixed = (...enters: string[]) => ({ context: { kind: 'fixed', enters } });
const luong = (attention: Omit<NonNullable<TinyParts['attention']>, 'query'>): TinyParts => ({
  encoder: { ...lstm, ...one },
  decoder: { ...lstm, initial_state: 'final' },
  context: { kind: 'attention', enters: ['input-feeding', 'readout'] },
  attention: { query: 'current-state', ...attention },
  readout: { kind: 'tanh' },
});
const bahdanau = (cell: typeof gru, attention: Partial<NonNullable<TinyParts['attention']>> = {}): TinyParts => ({
  ...BAHDANAU,
  encoder: { ...cell, ...two },
  decoder: { ...cell, initial_state: 'backward-first' },
  attention: { ...BAHDANAU.attention!, ...attention },
});
const readout = { readout: { kind: 'tanh' } };

/** Every recurrent mechanism that ships, very small. */
export const MECHANISMS: readonly TinyParts[] = [
  { encoder: { ...rnn, ...one }, decoder: { ...rnn, initial_state: 'final' }, ...fixed(), ...readout },
  { encoder: { ...gru, ...one }, decoder: { ...gru, initial_state: 'final' }, ...fixed('cell', 'readout'), ...readout },
  {
    encoder: { ...lstm, ...one, reverse_source: true },
    decoder: { ...lstm, initial_state: 'final' },
    ...fixed(),
    ...readout,
  },
  bahdanau(rnn),
  bahdanau(gru),
  bahdanau({ ...lstm }, { score: 'concat' }),
  luong({ score: 'dot', select: 'soft' }),
  luong({ score: 'general', select: 'soft' }),
  luong({ score: 'concat', size: 4, select: 'soft' }),
  bahdanau(lstm, { score: 'cosine' }),
  luong({ score: 'general', select: 'local-m', window: 2 }),
  luong({ score: 'general', select: 'local-p', window: 2 }),
  bahdanau(gru, { select: 'hard' }),
  bahdanau(gru, { smooth: 'ema' }),
];

const EMBEDDING = 4;
const GATES: Record<string, number> = { rnn: 1, gru: 3, lstm: 4 };

export function tinyConfig(parts: TinyParts = BAHDANAU): Record<string, unknown> {
  return {
    id: 'tiny',
    name: 'Tiny',
    source_language: 'en',
    target_language: 'fr',
    vocab_size: VOCABULARY,
    pad_token_id: VOCABULARY - 1,
    decoder_start_token_id: VOCABULARY - 1,
    eos_token_id: 0,
    unk_token_id: 1,
    max_source_pieces: 24,
    architecture: 'recurrent',
    embedding: EMBEDDING,
    ...parts,
  };
}

function cellShapes(prefix: string, cell: string, inputs: number, hidden: number): Record<string, number[]> {
  const input = {
    [`${prefix}.input.weight`]: [GATES[cell]! * hidden, inputs],
    [`${prefix}.input.bias`]: [GATES[cell]! * hidden],
  };
  if (cell === 'gru') {
    return {
      ...input,
      [`${prefix}.gates.weight`]: [2 * hidden, hidden],
      [`${prefix}.candidate.weight`]: [hidden, hidden],
    };
  }
  return { ...input, [`${prefix}.recurrent.weight`]: [GATES[cell]! * hidden, hidden] };
}

/** d: width of the query, h: of the keys. */
function attentionShapes(
  { score, size, select, smooth }: NonNullable<TinyParts['attention']>,
  d: number,
  h: number,
): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  if (score === 'additive' || score === 'concat') {
    shapes['score.query.weight'] = [size!, d];
    shapes['score.key.weight'] = [size!, h];
    shapes['score.v.weight'] = [1, size!];
  }
  if (score === 'concat') shapes['score.query.bias'] = [size!];
  if (score === 'general') shapes['score.key.weight'] = [d, h];
  if (score === 'cosine') {
    shapes['score.query.weight'] = [h, d];
    shapes['score.log_sharpness'] = [1];
  }
  if (select === 'local-p') {
    shapes['select.hidden.weight'] = [d, d];
    shapes['select.v.weight'] = [1, d];
  }
  if (smooth === 'ema') shapes['smooth.rate_logit'] = [1];
  return shapes;
}

/** Shapes of all tensors, by PyTorch's names. */
export function tinyShapes(parts: TinyParts = BAHDANAU): Record<string, number[]> {
  const { encoder, decoder, context, attention, readout } = parts;
  const h = encoder.hidden * (encoder.bidirectional ? 2 : 1);
  const d = decoder.hidden;
  const width = (part: string) => (context.enters.includes(part) ? h : 0);
  const pieces = readout.kind === 'maxout' ? 2 : 1;
  const shapes: Record<string, number[]> = {
    'embedding.weight': [VOCABULARY, EMBEDDING],
    output_bias: [VOCABULARY],
    ...cellShapes('encoder.forward_cell', encoder.cell, EMBEDDING, encoder.hidden),
    ...(encoder.bidirectional ? cellShapes('encoder.backward_cell', encoder.cell, EMBEDDING, encoder.hidden) : {}),
    ...cellShapes('cell', decoder.cell, EMBEDDING + (width('cell') || width('input-feeding')), d),
    ...(attention ? attentionShapes(attention, d, h) : {}),
    'readout.weight': [EMBEDDING * pieces, d + EMBEDDING + width('readout')],
    'readout.bias': [EMBEDDING * pieces],
  };
  for (let i = 0; i < (decoder.cell === 'lstm' ? 2 : 1); i++) {
    shapes[`initial.${i}.weight`] = [d, encoder.hidden];
    shapes[`initial.${i}.bias`] = [d];
  }
  return shapes;
}

export function tinyTensors(
  parts: TinyParts = BAHDANAU,
  seed = 7,
): Record<string, { shape: number[]; values: number[] }> {
  const random = randomNumbers(seed);
  return Object.fromEntries(
    Object.entries(tinyShapes(parts)).map(([name, shape]) => [
      name,
      { shape, values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random()) },
    ]),
  );
}

export function tinyFiles(parts: TinyParts = BAHDANAU, seed?: number): ModelFiles {
  return {
    id: 'tiny',
    config: JSON.stringify(tinyConfig(parts)),
    tokenizer: JSON.stringify(tinyTokenizer()),
    weights: encodeTensors(tinyTensors(parts, seed)),
  };
}
