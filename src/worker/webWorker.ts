/** Entry of the Web Worker that the panel's document starts from a blob. */

import { buffersOfAnswer } from '../shared/engineProtocol';
import { Engine } from './engine';
import { offscreenWebgl } from './webgl';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

/** A turn of the event loop; a timer would wait 4 ms. */
const turn = new MessageChannel();
function letMessagesIn(): Promise<void> {
  return new Promise((resolve) => {
    turn.port1.onmessage = () => resolve();
    turn.port2.postMessage(null);
  });
}

const engine = new Engine({
  emit: (response) => scope.postMessage(response, buffersOfAnswer(response)),
  letMessagesIn,
  webgl: offscreenWebgl(() => scope.postMessage({ type: 'fault', id: null, fault: { code: 'contextLost' } })),
});

scope.addEventListener('message', ({ data }) => engine.receive(data));
