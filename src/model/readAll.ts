import type * as tf from '@tensorflow/tfjs-core';
import { tidy } from './tidy';

type Groups = Record<string, Record<string, tf.Tensor>>;
type Read<G extends Groups> = { [K in keyof G]: { [P in keyof G[K]]: Float32Array } };

/** The values of tensors that `compute` makes, in groups by name; nothing is left behind. */
export async function readAll<G extends Groups>(compute: () => G): Promise<Read<G>> {
  // clones: what is handed out may belong to somebody else
  const groups = tidy(() => mapGroups(compute(), (tensor) => tensor.clone()));
  try {
    const read: Record<string, Record<string, Float32Array>> = {};
    for (const [group, tensors] of Object.entries(groups)) {
      read[group] = {};
      for (const [name, tensor] of Object.entries(tensors)) {
        // a copy: the CPU backend hands out its own array
        read[group][name] = Float32Array.from((await tensor.data()) as Float32Array);
      }
    }
    return read as Read<G>;
  } finally {
    for (const tensors of Object.values(groups)) for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

function mapGroups(groups: Groups, map: (tensor: tf.Tensor) => tf.Tensor): Groups {
  return Object.fromEntries(
    Object.entries(groups).map(([group, tensors]) => [
      group,
      Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor)])),
    ]),
  );
}
