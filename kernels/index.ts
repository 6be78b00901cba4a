/**
 * Kernels of the WASM backend, in AssemblyScript (https://www.assemblyscript.org): what a decoder step is made of, each
 * part in one call. They work in the library's own memory, on pointers into it, and own none: no data segment, no heap.
 *
 * `npm run kernels` compiles this file twice, without and with relaxed SIMD (one rounding for a product and a sum, and
 * about twice the speed), into src/model/kernels/binaries.ts. All numbers are f32, all extents counts of numbers.
 */

/** a · b + c */
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

function sumOf(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

function maxOf(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** e^x by Cephes' polynomial (Moshier), to about 1e-7 of its value; 0 below -87. */
function exp(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(-87));
  const inside = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(inside, f32x4.splat(1.44269504)));
  let r = f32x4.sub(inside, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let y = madd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  y = madd(y, r, f32x4.splat(8.3334519073e-3));
  y = madd(y, r, f32x4.splat(4.1665795894e-2));
  y = madd(y, r, f32x4.splat(1.6666665459e-1));
  y = madd(y, r, f32x4.splat(5.0000001201e-1));
  y = f32x4.add(madd(f32x4.mul(y, r), r, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(y, power), tiny);
}

/** 1: relu; 2: x · sigmoid(x); else x */
function activate(x: v128, activation: i32): v128 {
  if (activation == 1) return f32x4.max(x, f32x4.splat(0));
  if (activation == 2) return f32x4.div(x, f32x4.add(f32x4.splat(1), exp(f32x4.neg(x))));
  return x;
}

/** Stores the first `count` of 8 numbers. */
function put(out: usize, low: v128, high: v128, count: i32): void {
  if (count >= 8) {
    v128.store(out, low);
    v128.store(out, high, 16);
    return;
  }
  if (count >= 4) {
    v128.store(out, low);
    out += 16;
    count -= 4;
    low = high;
  }
  if (count > 0) store<f32>(out, f32x4.extract_lane(low, 0));
  if (count > 1) store<f32>(out, f32x4.extract_lane(low, 1), 4);
  if (count > 2) store<f32>(out, f32x4.extract_lane(low, 2), 8);
}

/**
 * out = activation(x W + b). x (rows, inner), out (rows, columns).
 * @param weights of 8 columns at a time: (columns / 8, rounded up, inner, 8), 0 beyond the last column
 * @param bias as many as there are columns in `weights`
 */
export function dense(
  x: usize,
  rows: i32,
  inner: i32,
  weights: usize,
  bias: usize,
  columns: i32,
  activation: i32,
  out: usize,
): void {
  const xStep = (<usize>inner) << 2;
  const outStep = (<usize>columns) << 2;
  const panel = (<usize>inner) << 5;
  for (let column = 0; column < columns; column += 8) {
    const count = columns - column;
    const low = v128.load(bias);
    const high = v128.load(bias, 16);
    let row = 0;
    let from = x;
    let to = out;
    for (; row + 4 <= rows; row += 4) {
      let a0 = low;
      let a1 = high;
      let b0 = low;
      let b1 = high;
      let c0 = low;
      let c1 = high;
      let d0 = low;
      let d1 = high;
      let xa = from;
      let xb = from + xStep;
      let xc = xb + xStep;
      let xd = xc + xStep;
      const end = from + xStep;
      for (let w = weights; xa < end; w += 32) {
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        const a = v128.load32_splat(xa);
        a0 = madd(a, w0, a0);
        a1 = madd(a, w1, a1);
        const b = v128.load32_splat(xb);
        b0 = madd(b, w0, b0);
        b1 = madd(b, w1, b1);
        const c = v128.load32_splat(xc);
        c0 = madd(c, w0, c0);
        c1 = madd(c, w1, c1);
        const d = v128.load32_splat(xd);
        d0 = madd(d, w0, d0);
        d1 = madd(d, w1, d1);
        xa += 4;
        xb += 4;
        xc += 4;
        xd += 4;
      }
      put(to, activate(a0, activation), activate(a1, activation), count);
      put(to + outStep, activate(b0, activation), activate(b1, activation), count);
      put(to + 2 * outStep, activate(c0, activation), activate(c1, activation), count);
      put(to + 3 * outStep, activate(d0, activation), activate(d1, activation), count);
      from += 4 * xStep;
      to += 4 * outStep;
    }
    for (; row < rows; row++) {
      // four sums side by side, so that none waits for the one before
      let a0 = low;
      let a1 = high;
      let b0 = f32x4.splat(0);
      let b1 = b0;
      let c0 = b0;
      let c1 = b0;
      let d0 = b0;
      let d1 = b0;
      let w = weights;
      let at = from;
      const end = from + xStep;
      for (const whole = from + (xStep & ~15); at < whole; at += 16) {
        const four = v128.load(at);
        const a = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
        a0 = madd(a, v128.load(w), a0);
        a1 = madd(a, v128.load(w, 16), a1);
        const b = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
        b0 = madd(b, v128.load(w, 32), b0);
        b1 = madd(b, v128.load(w, 48), b1);
        const c = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
        c0 = madd(c, v128.load(w, 64), c0);
        c1 = madd(c, v128.load(w, 80), c1);
        const d = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
        d0 = madd(d, v128.load(w, 96), d0);
        d1 = madd(d, v128.load(w, 112), d1);
        w += 128;
      }
      for (; at < end; at += 4) {
        const a = v128.load32_splat(at);
        a0 = madd(a, v128.load(w), a0);
        a1 = madd(a, v128.load(w, 16), a1);
        w += 32;
      }
      a0 = f32x4.add(f32x4.add(a0, b0), f32x4.add(c0, d0));
      a1 = f32x4.add(f32x4.add(a1, b1), f32x4.add(c1, d1));
      put(to, activate(a0, activation), activate(a1, activation), count);
      from += xStep;
      to += outStep;
    }
    weights += panel;
    bias += 32;
    out += 32;
  }
}

/** out = LN(x + y) (Ba et al. 2016, eq. 4), row by row; y may be 0. All (rows, size), size a multiple of 4. */
export function addNorm(
  x: usize,
  y: usize,
  rows: i32,
  size: i32,
  gain: usize,
  bias: usize,
  epsilon: f32,
  out: usize,
): void {
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
    const scale = f32x4.splat(<f32>1 / sqrt<f32>(sumOf(squares) / <f32>size + epsilon));
    for (let i: usize = 0; i < step; i += 16) {
      const normal = f32x4.mul(v128.load(out + i), scale);
      v128.store(out + i, madd(normal, v128.load(gain + i), v128.load(bias + i)));
    }
    x += step;
    if (y) y += step;
    out += step;
  }
}

/** weights = e^(weights - most), then divided by their sum. */
function normalise(weights: usize, count: i32, most: f32): void {
  const step = (<usize>count) << 2;
  const whole = step & ~15;
  const top = f32x4.splat(most);
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += 16) {
    const value = exp(f32x4.sub(v128.load(weights + i), top));
    v128.store(weights + i, value);
    sums = f32x4.add(sums, value);
  }
  let sum = sumOf(sums);
  for (let i = whole; i < step; i += 4) {
    const value = f32x4.extract_lane(exp(f32x4.splat(load<f32>(weights + i) - most)), 0);
    store<f32>(weights + i, value);
    sum += value;
  }
  const factor = <f32>1 / sum;
  for (let i: usize = 0; i < whole; i += 16) {
    v128.store(weights + i, f32x4.mul(v128.load(weights + i), f32x4.splat(factor)));
  }
  for (let i = whole; i < step; i += 4) store<f32>(weights + i, load<f32>(weights + i) * factor);
}

