import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { panelMessageSchema } from '../../../src/host/view/panelMessages';
import type { EngineRequest, EngineResponse } from '../../../src/shared/engineProtocol';
import type { HostToPanel, PanelToHost } from '../../../src/shared/panelProtocol';
import { Engine } from '../../../src/worker/engine';
import { parseRequest } from '../../../src/worker/requests';
import { engineResponseSchema, hostMessageSchema } from '../../../webview/messages';
import { comparing } from '../../view/fixtures/comparison';
import { greeting, result, states } from '../../view/fixtures/states';
import { stepRecord } from '../../view/fixtures/step';
import { traceOf } from '../../view/fixtures/trace';
import { mutated, RUNS } from './mutate';

const NO_BYTES = new ArrayBuffer(0);
const ASKED = { model: 'm', source: 'Hello', target: null };

const REQUESTS: EngineRequest[] = [
  { type: 'start', backend: 'auto', wasm: { simd: NO_BYTES, plain: NO_BYTES } },
  { type: 'load', id: 1, files: { id: 'm', config: '{}', tokenizer: '{}', weights: NO_BYTES } },
  { type: 'translate', id: 2, model: 'm', text: 'Hello', options: { beam: 4, nBest: 2 } },
  { type: 'align', id: 3, model: 'm', source: 'Hello', target: 'Bonjour' },
  { type: 'inspect', id: 4, ...ASKED, step: 1, bench: true, layer: 0, head: 1 },
  { type: 'unload', id: 5, model: 'm' },
  { type: 'cancel', id: 6 },
];

const trace = traceOf({ source: 'Hello , how are you ?' });
const RESPONSES: EngineResponse[] = [
  { type: 'started', backend: 'wasm', measure: { renderer: 'r', milliseconds: { wasm: 1 }, fastest: 'wasm' } },
  { type: 'progress', id: 1, done: 1, total: 2 },
  { type: 'translated', id: 2, result: result(greeting) },
  { type: 'inspected', id: 4, record: stepRecord() },
  { type: 'traced', id: 5, record: trace },
  { type: 'fault', id: 6, fault: { code: 'modelFile', model: 'm', file: 'config.json', problem: 'p' } },
];

const TO_PANEL: HostToPanel[] = [
  ...Object.values(states).map((state) => ({ type: 'state' as const, state })),
  { type: 'state', state: comparing() },
  { type: 'startEngine', backend: 'auto' },
  { type: 'loadModel', id: 1, model: 'm', base: 'https://example.invalid/m' },
  { type: 'engine', request: REQUESTS[2]! },
  { type: 'inspected', ask: 1, outcome: { ok: stepRecord() } },
];

const TO_HOST: PanelToHost[] = [
  { type: 'ready' },
  ...RESPONSES.map((response) => ({ type: 'engine' as const, response })),
  { type: 'loadProgress', model: 'm', progress: 0.5 },
  { type: 'command', command: 'cancel' },
  { type: 'ask', ask: { kind: 'compare', text: 'Hello', models: ['a', 'b'] } },
  { type: 'ask', ask: { kind: 'inspect', id: 1, ...ASKED, step: 0, bench: false } },
];

/** A schema lets a message through as it is meant to be, or says what is wrong; what it lets through, it does again. */
function holds(schema: v.GenericSchema, message: unknown): void {
  const parsed = v.safeParse(schema, message);
  if (parsed.success)
    expect(v.safeParse(schema, parsed.output)).toMatchObject({ success: true, output: parsed.output });
  else expect(parsed.issues[0].message).not.toBe('');
}

const anyOf = (messages: readonly unknown[]) => fc.oneof(fc.anything(), ...messages.map((message) => mutated(message)));

describe.each([
  ['the worker says', RESPONSES, engineResponseSchema],
  ['the host says to the panel', TO_PANEL, hostMessageSchema],
  ['the panel says to the host', TO_HOST, panelMessageSchema],
] as [string, unknown[], v.GenericSchema][])('what %s', (_, messages, schema) => {
  it('is let through where it is right', () => {
    for (const message of messages) expect(v.safeParse(schema, message).issues).toBeUndefined();
  });

  it('is let through or refused, whatever it is', () => {
    fc.assert(
      fc.property(anyOf(messages), (message) => holds(schema, message)),
      { numRuns: RUNS },
    );
  }, 3_600_000);
});

describe('what the worker is asked', () => {
  it('is let through where it is right', () => {
    for (const request of REQUESTS) expect(parseRequest(request)).toEqual({ request });
  });

  it('ends in exactly one answer, whatever it is', async () => {
    const check = async (message: unknown) => {
      const answers: EngineResponse[] = [];
      const engine = new Engine({
        emit: (response) => {
          if (response.type !== 'progress') answers.push(response);
        },
        letMessagesIn: () => Promise.resolve(),
        webgl: null,
      });
      const parsed = parseRequest(message);
      // a start would be let through with binaries that are none: what that ends in, backend.test.ts tells
      if ('request' in parsed && parsed.request.type === 'start') return;
      engine.receive(message);
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
      const quiet = 'request' in parsed && parsed.request.type === 'cancel';
      expect(answers).toHaveLength(quiet ? 0 : 1);
      if (quiet) return;
      const expected = 'request' in parsed ? (parsed.request as { id: number }).id : parsed.id;
      expect(answers[0]).toMatchObject({ id: expected });
    };
    await fc.assert(fc.asyncProperty(anyOf(REQUESTS), check), { numRuns: RUNS });
  }, 3_600_000);
});
