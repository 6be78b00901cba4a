import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, ClaimKind, Figure } from '../../../src/explain/claim';
import type { Steps } from '../../../src/explain/doubts';
import { claimsOf, SECTIONS } from '../../../src/explain/explain';
import { MAJORITY, PARTNER, PHRASE, UNSURE } from '../../../src/explain/limits';
import type { SentenceResult, Word } from '../../../src/shared/result';
import { anySentence, row, sentence, traceOf } from './sentences';

const LIMITS = { majority: MAJORITY, partner: PARTNER, unsure: UNSURE, phrase: PHRASE };
/** What may be said of a model without attention. */
const WITHOUT_ATTENTION: ClaimKind[] = ['unsure', 'sure', 'repeated', 'newNumber', 'lostNumber', 'truncated'];

const kinds = (claims: Claim[]): ClaimKind[] => claims.map(({ kind }) => kind);
const of = (claims: Claim[], kind: ClaimKind): Claim[] => claims.filter((claim) => claim.kind === kind);
const texts = ({ sourceWords, targetWords }: SentenceResult, { source, target }: Claim) => ({
  source: source.map((index) => sourceWords[index]?.text ?? '</s>'),
  target: target.map((index) => targetWords[index]!.text),
});

/** The figure anew, from the record alone. */
function recomputed(figure: Figure, { alignment, targetWords }: SentenceResult, trace: Steps): number {
  switch (figure.of) {
    case 'attention':
      return alignment[figure.target]![figure.source]!;
    case 'received':
      return alignment.map((weights) => weights[figure.source]!).reduce((a, b) => a + b, 0);
    case 'spread':
      return alignment[figure.target]!.filter((w) => w > 0).reduce((product, w) => product * w ** -w, 1);
    case 'confidence':
      return targetWords[figure.target]!.confidence;
    case 'probability':
      return trace.steps[figure.step]!.probability;
    case 'entropy':
      return trace.steps[figure.step]!.entropy;
    case 'rival':
      return trace.steps[figure.step]!.next.find(({ id }) => id === figure.id)!.probability;
    case 'count':
      return figure.value;
  }
}

const times = (words: readonly Word[], text: string): number => words.filter((word) => word.text === text).length;

/** Whether the figures of a claim are on the side of its threshold that it says. */
function holds(claim: Claim, { alignment, sourceWords, targetWords, truncated }: SentenceResult): boolean {
  const end = sourceWords.length;
  const best = (target: number): number => Math.max(...alignment[target]!);
  const bestSource = (target: number): number => alignment[target]!.indexOf(best(target));
  switch (claim.kind) {
    case 'order': {
      const sources = claim.target.map(bestSource);
      return claim.target.every((t) => best(t) >= MAJORITY) && sources.every((s, i) => i === 0 || s < sources[i - 1]!);
    }
    case 'followed': {
      const sources = claim.target.map(bestSource);
      const figure = claim.figures[0]!;
      return (
        claim.target.every((t) => best(t) >= MAJORITY) &&
        sources.every((s, i) => i === 0 || s >= sources[i - 1]!) &&
        figure.of === 'count' &&
        figure.value === claim.target.length &&
        figure.total === targetWords.filter(({ text }) => /[\p{L}\p{N}]/u.test(text)).length
      );
    }
    case 'oneToMany':
      return claim.target.length > 1 && claim.target.every((t) => alignment[t]![claim.source[0]!]! >= MAJORITY);
    case 'manyToOne':
      return claim.source.length > 1 && claim.source.every((s) => alignment[claim.target[0]!]![s]! >= PARTNER);
    case 'copied':
      return claim.target.every((t) => targetWords[t]!.text === sourceWords[bestSource(t)]!.text);
    case 'unsure':
      return claim.target.every((t) => targetWords[t]!.confidence < UNSURE);
    case 'sure':
      return targetWords
        .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
        .every(({ confidence }) => confidence >= targetWords[claim.target[0]!]!.confidence && confidence >= UNSURE);
    case 'endMark':
      return claim.target.every((t) => alignment[t]![end]! >= MAJORITY);
    case 'spread':
      return claim.target.every((t) => alignment[t]!.slice(0, end).every((weight) => weight < PARTNER));
    case 'supported':
      return claim.figures.every(({ value }) => value >= PARTNER) && claim.source.every((s) => s < end);
    case 'covered':
      return claim.figures.every(({ value }) => value >= PARTNER);
    case 'uncovered':
      return claim.source.every((s) => alignment.reduce((sum, weights) => sum + weights[s]!, 0) < PARTNER);
    case 'repeated': {
      const [count] = claim.figures;
      if (count?.of !== 'count' || count.value < 2) return false;
      const words = claim.target.map((t) => targetWords[t]!.text.toLowerCase());
      const copies = Array.from({ length: count.value }, (_, i) => words.slice(i * count.total, (i + 1) * count.total));
      return copies.every((copy) => copy.length === count.total && copy.join(' ') === copies[0]!.join(' '));
    }
    case 'newNumber':
      return claim.target.every(
        (t) => times(targetWords, targetWords[t]!.text) > times(sourceWords, targetWords[t]!.text),
      );
    case 'lostNumber':
      return claim.source.every(
        (s) => times(sourceWords, sourceWords[s]!.text) > times(targetWords, sourceWords[s]!.text),
      );
    case 'truncated':
      return truncated === true;
  }
}

