import { activate, madd, maxOf, None, put, Relu, Swish } from './vector';

/**
 * A linear layer: activation(x W + b).
 *
 * W lies in panels of 8 columns, (columns / 8, rounded up, inner, 8), 0 beyond the last column: as f32 or, where there
 * are `scales`, as whole numbers, each column's to be multiplied by its scale. Those lie there twice: in bfloat16, for
 * several rows, a 32-bit word with column c of the panel in its lower half and column c + 4 in its upper one; and in 8
 * bits, for a single row, which gains by a quarter as much memory to read, see ofOneInIntegers.
 */
@unmanaged
export class Linear {
  weights: usize;
  /** One for each column of `weights`; 0: the weights are f32. */
  scales: usize;
  /** The whole numbers in 8 bits. */
  integers: usize;
  /** As many as there are columns in `weights`. */
  bias: usize;
  columns: i32;
  /** 0: none; 1: relu; 2: swish */
  activation: i32;
}

/** Most products of 12 bits and 8 that a sum of 32 bits can hold for certain. */
const MOST_INTEGERS = 4096;

/**
 * x (rows, inner) -> out (rows, columns)
 * @param work memory for inner + 3 numbers
 */
export function dense(x: usize, rows: i32, inner: i32, linear: Linear, out: usize, work: usize): void {
  if (!linear.scales) product<f32>(x, rows, inner, linear, out);
  else if (rows == 1 && inner <= MOST_INTEGERS) ofOneInIntegers(x, inner, linear, out, work);
  else product<u16>(x, rows, inner, linear, out);
}

/** Bytes that 8 weights take. */
function widthOf<T>(): usize {
  return isFloat<T>() ? 32 : 16;
}

/** The first four of 8 weights. @param first what lies at `at` */
function low<T>(first: v128): v128 {
  return isFloat<T>() ? first : i32x4.shl(first, 16);
}

/** The last four. */
function high<T>(first: v128, at: usize): v128 {
  return isFloat<T>() ? v128.load(at, 16) : v128.and(first, i32x4.splat(0xffff0000));
}

/** What follows x W, row by row: scaled, + b, activated. x (rows, columns), in its place */
function finish<T>(x: usize, rows: i32, linear: Linear): void {
  // a branch for each activation and not one call for every four numbers
  if (linear.activation == 0) finishWith<T, None>(x, rows, linear);
  else if (linear.activation == 1) finishWith<T, Relu>(x, rows, linear);
  else finishWith<T, Swish>(x, rows, linear);
}

function finishWith<T, A>(x: usize, rows: i32, linear: Linear): void {
  const step = (<usize>linear.columns) << 2;
  const whole = step & ~15;
  const bias = linear.bias;
  const scales = linear.scales;
  for (let row = 0; row < rows; row++) {
    for (let i: usize = 0; i < whole; i += 16) {
      let sum = v128.load(x + i);
      if (isFloat<T>()) sum = f32x4.add(sum, v128.load(bias + i));
      else sum = madd(sum, v128.load(scales + i), v128.load(bias + i));
      v128.store(x + i, activate<A>(sum));
    }
    for (let i = whole; i < step; i += 4) {
      const scale = isFloat<T>() ? <f32>1 : load<f32>(scales + i);
      const sum = f32x4.splat(load<f32>(x + i) * scale + load<f32>(bias + i));
      store<f32>(x + i, f32x4.extract_lane(activate<A>(sum), 0));
    }
    x += step;
  }
}

function product<T>(x: usize, rows: i32, inner: i32, linear: Linear, out: usize): void {
  const fours = rows & ~3;
  if (fours) ofFours<T>(x, fours, inner, linear, out);
  for (let row = fours; row < rows; row++) {
    ofOne<T>(x + ((<usize>(row * inner)) << 2), inner, linear, out + ((<usize>(row * linear.columns)) << 2));
  }
  finish<T>(out, rows, linear);
}

