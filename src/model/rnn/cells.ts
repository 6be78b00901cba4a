import type { CellKind } from './cell';
import { gruCell } from './gruCell';
import { lstmCell } from './lstmCell';
import { rnnCell } from './rnnCell';

/** Recurrent cells by the name that config.json gives them in encoder.cell and decoder.cell. */
export const CELLS: Record<string, CellKind> = { rnn: rnnCell, gru: gruCell, lstm: lstmCell };
