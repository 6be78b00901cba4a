import type { CompareRun, CompareState } from '../../src/shared/compare';
import type { ModelSummary } from '../../src/shared/panelProtocol';
import type { SentenceResult } from '../../src/shared/result';
import { agreements } from './agreement';
import { placeInLineage } from './families';

export const SORTS = ['lineage', 'bleu', 'aer', 'agreement', 'time'] as const;
export type Sort = (typeof SORTS)[number];

export type DoneRun = Extract<CompareRun, { phase: 'done' }>;

/** One model of a comparison with all that its card shows. */
export interface CompareRow {
  run: CompareRun;
  /** Null where the model is no longer installed. */
  model: ModelSummary | null;
  name: string;
  /** Mean word F1 with the other translations, 0 to 1; null until there are two. */
  agreement: number | null;
}

export const isDone = (run: CompareRun): run is DoneRun => run.phase === 'done';

/** Whether the comparison still goes on. */
export const isRunning = ({ runs }: CompareState): boolean =>
  runs.some(({ phase }) => phase === 'waiting' || phase === 'loading' || phase === 'running');

/** A finished run's sentence; null before it is finished, and where it has none of that index. */
export const sentenceOf = (run: CompareRun, sentence: number): SentenceResult | null =>
  (isDone(run) && run.result.sentences[sentence]) || null;

/** How many sentences the longest finished run has. */
export const sentenceCount = ({ runs }: CompareState): number =>
  Math.max(0, ...runs.map((run) => (isDone(run) ? run.result.sentences.length : 0)));

/** Steps of the scrubber: target words of the longest translation of this sentence. */
export const stepCount = ({ runs }: CompareState, sentence: number): number =>
  Math.max(0, ...runs.map((run) => sentenceOf(run, sentence)?.targetWords.length ?? 0));

/** The comparison's models, sorted. */
export function rowsOf({ runs }: CompareState, models: readonly ModelSummary[], sort: Sort): CompareRow[] {
  const done = runs.filter(isDone);
  const agreed = agreements(done.map(({ result }) => result));
  const rows = runs.map((run) => {
    const model = models.find(({ id }) => id === run.model) ?? null;
    const agreement = isDone(run) ? (agreed[done.indexOf(run)] ?? null) : null;
    return { run, model, name: model?.name ?? run.model, agreement };
  });
  return rows.sort((a, b) => compareValues(valueOf(a, sort), valueOf(b, sort)) || inLineage(a) - inLineage(b));
}

const inLineage = ({ run }: CompareRow): number => placeInLineage(run.model);

/** What a row is sorted by, the least first; null goes last. */
function valueOf({ run, model, agreement }: CompareRow, sort: Sort): number | null {
  const negated = (value: number | null | undefined): number | null => (value == null ? null : -value);
  switch (sort) {
    case 'lineage':
      return 0;
    case 'bleu':
      return negated(model?.figures?.bleu);
    case 'aer':
      return model?.figures?.aer ?? null;
    case 'agreement':
      return negated(agreement);
    case 'time':
      return isDone(run) ? run.milliseconds : null;
  }
}

function compareValues(a: number | null, b: number | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return a - b;
}

/** Log-probability per piece over all sentences of a result: each sentence's score, weighed by its words. */
export function scoreOf({ result: { sentences } }: DoneRun): number | null {
  let words = 0;
  let total = 0;
  for (const { score, targetWords } of sentences) {
    const weight = Math.max(1, targetWords.length);
    words += weight;
    total += score * weight;
  }
  return words ? total / words : null;
}