/** `rows` is a multiple of 4: what is read of the weights serves four rows. */
function ofFours<T>(x: usize, rows: i32, inner: i32, linear: Linear, out: usize): void {
  const xStep = (<usize>inner) << 2;
  const outStep = (<usize>linear.columns) << 2;
  const width = widthOf<T>();
  const columns = linear.columns;
  let weights = linear.weights;
  for (let panel = 0; panel < columns; panel += 8) {
    const count = columns - panel;
    let from = x;
    let to = out;
    for (let row = 0; row < rows; row += 4) {
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      let xa = from;
      let xb = from + xStep;
      let xc = xb + xStep;
      let xd = xc + xStep;
      const end = from + xStep;
      for (let w = weights; xa < end; w += width) {
        const first = v128.load(w);
        const w0 = low<T>(first);
        const w1 = high<T>(first, w);
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
      put(to, a0, a1, count);
      put(to + outStep, b0, b1, count);
      put(to + 2 * outStep, c0, c1, count);
      put(to + 3 * outStep, d0, d1, count);
      from += 4 * xStep;
      to += 4 * outStep;
    }
    weights += <usize>inner * width;
    out += 32;
  }
}

function ofOne<T>(x: usize, inner: i32, linear: Linear, out: usize): void {
  const end = x + ((<usize>inner) << 2);
  const whole = end - (((<usize>inner) & 3) << 2);
  const width = widthOf<T>();
  const columns = linear.columns;
  let w = linear.weights;
  for (let panel = 0; panel < columns; panel += 8) {
    // four sums side by side, so that none waits for the one before
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let d0 = a0;
    let d1 = a0;
    let at = x;
    for (; at < whole; at += 16) {
      // offsets are written out: only so are they part of the load
      const wa = v128.load(w);
      const a = v128.load32_splat(at);
      a0 = madd(a, low<T>(wa), a0);
      a1 = madd(a, high<T>(wa, w), a1);
      const wb = isFloat<T>() ? v128.load(w, 32) : v128.load(w, 16);
      const b = v128.load32_splat(at, 4);
      b0 = madd(b, low<T>(wb), b0);
      b1 = madd(b, isFloat<T>() ? v128.load(w, 48) : high<T>(wb, w), b1);
      const wc = isFloat<T>() ? v128.load(w, 64) : v128.load(w, 32);
      const c = v128.load32_splat(at, 8);
      c0 = madd(c, low<T>(wc), c0);
      c1 = madd(c, isFloat<T>() ? v128.load(w, 80) : high<T>(wc, w), c1);
      const wd = isFloat<T>() ? v128.load(w, 96) : v128.load(w, 48);
      const d = v128.load32_splat(at, 12);
      d0 = madd(d, low<T>(wd), d0);
      d1 = madd(d, isFloat<T>() ? v128.load(w, 112) : high<T>(wd, w), d1);
      w += 4 * width;
    }
    for (; at < end; at += 4) {
      const first = v128.load(w);
      const a = v128.load32_splat(at);
      a0 = madd(a, low<T>(first), a0);
      a1 = madd(a, high<T>(first, w), a1);
      w += width;
    }
    a0 = f32x4.add(f32x4.add(a0, b0), f32x4.add(c0, d0));
    a1 = f32x4.add(f32x4.add(a1, b1), f32x4.add(c1, d1));
    put(out, a0, a1, columns - panel);
    out += 32;
  }
}

/** Halves of a number of 24 bits: the lower one has so many. */
const LOWER_BITS = 11;
const LOWER_MASK = (1 << LOWER_BITS) - 1;
/** The largest of 24 bits and a sign. */
const LARGEST: f32 = 8388607;

/**
 * One row as whole numbers, in proportion to its largest: as exact as f32 is for that one, and no two products are
 * rounded before they are summed. A product of 24 bits and 8 is that of the upper half of the 24 and that of the lower.
 * @param work inner, rounded up to a multiple of 4, upper halves of 16 bits, and as many lower ones; filled
 * @returns what the whole numbers are to be multiplied by
 */
function halve(x: usize, inner: i32, work: usize): f32 {
  const step = (<usize>inner) << 2;
  const whole = step & ~15;
  let tops = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += 16) tops = f32x4.max(tops, f32x4.abs(v128.load(x + i)));
  let most = maxOf(tops);
  for (let i = whole; i < step; i += 4) most = max(most, abs<f32>(load<f32>(x + i)));
  // smaller ones would have an infinite inverse; they count for nothing
  if (most < <f32>1e-30) most = <f32>1e-30;
  const factor = f32x4.splat(LARGEST / most);
  const lower = work + ((<usize>((inner + 3) & ~3)) << 1);
  for (let i: usize = 0; i < step; i += 16) {
    let four = v128.load(x + i);
    if (i == whole) {
      // what lies behind the row is not its own
      const count = (step - whole) >> 2;
      four = v128.and(four, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>count)));
    }
    const numbers = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(four, factor)));
    const high = i32x4.shr_s(numbers, LOWER_BITS);
    const low = v128.and(numbers, i32x4.splat(LOWER_MASK));
    v128.store64_lane(work + (i >> 1), i16x8.narrow_i32x4_s(high, high), 0);
    v128.store64_lane(lower + (i >> 1), i16x8.narrow_i32x4_s(low, low), 0);
  }
  return most / LARGEST;
}

/**
 * A single row by weights in 8 bits: (columns / 8, inner / 4, 2, 8, 2), each rounded up; two of a column side by side.
 */
function ofOneInIntegers(x: usize, inner: i32, linear: Linear, out: usize, work: usize): void {
  const factor = f32x4.splat(halve(x, inner, work));
  const half = (<usize>((inner + 3) & ~3)) << 1;
  const lower = work + half;
  const columns = linear.columns;
  let w = linear.integers;
  let to = out;
  for (let panel = 0; panel < columns; panel += 8) {
    let a0 = i32x4.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let d0 = a0;
    let d1 = a0;
    let at = work;
    for (let low = lower; at < lower; at += 8) {
      const w0 = v128.load8x8_s(w);
      const w1 = v128.load8x8_s(w, 8);
      const a = v128.load32_splat(at);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(a, w0));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(a, w1));
      const b = v128.load32_splat(low);
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(b, w0));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(b, w1));
      const w2 = v128.load8x8_s(w, 16);
      const w3 = v128.load8x8_s(w, 24);
      const c = v128.load32_splat(at, 4);
      c0 = i32x4.add(c0, i32x4.dot_i16x8_s(c, w2));
      c1 = i32x4.add(c1, i32x4.dot_i16x8_s(c, w3));
      const d = v128.load32_splat(low, 4);
      d0 = i32x4.add(d0, i32x4.dot_i16x8_s(d, w2));
      d1 = i32x4.add(d1, i32x4.dot_i16x8_s(d, w3));
      w += 32;
      low += 8;
    }
    const sum0 = joined(i32x4.add(a0, c0), i32x4.add(b0, d0));
    const sum1 = joined(i32x4.add(a1, c1), i32x4.add(b1, d1));
    put(to, f32x4.mul(sum0, factor), f32x4.mul(sum1, factor), columns - panel);
    to += 32;
  }
  finish<u16>(out, 1, linear);
}

/** The sums of both halves as one. */
function joined(high: v128, low: v128): v128 {
  return madd(f32x4.convert_i32x4_s(high), f32x4.splat(<f32>(1 << LOWER_BITS)), f32x4.convert_i32x4_s(low));
}
