import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelFiles } from '../../../src/shared/engineProtocol';
import { LINEAGE } from '../../../src/shared/lineage';
import { comparisonTable, compareModels, strongestSources, type Compared } from '../../../tools/lib/compareModels';
import { chooseModels, listModels } from '../../../tools/lib/modelList';
import { renderTable } from '../../../tools/lib/textTable';
import { BAHDANAU, MECHANISMS, tinyFiles } from '../model/tinyModel';
import { transformerFiles } from '../model/tinyTransformer';

let folder: string;

async function put(id: string, { config, tokenizer, weights }: ModelFiles): Promise<void> {
  await mkdir(path.join(folder, id));
  await writeFile(path.join(folder, id, 'config.json'), config.replace('"id":"tiny"', `"id":"${id}"`));
  await writeFile(path.join(folder, id, 'tokenizer.json'), tokenizer);
  await writeFile(path.join(folder, id, 'model.safetensors'), new Uint8Array(weights));
}

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  folder = await mkdtemp(path.join(tmpdir(), 'models-'));
  await put('z-of-my-own', tinyFiles(BAHDANAU));
  await put('a-broken-one', { ...tinyFiles(BAHDANAU), config: '{' });
  await put('transformer', transformerFiles());
  await put('cho-2014', tinyFiles(MECHANISMS[1]!));
  await writeFile(path.join(folder, 'default.json'), '{"default":"transformer"}');
});
afterAll(() => rm(folder, { recursive: true }));

async function compare(models: readonly string[], text = 'The cat. On a mat.'): Promise<Compared[]> {
  const compared: Compared[] = [];
  for await (const run of compareModels(folder, models, text, 1)) compared.push(run);
  return compared;
}

describe('the models', () => {
  it('are those of the lineage in its order, then the others by name', async () => {
    expect(await listModels(folder)).toEqual(['cho-2014', 'transformer', 'a-broken-one', 'z-of-my-own']);
    expect(LINEAGE.indexOf('cho-2014')).toBeLessThan(LINEAGE.indexOf('transformer'));
  });

  it('may be named, each once', async () => {
    expect(await chooseModels(folder, 'transformer, cho-2014,transformer,')).toEqual(['transformer', 'cho-2014']);
    expect(await chooseModels(folder, undefined)).toHaveLength(4);
    await expect(chooseModels(folder, 'cho-2014,bert')).rejects.toThrow('There is no model "bert" in');
    await expect(chooseModels(folder, ' ,')).rejects.toThrow('names no model');
    await expect(listModels(path.join(folder, 'nowhere'))).rejects.toThrow('There are no models in');
  });
});

describe('a comparison', () => {
  it('translates with one model after the other, and holds nothing afterwards', async () => {
    const before = tf.memory().numTensors;
    const runs = compareModels(folder, ['cho-2014', 'transformer'], 'the cat', 1);
    for await (const run of runs) {
      expect('result' in run && run.result.model).toBe(run.model);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('goes on after a model that cannot be used', async () => {
    const [broken, good] = await compare(['a-broken-one', 'z-of-my-own']);
    expect(broken).toMatchObject({ model: 'a-broken-one', fault: { code: 'modelFile', file: 'config.json' } });
    if (!good || !('result' in good)) throw new Error(JSON.stringify(good));
    expect(good.result.sentences.map(({ source }) => source)).toEqual(['The cat.', 'On a mat.']);
    expect(good.translation).toContain(good.result.sentences[0]!.target);
    expect(good.milliseconds).toBeGreaterThanOrEqual(0);
  });

  it('is a table of translations and of the words that they attend to most', async () => {
    const compared = await compare(['cho-2014', 'a-broken-one', 'z-of-my-own']);
    const lines = comparisonTable(compared).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 2 + 1 + 2);
    expect(lines[1]).toMatch(/^cho-2014 +\d+ {2}/);
    expect(lines[2]!.trim()).toBe('(no attention)');
    expect(lines[3]).toMatch(/^a-broken-one .*config\.json: it is not valid JSON/);
    const own = compared[2]!;
    if (!('result' in own)) throw new Error(JSON.stringify(own));
    const links = own.result.sentences.flatMap(strongestSources);
    expect(links.length).toBeGreaterThan(0);
    expect(lines[5]!.trim()).toBe(links.join(' '));
  });
});

it('the strongest source of a word is the word with the most attention; none where that is the end mark', () => {
  const word = (text: string) => ({ text, start: 0, end: text.length, confidence: 1 });
  const sentence = {
    source: 'Hello you',
    target: 'Salut toi',
    score: 0,
    sourceWords: [word('Hello'), word('you')],
    targetWords: [word('Salut'), word('toi'), word('!')],
    alignment: [
      [0.6, 0.3, 0.1],
      [0.3, 0.4, 0.3],
      [0.1, 0.1, 0.8],
    ],
    span: { start: 0, end: 9 },
  };
  expect(strongestSources(sentence)).toEqual(['Salut←Hello', 'toi←you']);
  expect(strongestSources({ ...sentence, alignment: [] })).toEqual([]);
});

it('a table pads its columns, numbers to the right', () => {
  const table = renderTable(['model', 'ms', 'text'], [['a', '5', 'x y'], ['long', '1234', 'z'], ['', '', 'w']]); // prettier-ignore
  expect(table).toBe(['model    ms  text', 'a         5  x y', 'long   1234  z', '             w', ''].join('\n'));
});
