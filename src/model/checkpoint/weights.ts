/** The tensors of a checkpoint, handed out by name to the parts of a model. */

import * as tf from '@tensorflow/tfjs-core';
import { modelFault } from './modelFault';
import type { TensorValues } from './safetensors';

/**
 * A view of a checkpoint below a prefix. Every tensor must be asked for, with the shape that the configuration gives
 * it: `finish` then finds those that nobody wanted.
 */
export class Weights {
  private constructor(
    private readonly model: string,
    private readonly tensors: ReadonlyMap<string, TensorValues>,
    private readonly prefix: string,
    private readonly taken: Set<string>,
    private readonly made: tf.Tensor[],
    private readonly file: string,
  ) {}

  /** @param file name of the checkpoint, for messages */
  static of(model: string, tensors: ReadonlyMap<string, TensorValues>, file = 'model.safetensors'): Weights {
    return new Weights(model, tensors, '', new Set(), [], file);
  }

  /** The tensors whose names begin with `name.`. */
  scope(name: string): Weights {
    return new Weights(this.model, this.tensors, `${this.prefix}${name}.`, this.taken, this.made, this.file);
  }

  /**
   * A tensor as it was read, for whoever lays it out for itself.
   * @throws EngineError 'modelFile' where the tensor is missing or has another shape
   */
  raw(name: string, shape: readonly number[]): TensorValues {
    const full = this.prefix + name;
    const tensor = this.tensors.get(full);
    if (!tensor) throw modelFault(this.model, this.file, `the tensor "${full}" is missing`);
    if (tensor.shape.length !== shape.length || tensor.shape.some((n, i) => n !== shape[i])) {
      throw modelFault(
        this.model,
        this.file,
        `the tensor "${full}" has the shape [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`,
      );
    }
    this.taken.add(full);
    return tensor;
  }

  vector(name: string, length: number): tf.Tensor1D {
    return this.keep(tf.tensor1d(this.raw(name, [length]).values));
  }

  matrix(name: string, rows: number, columns: number): tf.Tensor2D {
    return this.keep(tf.tensor2d(this.raw(name, [rows, columns]).values, [rows, columns]));
  }

  /**
   * PyTorch's [out, in] as [in, out]: the WASM backend has a fast product only for operands that are not transposed.
   */
  transposed(name: string, rows: number, columns: number): tf.Tensor2D {
    const { values } = this.raw(name, [rows, columns]);
    return this.keep(tf.tidy(() => tf.transpose(tf.tensor2d(values, [rows, columns]))));
  }

  /** A tensor computed from others of the checkpoint, which `read` makes and which are freed afterwards. */
  derived<T extends tf.Tensor>(compute: (read: (name: string, shape: number[]) => tf.Tensor) => T): T {
    return this.keep(tf.tidy(() => compute((name, shape) => tf.tensor(this.raw(name, shape).values, shape))));
  }

  has(name: string): boolean {
    return this.tensors.has(this.prefix + name);
  }

  /** Whether there is any tensor below the prefix. */
  get some(): boolean {
    return [...this.tensors.keys()].some((name) => name.startsWith(this.prefix));
  }

  /** A tensor's extents; undefined where there is no such tensor. */
  shapeOf(name: string): readonly number[] | undefined {
    return this.tensors.get(this.prefix + name)?.shape;
  }

  /** A tensor that the model does without, such as a copy of another. */
  ignore(name: string): void {
    this.taken.add(this.prefix + name);
  }

  /** Tensors made of what `raw` gave: freed with the checkpoint's. */
  keepAll<T extends object>(tensors: T): T {
    for (const tensor of Object.values(tensors)) if (tensor instanceof tf.Tensor) this.made.push(tensor);
    return tensors;
  }

  private keep<T extends tf.Tensor>(tensor: T): T {
    this.made.push(tensor);
    return tensor;
  }

  /** @throws EngineError 'modelFile' where the checkpoint has tensors that no part asked for */
  finish(): void {
    const [unexpected] = [...this.tensors.keys()].filter((name) => !this.taken.has(name));
    if (unexpected !== undefined) throw modelFault(this.model, this.file, `the tensor "${unexpected}" is unexpected`);
  }

  /** Frees every tensor that was handed out. */
  dispose(): void {
    tf.dispose(this.made);
  }
}
