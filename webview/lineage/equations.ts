import { t } from '../l10n';
import {
  call,
  frac,
  GAP,
  joined,
  norm,
  over,
  prime,
  root,
  row,
  sub,
  sum,
  sup,
  tallCall,
  words,
  type Maths,
} from './maths';
import type { Cell, FixedParts, Parts, RecurrentParts, TransformerParts } from './parts';

/** One line of a model, as src/model computes it. */
export interface Equation {
  /** What the line computes. */
  what: string;
  maths: Maths[];
  /** Paper and number; absent where the line is this project's own. */
  source?: string;
  /** The line that makes this mechanism what it is. */
  key?: boolean;
}

// The letters of all equations: h_j encoder states, s_t decoder states, E y the embedding of a piece.
const h = sub('h', 'j');
const s = sub('s', 't');
const before = sub('s', 't', '−', 1);
const lastPiece = row('E', sub('y', 't', '−', 1));
const context = sub('c', 't');
const e = sub('e', 't', 'j');
const alpha = sub('α', 't', 'j');
const piece = row('E', sub('x', 'j'));
const CELL_NAMES: Record<Cell, string> = { rnn: 'RNN', gru: 'GRU', lstm: 'LSTM' };

/** The equations of a mechanism, from reading the source to the next piece. */
export function equationsOf(parts: Parts): Equation[] {
  switch (parts.kind) {
    case 'fixed':
      return fixed(parts);
    case 'recurrent':
      return recurrent(parts);
    case 'transformer':
      return transformer(parts);
  }
}

function fixed({ cell, reversed, everyStep }: FixedParts): Equation[] {
  const memory = cell === 'lstm';
  const first = row(before0(), '=', call('tanh', row(sub('W', 's'), 'C', '+', sub('b', 's'))));
  const firstMemory = row(sub(prime('m'), 0), '=', call('tanh', row(sub('W', 'm'), sub('m', 'S'), '+', sub('b', 'm'))));
  const fed = everyStep ? joined(lastPiece, 'C') : lastPiece;
  return [
    {
      what: reversed ? t('The encoder reads the pieces from last to first, then the end mark') : t('The encoder reads'),
      maths: [
        row(
          h,
          '=',
          call(CELL_NAMES[cell], reversed ? row('E', sub('x', 'S', '−', 'j')) : piece, sub('h', 'j', '−', 1)),
        ),
      ],
      source: reversed ? 'Sutskever et al. 2014, §3.3' : 'Cho et al. 2014, (1)',
    },
    {
      what: t('One vector for all of it'),
      maths: [row('C', '=', sub('h', 'S'))],
      ...(everyStep ? { source: 'Cho et al. 2014, §2.2' } : {}),
      key: true,
    },
    { what: t('The decoder’s first state'), maths: memory ? [first, firstMemory] : [first], key: !everyStep },
    {
      what: t('A step of the decoder'),
      maths: [row(s, '=', call(CELL_NAMES[cell], fed, before))],
      ...(everyStep ? { source: 'Cho et al. 2014, §2.2' } : {}),
      key: everyStep,
    },
    ...cellEquations(cell),
    readout('maxout', everyStep ? 'C' : null),
  ];
}

const before0 = (): Maths => sub('s', 0);

function recurrent(parts: RecurrentParts): Equation[] {
  const name = CELL_NAMES[parts.cell];
  const early = parts.query === 'previous-state';
  const fed = early ? context : sub('c', 't', '−', 1);
  const step: Equation = {
    what: early
      ? t('A step of the decoder, which reads the context')
      : t('A step of the decoder, which reads the last context (input feeding)'),
    maths: [row(s, '=', call(name, joined(lastPiece, fed), before))],
    source: early ? 'Bahdanau et al. 2015, §3.1' : 'Luong et al. 2015, §3.3',
  };
  const attention = [
    scoreEquation(parts),
    ...selectionEquations(parts),
    ...smoothingEquations(parts),
    sumEquation(parts),
  ];
  return [
    encoder(parts),
    firstState(parts),
    ...(early ? [...attention, step] : [step, ...attention]),
    ...cellEquations(parts.cell),
    readout(early ? 'maxout' : 'tanh', context),
  ];
}

function encoder({ cell, bidirectional }: RecurrentParts): Equation {
  const name = CELL_NAMES[cell];
  if (!bidirectional)
    return { what: t('The encoder reads'), maths: [row(h, '=', call(name, piece, sub('h', 'j', '−', 1)))] };
  const forward = over('h', '→');
  const backward = over('h', '←');
  return {
    what: t('The encoder reads in both directions'),
    maths: [
      row(h, '=', joined(sub(forward, 'j'), sub(backward, 'j'))),
      row(sub(forward, 'j'), '=', call(name, piece, sub(forward, 'j', '−', 1))),
      row(sub(backward, 'j'), '=', call(name, piece, sub(backward, 'j', '+', 1))),
    ],
    source: 'Bahdanau et al. 2015, §3.2',
  };
}

