/**
 * Sinusoidal positions: PE(p, i) = sin(p / 10000^(2i/D)) in the first half of the columns and the cosine of the same
 * angles in the second (Vaswani et al. 2017, section 3.5, in Marian's order of columns).
 * @returns (count, size), row by row
 */
export function sinusoidalPositions(count: number, size: number): Float32Array {
  const half = Math.ceil(size / 2);
  const wavelengths = Array.from({ length: half }, (_, i) => 10_000 ** ((2 * i) / size));
  const values = new Float32Array(count * size);
  for (let p = 0, row = 0; p < count; p++, row += size) {
    for (let i = 0; i < half; i++) {
      const angle = p / wavelengths[i]!;
      values[row + i] = Math.sin(angle);
      // of an odd size the last cosine has no place
      if (half + i < size) values[row + half + i] = Math.cos(angle);
    }
  }
  return values;
}
