import { t } from '../../l10n';
import type { TransformerParts } from '../parts';
import { BAND, COLUMNS, DECODER, EDGE, MIDDLE, SMALL, STATE, bars, fan, output, sum } from './columns';
import { arrow, at, box, circle, curve, text, type Drawing, type Shape } from './shapes';

const WEIGHTS = [0.1, 0.3, 1, 0.45, 0.06];

/** The last layer's way from target to source; with many heads the part that is done in each of them stands in a stack. */
export function drawTransformer({ heads }: TransformerParts): Drawing {
  const many = heads > 1;
  const stateY = 92;
  const projectY = stateY + 40;
  const scoreY = projectY + 34;
  const softmaxY = scoreY + 34;
  const foot = softmaxY + 11 + 46;
  const sumY = foot + 36;
  const outY = sumY + 44;
  const readY = outY + 44;
  const shapes: Shape[] = [
    ...(many ? [8, 4, 0].map((offset) => sheet(offset, projectY - 19, sumY + 20)) : []),
    text(at(12, 9), t('source'), 'caption', 'start'),
    text(at(EDGE, 9), t('encoder'), 'caption', 'end'),
    ...COLUMNS.map((x, index) => text(at(x, 23), `x_${index + 1}`, 'symbol')),
    // every position attends to every other
    ...COLUMNS.flatMap((from) =>
      COLUMNS.map((x) => curve(`M${from} 30L${x} ${stateY - 11}`, from === x ? 'mesh near' : 'mesh')),
    ),
    box(at(MIDDLE, 56), { width: 130, height: 18 }, t('self-attention'), 'band'),
    ...COLUMNS.map((x, index) => box(at(x, stateY), SMALL, `h_${index + 1}`)),
    ...fan(stateY + 11, projectY - 11),
    box(
      at(MIDDLE, projectY),
      BAND,
      many ? 'k_j = W_i^K h_j,\u2003v_j = W_i^V h_j' : 'k_j = W^K h_j,\u2003v_j = W^V h_j',
      'band',
    ),
    ...fan(projectY + 11, scoreY - 11),
    box(at(MIDDLE, scoreY), BAND, 'e_j = q_t^T k_j / √d_k', 'band'),
    ...fan(scoreY + 11, softmaxY - 11),
    box(at(MIDDLE, softmaxY), BAND, 'softmax', 'band'),
    ...bars(foot, WEIGHTS),
    ...sum(foot, sumY, { y: projectY, symbol: 'v_j' }),
    arrow([at(152, sumY + 11), at(152, outY - 11)]),
    box(at(125, outY), { width: 126, height: 22 }, many ? t('join {0} heads, {1}', heads, 'W^O') : 'W^O', 'band'),
    ...decoder(many, { stateY: stateY + 10, scoreY, outY }),
    ...output(readY, t('FFN, read-out'), 84),
  ];
  return { height: readY + 46, shapes };
}

/** A sheet of the stack of heads. */
const sheet = (offset: number, top: number, bottom: number): Shape =>
  curve(`M${offset} ${top - offset}H${196 + offset}V${bottom - offset}H${offset}Z`, 'sheet');

/** The decoder's own past, its query, and what comes of the context. */
function decoder(many: boolean, { stateY, scoreY, outY }: Record<'stateY' | 'scoreY' | 'outY', number>): Shape[] {
  const selfY = 60;
  const queryX = DECODER - 14;
  const lane = DECODER + 22;
  const projectY = (stateY + 11 + scoreY) / 2;
  return [
    text(at(DECODER, 9), t('decoder'), 'caption'),
    text(at(DECODER, 26), 'y_1 … y_{t−1}', 'symbol'),
    arrow([at(DECODER, 31), at(DECODER, selfY - 15)]),
    box(at(DECODER, selfY), { width: 80, height: 30 }, '', 'band'),
    text(at(DECODER, selfY - 2), t('masked'), 'formula'),
    text(at(DECODER, selfY + 10), t('self-attention'), 'formula'),
    arrow([at(DECODER, selfY + 15), at(DECODER, stateY - 11)]),
    box(at(DECODER, stateY), STATE, 's_t'),
    arrow([at(queryX, stateY + 11), at(queryX, scoreY), at(EDGE, scoreY)], 'query'),
    box(at(queryX, projectY), { width: 34, height: 20 }, many ? 'W_i^Q' : 'W^Q', 'band'),
    text(at(queryX - 6, scoreY + 14), t('query {0}', 'q_t'), 'caption'),
    // past the attention, to be added
    arrow([at(lane, stateY + 11), at(lane, outY), at(DECODER + 11, outY)]),
    arrow([at(EDGE, outY), at(DECODER - 11, outY)]),
    circle(at(DECODER, outY), 11, '+'),
    arrow([at(DECODER, outY + 11), at(DECODER, outY + 33)]),
  ];
}
