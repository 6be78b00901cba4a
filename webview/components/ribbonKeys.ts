import type { SentenceResult } from '../../src/shared/result';
import { directionOf } from '../alignment/direction';
import { columnsOf, otherSide, strongestLinks, type WordRef } from '../alignment/links';

/**
 * Where a key leads from a word: left and right to its neighbours as the eye sees them, up and down to the word of the
 * other side that it is linked with most, Home and End to the ends of its sentence. Null for any other key.
 */
export function moveBetweenWords(sentence: SentenceResult, from: WordRef, key: string): WordRef | null {
  const { side, index } = from;
  const last = (side === 'source' ? columnsOf(sentence) : sentence.targetWords).length - 1;
  const forward = directionOf(sentence[side]) === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const clamp = (to: number): WordRef => ({ side, index: Math.max(0, Math.min(last, to)) });
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return clamp(index + (key === forward ? 1 : -1));
    case 'Home':
      return clamp(0);
    case 'End':
      return clamp(last);
    case 'ArrowUp':
      return side === 'target' ? acrossFrom(sentence, from) : null;
    case 'ArrowDown':
      return side === 'source' ? acrossFrom(sentence, from) : null;
    default:
      return null;
  }
}

function acrossFrom(sentence: SentenceResult, from: WordRef): WordRef | null {
  const side = otherSide(from.side);
  const strongest = strongestLinks(sentence, from)[0];
  return strongest ? { side, index: strongest[side] } : null;
}
