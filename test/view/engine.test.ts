import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineResponse } from '../../src/shared/engineProtocol';
import { PanelPage } from './browser';
import { usePanels } from './panels';

const ROOT = join(import.meta.dirname, '../..');
const { default: MODEL } = JSON.parse(readFileSync(join(ROOT, 'models/default.json'), 'utf8')) as { default: string };

const panels = usePanels();

/** The first answer of the engine that passes the test. */
async function answer(panel: PanelPage, of: (response: EngineResponse) => boolean): Promise<EngineResponse> {
  for (;;) {
    for (const message of await panel.posted())
      if (message.type === 'engine' && of(message.response)) return message.response;
    await panel.page.waitForTimeout(100);
  }
}

const endOf = (panel: PanelPage, id: number): Promise<EngineResponse> =>
  answer(panel, (response) => 'id' in response && response.id === id && response.type !== 'progress');

const translate = (id: number, text = 'Hello, how are you?') => ({
  type: 'engine',
  request: { type: 'translate', id, model: MODEL, text, options: { beam: 1, nBest: 1 } },
});

describe.each(['wasm', 'webgl'] as const)('the worker that ships, on %s', (backend) => {
  it('translates in the document, and after its death as before', async () => {
    expect(existsSync(join(ROOT, 'dist/worker.js'))).toBe(true);
    const panel = await panels.open();
    await panel.page.evaluate(() => {
      const Original = window.Worker;
      window.Worker = class extends Original {
        constructor(url: string | URL) {
          super(url);
          (window as unknown as { workers: Worker[] }).workers ??= [];
          (window as unknown as { workers: Worker[] }).workers.push(this);
        }
      };
    });
    await panel.send({ type: 'startEngine', backend });
    expect(await answer(panel, ({ type }) => type === 'started')).toMatchObject({ backend });
    await panel.send({ type: 'loadModel', id: 1, model: MODEL, base: `${panels.server.url}/models/${MODEL}` });
    expect(await endOf(panel, 1)).toEqual({ type: 'loaded', id: 1, model: MODEL });
    const progress = (await panel.posted()).flatMap((message) =>
      message.type === 'loadProgress' ? [message.progress] : [],
    );
    expect(progress.at(-1)).toBe(1);
    expect(statSync(join(ROOT, `models/${MODEL}/model.safetensors`)).size).toBeGreaterThan(1e5);

    await panel.send(translate(2));
    const first = await endOf(panel, 2);
    expect(first.type).toBe('translated');
    if (first.type !== 'translated') return;
    const { alignment, target } = first.result.sentences[0]!;
    expect(target.length).toBeGreaterThan(0);
    for (const row of alignment) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);

    await panel.page.evaluate(() => {
      const { workers } = window as unknown as { workers: Worker[] };
      workers.at(-1)!.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
    });
    await panel.send(translate(3));
    expect(await endOf(panel, 3)).toEqual({ ...first, id: 3 });
    expect(await panel.page.evaluate(() => (window as unknown as { workers: Worker[] }).workers.length)).toBe(2);
  });
});

describe('a model folder that is not there', () => {
  it('ends in a fault that names the file', async () => {
    const panel = await panels.open();
    await panel.send({ type: 'startEngine', backend: 'wasm' });
    await panel.send({ type: 'loadModel', id: 1, model: 'nowhere', base: `${panels.server.url}/models/nowhere` });
    expect(await endOf(panel, 1)).toMatchObject({
      type: 'fault',
      fault: { code: 'modelFile', model: 'nowhere', problem: 'the file is missing' },
    });
    // the browser says so, too
    const problems = panel.problems.splice(0);
    expect(problems).not.toEqual([]);
    expect(problems.filter((problem) => !problem.includes('/models/nowhere/'))).toEqual([]);
  });
});
