import type { TranslationResult } from '../../src/shared/result';
import type { PanelPage } from './browser';
import type { PanelServer } from './panelServer';

/** Loading a model and some decodings on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

/** Starts the engine that ships in the panel's worker, with a model loaded, and stands in for the host. */
export async function withEngine(panel: PanelPage, server: PanelServer, model: string): Promise<PanelPage> {
  await panel.send({ type: 'startEngine', backend: 'wasm' });
  await panel.send({ type: 'loadModel', id: 1, model, base: `${server.url}/models/${model}` });
  await panel.page.waitForFunction(
    () => window.posted.some((message) => message.type === 'engine' && message.response.type === 'loaded'),
    undefined,
    { timeout: PATIENCE },
  );
  await carry(panel);
  return panel;
}

/**
 * Stands in for the host, in the page itself: hands questions to the worker, and its answers back. No function in it has a
 * name: the bundler of the tools would wrap it into a helper that the page lacks.
 */
async function carry(panel: PanelPage): Promise<void> {
  await panel.page.evaluate(() => {
    const asks = new Map<number, number>();
    let seen = 0;
    setInterval(() => {
      for (; seen < window.posted.length; seen++) {
        const message = window.posted[seen]!;
        if (
          message.type === 'ask' &&
          (message.ask.kind === 'trace' || message.ask.kind === 'occlude' || message.ask.kind === 'inspect')
        ) {
          const { kind, id, ...question } = message.ask;
          if ('key' in question) delete (question as { key?: string }).key;
          asks.set(10_000 + id, id);
          window.postMessage({ type: 'engine', request: { type: kind, id: 10_000 + id, ...question } }, '*');
        } else if (message.type === 'engine' && 'id' in message.response && asks.has(message.response.id ?? 0)) {
          const { response } = message;
          const ask = asks.get(response.id ?? 0);
          if (response.type === 'inspected')
            window.postMessage({ type: 'inspected', ask, outcome: { ok: response.record } }, '*');
          else if (response.type === 'traced' || response.type === 'occluded') {
            const kind = response.type === 'traced' ? 'trace' : 'occlude';
            window.postMessage({ type: 'answered', ask, outcome: { ok: { kind, record: response.record } } }, '*');
          } else if (response.type === 'fault')
            window.postMessage({ type: 'answered', ask, outcome: { fault: response.fault } }, '*');
        }
      }
    }, 20);
  });
}

/** The engine's translation, with a beam of 4. */
export async function translateInPage(panel: PanelPage, model: string, text: string): Promise<TranslationResult> {
  await panel.send({
    type: 'engine',
    request: { type: 'translate', id: 2, model, text, options: { beam: 4, nBest: 4 } },
  });
  const found = await panel.page.waitForFunction(
    () => {
      const [response] = window.posted.flatMap((message) =>
        message.type === 'engine' && message.response.type === 'translated' ? [message.response] : [],
      );
      return response && response.type === 'translated' ? JSON.stringify(response.result) : null;
    },
    undefined,
    { timeout: PATIENCE },
  );
  return JSON.parse((await found.jsonValue())!) as TranslationResult;
}
