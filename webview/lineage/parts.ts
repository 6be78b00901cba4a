/** What each mechanism is made of, in the words of its config.json. Equations and drawings are made from this alone. */

export type Cell = 'rnn' | 'gru' | 'lstm';
export type ScoreName = 'additive' | 'concat' | 'dot' | 'general' | 'cosine';
export type SelectName = 'soft' | 'hard' | 'local-m' | 'local-p';

export interface FixedParts {
  kind: 'fixed';
  cell: Cell;
  /** The source is read from its end. */
  reversed: boolean;
  /** C enters the cell and the read-out at every step; else it is the decoder's first state alone. */
  everyStep: boolean;
}

export interface RecurrentParts {
  kind: 'recurrent';
  cell: Cell;
  bidirectional: boolean;
  /** s_{t-1}, before the cell's step, or s_t, after it (then c_{t-1} is fed into the cell). */
  query: 'previous-state' | 'current-state';
  score: ScoreName;
  select: SelectName;
  /** Pieces to each side of the window's centre, where there is a window. */
  window?: number;
  /** Distributions are mixed with their running average. */
  smooth: boolean;
}

export interface TransformerParts {
  kind: 'transformer';
  heads: number;
}

export type Parts = FixedParts | RecurrentParts | TransformerParts;

/** As much of it as a step's record tells. */
export type KnownParts =
  | Pick<FixedParts, 'kind'>
  | Pick<TransformerParts, 'kind'>
  | Pick<RecurrentParts, 'kind' | 'score' | 'select' | 'smooth'>;

const bahdanau = (
  cell: Cell,
  score: ScoreName,
  more: Partial<Pick<RecurrentParts, 'select' | 'smooth'>> = {},
): RecurrentParts => ({
  kind: 'recurrent',
  cell,
  bidirectional: true,
  query: 'previous-state',
  score,
  select: 'soft',
  smooth: false,
  ...more,
});

const luong = (score: ScoreName, more: Partial<Pick<RecurrentParts, 'select' | 'window'>> = {}): RecurrentParts => ({
  kind: 'recurrent',
  cell: 'lstm',
  bidirectional: false,
  query: 'current-state',
  score,
  select: 'soft',
  smooth: false,
  ...more,
});

export const PARTS = {
  'rnn-seq2seq': { kind: 'fixed', cell: 'rnn', reversed: false, everyStep: false },
  'cho-2014': { kind: 'fixed', cell: 'gru', reversed: false, everyStep: true },
  'sutskever-2014': { kind: 'fixed', cell: 'lstm', reversed: true, everyStep: false },
  'rnn-attention': bahdanau('rnn', 'additive'),
  'bahdanau-2015': bahdanau('gru', 'additive'),
  'lstm-additive': bahdanau('lstm', 'concat'),
  'luong-dot': luong('dot'),
  'luong-general': luong('general'),
  'luong-concat': luong('concat'),
  cosine: bahdanau('lstm', 'cosine'),
  'luong-local-m': luong('general', { select: 'local-m', window: 6 }),
  'luong-local-p': luong('general', { select: 'local-p', window: 6 }),
  hard: bahdanau('gru', 'additive', { select: 'hard' }),
  ema: bahdanau('gru', 'additive', { smooth: true }),
  'self-attention': { kind: 'transformer', heads: 1 },
  transformer: { kind: 'transformer', heads: 6 },
} as const satisfies Record<string, Parts>;

export type MechanismId = keyof typeof PARTS;

export const MECHANISM_IDS = Object.keys(PARTS) as MechanismId[];

export const partsOf = (id: MechanismId): Parts => PARTS[id];
