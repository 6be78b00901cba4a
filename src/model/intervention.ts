/** An intervention, checked against the model and the source that it is for. */

import { EngineError } from '../shared/faults';
import type { AttentionPart, HeadRef, Intervention } from '../shared/trace';
import type { AttentionEdit } from './attention/edit';
import { attends } from './checkpoint/attends';
import type { ModelConfig } from './checkpoint/config';

/** How far the sum of forced weights may be from 1: they may have been rounded to be shown. */
const SUM_TOLERANCE = 1e-3;

/**
 * @param pieceWords index of the word of each source piece, -1 for the end mark
 * @returns undefined where nothing is changed
 * @throws EngineError 'noAttention', 'edit'
 */
export function compileIntervention(
  config: ModelConfig,
  pieceWords: readonly number[],
  { mask = [], force = [], drop = [], temperature = 1 }: Intervention = {},
): AttentionEdit | undefined {
  if (mask.length === 0 && force.length === 0 && drop.length === 0 && temperature === 1) return undefined;
  if (!attends(config)) throw new EngineError({ code: 'noAttention', model: config.id });
  const wrong = (problem: string) => new EngineError({ code: 'edit', model: config.id, problem });
  const words = Math.max(...pieceWords) + 1;
  for (const word of mask) if (word >= words) throw wrong(`the source has no word ${word}, it has ${words}`);
  const masked = pieceWords.flatMap((word, j) => (mask.includes(word) ? [j] : []));
  for (const head of drop) {
    if (!exists(config, head)) throw wrong(`there is no ${head.part} head ${head.layer}.${head.head}`);
  }
  for (const { step, weights } of force) {
    if (weights.length !== pieceWords.length) {
      throw wrong(`step ${step} was given ${weights.length} weights for ${pieceWords.length} source pieces`);
    }
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (Math.abs(sum - 1) > SUM_TOLERANCE) throw wrong(`the weights of step ${step} sum to ${sum}`);
    if (masked.some((j) => weights[j]! > 0)) throw wrong(`step ${step} was given weight on a word that is masked`);
  }
  return { masked, temperature, dropped: drop, forced: new Map(force.map(({ step, weights }) => [step, weights])) };
}

function exists(config: ModelConfig, { part, layer, head }: HeadRef): boolean {
  if (config.architecture !== 'transformer') return false;
  const side = SIDES[part];
  return layer < config[`${side}_layers`] && head < config[`${side}_attention_heads`];
}

/** Whose layers the parts are in. */
const SIDES: Record<AttentionPart, 'encoder' | 'decoder'> = {
  encoder: 'encoder',
  decoder: 'decoder',
  cross: 'decoder',
};