/** out = softmax(x), row by row; (rows, columns) */
export function softmax(x: usize, rows: i32, columns: i32, out: usize): void {
  const step = (<usize>columns) << 2;
  const whole = step & ~15;
  for (let row = 0; row < rows; row++) {
    let tops = f32x4.splat(-f32.MAX_VALUE);
    for (let i: usize = 0; i < whole; i += 16) {
      const value = v128.load(x + i);
      v128.store(out + i, value);
      tops = f32x4.max(tops, value);
    }
    let most = maxOf(tops);
    for (let i = whole; i < step; i += 4) {
      const value = load<f32>(x + i);
      store<f32>(out + i, value);
      most = max(most, value);
    }
    normalise(out, columns, most);
    x += step;
    out += step;
  }
}

/**
 * softmax(Q K^T) V in every head (Vaswani et al. 2017, eq. 1, its factor folded into Q).
 *
 * Query i of sentence n is row n · queries + i, key j row n · keys + j; a row's heads lie side by side, `width` numbers
 * each, a multiple of 4. Strides are numbers from one row to the next.
 * @param lengths keys of each sentence that count (i32); 0: all of them
 * @param weights (sentences, heads, queries, keys), filled
 * @param context (sentences · queries, heads · width), filled
 */
export function attend(
  q: usize,
  qStride: i32,
  k: usize,
  v: usize,
  kStride: i32,
  sentences: i32,
  queries: i32,
  keys: i32,
  heads: i32,
  width: i32,
  lengths: usize,
  weights: usize,
  context: usize,
): void {
  const qStep = (<usize>qStride) << 2;
  const kStep = (<usize>kStride) << 2;
  const head = (<usize>width) << 2;
  const row = (<usize>keys) << 2;
  for (let n = 0; n < sentences; n++) {
    const count = lengths ? load<i32>(lengths + ((<usize>n) << 2)) : keys;
    for (let h = 0; h < heads; h++) {
      const shift = <usize>h * head;
      for (let i = 0; i < queries; i++) {
        const query = q + <usize>(n * queries + i) * qStep + shift;
        let key = k + <usize>(n * keys) * kStep + shift;
        let most: f32 = -f32.MAX_VALUE;
        for (let j = 0; j < count; j++) {
          let dot = f32x4.splat(0);
          for (let c: usize = 0; c < head; c += 16) dot = madd(v128.load(query + c), v128.load(key + c), dot);
          const score = sumOf(dot);
          store<f32>(weights + ((<usize>j) << 2), score);
          most = max(most, score);
          key += kStep;
        }
        normalise(weights, count, most);
        for (let j = count; j < keys; j++) store<f32>(weights + ((<usize>j) << 2), 0);
        const value = v + <usize>(n * keys) * kStep + shift;
        const out = context + <usize>((n * queries + i) * heads) * head + shift;
        for (let c: usize = 0; c < head; c += 16) {
          let sum = f32x4.splat(0);
          let at = value + c;
          for (let j = 0; j < count; j++) {
            sum = madd(v128.load32_splat(weights + ((<usize>j) << 2)), v128.load(at), sum);
            at += kStep;
          }
          v128.store(out + c, sum);
        }
        weights += row;
      }
    }
  }
}

