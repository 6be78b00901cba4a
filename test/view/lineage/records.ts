/** Step records made by the mechanisms' own formulas from made-up states: what the engine sends, without a model. */

import type { ModelFigures } from '../../../src/shared/compare';
import type { StepRecord } from '../../../src/shared/stepRecord';
import { partsOf, type MechanismId } from '../../../webview/lineage/parts';

const WIDTH = 16;
const SOURCE = [' The', ' old', ' cat', ' sat', ' on', ' the', ' mat', '.', '</s>'];
const TARGET = [' Le', ' vieux', ' chat', ' était', ' assis', ' sur', ' le', ' tapis', '.', '</s>'];

/** The same numbers at every call: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
}

const vector = (next: () => number, size = WIDTH): number[] => Array.from({ length: size }, next);

const pieces = (text: string[]) => ({
  text,
  word: text.map((_, index) => (index === text.length - 1 ? -1 : index)),
  words: text.slice(0, -1).map((piece, index) => ({ text: piece.trim(), start: index, end: index + 1 })),
});

function softmax(scores: number[], terms: number[] = scores.map(() => 0)): number[] {
  const powers = scores.map((score, j) => Math.exp(score + terms[j]!));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Step `step` of a sentence under a mechanism. */
export function recordOf(id: MechanismId, step: number): StepRecord {
  const parts = partsOf(id);
  const ofSentence = generator(7);
  const states = SOURCE.map(() => vector(ofSentence));
  const ofStep = generator(100 + step);
  const query = vector(ofStep);
  const figures: Record<string, number> = {};
  let scores = states.map((state, j) => 2.4 - Math.abs(j - step) + 0.4 * state[0]!);
  let weights = softmax(scores);
  if (parts.kind === 'recurrent') {
    if (parts.score === 'dot') scores = states.map((state) => state.reduce((sum, h, i) => sum + h * query[i]!, 0));
    if (parts.score === 'cosine') figures.sharpness = 7.25;
    weights = softmax(scores);
    if (parts.select === 'local-m') {
      const centre = Math.min(step, SOURCE.length - 1);
      figures.centre = centre;
      figures.window = parts.window!;
      weights = softmax(
        scores,
        scores.map((_, j) => (Math.abs(j - centre) <= parts.window! ? 0 : -1e9)),
      );
    }
    if (parts.select === 'local-p') {
      figures.centre = Math.min(0.6 + step * 0.8, SOURCE.length - 1);
      figures.window = parts.window!;
      const sigma = parts.window! / 2;
      weights = softmax(
        scores,
        scores.map((_, j) => {
          const distance = j - figures.centre!;
          return Math.abs(distance) <= parts.window! + 0.5 ? -(distance ** 2) / (2 * sigma ** 2) : -1e9;
        }),
      );
    }
    if (parts.select === 'hard') weights = scores.map((score) => (score === Math.max(...scores) ? 1 : 0));
    if (parts.smooth) {
      figures.rate = 0.27;
      const before = step ? recordOf(id, step - 1).weights : null;
      if (before) weights = weights.map((alpha, j) => 0.73 * alpha + 0.27 * before[j]!);
    }
  }
  const fixed = parts.kind === 'fixed';
  const context = fixed
    ? vector(generator(9))
    : states[0]!.map((_, i) => weights.reduce((sum, weight, j) => sum + weight * states[j]![i]!, 0));
  return {
    model: id,
    backend: 'wasm',
    source: 'The old cat sat on the mat.',
    target: 'Le vieux chat était assis sur le tapis.',
    sourcePieces: pieces(SOURCE),
    targetPieces: pieces(TARGET),
    step,
    query: fixed ? [] : query,
    states,
    queryIs:
      parts.kind === 'recurrent' ? (parts.query as 'previous-state') : parts.kind === 'fixed' ? null : 'projection',
    scores: fixed ? [] : scores,
    weights: fixed ? [] : weights,
    context,
    next: [
      { piece: TARGET[step]!, probability: 0.83 },
      { piece: ' ancien', probability: 0.09 },
      { piece: ' petit', probability: 0.03 },
    ],
    probability: 0.83,
    ...(parts.kind === 'transformer'
      ? { keys: states, head: { layer: 1, head: 0, layers: 2, heads: parts.heads } }
      : {}),
    figures,
  };
}

/** Figures of a model as `npm run figures` writes them. */
export function figuresOf(bleu: number, more: Partial<ModelFigures> = {}): ModelFigures {
  return {
    parameters: 3_140_000,
    bytes: 6_300_000,
    trainedPieces: 30_000_000,
    trainedMinutes: 50,
    bleu,
    chrf: bleu + 20,
    aer: 31.4,
    bleuByLength: {
      '1–5': bleu + 2,
      '6–10': bleu,
      '11–15': bleu - 3,
      '16–20': bleu - 5,
      '21–30': bleu - 8,
      '31+': bleu - 12,
    },
    ...more,
  };
}
