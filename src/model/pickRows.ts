import * as tf from '@tensorflow/tfjs-core';

/**
 * The named rows of a tensor, in that order, as a tensor of its own.
 *
 * On WASM, whose gather computes an index for every single element (23 ms for 64 rows of 30,000 bytes, against 0.5 ms
 * so), runs of neighbouring rows are cut out and joined.
 */
export function pickRows<T extends tf.Tensor>(tensor: T, rows: readonly number[]): T {
  return tf.tidy(() => {
    if (tf.getBackend() !== 'wasm') return tf.gather(tensor, tf.tensor1d(rows as number[], 'int32'));
    const runs: { begin: number; size: number }[] = [];
    for (const row of rows) {
      const last = runs.at(-1);
      if (last && last.begin + last.size === row) last.size++;
      else runs.push({ begin: row, size: 1 });
    }
    const parts = runs.map(({ begin, size }) => tf.slice(tensor, [begin], [size]) as tf.Tensor);
    return tf.concat(parts, 0) as T;
  });
}
