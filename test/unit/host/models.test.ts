import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelFolder } from '../../../src/host/models';
import { parseConfig } from '../../../src/model/checkpoint/config';
import { LINEAGE } from '../../../src/shared/lineage';
import { repositoryRoot } from '../../../tools/setup/cache';

let root: string;
let models: ModelFolder;

const config = JSON.stringify({ name: 'A model', source_language: 'en', target_language: 'fr', vocab_size: 3 });

async function put(id: string, files: Record<string, string>): Promise<void> {
  await mkdir(path.join(root, id), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(root, id, file), text);
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'models-'));
  models = new ModelFolder(root);
});

afterEach(() => rm(root, { recursive: true }));

describe('ModelFolder', () => {
  it('reads what a model is, and its files', async () => {
    await put('a', { 'config.json': config, 'tokenizer.json': '{}', 'model.safetensors': 'abc' });
    expect(await models.summary('a')).toEqual({
      id: 'a',
      name: 'A model',
      source: 'en',
      target: 'fr',
      alignmentRow: 'emitting',
    });
    const { weights, ...rest } = await models.files('a');
    expect(rest).toEqual({ id: 'a', config, tokenizer: '{}' });
    expect(new TextDecoder().decode(weights)).toBe('abc');
    expect(weights.byteLength).toBe(3);
  });

  it('reads which step aligns a word, and minds none that the engine would not know', async () => {
    const aligning = (row: string) =>
      JSON.stringify({ ...(JSON.parse(config) as object), alignment: { layer: 0, row } });
    await put('a', { 'config.json': aligning('reading') });
    await put('b', { 'config.json': aligning('sideways') });
    expect((await models.summary('a')).alignmentRow).toBe('reading');
    expect((await models.summary('b')).alignmentRow).toBe('emitting');
  });

  it('reads the tokenizer of the model that the config names', async () => {
    const sharing = JSON.stringify({ ...(JSON.parse(config) as object), tokenizer: 'large' });
    await put('small', { 'config.json': sharing, 'model.safetensors': 'abc' });
    await expect(models.files('small')).rejects.toMatchObject({ fault: { model: 'small', file: 'tokenizer.json' } });
    await put('large', { 'tokenizer.json': '{"large": true}' });
    expect((await models.files('small')).tokenizer).toBe('{"large": true}');
  });

  it('reads the parameters of further scores, where there are any', async () => {
    await put('a', { 'config.json': config, 'tokenizer.json': '{}', 'model.safetensors': 'abc' });
    expect('scores' in (await models.files('a'))).toBe(false);
    await put('a', { 'scores.safetensors': 'de' });
    expect(new TextDecoder().decode((await models.files('a')).scores)).toBe('de');
  });

  it('lists the models that are whole, and names those that are not', async () => {
    await put('whole', { 'config.json': config, 'tokenizer.json': '{}', 'model.safetensors': 'abc' });
    await put('bad', { 'config.json': '{', 'model.safetensors': '' });
    await put('lies', { 'config.json': '{"name": 1}', 'model.safetensors': '' });
    await put('empty', {});
    await writeFile(path.join(root, 'default.json'), '{"default":"whole"}');
    const { models: listed, broken } = await models.list();
    expect(listed).toMatchObject([{ id: 'whole', bytes: 3 }]);
    const faults = broken.map(({ fault }) => fault).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    expect(faults).toMatchObject([
      { model: 'bad', file: 'config.json', problem: 'it is not JSON' },
      { model: 'empty', file: 'model.safetensors', problem: expect.stringContaining('missing') as string },
      { model: 'lies', file: 'config.json', problem: expect.stringMatching(/^name: /) as string },
    ]);
  });

  it('lists the mechanisms in the order of the lineage, then the others by id', async () => {
    for (const id of ['zebra', 'transformer', 'apple', 'bahdanau-2015', 'rnn-seq2seq']) {
      await put(id, { 'config.json': config, 'model.safetensors': 'abc' });
    }
    const { models: listed } = await models.list();
    expect(listed.map(({ id }) => id)).toEqual(['rnn-seq2seq', 'bahdanau-2015', 'transformer', 'apple', 'zebra']);
  });

  it('tells what was measured of a model, where anything was', async () => {
    const figures = {
      parameters: 7,
      bytes: 9,
      trainedPieces: 10,
      trainedMinutes: 0.5,
      bleu: 12.3,
      chrf: null,
      aer: null,
      bleuByLength: { '1–5': 3, '31+': null },
      headAer: [[{ emitting: 70.5, reading: 40 }]],
    };
    for (const id of ['a', 'b']) await put(id, { 'config.json': config, 'model.safetensors': 'abc' });
    await writeFile(path.join(root, 'figures.json'), JSON.stringify({ b: figures, gone: figures }));
    const { models: listed, broken } = await models.list();
    expect(broken).toEqual([]);
    expect(listed[0]).not.toHaveProperty('figures');
    expect(listed[1]).toMatchObject({ id: 'b', figures });
    // They are read once.
    await rm(path.join(root, 'figures.json'));
    expect(await models.summary('b')).toMatchObject({ figures });
  });

  it.each(['{', '{"a": {"bleu": "high"}}', 'null'])('goes on without figures that cannot be read: %s', async (text) => {
    await put('a', { 'config.json': config, 'model.safetensors': 'abc' });
    await writeFile(path.join(root, 'figures.json'), text);
    const { models: listed, broken } = await models.list();
    expect(listed).toMatchObject([{ id: 'a', name: 'A model', source: 'en', target: 'fr', bytes: 3 }]);
    expect(listed[0]).not.toHaveProperty('figures');
    expect(broken.map(({ fault }) => fault)).toMatchObject([{ model: 'models', file: 'figures.json' }]);
  });

  it.each(['../secrets', '', '/etc', 'a/b', '..'])('never leaves its folder for "%s"', async (id) => {
    await expect(models.summary(id)).rejects.toMatchObject({ fault: { problem: 'there is no such model' } });
  });

  it('says what is missing', async () => {
    await put('a', { 'config.json': config, 'tokenizer.json': '{}' });
    await expect(models.files('a')).rejects.toMatchObject({ fault: { model: 'a', file: 'model.safetensors' } });
    await expect(models.defaultId()).rejects.toMatchObject({ fault: { file: 'default.json' } });
  });

  it('finds the models that ship', async () => {
    const shipped = new ModelFolder(path.join(repositoryRoot, 'models'));
    const { models: listed, broken } = await shipped.list();
    expect(broken).toEqual([]);
    expect(listed.map(({ id }) => id)).toContain(await shipped.defaultId());
    // Whoever adds a mechanism measures it: `npm run -s figures`.
    const mechanisms = listed.filter(({ id }) => LINEAGE.includes(id));
    expect(mechanisms.length).toBeGreaterThan(0);
    expect(mechanisms.filter(({ figures }) => !figures).map(({ id }) => id)).toEqual([]);
    // And every head of a Transformer, with the same command or with `npm run -s heads -- --keep`.
    for (const { id, figures } of listed) {
      const own = parseConfig(id, (await shipped.files(id)).config);
      const heads = figures?.headAer?.map((layer) => layer.length);
      if (own.architecture === 'recurrent') expect(heads, id).toBeUndefined();
      else if (figures) expect(heads, id).toEqual(Array<number>(own.decoder_layers).fill(own.decoder_attention_heads));
    }
  });
});
