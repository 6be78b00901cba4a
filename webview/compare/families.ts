import { LINEAGE } from '../../src/shared/lineage';
import type { ModelSummary } from '../../src/shared/panelProtocol';

/** Models that answer the same question: which score, which selection, or none at all. */
export type FamilyId = 'fixed' | 'additive' | 'scores' | 'selection' | 'transformer' | 'other';

export interface Family {
  id: FamilyId;
  models: ModelSummary[];
}

/** The mechanisms by family, both in the order of the lineage. A model of another id belongs to 'other'. */
const MEMBERS: Record<Exclude<FamilyId, 'other'>, readonly string[]> = {
  fixed: ['rnn-seq2seq', 'cho-2014', 'sutskever-2014'],
  additive: ['rnn-attention', 'bahdanau-2015', 'lstm-additive'],
  scores: ['luong-dot', 'luong-general', 'luong-concat', 'cosine'],
  selection: ['luong-local-m', 'luong-local-p', 'hard', 'ema'],
  transformer: ['self-attention', 'transformer'],
};

const FAMILIES = Object.entries(MEMBERS) as [Exclude<FamilyId, 'other'>, readonly string[]][];

export const familyOf = (model: string): FamilyId =>
  FAMILIES.find(([, members]) => members.includes(model))?.[0] ?? 'other';

/** Whether the model is one of the small mechanisms, which are made to be compared. */
export const isMechanism = (model: string): boolean => familyOf(model) !== 'other';

/** Whether the model attends to its source; one with a fixed context does not. */
export const attends = (model: string): boolean => familyOf(model) !== 'fixed';

/** Place of a model in the lineage; the others stand behind it. */
export function placeInLineage(model: string): number {
  const at = LINEAGE.indexOf(model);
  return at < 0 ? LINEAGE.length : at;
}

/** The families that have installed models, in the order of the lineage. */
export function familiesOf(models: readonly ModelSummary[]): Family[] {
  const ids: FamilyId[] = [...FAMILIES.map(([id]) => id), 'other'];
  return ids.flatMap((id) => {
    const members = models
      .filter((model) => familyOf(model.id) === id)
      .sort((a, b) => placeInLineage(a.id) - placeInLineage(b.id));
    return members.length ? [{ id, models: members }] : [];
  });
}

/** The models that are compared where the user chose none: all mechanisms, or all models where there is no mechanism. */
export function defaultSelection(models: readonly ModelSummary[]): string[] {
  const all = familiesOf(models).flatMap((family) => family.models.map(({ id }) => id));
  const mechanisms = all.filter(isMechanism);
  return mechanisms.length ? mechanisms : all;
}
