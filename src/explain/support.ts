/** What nothing in the source supports, and what of the source nothing in the translation looked at. */

import type { SentenceResult } from '../shared/result';
import type { Claim, Figure } from './claim';
import { MAJORITY, PARTNER } from './limits';
import { effectiveCount, receivedBy, runsOf, strongestIn, strongestOf, wordsProper, type Strongest } from './measures';

export function support(sentence: SentenceResult): Claim[] {
  if (sentence.alignment.length === 0) return [];
  return [...unsupported(sentence), ...coverage(sentence)];
}

/** Runs of words that looked at the end mark most, or at nothing in particular. */
function unsupported(sentence: SentenceResult): Claim[] {
  const proper = wordsProper(sentence.targetWords);
  const end = sentence.sourceWords.length;
  const endOf = (target: number): number => sentence.alignment[target]![end]!;
  const atEnd = proper.filter((target) => endOf(target) >= MAJORITY);
  const adrift = proper.filter((target) => !partnered(sentence, target) && !atEnd.includes(target));
  const claims = [
    ...runsOf(atEnd).map((target): Claim => ({
      kind: 'endMark',
      section: 'check',
      source: [end],
      target,
      figures: target.flatMap((each) => [
        { of: 'attention', target: each, source: end, value: endOf(each) },
        confidenceIn(sentence, each),
      ]),
      limit: { name: 'majority', value: MAJORITY },
      weight: 4 + doubt(sentence, target),
    })),
    ...runsOf(adrift).map((target): Claim => ({
      kind: 'spread',
      section: 'check',
      source: [...new Set(target.map((each) => strongestOf(sentence, each).source))].sort((a, b) => a - b),
      target,
      figures: target.flatMap((each) => spreadOf(sentence, each)),
      limit: { name: 'partner', value: PARTNER },
      weight: 3 + doubt(sentence, target),
    })),
  ];
  if (claims.length > 0 || proper.length === 0) return claims;
  const least = proper.map((target) => partnerOf(sentence, target)).reduce((a, b) => (b.weight < a.weight ? b : a));
  const { target, source, weight } = least;
  return [
    {
      kind: 'supported',
      section: 'check',
      source: [source],
      target: [target],
      figures: [{ of: 'attention', target, source, value: weight }],
      limit: { name: 'partner', value: PARTNER },
      weight: 0,
    },
  ];
}

/** The word of the source, the end mark not among them, that has most of its attention. */
const partnerOf = ({ alignment }: SentenceResult, target: number): Strongest =>
  strongestIn(alignment[target]!.slice(0, -1), target);

const partnered = (sentence: SentenceResult, target: number): boolean => partnerOf(sentence, target).weight >= PARTNER;

function spreadOf(sentence: SentenceResult, target: number): Figure[] {
  const { source, weight } = strongestOf(sentence, target);
  return [
    { of: 'attention', target, source, value: weight },
    { of: 'spread', target, value: effectiveCount(sentence.alignment[target]!) },
    confidenceIn(sentence, target),
  ];
}

const confidenceIn = ({ targetWords }: SentenceResult, target: number): Figure => ({
  of: 'confidence',
  target,
  value: targetWords[target]!.confidence,
});

/** How unsure the model was of the least sure of some words, 0 to 1. */
const doubt = ({ targetWords }: SentenceResult, target: readonly number[]): number =>
  1 - Math.min(...target.map((each) => targetWords[each]!.confidence));

/** Runs of source words to which the whole translation gave less than a partner has of a single word. */
function coverage(sentence: SentenceResult): Claim[] {
  const proper = wordsProper(sentence.sourceWords);
  const received = (source: number): Figure & { of: 'received' } => ({
    of: 'received',
    source,
    value: receivedBy(sentence, source),
  });
  const limit = { name: 'partner', value: PARTNER } as const;
  const missed = proper.filter((source) => received(source).value < PARTNER);
  if (missed.length === 0 && proper.length > 0) {
    const least = proper.map(received).reduce((a, b) => (b.value < a.value ? b : a));
    const { source } = least;
    return [{ kind: 'covered', section: 'check', source: [source], target: [], figures: [least], limit, weight: 0 }];
  }
  return runsOf(missed).map((source) => ({
    kind: 'uncovered',
    section: 'check',
    source,
    target: [],
    figures: source.map(received),
    limit,
    weight: 2 + source.length / 100 - Math.min(...source.map((each) => received(each).value)) / 100,
  }));
}
