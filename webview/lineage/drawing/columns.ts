import { t } from '../../l10n';
import { arrow, at, bar, box, circle, curve, text, type Shape } from './shapes';

/** What every drawing of attention shares: five source positions on the left, the decoder in a column on the right. */
export const COLUMNS = [26, 62, 98, 134, 170];
export const MIDDLE = 98;
/** Where the columns end, and arrows of the decoder begin or end. */
export const EDGE = 188;
export const BAND = { width: 180, height: 22 };
export const DECODER = 258;
export const STATE = { width: 64, height: 22 };
export const SMALL = { width: 28, height: 22 };
export const CELL_NAMES = { rnn: 'RNN', gru: 'GRU', lstm: 'LSTM' } as const;

/** Five lines from one row to the next. */
export const fan = (from: number, to: number): Shape[] => COLUMNS.map((x) => arrow([at(x, from), at(x, to)]));

/** Weights as bars: shapes, not measurements. */
export const bars = (foot: number, weights: readonly number[]): Shape[] => [
  ...weights.map((share, index) => bar(at(COLUMNS[index]!, foot), 20, 32, share)),
  curve(`M8 ${foot}H${EDGE}`, 'rule'),
];

/**
 * From the weights to the context vector.
 * @param values where what is summed comes from, and its symbol; it goes round the left
 */
export const sum = (foot: number, y: number, values: { y: number; symbol: string }): Shape[] => [
  ...COLUMNS.map((x) => arrow([at(x, foot + 2), at(MIDDLE + (x - MIDDLE) * 0.12, y - 12)], 'flow', false)),
  arrow([at(10, values.y), at(4, values.y), at(4, y), at(86, y)], 'value'),
  text(at(10, y + 14), t('values {0}', values.symbol), 'caption', 'start'),
  circle(at(MIDDLE, y), 12, 'Σ'),
  arrow([at(110, y), at(134, y)]),
  box(at(152, y), { width: 34, height: 22 }, 'c_t', 'strong'),
];

/** The last box of the decoder's column, and the piece that it writes. */
export const output = (y: number, label: string, width = STATE.width): Shape[] => [
  box(at(DECODER, y), { width, height: 22 }, label, 'band'),
  arrow([at(DECODER, y + 11), at(DECODER, y + 25)]),
  text(at(DECODER, y + 38), 'y_t', 'symbol'),
];
