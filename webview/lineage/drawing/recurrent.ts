import { t } from '../../l10n';
import type { Cell, RecurrentParts, ScoreName } from '../parts';
import { BAND, CELL_NAMES, COLUMNS, DECODER, EDGE, MIDDLE, SMALL, STATE, bars, fan, output, sum } from './columns';
import { arrow, at, box, curve, text, type Drawing, type Shape } from './shapes';

/** Weights that look like those of each selection: shapes, not measurements. */
const WEIGHTS = {
  soft: [0.1, 0.3, 1, 0.45, 0.06],
  hard: [0, 0, 1, 0, 0],
  'local-m': [0, 0.5, 1, 0.35, 0],
  'local-p': [0, 0.2, 0.75, 1, 0.2],
  smooth: [0.22, 0.5, 0.9, 0.35, 0.1],
} as const;

const scoreLabel = (name: ScoreName, q: string): string =>
  ({
    additive: `v^T tanh(W${q} + Uh_j)`,
    concat: `v^T tanh(W[${q}; h_j] + b)`,
    dot: `${q}^T h_j`,
    general: `${q}^T W h_j`,
    cosine: `β · cos(W${q}, h_j)`,
  })[name];

/** A recurrent decoder that attends: source on top, the next piece at the bottom, the decoder on the right. */
export function drawRecurrent(parts: RecurrentParts): Drawing {
  const early = parts.query === 'previous-state';
  const q = early ? 's_{t−1}' : 's_t';
  const shapes: Shape[] = [...drawEncoder(parts)];
  const bands: { y: number; label: string; kind: string }[] = [];
  let y = 76;
  const band = (label: string, kind: string): number => {
    y += 34;
    bands.push({ y, label, kind });
    return y;
  };
  const scoreY = band(`e_j = ${scoreLabel(parts.score, q)}`, 'score');
  let centreY: number | null = null;
  if (parts.select === 'local-m') band(`|j − t| ≤ D,  softmax`, 'select');
  else if (parts.select === 'local-p') {
    centreY = band(t('predict the centre {0}', 'p_t'), 'centre');
    band(t('Gaussian around {0}, softmax', 'p_t'), 'select');
  } else band(parts.select === 'hard' ? 'argmax' : 'softmax', 'select');
  let past: number | null = null;
  if (parts.smooth) past = band('a_t = (1 − b) α_t + b a_{t−1}', 'smooth');

  shapes.push(...fan(62, scoreY - 11));
  for (const [index, { y: level, label }] of bands.entries()) {
    shapes.push(box(at(MIDDLE, level), BAND, label, 'band'));
    if (index) shapes.push(...fan(bands[index - 1]!.y + 11, level - 11));
  }
  const foot = y + 11 + (parts.select.startsWith('local') ? 56 : 46);
  shapes.push(...drawWeights(parts, foot, y + 11));
  const sumY = foot + 36;
  shapes.push(
    ...sum(foot, sumY, { y: 50, symbol: 'h_j' }),
    text(at(136, sumY + 25), `c_t = Σ ${parts.smooth ? 'a' : 'α'}_j h_j`, 'caption'),
  );

  if (past !== null) {
    shapes.push(box(at(DECODER, past), STATE, 'a_{t−1}', 'ghost'));
    shapes.push(arrow([at(DECODER - 32, past), at(EDGE, past)], 'feed'));
  }
  return early
    ? decodeAfter(shapes, parts, { scoreY, sumY, past })
    : decodeBefore(shapes, parts, { scoreY, sumY, centreY });
}

/** x_1 … x_5 and the states above them, linked as the cells link them. */
function drawEncoder({ cell, bidirectional }: RecurrentParts): Shape[] {
  const y = 50;
  const links = COLUMNS.slice(1).flatMap((x, index) => {
    const left = COLUMNS[index]! + 14;
    const right = x - 14;
    const line = (dy: number, back = false): Shape =>
      back ? arrow([at(right, y + dy), at(left, y + dy)]) : arrow([at(left, y + dy), at(right, y + dy)]);
    if (bidirectional) return [line(-5), line(5, true)];
    return cell === 'lstm' ? [line(-4), line(4)] : [line(0)];
  });
  return [
    text(at(12, 9), t('source'), 'caption', 'start'),
    ...COLUMNS.map((x, index) => text(at(x, 23), `x_${index + 1}`, 'symbol')),
    ...COLUMNS.map((x) => arrow([at(x, 28), at(x, y - 11)])),
    ...links,
    ...COLUMNS.map((x, index) => box(at(x, y), SMALL, `h_${index + 1}`)),
    text(
      at(EDGE, 9),
      bidirectional ? t('encoder: {0}, both ways', CELL_NAMES[cell]) : t('encoder: {0}', CELL_NAMES[cell]),
      'caption',
      'end',
    ),
  ];
}

