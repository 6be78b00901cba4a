import { exp, madd, maxOf, sumOf } from './vector';

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
 * Query i of sentence n is row n · queries + i, key j row n · room + j; a row's heads lie side by side, `width` numbers
 * each, a multiple of 4. Strides are numbers from one row to the next.
 * @param room rows that each sentence has among the keys and among the values, of which the first `keys` are taken
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
  room: i32,
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
        let key = k + <usize>(n * room) * kStep + shift;
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
        const value = v + <usize>(n * room) * kStep + shift;
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
 * The attention of one head, or the mean of all, a row for each query: (sentences, heads, queries, keys) -> (sentences
 * · queries, keys).
 * @param head -1: all
 */
export function alignment(
  weights: usize,
  sentences: i32,
  heads: i32,
  queries: i32,
  keys: i32,
  head: i32,
  out: usize,
): void {
  const map = (<usize>(queries * keys)) << 2;
  const share = <f32>1 / <f32>heads;
  for (let n = 0; n < sentences; n++) {
    if (head >= 0) memory.copy(out, weights + <usize>head * map, map);
    else {
      for (let i: usize = 0; i < map; i += 4) {
        let sum: f32 = 0;
        for (let h = 0; h < heads; h++) sum += load<f32>(weights + <usize>h * map + i);
        store<f32>(out + i, sum * share);
      }
    }
    weights += <usize>heads * map;
    out += map;
  }
}
