/** Writes ONNX models (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), operator set 17. */

import { Message } from './protobuf';

const OPERATOR_SET = 17;
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;

export type ElementType = 'float' | 'int64';
/** Extents: numbers, or names of those that are known only when the model runs. */
export type Extents = readonly (number | string)[];
type Attribute = number | { float: number } | readonly number[];

const typeOf = (type: ElementType): number => (type === 'float' ? FLOAT : INT64);

/** A graph that grows node by node; a value is known by its name. */
export class Graph {
  private readonly graph = new Message();
  private count = 0;

  constructor(private readonly name: string) {}

  private fresh(kind: string): string {
    return `${kind}_${this.count++}`;
  }

  private describe(name: string, type: ElementType, extents: Extents): Message {
    const shape = new Message();
    for (const extent of extents) {
      shape.message(1, typeof extent === 'number' ? new Message().int(1, extent) : new Message().text(2, extent));
    }
    const tensor = new Message().int(1, typeOf(type)).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  input(name: string, type: ElementType, extents: Extents): string {
    this.graph.message(11, this.describe(name, type, extents));
    return name;
  }

  /** Names a value and gives it out. */
  output(value: string, name: string, extents: Extents): void {
    this.node('Identity', [value], {}, name);
    this.graph.message(12, this.describe(name, 'float', extents));
  }

  weights(values: Float32Array, shape: readonly number[]): string {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.constant(FLOAT, bytes, shape);
  }

  integers(...values: number[]): string {
    return this.constant(INT64, new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer), [values.length]);
  }

  private constant(type: number, bytes: Uint8Array, shape: readonly number[]): string {
    const name = this.fresh('constant');
    const tensor = new Message();
    for (const extent of shape) tensor.int(1, extent);
    this.graph.message(5, tensor.int(2, type).text(8, name).bytes(9, bytes));
    return name;
  }

  node(kind: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}, name?: string): string {
    return this.nodes(kind, inputs, [name ?? this.fresh(kind)], attributes)[0]!;
  }

  /** Several outputs. */
  split(value: string, parts: number, axis: number): string[] {
    const names = Array.from({ length: parts }, () => this.fresh('Split'));
    return this.nodes('Split', [value], names, { axis });
  }

  private nodes(
    kind: string,
    inputs: readonly string[],
    outputs: string[],
    attributes: Record<string, Attribute>,
  ): string[] {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    for (const output of outputs) node.text(2, output);
    node.text(3, outputs[0]!).text(4, kind);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.graph.message(1, node);
    return outputs;
  }

  finish(): Uint8Array {
    this.graph.text(2, this.name);
    return new Message()
      .int(1, IR_VERSION)
      .text(2, 'attention-lens')
      .message(8, new Message().text(1, '').int(2, OPERATOR_SET))
      .message(7, this.graph)
      .finish();
  }
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  for (const item of value) message.int(8, item);
  return message.int(20, 7);
}
