import { describe, expect, it } from 'vitest';
import { fetchModel } from '../../../webview/engine/fetchFiles';

const never = new AbortController().signal;
const served =
  (files: Record<string, string>): typeof fetch =>
  (url) => {
    const body = files[String(url)];
    return Promise.resolve(new Response(body ?? '', { status: body === undefined ? 404 : 200 }));
  };
const base = 'https://panel.example/models/small/';

describe('a model fetched by the document', () => {
  it('reads the tokenizer of the model that its config names', async () => {
    const fetcher = served({
      'https://panel.example/models/small/config.json': '{"tokenizer": "large"}',
      'https://panel.example/models/large/tokenizer.json': 'pieces',
      'https://panel.example/models/small/model.safetensors': 'weights',
    });
    const files = await fetchModel('small', base, fetcher, () => undefined, never);
    expect(files.tokenizer).toBe('pieces');
    expect(new TextDecoder().decode(files.weights)).toBe('weights');
  });

  it('names its own tokenizer.json where the other model has none', async () => {
    const fetcher = served({
      'https://panel.example/models/small/config.json': '{"tokenizer": "large"}',
      'https://panel.example/models/small/model.safetensors': 'weights',
    });
    await expect(fetchModel('small', base, fetcher, () => undefined, never)).rejects.toMatchObject({
      fault: { code: 'modelFile', model: 'small', file: 'tokenizer.json' },
    });
  });
});
