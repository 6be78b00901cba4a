/** Where the words of the translation came from: by what they attended to, which shows where the model looked, not why. */

import type { SentenceResult } from '../shared/result';
import type { Claim, Figure } from './claim';
import { MAJORITY, PARTNER } from './limits';
import { isWord, runsOf, strongestOf, wordsProper, type Strongest } from './measures';

/** The shortest word that can be called copied: shorter ones ("on", "a") are words of both languages by accident. */
const SHORTEST_COPY = 4;

const attention = ({ target, source, weight }: Strongest): Figure => ({
  of: 'attention',
  target,
  source,
  value: weight,
});

const unique = (indices: readonly number[]): number[] => [...new Set(indices)].sort((a, b) => a - b);

export function origins(sentence: SentenceResult): Claim[] {
  if (sentence.alignment.length === 0) return [];
  const firm = firmLinks(sentence);
  return [
    ...orderChanges(firm),
    ...oneToMany(firm),
    ...manyToOne(sentence),
    ...copied(sentence, firm),
    ...followed(sentence, firm),
  ];
}

/** Links of words proper that hold most of the attention, in the order of the translation. */
function firmLinks(sentence: SentenceResult): Strongest[] {
  return wordsProper(sentence.targetWords)
    .map((target) => strongestOf(sentence, target))
    .filter(({ source, weight }) => weight >= MAJORITY && isSourceWord(sentence, source));
}

const isSourceWord = ({ sourceWords }: SentenceResult, source: number): boolean =>
  sourceWords[source] !== undefined && isWord(sourceWords[source]);

/** Runs of words whose source words stand in the opposite order. */
function orderChanges(firm: readonly Strongest[]): Claim[] {
  const claims: Claim[] = [];
  for (let start = 0; start < firm.length; start++) {
    let end = start;
    while (firm[end + 1] && firm[end + 1]!.source < firm[end]!.source) end++;
    if (end === start) continue;
    const run = firm.slice(start, end + 1);
    claims.push({
      kind: 'order',
      section: 'origins',
      source: unique(run.map(({ source }) => source)),
      target: run.map(({ target }) => target),
      figures: run.map(attention),
      limit: { name: 'majority', value: MAJORITY },
      weight: 3 + run.length / 100,
    });
    start = end;
  }
  return claims;
}

/** Source words that several words of the translation attended to most. */
function oneToMany(firm: readonly Strongest[]): Claim[] {
  return unique(firm.map(({ source }) => source))
    .map((source) => firm.filter((link) => link.source === source))
    .filter((links) => links.length > 1)
    .map((links) => ({
      kind: 'oneToMany',
      section: 'origins',
      source: [links[0]!.source],
      target: links.map(({ target }) => target),
      figures: links.map(attention),
      limit: { name: 'majority', value: MAJORITY },
      weight: 2 + links.length / 100,
    }));
}

/** Words that looked at several words of the source, each of which had a good part. */
function manyToOne(sentence: SentenceResult): Claim[] {
  return wordsProper(sentence.targetWords).flatMap((target): Claim[] => {
    const row = sentence.alignment[target]!;
    const source = row.flatMap((weight, s) => (weight >= PARTNER && isSourceWord(sentence, s) ? [s] : []));
    if (source.length < 2) return [];
    return [
      {
        kind: 'manyToOne',
        section: 'origins',
        source,
        target: [target],
        figures: source.map((s) => attention({ target, source: s, weight: row[s]! })),
        limit: { name: 'partner', value: PARTNER },
        weight: 1 + source.length / 100,
      },
    ];
  });
}

/** Runs of words that stand in the translation as in the source, and attended to themselves. */
function copied({ sourceWords, targetWords }: SentenceResult, firm: readonly Strongest[]): Claim[] {
  const same = firm.filter(
    ({ target, source }) =>
      targetWords[target]!.text === sourceWords[source]!.text &&
      targetWords[target]!.text.length >= SHORTEST_COPY &&
      /\p{L}/u.test(targetWords[target]!.text),
  );
  return runsOf(same.map(({ target }) => target)).map((target) => {
    const links = same.filter((link) => target.includes(link.target));
    return {
      kind: 'copied',
      section: 'origins',
      source: unique(links.map(({ source }) => source)),
      target,
      figures: links.map(attention),
      limit: { name: 'majority', value: MAJORITY },
      weight: 0.5 + target.length / 100,
    };
  });
}

/** How many words stand in the order of the source words that they attended to most: a longest such sequence. */
function followed({ targetWords }: SentenceResult, firm: readonly Strongest[]): Claim[] {
  const inOrder = longestInOrder(firm);
  if (inOrder.length === 0) return [];
  return [
    {
      kind: 'followed',
      section: 'origins',
      source: unique(inOrder.map(({ source }) => source)),
      target: inOrder.map(({ target }) => target),
      figures: [
        { of: 'count', value: inOrder.length, total: wordsProper(targetWords).length },
        ...inOrder.map(attention),
      ],
      limit: { name: 'majority', value: MAJORITY },
      weight: 10,
    },
  ];
}

/** A longest subsequence whose source words do not go back. */
function longestInOrder(links: readonly Strongest[]): Strongest[] {
  const length: number[] = [];
  const before: number[] = [];
  let best = -1;
  for (const [at, { source }] of links.entries()) {
    length[at] = 1;
    before[at] = -1;
    for (let i = 0; i < at; i++) {
      if (links[i]!.source <= source && length[i]! + 1 > length[at]!) [length[at], before[at]] = [length[i]! + 1, i];
    }
    if (best < 0 || length[at]! > length[best]!) best = at;
  }
  const chosen: Strongest[] = [];
  for (let at = best; at >= 0; at = before[at]!) chosen.unshift(links[at]!);
  return chosen;
}
