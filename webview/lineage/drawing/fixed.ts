import { t } from '../../l10n';
import type { FixedParts } from '../parts';
import { CELL_NAMES } from './columns';
import { arrow, at, box, text, type Drawing, type Shape } from './shapes';

const SOURCE = [26, 66, 106, 146, 186];
const TARGET = [88, 156, 224];
const SMALL = { width: 28, height: 22 };

/** Encoder on top, one vector between, decoder below. */
export function drawFixed({ cell, reversed, everyStep }: FixedParts): Drawing {
  const [sourceY, stateY, wayY, decoderY] = [23, 50, 88, 132];
  const readY = decoderY + 44;
  const outY = readY + 40;
  const lines = cell === 'lstm' ? [-4, 4] : [0];
  const order = reversed ? ['x_4', 'x_3', 'x_2', 'x_1', '⟨/s⟩'] : ['x_1', 'x_2', 'x_3', 'x_4', '⟨/s⟩'];
  const shapes: Shape[] = [
    text(at(12, 9), reversed ? t('source, from its end') : t('source'), 'caption', 'start'),
    text(at(200, 9), t('encoder: {0}', CELL_NAMES[cell]), 'caption', 'end'),
    ...SOURCE.map((x, index) => text(at(x, sourceY), order[index]!, 'symbol')),
    ...SOURCE.map((x) => arrow([at(x, sourceY + 4), at(x, stateY - 11)])),
    ...SOURCE.slice(1).flatMap((x, index) =>
      lines.map((dy) => arrow([at(SOURCE[index]! + 14, stateY + dy), at(x - 14, stateY + dy)])),
    ),
    ...SOURCE.map((x, index) => box(at(x, stateY), SMALL, `h_${index + 1}`)),
    ...lines.map((dy) => arrow([at(200, stateY + dy), at(234, stateY + dy)])),
    box(at(258, stateY), { width: 48, height: 26 }, cell === 'lstm' ? 'C, m_S' : 'C', 'strong'),
    text(at(258, 29), t('context'), 'caption'),
  ];
  // the way of C, down and back to the decoder's start
  const start = at(28, decoderY);
  const bus = lines.map((dy) =>
    arrow([
      at(258 - dy, stateY + 13),
      at(258 - dy, wayY - dy),
      at(start.x - dy, wayY - dy),
      at(start.x - dy, decoderY - 11),
    ]),
  );
  shapes.push(...bus, text(at(12, wayY - 10), t('decoder: {0}', CELL_NAMES[cell]), 'caption', 'start'));
  shapes.push(box(start, { width: 32, height: 22 }, 's_0'));
  for (const [index, x] of TARGET.entries()) {
    const from = index ? TARGET[index - 1]! + 19 : start.x + 16;
    shapes.push(
      ...lines.map((dy) => arrow([at(from, decoderY + dy), at(x - 19, decoderY + dy)])),
      box(at(x, decoderY), { width: 38, height: 22 }, `s_${index + 1}`),
      arrow([at(x, decoderY + 11), at(x, readY - 10)]),
      box(at(x, readY), { width: 52, height: 20 }, t('read-out'), 'band'),
      arrow([at(x, readY + 10), at(x, outY - 12)]),
      text(at(x, outY), `y_${index + 1}`, 'symbol'),
    );
    const next = TARGET[index + 1];
    if (next !== undefined) {
      // the piece written is read at the next step
      const lane = (x + next) / 2 + (everyStep ? 6 : 0);
      const path = [
        at(x + 10, outY - 4),
        at(lane, outY - 4),
        at(lane, decoderY + 22),
        at(next - 12, decoderY + 22),
        at(next - 12, decoderY + 11),
      ];
      shapes.push(arrow(path, 'feed'));
    }
    if (everyStep) {
      const lane = x + 32;
      shapes.push(
        arrow([at(x + 8, wayY), at(x + 8, decoderY - 11)], 'value'),
        arrow([at(lane, wayY), at(lane, readY), at(x + 26, readY)], 'value'),
      );
    }
  }
  shapes.push(text(at(70, outY), t('translation'), 'caption', 'end'));
  return { height: outY + 10, shapes };
}