function firstState({ cell, bidirectional }: RecurrentParts): Equation {
  const from = bidirectional ? sub(over('h', '←'), 1) : sub('h', 'S');
  const maths = [row(before0(), '=', call('tanh', row(sub('W', 's'), from, '+', sub('b', 's'))))];
  if (cell === 'lstm') {
    const read = bidirectional ? sub(over('h', '←'), 1) : sub('m', 'S');
    maths.push(row(sub(prime('m'), 0), '=', call('tanh', row(sub('W', 'm'), read, '+', sub('b', 'm')))));
  }
  return {
    what: t('The decoder’s first state'),
    maths,
    ...(bidirectional ? { source: 'Bahdanau et al. 2015, A.2.2' } : {}),
  };
}

/** e_tj */
export function scoreEquation({ score: name, query }: Pick<RecurrentParts, 'score' | 'query'>): Equation {
  const q = query === 'previous-state' ? before : s;
  const what = t('Score: how well does position j match the query?');
  switch (name) {
    case 'additive':
      return {
        what,
        maths: [row(e, '=', sup('v', 'T'), call('tanh', row('W', q, '+', 'U', h)))],
        source: 'Bahdanau et al. 2015, A.1.2',
        key: true,
      };
    case 'concat':
      return {
        what,
        maths: [row(e, '=', sup('v', 'T'), call('tanh', row('W', joined(q, h), '+', 'b')))],
        source: t('{0}, “concat”; with a bias', 'Luong et al. 2015, §3.1'),
        key: true,
      };
    case 'dot':
      return {
        what,
        maths: [row(e, '=', sup(q, 'T'), h)],
        source: t('{0}, “dot”', 'Luong et al. 2015, §3.1'),
        key: true,
      };
    case 'general':
      return {
        what,
        maths: [row(e, '=', sup(q, 'T'), 'W', h)],
        source: t('{0}, “general”', 'Luong et al. 2015, §3.1'),
        key: true,
      };
    case 'cosine':
      return {
        what,
        maths: [
          row(e, '=', 'β', frac(row(sup(row('(', 'W', q, ')'), 'T'), h), row(norm('W', q), norm(h)))),
          row('β', '=', sup('e', 'b')),
        ],
        source: 'Graves et al. 2014, (5), (6)',
        key: true,
      };
  }
}

const softmaxOf = (over_: Maths): Maths => frac(call('exp', e), row(sum(over_), call('exp', sub('e', 't', 'k'))));

export function selectionEquations({
  select,
  query,
  window,
}: Pick<RecurrentParts, 'select' | 'query' | 'window'>): Equation[] {
  const what = t('Weights');
  const half = window ?? 0;
  switch (select) {
    case 'soft':
      return [
        {
          what,
          maths: [row(alpha, '=', softmaxOf(row('k')))],
          source: query === 'previous-state' ? 'Bahdanau et al. 2015, (6)' : 'Luong et al. 2015, (7)',
        },
      ];
    case 'local-m':
      return [
        {
          what: t('Centre of the window, which moves on by one piece a step'),
          maths: [row(sub('p', 't'), '=', call('min', 't', 'S'))],
          source: 'Luong et al. 2015, §3.2',
          key: true,
        },
        {
          what: t('Weights within the window; 0 outside'),
          maths: [
            row(alpha, '=', softmaxOf(windowOf('D'))),
            row('|', 'j', '−', sub('p', 't'), '|', '≤', 'D', '=', half),
          ],
          source: 'Luong et al. 2015, (7)',
          key: true,
        },
      ];
    case 'local-p': {
      const sigmoid = call('σ', row(sup(sub('v', 'p'), 'T'), call('tanh', row(sub('W', 'p'), s))));
      return [
        {
          what: t('Predicted centre of the window'),
          maths: [row(sub('p', 't'), '=', 1, '+', '(', 'S', '−', 1, ')', sigmoid)],
          source: t('{0}, on positions 1 to S', 'Luong et al. 2015, (9)'),
          key: true,
        },
        {
          what: t('Weights within the window, by a Gaussian; 0 outside'),
          maths: [
            row(
              alpha,
              '=',
              frac(
                row(call('exp', e), sub('g', 't', 'j')),
                row(sum(windowOf(row('D', '+', '½'))), call('exp', sub('e', 't', 'k')), sub('g', 't', 'k')),
              ),
            ),
            row(
              sub('g', 't', 'j'),
              '=',
              tallCall('exp', row('−', frac(sup(row('(', 'j', '−', sub('p', 't'), ')'), 2), row(2, sup('σ', 2))))),
            ),
            row('σ', '=', frac('D', 2), GAP, 'D', '=', half),
          ],
          source: t('{0}, normalised to sum to 1', 'Luong et al. 2015, (10)'),
          key: true,
        },
      ];
    }
    case 'hard':
      return [
        {
          what: t('In use: the best position alone'),
          maths: [row(sup('j', '*'), '=', sub(words('argmax'), 'k'), sub('e', 't', 'k')), row(alpha, '=', indicator())],
          source: t('after {0}, where it is drawn', 'Xu et al. 2015, §4.1'),
          key: true,
        },
        {
          what: t('In training: a draw, with the softmax’s gradient'),
          maths: [
            row(sup('j', '*'), '=', sub(words('argmax'), 'k'), '(', sub('e', 't', 'k'), '+', sub('g', 'k'), ')'),
            row(sub('g', 'k'), '∼', call('Gumbel', 0, 1)),
          ],
          source: 'Jang et al. 2017, §2.2',
        },
      ];
  }
}

