/** Bundled into a page: one contender in a browser. */

import { offscreenWebgl } from '../../src/worker/webgl';
import { gatherFiles } from './gather';
import { BenchSide } from './side';

const side = new BenchSide({
  files: (_model, contender) => gatherFiles(contender, async (key) => (await fetch(`/files/${key}`)).arrayBuffer()),
  runtime: () => import('onnxruntime-web/wasm'),
  webgl: offscreenWebgl(() => {
    throw new Error('the WebGL context was lost');
  }),
  threads: navigator.hardwareConcurrency,
});

Object.assign(globalThis, { side });
