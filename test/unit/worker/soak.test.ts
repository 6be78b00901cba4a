import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { EngineRequest, EngineResponse } from '../../../src/shared/engineProtocol';
import { Engine } from '../../../src/worker/engine';
import { readWasm } from '../../../tools/lib/engine';
import { tinyFiles } from '../model/tinyModel';
import { transformerFiles } from '../model/tinyTransformer';

/** A short form by default; `npm run soak` sends 5,000. */
const REQUESTS = Number(process.env['SOAK_REQUESTS'] ?? 200);
/** Requests before memory is looked at: buffers grow to what they need. */
const WARM_UP = Math.min(100, REQUESTS / 2);

const TEXTS = [
  'The cat.',
  'The cat is on the mat in the thing. '.repeat(6),
  'Is it? \u{1f600} It is the thing.',
  '1, 2.',
];

/** One after the other, of every kind, with every model, some of them wrong and some cancelled. */
function request(id: number): EngineRequest {
  const model = id % 2 ? 'tiny' : 'other';
  const text = TEXTS[id % TEXTS.length]!;
  switch (id % 8) {
    case 0:
      return { type: 'align', id, model, source: 'the cat is', target: 'a cat on' };
    case 1:
      return { type: 'inspect', id, model, source: 'the cat', target: null, step: 0, bench: true };
    case 2:
      return { type: 'translate', id, model: 'none', text, options: { beam: 1, nBest: 1 } };
    case 3:
      return { type: 'translate', id, model, text: ' ', options: { beam: 1, nBest: 1 } };
    default:
      return { type: 'translate', id, model, text, options: { beam: 1 + (id % 5), nBest: 1 } };
  }
}

it(`${REQUESTS} mixed requests end in one answer each, and leave no memory behind`, async () => {
  const answers = new Map<number, EngineResponse[]>();
  let settle: (() => void) | undefined;
  const engine = new Engine({
    emit: (response) => {
      if (response.type === 'progress' || !('id' in response) || response.id === null) return;
      answers.set(response.id, [...(answers.get(response.id) ?? []), response]);
      settle?.();
    },
    letMessagesIn: () => new Promise((resolve) => setImmediate(resolve)),
    webgl: null,
  });
  const ask = async (asked: EngineRequest & { id: number }, cancel = false) => {
    const answered = new Promise<void>((resolve) => {
      settle = resolve;
    });
    engine.receive(asked);
    if (cancel) engine.receive({ type: 'cancel', id: asked.id });
    await answered;
  };
  engine.receive({ type: 'start', backend: 'wasm', wasm: await readWasm() });
  const other = transformerFiles();
  await ask({ type: 'load', id: 1_000_001, files: tinyFiles() });
  const files = { ...other, id: 'other', config: other.config.replace('"id":"tiny"', '"id":"other"') };
  await ask({ type: 'load', id: 1_000_002, files });
  expect([...answers.values()].flat().map(({ type }) => type)).toEqual(['loaded', 'loaded']);

  const heapOf = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
  let warm = { tensors: 0, wasm: 0 };
  for (let id = 0; id < REQUESTS; id++) {
    await ask(request(id) as EngineRequest & { id: number }, id % 11 === 0);
    if (id + 1 === WARM_UP) warm = { tensors: tf.memory().numTensors, wasm: heapOf() };
  }
  expect(tf.memory().numTensors).toBe(warm.tensors);
  expect(heapOf()).toBe(warm.wasm);
  for (let id = 0; id < REQUESTS; id++) expect(answers.get(id), String(id)).toHaveLength(1);
}, 3_600_000);
