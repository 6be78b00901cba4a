import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { joinTranslation } from '../../../src/shared/result';
import type { EngineRequest, EngineResponse, ModelFiles } from '../../../src/shared/engineProtocol';
import { Engine } from '../../../src/worker/engine';
import type { WasmBinaries } from '../../../src/worker/wasmBinaries';
import { readWasm } from '../../../tools/lib/engine';
import { MECHANISMS, tinyFiles } from '../model/tinyModel';
import { transformerFiles } from '../model/tinyTransformer';

let wasm: WasmBinaries;
beforeAll(async () => {
  wasm = await readWasm();
});

/** An engine, what it said, and a way to wait for its answers. */
class Client {
  readonly said: EngineResponse[] = [];
  private readonly waiting: { wanted: (response: EngineResponse) => boolean; resolve: (r: EngineResponse) => void }[] =
    [];
  private readonly engine = new Engine({
    emit: (response) => {
      this.said.push(response);
      for (const { wanted, resolve } of this.waiting) if (wanted(response)) resolve(response);
    },
    letMessagesIn: () => new Promise((resolve) => setImmediate(resolve)),
    webgl: null,
  });

  send(...requests: EngineRequest[]): void {
    for (const request of requests) this.engine.receive(structuredClone(request));
  }

  sendAnything(message: unknown): void {
    this.engine.receive(message);
  }

  when(wanted: (response: EngineResponse) => boolean): Promise<EngineResponse> {
    const already = this.said.find(wanted);
    return already ? Promise.resolve(already) : new Promise((resolve) => this.waiting.push({ wanted, resolve }));
  }

  /** The last answer to a request. */
  answer(id: number): Promise<EngineResponse> {
    return this.when((response) => 'id' in response && response.id === id && response.type !== 'progress');
  }
}

const start = (): EngineRequest => ({ type: 'start', backend: 'auto', wasm });
const load = (id: number): EngineRequest => ({ type: 'load', id, files: tinyFiles() });
const translate = (id: number, text: string, beam = 2): EngineRequest => ({
  type: 'translate',
  id,
  model: 'tiny',
  text,
  options: { beam, nBest: 1 },
});
/** The same model under another id. */
const asModel = (files: ModelFiles, id: string): ModelFiles => ({
  ...files,
  id,
  config: files.config.replace('"id":"tiny"', `"id":"${id}"`),
});
const LONG = 'The cat is on the mat in the thing. '.repeat(300);

