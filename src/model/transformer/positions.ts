/**
 * Sinusoidal positions: PE(p, i) = sin(p / 10000^(2i/D)) in the first half of the columns and the cosine of the same
 * angles in the second (Vaswani et al. 2017, section 3.5, in Marian's order of columns).
 * @returns (count, size), row by row
 */
export function sinusoidalPositions(count: number, size: number): Float32Array {
  const half = Math.ceil(size / 2);
  const values = new Float32Array(count * size);
  for (let p = 0; p < count; p++) {
    for (let column = 0; column < size; column++) {
      const i = column % half;
      const angle = p / 10_000 ** ((2 * i) / size);
      values[p * size + column] = column < half ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return values;
}