function drawWeights({ select, smooth }: RecurrentParts, foot: number, top: number): Shape[] {
  const weights = smooth ? WEIGHTS.smooth : WEIGHTS[select];
  const shapes = bars(foot, weights);
  if (select === 'local-m') {
    const path = `M44 ${top + 12}v-5H152v5`;
    shapes.push(curve(path, 'window'), text(at(176, top + 15), '± D', 'caption'));
  }
  if (select === 'local-p') {
    const centre = 124;
    const points = Array.from({ length: 41 }, (_, i) => 44 + i * 3.7);
    const path = points.map((x, i) => {
      const height = 36 * Math.exp(-((x - centre) ** 2) / (2 * 34 ** 2));
      return `${i ? 'L' : 'M'}${x.toFixed(1)} ${(foot - height).toFixed(1)}`;
    });
    shapes.push(curve(path.join(''), 'window'), curve(`M${centre} ${foot - 38}V${foot}`, 'centre'));
    shapes.push(text(at(centre + 13, top + 9), 'p_t', 'caption'));
  }
  return shapes;
}

interface Levels {
  scoreY: number;
  sumY: number;
  centreY?: number | null;
  past?: number | null;
}

const decoderCaption = (cell: Cell): Shape => text(at(DECODER, 9), t('decoder: {0}', CELL_NAMES[cell]), 'caption');

/** Bahdanau: s_{t-1} asks, and c_t enters both the step that makes s_t and the read-out. */
function decodeAfter(shapes: Shape[], { cell }: RecurrentParts, { scoreY, sumY, past }: Levels): Drawing {
  const lane = DECODER + 20;
  const readY = sumY + 48;
  const twice = cell === 'lstm';
  const obstacle = past ?? null;
  shapes.push(
    decoderCaption(cell),
    box(at(DECODER, 50), STATE, 's_{t−1}'),
    // the query leaves downwards and turns to the score
    arrow([at(DECODER - 16, 61), at(DECODER - 16, scoreY), at(EDGE, scoreY)], 'query'),
    text(at(DECODER - 22, scoreY - 14), t('query'), 'caption', 'end'),
    ...(obstacle === null
      ? [arrow([at(lane, 61), at(lane, sumY - 11)])]
      : [
          arrow([
            at(DECODER + 32, 50),
            at(lane + 18, 50),
            at(lane + 18, sumY - 18),
            at(lane, sumY - 18),
            at(lane, sumY - 11),
          ]),
        ]),
    ...(twice && obstacle === null ? [arrow([at(lane - 7, 61), at(lane - 7, sumY - 11)])] : []),
    arrow([at(169, sumY), at(DECODER - 32, sumY)]),
    box(at(DECODER, sumY), STATE, 's_t'),
    arrow([at(DECODER, sumY + 11), at(DECODER, readY - 11)]),
    arrow([at(200, sumY), at(200, readY), at(DECODER - 32, readY)]),
    ...output(readY, t('read-out')),
  );
  return { height: readY + 48, shapes };
}

/** Luong: the step that reads c_{t-1} makes s_t, which asks; c_t enters the read-out. */
function decodeBefore(shapes: Shape[], { cell }: RecurrentParts, { scoreY, sumY, centreY }: Levels): Drawing {
  const readY = sumY;
  shapes.push(
    decoderCaption(cell),
    box(at(DECODER - 19, 28), { width: 38, height: 20 }, 's_{t−1}', 'ghost'),
    box(at(DECODER + 22, 28), { width: 36, height: 20 }, 'c_{t−1}', 'ghost'),
    ...(cell === 'lstm' ? [-23, -16] : [-19]).map((dx) => arrow([at(DECODER + dx, 38), at(DECODER + dx, 63)])),
    arrow([at(DECODER + 22, 38), at(DECODER + 22, 63)], 'feed'),
    box(at(DECODER, 74), STATE, 's_t'),
    arrow([at(DECODER - 16, 85), at(DECODER - 16, scoreY), at(EDGE, scoreY)], 'query'),
    text(at(DECODER - 22, scoreY - 14), t('query'), 'caption', 'end'),
    ...(centreY == null
      ? []
      : [arrow([at(DECODER - 16, scoreY), at(DECODER - 16, centreY), at(EDGE, centreY)], 'query')]),
    arrow([at(DECODER + 12, 85), at(DECODER + 12, readY - 11)]),
    arrow([at(169, sumY), at(DECODER - 32, readY)]),
    ...output(readY, t('read-out')),
  );
  return { height: readY + 48, shapes };
}
