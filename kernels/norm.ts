import { madd, sumOf } from './vector';

/** A layer normalisation. */
@unmanaged
export class Norm {
  gain: usize;
  bias: usize;
  epsilon: f32;
}

/** out = LN(x + y) (Ba et al. 2016, eq. 4), row by row; y may be 0. All (rows, size), size a multiple of 4. */
export function addNorm(x: usize, y: usize, rows: i32, size: i32, norm: Norm, out: usize): void {
  const gain = norm.gain;
  const bias = norm.bias;
  const step = (<usize>size) << 2;
  for (let row = 0; row < rows; row++) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < step; i += 16) {
      let value = v128.load(x + i);
      if (y) value = f32x4.add(value, v128.load(y + i));
      v128.store(out + i, value);
      sum = f32x4.add(sum, value);
    }
    const mean = f32x4.splat(sumOf(sum) / <f32>size);
    let squares = f32x4.splat(0);
    for (let i: usize = 0; i < step; i += 16) {
      const centred = f32x4.sub(v128.load(out + i), mean);
      v128.store(out + i, centred);
      squares = madd(centred, centred, squares);
    }
    const scale = f32x4.splat(<f32>1 / sqrt<f32>(sumOf(squares) / <f32>size + norm.epsilon));
    for (let i: usize = 0; i < step; i += 16) {
      const normal = f32x4.mul(v128.load(out + i), scale);
      v128.store(out + i, madd(normal, v128.load(gain + i), v128.load(bias + i)));
    }
    x += step;
    if (y) y += step;
    out += step;
  }
}
