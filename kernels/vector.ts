/** Arithmetic on four numbers at a time. */

/** a · b + c */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

export function sumOf(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

export function maxOf(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** e^x by Cephes' polynomial (Moshier), to about 1e-7 of its value; 0 below -87. */
export function exp(x: v128): v128 {
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

/** Names of activations, for `activate`. */
export class None {}
export class Relu {}
export class Swish {}

export function activate<A>(x: v128): v128 {
  if (idof<A>() == idof<Relu>()) return f32x4.max(x, f32x4.splat(0));
  if (idof<A>() == idof<Swish>()) return f32x4.div(x, f32x4.add(f32x4.splat(1), exp(f32x4.neg(x)))); // x · sigmoid(x)
  return x;
}

/** Stores the first `count` of 8 numbers. */
export function put(out: usize, low: v128, high: v128, count: i32): void {
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
