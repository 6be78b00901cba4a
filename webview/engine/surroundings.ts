import type { PanelResources, PanelToHost } from '../../src/shared/panelProtocol';
import { fetchBytes } from './fetchFiles';
import type { Surroundings, WorkerLike } from './supervisor';

/** Long enough for a cold start on a slow machine; a worker at work reports its progress far more often. */
const SILENCE_SECONDS = 45;

/** The supervisor's world in a webview, where a worker can start only from a blob. */
export function webviewSurroundings(resources: PanelResources, post: (message: PanelToHost) => void): Surroundings {
  let script: Promise<string> | undefined;
  const scriptUrl = async (): Promise<string> => {
    const bytes = await fetchBytes(resources.worker, fetch);
    return URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
  };
  return {
    async spawn() {
      script ??= scriptUrl().catch((thrown: unknown) => {
        script = undefined;
        throw thrown;
      });
      return new Worker(await script) as WorkerLike;
    },
    async fetchWasm() {
      const { simd, plain } = resources.wasm;
      const [simdBytes, plainBytes] = await Promise.all([fetchBytes(simd, fetch), fetchBytes(plain, fetch)]);
      return { simd: simdBytes, plain: plainBytes };
    },
    fetch: (input, init) => fetch(input, init),
    silenceSeconds: SILENCE_SECONDS,
    respond: (response) => post({ type: 'engine', response }),
    loadProgress: (model, progress) => post({ type: 'loadProgress', model, progress }),
  };
}
