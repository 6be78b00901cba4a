/**
 * A safetensors file (https://github.com/huggingface/safetensors): 8 bytes of header length, little-endian; a JSON
 * header naming each tensor's type, shape and place; then the tensors, back to back.
 *
 * Read: F32; F16; and I8, a matrix quantised row by row, whose scales are the F32 tensor `<name>.scale`.
 */

import * as v from 'valibot';
import { modelFault } from './modelFault';
import { halfToFloat } from './half';

const SCALE = '.scale';

/** w[i][j] = integers[i][j] · scales[i] */
export interface Quantised {
  integers: Int8Array;
  scales: Float32Array;
}

export interface TensorValues {
  shape: number[];
  /** Of a quantised one, computed each time that they are asked for. */
  readonly values: Float32Array;
  quantised?: Quantised;
}

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const BYTES = { F32: 4, F16: 2, I8: 1 } as const;
const EntrySchema = v.object({
  dtype: v.picklist(['F32', 'F16', 'I8']),
  shape: v.array(size),
  data_offsets: v.tuple([size, size]),
});
type Entry = v.InferOutput<typeof EntrySchema>;

/** A tensor's product of extents; not finite or not safe where the shape lies. */
const extent = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/**
 * Reads all tensors, as 32-bit floats and, where they are quantised, as the integers and scales that make them.
 * @param file its name, for messages
 * @throws EngineError 'modelFile' at any contradiction between header and bytes, and at weights that are not finite
 */
export function readSafetensors(
  model: string,
  buffer: ArrayBuffer,
  file = 'model.safetensors',
): Map<string, TensorValues> {
  return new Reader(model, buffer, file).read();
}

class Reader {
  constructor(
    private readonly model: string,
    private readonly buffer: ArrayBuffer,
    private readonly file: string,
  ) {}

  private fail(problem: string): Error {
    return modelFault(this.model, this.file, problem);
  }

  read(): Map<string, TensorValues> {
    const { entries, dataStart } = this.header();
    this.checkPlaces(entries, this.buffer.byteLength - dataStart);
    const scales = new Set([...entries].filter(([, entry]) => entry.dtype === 'I8').map(([name]) => name + SCALE));
    const tensors = new Map<string, TensorValues>();
    for (const [name, entry] of entries) {
      if (scales.has(name)) continue;
      tensors.set(
        name,
        entry.dtype === 'I8' ? this.quantised(name, entry, entries, dataStart) : this.plain(name, entry, dataStart),
      );
    }
    return tensors;
  }

  private header(): { entries: Map<string, Entry>; dataStart: number } {
    const total = this.buffer.byteLength;
    if (total < 8) throw this.fail(`it ends after ${total} bytes`);
    const length = Number(new DataView(this.buffer).getBigUint64(0, true));
    if (length > total - 8) throw this.fail(`its header should have ${length} bytes, but the file has ${total}`);
    let raw: unknown;
    try {
      raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(this.buffer, 8, length)));
    } catch {
      throw this.fail('its header is not valid JSON');
    }
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw this.fail('its header is not an object');
    const entries = new Map<string, Entry>();
    for (const [name, value] of Object.entries(raw)) {
      if (name !== '__metadata__') entries.set(name, this.entry(name, value));
    }
    return { entries, dataStart: 8 + length };
  }

  private entry(name: string, value: unknown): Entry {
    const parsed = v.safeParse(EntrySchema, value);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      throw this.fail(`the entry of the tensor "${name}" is wrong: ${v.getDotPath(issue) ?? ''} ${issue.message}`);
    }
    return parsed.output;
  }

  /** The format allows neither gaps nor overlaps. */
  private checkPlaces(entries: ReadonlyMap<string, Entry>, dataBytes: number): void {
    let at = 0;
    const inOrder = [...entries].sort(
      ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
    );
    for (const [name, { dtype, shape, data_offsets }] of inOrder) {
      const [begin, end] = data_offsets;
      const bytes = extent(shape) * BYTES[dtype];
      if (end - begin !== bytes) {
        throw this.fail(`the tensor "${name}" should take ${bytes} bytes, but the header gives it ${end - begin}`);
      }
      if (end > dataBytes) throw this.fail(`the tensor "${name}" ends ${end - dataBytes} bytes beyond the file's end`);
      if (begin !== at) throw this.fail(`the tensor "${name}" ${begin < at ? 'overlaps another' : 'leaves a gap'}`);
      at = end;
    }
    if (at !== dataBytes) throw this.fail(`${dataBytes - at} bytes at its end belong to no tensor`);
  }

  private bytes({ data_offsets: [begin, end] }: Entry, dataStart: number): ArrayBuffer {
    // a copy, because an offset need not be a multiple of the element size
    return this.buffer.slice(dataStart + begin, dataStart + end);
  }

  private plain(name: string, entry: Entry, dataStart: number): TensorValues {
    const bytes = this.bytes(entry, dataStart);
    const values = entry.dtype === 'F16' ? halfToFloat(new Uint16Array(bytes)) : new Float32Array(bytes);
    if (!values.every(Number.isFinite)) throw this.fail(NOT_NUMBERS(name));
    return { shape: entry.shape, values };
  }

  private quantised(name: string, entry: Entry, entries: ReadonlyMap<string, Entry>, dataStart: number): TensorValues {
    const scale = entries.get(name + SCALE);
    const { shape } = entry;
    const [rows = 0, columns = 0] = shape;
    if (!scale) throw this.fail(`the tensor "${name}" has no "${name}${SCALE}"`);
    if (scale.dtype !== 'F32' || scale.shape.length !== 1 || scale.shape[0] !== rows || shape.length !== 2) {
      throw this.fail(`"${name}${SCALE}" does not have one F32 scale for each row of "${name}"`);
    }
    const scales = new Float32Array(this.bytes(scale, dataStart));
    const integers = new Int8Array(this.bytes(entry, dataStart));
    if (!scales.every((s) => Number.isFinite(Math.fround(s * 128)))) throw this.fail(NOT_NUMBERS(name));
    return {
      shape,
      quantised: { integers, scales },
      get values() {
        const values = new Float32Array(integers.length);
        for (let row = 0, at = 0; row < rows; row++) {
          for (const end = at + columns; at < end; at++) values[at] = integers[at]! * scales[row]!;
        }
        return values;
      },
    };
  }
}

const NOT_NUMBERS = (name: string) => `the tensor "${name}" has weights that are not numbers`;
