import * as v from 'valibot';
import type { AnsweredRequest } from './components/panel';
import example from './example.json';
import { resultSchema } from './messages';

/** A real result of the default model, stored so that the panel has something to show before any model is loaded. */
export function storedExample(): AnsweredRequest {
  const result = v.parse(resultSchema, example);
  const text = result.sentences.map(({ source }) => source).join(' ');
  return { id: -1, text, focus: 'translation', outcome: { phase: 'done', result, replaceable: false } };
}
