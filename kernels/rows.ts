import { Linear } from './linear';

/**
 * Rows of what was read before, put in an order, with room for more: out (rows, room, size).
 * @param past (·, roomBefore, size), of which `read` are taken; its row order[r] becomes row r (i32)
 */
export function rearrange(
  past: usize,
  roomBefore: i32,
  read: i32,
  order: usize,
  rows: i32,
  room: i32,
  size: i32,
  out: usize,
): void {
  const piece = (<usize>size) << 2;
  for (let row = 0; row < rows; row++) {
    const from = load<i32>(order + ((<usize>row) << 2));
    memory.copy(out, past + <usize>(from * roomBefore) * piece, <usize>read * piece);
    out += <usize>room * piece;
  }
}

/**
 * Pieces to vectors: out = E[ids] · factor + positions, of sequences of `length` each.
 * @param table the layer whose column v is the embedding of piece v, of `size` numbers
 * @param positions (length, size)
 */
export function embed(
  table: Linear,
  factor: f32,
  ids: usize,
  positions: usize,
  rows: i32,
  length: i32,
  size: i32,
  out: usize,
): void {
  const step = (<usize>size) << 2;
  for (let row = 0; row < rows; row++) {
    const id = <usize>load<i32>(ids + ((<usize>row) << 2));
    const place = positions + <usize>(row % length) * step;
    const column = id & 7;
    const panel = (id >> 3) * step;
    if (table.scales) {
      const scale = load<f32>(table.scales + (id << 2)) * factor;
      // its half of a word, see Linear
      const half = table.weights + (panel << 2) + ((column & 3) << 2) + ((column >> 2) << 1);
      for (let i: usize = 0; i < step; i += 4) {
        const weight = reinterpret<f32>((<u32>load<u16>(half + (i << 2))) << 16);
        store<f32>(out + i, weight * scale + load<f32>(place + i));
      }
    } else {
      const whole = table.weights + (panel << 3) + (column << 2);
      for (let i: usize = 0; i < step; i += 4) {
        store<f32>(out + i, load<f32>(whole + (i << 3)) * factor + load<f32>(place + i));
      }
    }
    out += step;
  }
}

/**
 * The likeliest ids of each row, likeliest first; of equal ones the lower id.
 * @param p (rows, columns)
 * @param ids (rows, count), i32
 * @param values (rows, count)
 */
export function likeliest(p: usize, rows: i32, columns: i32, count: i32, ids: usize, values: usize): void {
  const last = ((<usize>count) << 2) - 4;
  for (let row = 0; row < rows; row++) {
    for (let i: usize = 0; i <= last; i += 4) {
      store<f32>(values + i, -1);
      store<i32>(ids + i, 0);
    }
    let least = f32x4.splat(-1);
    let id = 0;
    while (id < columns) {
      if (id + 4 <= columns && !v128.any_true(f32x4.gt(v128.load(p + ((<usize>id) << 2)), least))) {
        id += 4;
        continue;
      }
      for (const end = min(id + 4, columns); id < end; id++) {
        const value = load<f32>(p + ((<usize>id) << 2));
        if (!(value > load<f32>(values + last))) continue;
        let at = last;
        for (; at > 0 && load<f32>(values + at - 4) < value; at -= 4) {
          store<f32>(values + at, load<f32>(values + at - 4));
          store<i32>(ids + at, load<i32>(ids + at - 4));
        }
        store<f32>(values + at, value);
        store<i32>(ids + at, id);
      }
      least = f32x4.splat(load<f32>(values + last));
    }
    p += (<usize>columns) << 2;
    ids += last + 4;
    values += last + 4;
  }
}
