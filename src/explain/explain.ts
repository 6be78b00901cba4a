import type { SentenceResult } from '../shared/result';
import type { Claim, Section } from './claim';
import { doubts, type Steps } from './doubts';
import { origins } from './origins';
import { support } from './support';
import { texts } from './texts';

export const SECTIONS = ['check', 'unsure', 'origins'] as const satisfies readonly Section[];

/**
 * Everything that can be said about a sentence, what matters most first within each section. Of a model without attention
 * nothing is said but what probabilities and the texts themselves show.
 * @param trace of this very sentence; without it, no rivals
 */
export function claimsOf(sentence: SentenceResult, trace: Steps | null): Claim[] {
  const all = [...texts(sentence), ...support(sentence), ...doubts(sentence, trace), ...origins(sentence)];
  return all.toSorted(
    (a, b) =>
      SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section) || b.weight - a.weight || firstWord(a) - firstWord(b),
  );
}

const firstWord = ({ target, source }: Claim): number => target[0] ?? source[0] ?? 0;
