import { describe, expect, it } from 'vitest';
import { surprises } from '../../../src/shared/surprise';
import type { NextPiece, TraceRecord, TraceStep } from '../../../src/shared/trace';

/** A vocabulary by the index of a piece. */
const PIECES = ['</s>', ' le', ' chat', ' chaton', ' mais', 'ons', 'on', '.'];

const next = (...given: [piece: string, probability: number][]): NextPiece[] =>
  given.map(([piece, probability]) => ({ id: PIECES.indexOf(piece), piece, probability }));

/** @param pieces what was forced, each with its probability and what was likeliest */
function record(words: string[], pieces: [text: string, word: number, probability: number, likeliest: NextPiece[]][]) {
  return {
    sentence: { targetWords: words.map((text) => ({ text })) },
    targetPieces: { text: pieces.map(([text]) => text), word: pieces.map(([, word]) => word), words: [] },
    targetIds: pieces.map(([text]) => PIECES.indexOf(text)),
    steps: pieces.map(([, , probability, likeliest]): TraceStep => ({ probability, entropy: 1, next: likeliest })),
  } as unknown as TraceRecord;
}

describe('surprises', () => {
  it('sums the bits of the pieces of a word, and tells nothing where the model would have written it', () => {
    const found = surprises(
      record(
        ['le', 'maisons'],
        [
          [' le', 0, 0.5, next([' le', 0.5], [' chat', 0.2])],
          [' mais', 1, 0.25, next([' mais', 0.25], [' le', 0.2])],
          ['ons', 1, 0.125, next(['on', 0.75], ['ons', 0.125])],
          ['</s>', -1, 1, next(['</s>', 1])],
        ],
      ),
    );
    expect(found).toEqual([
      { bits: 1, instead: null },
      { bits: 5, instead: { text: 'maison', probability: 0.75 } },
    ]);
  });

  it('tells the first place where the model leaves the word, and an end of the sentence as none', () => {
    const found = surprises(
      record(
        ['chaton', '.'],
        [
          [' chaton', 0, 0.25, next([' chat', 0.5])],
          ['.', 1, 0.5, next(['</s>', 0.5], ['.', 0.5])],
          ['</s>', -1, 1, next(['</s>', 1])],
        ],
      ),
    );
    expect(found).toEqual([
      { bits: 2, instead: { text: 'chat', probability: 0.5 } },
      { bits: 1, instead: { text: '', probability: 0.5 } },
    ]);
  });

  it('is a number even where the model gave the word no chance at all', () => {
    const [only] = surprises(record(['le'], [[' le', 0, 0, next([' chat', 1])]]));
    expect(only!.bits).toBe(126);
  });
});