const windowOf = (half: string | Maths): Maths => row('|', 'k', '−', sub('p', 't'), '|', '≤', half);

const indicator = (): Maths => row('[', 'j', '=', sup('j', '*'), ']');

export function smoothingEquations({ smooth }: Pick<RecurrentParts, 'smooth'>): Equation[] {
  if (!smooth) return [];
  return [
    {
      what: t('Mixed with the average of the steps before'),
      maths: [
        row(sub('a', 't', 'j'), '=', '(', 1, '−', 'b', ')', alpha, '+', 'b', sub('a', 't', '−', 1, ',', 'j')),
        row(sub('a', 1), '=', sub('α', 1), GAP, 'b', '=', call('σ', 'r')),
      ],
      key: true,
    },
  ];
}

export function sumEquation({ query, select, smooth }: Pick<RecurrentParts, 'query' | 'select' | 'smooth'>): Equation {
  const weight = smooth ? sub('a', 't', 'j') : alpha;
  const maths = [row(context, '=', sum('j'), weight, h)];
  if (select === 'hard') maths.push(row(context, '=', sub('h', sup('j', '*'))));
  return {
    what: t('Context vector'),
    maths,
    source: query === 'previous-state' ? 'Bahdanau et al. 2015, (5)' : 'Luong et al. 2015, §3.1',
    key: true,
  };
}

/** The probability of the next piece; all models compare with the embeddings of the pieces. */
function readout(kind: 'maxout' | 'tanh', read: string | Maths | null): Equation {
  const input = read === null ? joined(s, lastPiece) : joined(s, lastPiece, read);
  const vector = sub('r', 't');
  return {
    what: t('The next piece'),
    maths: [
      row(vector, '=', call(kind, row(sub('W', 'o'), input, '+', sub('b', 'o')))),
      row(
        call('p', row(sub('y', 't'), '|', sub('y', '<', 't'), ',', 'x')),
        '=',
        call('softmax', row('E', vector, '+', 'b')),
      ),
    ],
    source: kind === 'maxout' ? 'Bahdanau et al. 2015, A.2.2' : 'Luong et al. 2015, (5), (6)',
  };
}

/** What the name of a cell stands for. x is its input, and h the state before. */
function cellEquations(cell: Cell): Equation[] {
  const gate = (name: string): Maths =>
    row(name, '=', call('σ', row(sub('W', name), 'x', '+', sub('U', name), 'h', '+', sub('b', name))));
  switch (cell) {
    case 'rnn':
      return [
        {
          what: t('The cell, for input x and state h'),
          maths: [row(call('RNN', 'x', 'h'), '=', call('tanh', row('W', 'x', '+', 'U', 'h', '+', 'b')))],
          source: 'Elman 1990',
        },
      ];
    case 'gru':
      return [
        {
          what: t('The cell, for input x and state h'),
          maths: [
            gate('z'),
            gate('r'),
            row(over('h', '~'), '=', call('tanh', row('W', 'x', '+', 'U', '(', 'r', '∘', 'h', ')', '+', 'b'))),
            row(call('GRU', 'x', 'h'), '=', '(', 1, '−', 'z', ')', '∘', 'h', '+', 'z', '∘', over('h', '~')),
          ],
          source: 'Cho et al. 2014, (5)–(8); Bahdanau et al. 2015, A.1.1',
        },
      ];
    case 'lstm':
      return [
        {
          what: t('The cell, for input x, state h and memory m'),
          maths: [
            gate('i'),
            gate('f'),
            gate('o'),
            row('g', '=', call('tanh', row(sub('W', 'g'), 'x', '+', sub('U', 'g'), 'h', '+', sub('b', 'g')))),
            row(prime('m'), '=', 'f', '∘', 'm', '+', 'i', '∘', 'g'),
            row(call('LSTM', 'x', 'h'), '=', 'o', '∘', call('tanh', prime('m'))),
          ],
          source: 'Hochreiter & Schmidhuber 1997',
        },
      ];
  }
}

