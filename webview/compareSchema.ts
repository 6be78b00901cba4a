/** Schemas of a comparison and of the figures that stand beside it. */

import * as v from 'valibot';
import type { CompareState, ModelFigures } from '../src/shared/compare';
import { count, faultSchema, resultSchema } from './resultSchema';

const figure = v.pipe(v.number(), v.finite());
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

export const figuresSchema = v.object({
  parameters: count,
  bytes: count,
  trainedPieces: amount,
  trainedMinutes: amount,
  bleu: v.nullable(figure),
  chrf: v.nullable(figure),
  aer: v.nullable(figure),
  bleuByLength: v.record(v.string(), v.nullable(figure)),
  headAer: v.optional(v.array(v.array(v.object({ emitting: amount, reading: amount })))),
}) satisfies v.GenericSchema<unknown, ModelFigures>;

const run = v.variant('phase', [
  v.object({ model: v.string(), phase: v.picklist(['waiting', 'loading', 'running', 'cancelled']) }),
  v.object({
    model: v.string(),
    phase: v.literal('done'),
    result: resultSchema,
    milliseconds: amount,
    loadMilliseconds: amount,
  }),
  v.object({ model: v.string(), phase: v.literal('failed'), fault: faultSchema }),
]);

export const compareSchema = v.object({
  id: count,
  text: v.string(),
  shortened: v.optional(v.boolean()),
  runs: v.array(run),
}) satisfies v.GenericSchema<unknown, CompareState>;
