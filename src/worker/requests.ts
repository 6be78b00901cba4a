/** Schemas of what a worker is sent; the types are those of src/shared/engineProtocol.ts. */

import * as v from 'valibot';
import type { EngineRequest } from '../shared/engineProtocol';
import { traceOptions } from '../shared/traceOptions';

const id = v.pipe(v.number(), v.integer());
const backend = v.picklist(['webgl', 'wasm', 'cpu']);
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const bytes = v.instance(ArrayBuffer);
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32));

const RequestSchema = v.variant('type', [
  v.object({
    type: v.literal('start'),
    backend: v.union([v.literal('auto'), backend]),
    wasm: v.object({ simd: bytes, plain: bytes }),
    remembered: v.optional(
      v.object({
        renderer: v.string(),
        milliseconds: v.object({
          webgl: v.optional(v.number()),
          wasm: v.optional(v.number()),
          cpu: v.optional(v.number()),
        }),
        fastest: backend,
      }),
    ),
  }),
  v.object({
    type: v.literal('load'),
    id,
    files: v.object({
      id: v.string(),
      config: v.string(),
      tokenizer: v.string(),
      weights: bytes,
      scores: v.optional(bytes),
    }),
  }),
  v.object({
    type: v.literal('translate'),
    id,
    model: v.string(),
    text: v.string(),
    options: v.object({ beam: count, nBest: count }),
  }),
  v.object({ type: v.literal('align'), id, model: v.string(), source: v.string(), target: v.string() }),
  v.object({
    type: v.literal('inspect'),
    id,
    model: v.string(),
    source: v.string(),
    target: v.nullable(v.string()),
    step: index,
    bench: v.boolean(),
    layer: v.optional(index),
    head: v.optional(index),
  }),
  v.object({ type: v.literal('trace'), id, model: v.string(), ...traceOptions }),
  v.object({ type: v.literal('occlude'), id, model: v.string(), source: v.string(), target: v.string() }),
  v.object({ type: v.literal('unload'), id, model: v.string() }),
  v.object({ type: v.literal('cancel'), id }),
]);

/** A request, or what is wrong with it and the id it bears, if any. */
export type ParsedRequest = { request: EngineRequest } | { problem: string; id: number | null };

export function parseRequest(message: unknown): ParsedRequest {
  const parsed = v.safeParse(RequestSchema, message);
  if (parsed.success) return { request: parsed.output };
  const [issue] = parsed.issues;
  const bearsId = v.safeParse(v.looseObject({ id }), message);
  return {
    problem: `a message that is no request: ${v.getDotPath(issue) ?? 'message'}: ${issue.message}`,
    id: bearsId.success ? bearsId.output.id : null,
  };
}
