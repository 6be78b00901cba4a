/** IEEE 754 half precision to single precision. */

let table: Float32Array | null = null;

/** All 65,536 halves: looking up is several times faster than computing, and a model has millions. */
function halves(): Float32Array {
  const values = new Float32Array(65_536);
  for (let bits = 0; bits < 65_536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) values[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) values[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else values[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return values;
}

export function halfToFloat(half: Uint16Array): Float32Array {
  table ??= halves();
  const values = new Float32Array(half.length);
  for (let i = 0; i < half.length; i++) values[i] = table[half[i]!]!;
  return values;
}