describe('the engine', () => {
  it('starts, loads, translates and aligns', async () => {
    const client = new Client();
    client.send(start(), load(1), translate(2, 'The cat. \u{1f600}\nIs it?'));
    client.send({ type: 'align', id: 3, model: 'tiny', source: 'the cat', target: 'a cat on' });
    expect(await client.when(({ type }) => type === 'started')).toEqual({ type: 'started', backend: 'wasm' });
    expect(await client.answer(1)).toEqual({ type: 'loaded', id: 1, model: 'tiny' });
    const translated = await client.answer(2);
    if (translated.type !== 'translated') throw new Error(JSON.stringify(translated));
    expect(translated.result).toMatchObject({ model: 'tiny', backend: 'wasm' });
    expect(translated.result.sentences.map(({ source }) => source)).toEqual(['The cat.', 'Is it?']);
    const [first, second] = translated.result.sentences;
    expect(joinTranslation('The cat. \u{1f600}\nIs it?', translated.result.sentences)).toBe(
      `${first!.target} \u{1f600}\n${second!.target}`,
    );
    const aligned = await client.answer(3);
    if (aligned.type !== 'aligned') throw new Error(JSON.stringify(aligned));
    expect(aligned.result.sentences[0]!.alignment).toHaveLength(3);
    const progress = client.said.filter((response) => response.type === 'progress');
    expect(progress[0]).toEqual({ type: 'progress', id: 2, done: 0, total: 2 });
    expect(progress.at(-1)).toEqual({ type: 'progress', id: 2, done: 2, total: 2 });
  });

  it('stops the running request when told to, and goes on with the next', async () => {
    const client = new Client();
    client.send(start(), load(1), translate(2, LONG), translate(3, 'the cat'));
    await client.when(({ type }) => type === 'progress');
    client.send({ type: 'cancel', id: 2 });
    expect(await client.answer(2)).toEqual({ type: 'fault', id: 2, fault: { code: 'cancelled' } });
    expect((await client.answer(3)).type).toBe('translated');
  });

  it('takes a waiting request back at once, and ignores a cancel for what is over', async () => {
    const client = new Client();
    client.send(start(), load(1), translate(2, LONG), translate(3, 'the cat'), { type: 'cancel', id: 3 });
    expect(await client.answer(3)).toEqual({ type: 'fault', id: 3, fault: { code: 'cancelled' } });
    client.send(
      { type: 'cancel', id: 2 },
      { type: 'cancel', id: 3 },
      { type: 'cancel', id: 99 },
      translate(4, 'a cat'),
    );
    expect((await client.answer(4)).type).toBe('translated');
    expect(client.said.filter((response) => 'id' in response && response.id === 3)).toHaveLength(1);
  });

  it('answers in the order of the requests, so that none starves', async () => {
    const client = new Client();
    const ids = [2, 3, 4, 5];
    client.send(start(), load(1), ...ids.map((id) => translate(id, 'the cat')));
    await client.answer(5);
    const order = client.said.flatMap((response) => (response.type === 'translated' ? [response.id] : []));
    expect(order).toEqual(ids);
  });

  it.each<[string, unknown, number | null]>([
    ['nothing', undefined, null],
    ['a string', 'translate', null],
    ['an unknown type', { type: 'dance', id: 4 }, 4],
    ['a text that is none', { ...translate(5, ''), text: 7 }, 5],
    ['a beam of 0', translate(6, 'a', 0), 6],
    ['a beam of a million', translate(6, 'a', 1e6), 6],
    ['weights that are no buffer', { type: 'load', id: 7, files: { ...tinyFiles(), weights: 'x' } }, 7],
  ])('answers %s with a fault', async (_, message, id) => {
    const client = new Client();
    client.sendAnything(message);
    expect(client.said).toHaveLength(1);
    expect(client.said[0]).toMatchObject({ type: 'fault', id, fault: { code: 'internal' } });
  });

  it('says what is wrong with a request that it cannot fulfil, and lives on', async () => {
    const client = new Client();
    client.send(load(1));
    expect(await client.answer(1)).toMatchObject({ fault: { code: 'internal' } });
    client.send(start(), translate(2, 'hi'));
    expect(await client.answer(2)).toMatchObject({ fault: { code: 'modelNotLoaded', model: 'tiny' } });
    client.send({ ...load(3), files: { ...tinyFiles(), config: '{' } } as EngineRequest);
    expect(await client.answer(3)).toMatchObject({ fault: { code: 'modelFile', file: 'config.json' } });
    client.send(load(4), translate(5, '  '), translate(6, 'x'.repeat(30_000)), translate(7, 'the cat'));
    expect(await client.answer(5)).toMatchObject({ fault: { code: 'emptyText' } });
    expect(await client.answer(6)).toMatchObject({ fault: { code: 'textTooLong', characters: 30_000 } });
    expect((await client.answer(7)).type).toBe('translated');
  });

  it('lays open a step, and says what it refuses', async () => {
    const client = new Client();
    const inspect = {
      type: 'inspect',
      model: 'tiny',
      source: 'the cat',
      target: 'a cat',
      step: 1,
      bench: true,
    } as const;
    client.send(start(), load(1), { ...inspect, id: 2 }, { ...inspect, id: 3, source: '' });
    const inspected = await client.answer(2);
    if (inspected.type !== 'inspected') throw new Error(JSON.stringify(inspected));
    expect(inspected.record).toMatchObject({
      model: 'tiny',
      backend: 'wasm',
      step: 1,
      source: 'the cat',
      target: 'a cat',
    });
    expect(inspected.record.bench).toHaveLength(1);
    expect(await client.answer(3)).toMatchObject({ fault: { code: 'emptyText' } });
    client.sendAnything({ ...inspect, id: 4, step: -1 });
    expect(await client.answer(4)).toMatchObject({ fault: { code: 'internal' } });
  });

  it('lays open a whole decoding and leaves out words, under the id of the request', async () => {
    const client = new Client();
    const trace = { type: 'trace', model: 'tiny', source: 'the cat', target: null } as const;
    const occlude = { type: 'occlude', model: 'tiny', source: 'the cat', target: 'a cat' } as const;
    client.send(start(), load(1), { ...trace, id: 2, maps: true, edit: { mask: [0], temperature: 2 } });
    client.send({ ...occlude, id: 3 }, { ...trace, id: 4, edit: { drop: [{ part: 'cross', layer: 0, head: 0 }] } });
    expect(await client.answer(2)).toMatchObject({
      type: 'traced',
      record: { model: 'tiny', backend: 'wasm', maps: { cross: { layers: 1, heads: 1 } } },
    });
    expect(await client.answer(3)).toMatchObject({ type: 'occluded', record: { source: 'the cat', target: 'a cat' } });
    expect(await client.answer(4)).toMatchObject({ fault: { code: 'edit', model: 'tiny' } });
    for (const edit of [{ mask: [-1] }, { temperature: 0 }, { drop: [{ part: 'all', layer: 0, head: 0 }] }]) {
      client.sendAnything({ ...trace, id: 5, edit });
      expect(client.said.at(-1)).toMatchObject({ id: 5, fault: { code: 'internal' } });
    }
  });

  it('frees a model, and is none the worse for one that it does not have', async () => {
    const client = new Client();
    client.send(start(), load(1), { type: 'unload', id: 2, model: 'tiny' }, translate(3, 'the cat'));
    expect(await client.answer(2)).toEqual({ type: 'unloaded', id: 2, model: 'tiny' });
    expect(await client.answer(3)).toMatchObject({ fault: { code: 'modelNotLoaded', model: 'tiny' } });
    client.send({ type: 'unload', id: 4, model: 'tiny' }, load(5), translate(6, 'the cat'));
    expect(await client.answer(4)).toEqual({ type: 'unloaded', id: 4, model: 'tiny' });
    expect((await client.answer(6)).type).toBe('translated');
  });

  it('holds no memory of sixteen models that came and went', async () => {
    const client = new Client();
    client.send(start(), load(1));
    await client.answer(1);
    // a first translation makes what the backend keeps for good
    client.send(translate(2, 'the cat'));
    await client.answer(2);
    const before = tf.memory().numTensors;
    const mechanisms = [
      ...MECHANISMS.map((parts, i) => (id: string) => asModel(tinyFiles(parts, i), id)),
      ...[{}, { decoder_attention_heads: 1 }].map((changes) => (id: string) => asModel(transformerFiles(changes), id)),
    ];
    expect(mechanisms).toHaveLength(16);
    for (const [i, files] of mechanisms.entries()) {
      const id = 100 * (i + 1);
      const model = `model-${i}`;
      client.send({ type: 'load', id, files: files(model) });
      expect((await client.answer(id)).type).toBe('loaded');
      expect(tf.memory().numTensors).toBeGreaterThan(before);
      const inspection = { source: 'the cat', target: null, step: 2, bench: true };
      client.send({ ...translate(id + 1, 'The cat is. On it.'), model } as EngineRequest);
      client.send({ type: 'align', id: id + 2, model, source: 'the cat', target: 'a cat on' });
      client.send({ type: 'inspect', id: id + 3, model, ...inspection });
      client.send({ type: 'trace', id: id + 4, model, source: 'the cat', target: null, maps: true });
      client.send({ type: 'occlude', id: id + 5, model, source: 'the cat', target: 'a' });
      client.send({ type: 'unload', id: id + 6, model });
      const types = [1, 2, 3, 4, 5, 6].map(async (n) => (await client.answer(id + n)).type);
      expect(await Promise.all(types)).toEqual([
        'translated',
        'aligned',
        'inspected',
        'traced',
        'occluded',
        'unloaded',
      ]);
      expect(tf.memory().numTensors).toBe(before);
    }
  }, 60_000);

  it('replaces a model that is loaded again', async () => {
    const client = new Client();
    client.send(start(), load(1), load(2), translate(3, 'the cat'));
    expect((await client.answer(3)).type).toBe('translated');
  });
});
