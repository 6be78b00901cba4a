/** What the page asked, with the changes that each question stands for: an answer is drawn as what it is the answer to. */

import type { Question } from '../../src/shared/panelProtocol';
import type { TraceRecord } from '../../src/shared/trace';
import type { Inquiry } from '../questions';
import type { Changes } from './changes';

/** Keys of the page's questions. */
export const KEYS = {
  before: 'whatIf.before',
  /** The changed source as it is, where its words and pieces must be known first. */
  read: 'whatIf.read',
  after: 'whatIf.after',
  occlude: 'whatIf.occlude',
} as const;

export interface Asked {
  /** The sentence and the model of the page. */
  source: string;
  model: string;
  changes: Changes;
}

/** The page is taken down when another one is turned to; its questions live on in the panel. */
const asked = new WeakMap<Question, Asked>();

export const remember = (question: Question, about: Asked): void => void asked.set(question, about);

export const recall = (question: Question | null | undefined): Asked | null =>
  (question && asked.get(question)) ?? null;

/** The trace that answered, where it is one of this sentence and model. */
export function tracedFor(inquiry: Inquiry | null, { source, model }: Pick<Asked, 'source' | 'model'>) {
  const about = recall(inquiry?.answered);
  if (!about || about.source !== source || about.model !== model || inquiry?.answer?.kind !== 'trace') return null;
  return { record: inquiry.answer.record satisfies TraceRecord, changes: about.changes };
}

/** Whether this is what was asked last about this sentence and model, answered or not. */
export function isAsked(inquiry: Inquiry | null, question: Question, { source, model }: Asked): boolean {
  const about = recall(inquiry?.question);
  if (!inquiry || about?.source !== source || about.model !== model) return false;
  return JSON.stringify(inquiry.question) === JSON.stringify(question);
}