describe('every claim, of any sentence', () => {
  it('has figures that are the record’s, words that there are, and the threshold it says', () => {
    fc.assert(
      fc.property(anySentence, (made) => {
        const trace = traceOf(made);
        for (const claim of claimsOf(made, trace)) {
          expect(claim.figures.length, claim.kind).toBeGreaterThan(0);
          for (const figure of claim.figures) {
            expect(figure.value).toBeCloseTo(recomputed(figure, made, trace), 9);
            if ('target' in figure) expect(claim.target).toContain(figure.target);
            if ('source' in figure) expect(claim.source).toContain(figure.source);
          }
          expect(claim.source.every((s) => s >= 0 && s <= made.sourceWords.length)).toBe(true);
          expect(claim.target.every((t) => made.targetWords[t] !== undefined)).toBe(true);
          expect(claim.source.length + claim.target.length, claim.kind).toBeGreaterThan(0);
          if (claim.limit) expect(claim.limit.value).toBe(LIMITS[claim.limit.name]);
          expect(holds(claim, made), `${claim.kind} ${JSON.stringify(claim)}`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('stands but once, and what matters most comes first in its section', () => {
    fc.assert(
      fc.property(anySentence, (made) => {
        const claims = claimsOf(made, traceOf(made));
        expect(new Set(claims.map((claim) => JSON.stringify(claim))).size).toBe(claims.length);
        for (const [index, claim] of claims.entries()) {
          const before = claims[index - 1];
          if (!before) continue;
          const [a, b] = [SECTIONS.indexOf(before.section), SECTIONS.indexOf(claim.section)];
          expect(a < b || (a === b && before.weight >= claim.weight)).toBe(true);
        }
      }),
    );
  });

  it('leaves attention alone where the model has none', () => {
    fc.assert(
      fc.property(anySentence, (made) => {
        const claims = claimsOf({ ...made, alignment: [] }, traceOf(made));
        for (const { kind, figures } of claims) {
          expect(WITHOUT_ATTENTION).toContain(kind);
          for (const figure of figures) expect(['attention', 'received', 'spread']).not.toContain(figure.of);
        }
      }),
    );
  });

  it('is said of no word that another claim of its section calls fine', () => {
    fc.assert(
      fc.property(anySentence, (made) => {
        const said = new Set(kinds(claimsOf(made, null)));
        expect(said.has('sure') && said.has('unsure')).toBe(false);
        expect(said.has('supported') && (said.has('spread') || said.has('endMark'))).toBe(false);
        expect(said.has('covered') && said.has('uncovered')).toBe(false);
      }),
    );
  });
});

describe('a claim is made', () => {
  it('of words in the opposite order', () => {
    const made = sentence('the red car', 'la voiture rouge', [
      row(4, { 0: 0.9 }),
      row(4, { 2: 0.8 }),
      row(4, { 1: 0.7 }),
    ]);
    const [claim] = of(claimsOf(made, null), 'order');
    expect(texts(made, claim!)).toEqual({ source: ['red', 'car'], target: ['voiture', 'rouge'] });
    expect(of(claimsOf(made, null), 'order')).toHaveLength(1);
    expect(of(claimsOf(made, null), 'followed')[0]!.figures[0]).toEqual({ of: 'count', value: 2, total: 3 });
  });

  it('of a word that became several, and of several that became one', () => {
    const made = sentence('do not go', 'ne va pas', [
      row(4, { 1: 0.8 }),
      row(4, { 0: 0.3, 2: 0.6 }),
      row(4, { 1: 0.75 }),
    ]);
    const claims = claimsOf(made, null);
    expect(texts(made, of(claims, 'oneToMany')[0]!)).toEqual({ source: ['not'], target: ['ne', 'pas'] });
    expect(texts(made, of(claims, 'manyToOne')[0]!)).toEqual({ source: ['do', 'go'], target: ['va'] });
  });

  it('of an unsure word, with what else the model held likely', () => {
    const made = sentence('a cat', 'un chat', [row(3, { 0: 0.9 }), row(3, { 1: 0.9 })], [0.9, 0.3]);
    const [claim] = of(claimsOf(made, traceOf(made)), 'unsure');
    expect(texts(made, claim!).target).toEqual(['chat']);
    expect(claim!.figures.flatMap((figure) => (figure.of === 'rival' ? [[figure.text, figure.value]] : []))).toEqual([
      ['autre', expect.closeTo(0.56)],
      ['</s>', expect.closeTo(0.105)],
    ]);
    expect(kinds(claimsOf(made, traceOf(made)))).not.toContain('sure');
  });

  it('of the weakest piece of a word of several, the word as it would then begin', () => {
    const made = sentence('a cat', 'un chaton', [row(3, { 0: 0.9 }), row(3, { 1: 0.9 })], [0.9, 0.3]);
    const step = (probability: number, id: number, ...next: [number, string, number][]) => ({
      probability,
      entropy: 1,
      next: next.map(([other, piece, of_]) => ({ id: other, piece, probability: of_ })),
    });
    const trace: Steps = {
      targetPieces: { text: [' un', ' ch', 'aton', '</s>'], word: [0, 1, 1, -1], words: made.targetWords },
      targetIds: [1, 2, 3, 0],
      steps: [
        step(0.9, 1),
        step(0.8, 2),
        step(0.1, 3, [7, 'at', 0.7], [8, ' et', 0.1], [3, 'aton', 0.1]),
        step(0.9, 0),
      ],
    };
    const { figures } = of(claimsOf(made, trace), 'unsure')[0]!;
    expect(figures.flatMap((figure) => (figure.of === 'rival' ? [figure.text] : []))).toEqual(['chat', 'ch et']);
    expect(figures).toContainEqual({ of: 'probability', target: 1, step: 2, value: 0.1 });
  });

  it('of words that nothing supports: of the end mark, and of attention without a peak', () => {
    const made = sentence('one two three four five', 'un deux trois', [
      row(6, { 0: 0.9 }),
      row(6, { 1: 0.2 }, 'end'),
      row(6, { 2: 0.2 }),
    ]);
    const claims = claimsOf(made, null);
    expect(texts(made, of(claims, 'endMark')[0]!)).toEqual({ source: ['</s>'], target: ['deux'] });
    expect(texts(made, of(claims, 'spread')[0]!).target).toEqual(['trois']);
    expect(of(claims, 'spread')[0]!.figures).toContainEqual({
      of: 'spread',
      target: 2,
      value: expect.closeTo(5.98, 1),
    });
  });

  it('of source words that nothing looked at', () => {
    const made = sentence('he really went', 'il est allé', [
      row(4, { 0: 0.95, 1: 0.02 }),
      row(4, { 2: 0.95, 1: 0.02 }),
      row(4, { 2: 0.9, 1: 0.05 }),
    ]);
    const [claim] = of(claimsOf(made, null), 'uncovered');
    expect(texts(made, claim!).source).toEqual(['really']);
    expect(claim!.figures).toEqual([{ of: 'received', source: 1, value: expect.closeTo(0.09) }]);
  });

  it('of a phrase that came twice out of the same words, and not of two that are two in the source', () => {
    const same = sentence('the house', 'de la de la maison', [
      row(3, { 0: 0.9 }),
      row(3, { 0: 0.9 }),
      row(3, { 0: 0.9 }),
      row(3, { 0: 0.9 }),
      row(3, { 1: 0.9 }),
    ]);
    const [claim] = of(claimsOf(same, null), 'repeated');
    expect(texts(same, claim!)).toEqual({ source: ['the'], target: ['de', 'la', 'de', 'la'] });
    expect(claim!.figures[0]).toEqual({ of: 'count', value: 2, total: 2 });
    const two = sentence('very very old', 'très très vieux', [
      row(4, { 0: 0.9 }),
      row(4, { 1: 0.9 }),
      row(4, { 2: 0.9 }),
    ]);
    expect(of(claimsOf(two, null), 'repeated')).toEqual([]);
    expect(of(claimsOf({ ...two, alignment: [] }, null), 'repeated')).toEqual([]);
  });

  it('of a word that follows itself where nothing does in the source, whatever its copies looked at', () => {
    const made = sentence('ten dollars', 'dix dollars dollars', [
      row(3, { 0: 0.9 }),
      row(3, { 0: 0.9 }),
      row(3, { 1: 0.9 }),
    ]);
    expect(texts(made, of(claimsOf(made, null), 'repeated')[0]!).target).toEqual(['dollars', 'dollars']);
    expect(of(claimsOf({ ...made, alignment: [] }, null), 'repeated')).toHaveLength(1);
  });

  it('of no doubled pronoun, though it looks twice at the same word', () => {
    const made = sentence('we wash', 'nous nous lavons', [row(3, { 0: 0.9 }), row(3, { 0: 0.9 }), row(3, { 1: 0.9 })]);
    expect(of(claimsOf(made, null), 'repeated')).toEqual([]);
  });

  it('of numbers that one text has alone, however thousands and decimals are written', () => {
    const made = sentence('1,000 men in 1987', '1 000 hommes en 1988', []);
    const claims = claimsOf(made, null);
    expect(texts(made, of(claims, 'newNumber')[0]!).target).toEqual(['1988']);
    expect(texts(made, of(claims, 'lostNumber')[0]!).source).toEqual(['1987']);
    expect(kinds(claimsOf(sentence('3.5 kg', '3,5 kg', []), null))).toEqual(['sure']);
  });

  it('of a translation that was cut short', () => {
    expect(kinds(claimsOf({ ...sentence('a b', 'c d', []), truncated: true }, null))).toContain('truncated');
  });

  it('of nothing at all where there is nothing', () => {
    expect(claimsOf(sentence('Hello', '', []), null)).toEqual([]);
    expect(claimsOf(sentence('!', '!', [[0.5, 0.5]]), null)).toEqual([]);
  });
});
