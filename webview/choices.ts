/** What the user chose in the panel itself; it outlives a reload of the document. */

import * as v from 'valibot';
import type { PanelTab } from '../src/shared/panelProtocol';
import { SORTS } from './compare/rows';
import { PANEL_TABS } from './messages';
import { WINDOWS } from './scoring/bench';
import { changesSchema, noChanges } from './whatIf/changes';

export const PICTURES = ['ribbon', 'arcs', 'heatMap', 'heads', 'table'] as const;
export type Picture = (typeof PICTURES)[number];

export const VIEWS = ['cards', 'table'] as const;

/** What one step of the decoder goes through, in this order. */
export const STAGES = ['query', 'scores', 'mask', 'softmax', 'sum', 'context', 'next'] as const;
export type Stage = (typeof STAGES)[number];

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const attentionChoices = v.object({
  /** What a row and a column of the pictures is. */
  unit: v.picklist(['words', 'pieces']),
  /** What sums to 1. */
  normalised: v.picklist(['rows', 'columns']),
});

const compareChoices = v.object({
  /** Ids; null where the user left the choice to the panel. */
  models: v.nullable(v.array(v.string())),
  sort: v.picklist(SORTS),
  view: v.picklist(VIEWS),
  /** Index of the target word that all cards show. */
  step: index,
  sentence: index,
  /** Ids of the models whose difference is shown; at most two. */
  pins: v.pipe(v.array(v.string()), v.maxLength(2)),
});

const scoringChoices = v.object({
  /** Null: the panel's own choice. */
  model: v.nullable(v.string()),
  /** Index of the target piece. */
  step: index,
  temperature: v.pipe(v.number(), v.minValue(0.05), v.maxValue(20)),
  hard: v.boolean(),
  window: v.picklist(WINDOWS),
  halfWidth: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50)),
  view: v.picklist(['pictures', 'table']),
});

const stepsChoices = v.object({
  /** Index of the target piece. */
  step: index,
  stage: v.picklist(STAGES),
  /** Of a Transformer; null: the model's own choice. */
  layer: v.nullable(index),
  head: v.nullable(index),
  view: v.picklist(['pictures', 'table']),
});

const whatIfChoices = v.object({
  /** What the changes are made to; null where none was made yet. */
  of: v.nullable(v.object({ source: v.string(), model: v.string() })),
  changes: changesSchema,
});

export type WhatIfChoices = v.InferOutput<typeof whatIfChoices>;
export type AttentionChoices = v.InferOutput<typeof attentionChoices>;
export type CompareChoices = v.InferOutput<typeof compareChoices>;
export type ScoringChoices = v.InferOutput<typeof scoringChoices>;
export type StepsChoices = v.InferOutput<typeof stepsChoices>;

const atFirst = {
  tab: 'translation' as PanelTab,
  attention: { unit: 'words', normalised: 'rows' } satisfies AttentionChoices as AttentionChoices,
  compare: { models: null, sort: 'lineage', view: 'cards', step: 0, sentence: 0, pins: [] } satisfies CompareChoices,
  scoring: {
    model: null,
    step: 0,
    temperature: 1,
    hard: false,
    window: 'off',
    halfWidth: 2,
    view: 'pictures',
  } satisfies ScoringChoices,
  steps: { step: 0, stage: 'query', layer: null, head: null, view: 'pictures' } satisfies StepsChoices as StepsChoices,
  whatIf: { of: null, changes: noChanges } as WhatIfChoices,
};

/** What an earlier version of the panel saved lacks pages, and need not fit those of this one. */
export const choicesSchema = v.object({
  picture: v.picklist(PICTURES),
  sentence: v.number(),
  tab: v.fallback(v.optional(v.picklist(PANEL_TABS), atFirst.tab), atFirst.tab),
  attention: v.fallback(v.optional(attentionChoices, atFirst.attention), atFirst.attention),
  compare: v.fallback(v.optional(compareChoices, atFirst.compare), atFirst.compare),
  scoring: v.fallback(v.optional(scoringChoices, atFirst.scoring), atFirst.scoring),
  steps: v.fallback(v.optional(stepsChoices, atFirst.steps), atFirst.steps),
  whatIf: v.fallback(v.optional(whatIfChoices, atFirst.whatIf), atFirst.whatIf),
});

export type Choices = v.InferOutput<typeof choicesSchema>;

export const firstChoices: Choices = { picture: 'ribbon', sentence: 0, ...atFirst };
