import * as v from 'valibot';
import { choicesSchema, type Choices } from './choices';
import type { AnsweredRequest } from './components/panel';
import { requestSchema, stateSchema } from './messages';

const savedSchema = v.object({
  state: stateSchema,
  answered: v.nullable(requestSchema),
  choices: choicesSchema,
});

/** What outlives a reload of the document. */
export interface Saved {
  state: v.InferOutput<typeof stateSchema>;
  answered: AnsweredRequest | null;
  choices: Choices;
}

/** Reads a saved state; null where there is none, or one that another version of the panel wrote. */
export function readSaved(saved: unknown): Saved | null {
  const parsed = v.safeParse(savedSchema, saved);
  if (!parsed.success) return null;
  const { answered, ...rest } = parsed.output;
  return { ...rest, answered: isAnswered(answered) ? answered : null };
}

export function isAnswered(request: v.InferOutput<typeof requestSchema> | null): request is AnsweredRequest {
  return request?.outcome.phase === 'done' && request.outcome.result.sentences.length > 0;
}
