/** Entry of the Node worker thread that the extension host starts while there is no panel. */

import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { buffersOfAnswer } from '../shared/engineProtocol';
import { Engine } from './engine';

if (!parentPort) throw new Error('this file is run as a worker thread only');
const port = parentPort;

const engine = new Engine({
  emit: (response) => port.postMessage(response, buffersOfAnswer(response)),
  letMessagesIn: () => setImmediate(),
  webgl: null,
});

port.on('message', (message: unknown) => engine.receive(message));
