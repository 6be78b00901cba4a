import { describe, expect, it } from 'vitest';
import type { SentenceResult } from '../../../src/shared/result';
import { adoption } from '../../../webview/adopt';
import { sentence } from '../../view/fixtures/states';

const shown: SentenceResult = {
  ...sentence('Run make and make all', 'Lancez make et make all', 40),
  alternatives: [{ target: 'Exécutez make et make all', score: -0.2 }],
  pinned: [
    { source: { start: 4, end: 8 }, target: { start: 7, end: 11 } },
    { source: { start: 13, end: 21 }, target: { start: 15, end: 23 }, restored: true },
  ],
};
const decoded = (target: string, source = shown.source): SentenceResult => ({
  ...sentence(source, target),
  score: -0.6,
});

describe('adoption', () => {
  it('stands where the sentence stands, and lets every text be chosen again', () => {
    const { result } = adoption(shown, decoded('Démarrez make et make all'));
    expect(result.span).toEqual(shown.span);
    expect(result.target).toBe('Démarrez make et make all');
    expect(result.alternatives).toEqual([
      { target: 'Exécutez make et make all', score: -0.2 },
      { target: shown.target, score: shown.score },
      { target: 'Démarrez make et make all', score: -0.6 },
    ]);
    expect(adoption(result, decoded(shown.target)).result.alternatives).toEqual(result.alternatives);
  });

  it('keeps pins on what stands in it, each in a place of its own', () => {
    const { result, lost } = adoption(shown, decoded('Démarrez make et make all'));
    expect(lost).toEqual([]);
    expect(result.pinned!.map(({ target }) => result.target.slice(target.start, target.end))).toEqual([
      'make',
      'make all',
    ]);
    expect(result.pinned!.map(({ source }) => source)).toEqual(shown.pinned!.map(({ source }) => source));
  });

  it('says what is lost', () => {
    const { result, lost } = adoption(shown, decoded('Démarrez make'));
    expect(lost).toEqual(['make all']);
    expect(result.pinned).toHaveLength(1);
    expect(adoption(shown, decoded('Démarrez')).result.pinned).toBeUndefined();
    expect(adoption({ ...shown, pinned: undefined }, decoded('Démarrez')).lost).toEqual([]);
  });

  it('is of the whole source, though the end of it did not fit the model', () => {
    expect(adoption(shown, decoded('Lancez', 'Run make')).result.source).toBe(shown.source);
  });
});