/** Of one query with the keys of a head (Vaswani et al. 2017, eq. 1). */
export const scaledDotScore = (): Maths =>
  row(e, '=', frac(row(sup(sub('q', 't'), 'T'), sub('k', 'j')), root(sub('d', 'k'))));

export const valueSum = (): Maths => row(context, '=', sum('j'), alpha, sub('v', 'j'));

function transformer({ heads }: TransformerParts): Equation[] {
  const many = heads > 1;
  const q = sub('q', 't');
  const k = sub('k', 'j');
  const v = sub('v', 'j');
  const head = many ? words(t(', in each head')) : words('');
  return [
    {
      what: t('Pieces with their positions'),
      maths: [
        row(sub('u', 'p'), '=', root('D'), 'E', sub('x', 'p'), '+', sub(words('PE'), 'p')),
        row(
          sub(words('PE'), 'p', ',', 'i'),
          '=',
          tallCall('sin', frac('p', sup('10000', row(2, 'i', '/', 'D')))),
          GAP,
          tallCall('cos', frac('p', sup('10000', row(2, 'i', '/', 'D')))),
        ),
      ],
      source: 'Vaswani et al. 2017, §3.4, §3.5',
    },
    {
      what: t('Attention of all queries at once; in the encoder queries, keys and values all come from the source'),
      maths: [
        row(
          call('Attention', 'Q', 'K', 'V'),
          '=',
          tallCall('softmax', frac(row('Q', sup('K', 'T')), root(sub('d', 'k')))),
          'V',
        ),
      ],
      source: 'Vaswani et al. 2017, (1)',
      key: true,
    },
    ...(many
      ? [
          {
            what: t('Several heads, each in a space of its own'),
            maths: [
              row(
                sub(words('head'), 'i'),
                '=',
                call(
                  'Attention',
                  row('Q', sup(sub('W', 'i'), 'Q')),
                  row('K', sup(sub('W', 'i'), 'K')),
                  row('V', sup(sub('W', 'i'), 'V')),
                ),
              ),
              row(
                call('MultiHead', 'Q', 'K', 'V'),
                '=',
                joined(sub(words('head'), 1), '…', sub(words('head'), 'n')),
                sup('W', 'O'),
              ),
              row('n', '=', heads, GAP, sub('d', 'k'), '=', 'D', '/', 'n'),
            ],
            source: 'Vaswani et al. 2017, §3.2.2',
            key: true,
          } satisfies Equation,
        ]
      : []),
    {
      what: t('From the decoder to the source: query, key and value'),
      maths: [row(q, '=', sup('W', 'Q'), s, GAP, k, '=', sup('W', 'K'), h, GAP, v, '=', sup('W', 'V'), h, head)],
      source: 'Vaswani et al. 2017, §3.2.3',
    },
    {
      what: t('Score, weights and context vector'),
      maths: [scaledDotScore(), row(alpha, '=', softmaxOf(row('k'))), valueSum()],
      source: t('{0}, for one query', 'Vaswani et al. 2017, (1)'),
      key: true,
    },
    {
      what: t('Around each part, and between attentions'),
      maths: [
        row('u', '←', call('LayerNorm', row('u', '+', call(words(t('part')), 'u')))),
        row(
          call('FFN', 'u'),
          '=',
          call('max', 0, row('u', sub('W', 1), '+', sub('b', 1))),
          sub('W', 2),
          '+',
          sub('b', 2),
        ),
      ],
      source: 'Vaswani et al. 2017, §3.1, (2)',
    },
    {
      what: t('The next piece'),
      maths: [
        row(
          call('p', row(sub('y', 't'), '|', sub('y', '<', 't'), ',', 'x')),
          '=',
          call('softmax', row('E', s, '+', 'b')),
        ),
      ],
      source: 'Vaswani et al. 2017, §3.4',
    },
  ];
}
