/** Schema of what a trace is asked for; the type is TraceOptions of trace.ts. */

import * as v from 'valibot';
import type { TraceOptions } from './trace';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const weight = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const headRef = v.object({ part: v.picklist(['encoder', 'decoder', 'cross']), layer: index, head: index });

const intervention = v.object({
  mask: v.optional(v.array(index)),
  force: v.optional(v.array(v.object({ step: index, weights: v.array(weight) }))),
  drop: v.optional(v.array(headRef)),
  temperature: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(100))),
});

/** The entries of a message that holds TraceOptions. */
export const traceOptions = {
  source: v.string(),
  target: v.nullable(v.string()),
  prefix: v.optional(v.array(index)),
  edit: v.optional(intervention),
  maps: v.optional(v.boolean()),
};

v.object(traceOptions) satisfies v.GenericSchema<unknown, TraceOptions>;