/**
 * Rows of what was read before, put in an order, and one more piece of each: out (rows, read + 1, size).
 * @param past (·, read, size); its row order[r] becomes row r (i32); order 0: as they are
 * @param next row r is at next + r · stride
 */
export function append(
  past: usize,
  read: i32,
  order: usize,
  next: usize,
  stride: i32,
  rows: i32,
  size: i32,
  out: usize,
): void {
  const piece = (<usize>size) << 2;
  const before = <usize>read * piece;
  for (let row = 0; row < rows; row++) {
    const from = order ? load<i32>(order + ((<usize>row) << 2)) : row;
    memory.copy(out, past + <usize>from * before, before);
    out += before;
    memory.copy(out, next, piece);
    out += piece;
    next += (<usize>stride) << 2;
  }
}

/** out = table[ids] + positions, of sequences of `length` each; size a multiple of 4 */
export function embed(table: usize, ids: usize, positions: usize, rows: i32, length: i32, size: i32, out: usize): void {
  const step = (<usize>size) << 2;
  for (let row = 0; row < rows; row++) {
    const piece = table + <usize>load<i32>(ids + ((<usize>row) << 2)) * step;
    const place = positions + <usize>(row % length) * step;
    for (let i: usize = 0; i < step; i += 16) {
      v128.store(out + i, f32x4.add(v128.load(piece + i), v128.load(place + i)));
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
