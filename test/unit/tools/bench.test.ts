import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import type { TransformerConfig } from '../../../src/model/checkpoint/transformerConfig';
import { filesNeeded, isPeer } from '../../../tools/bench/contender';
import { median } from '../../../tools/bench/median';
import { Message } from '../../../tools/bench/onnx/protobuf';
import { plot } from '../../../tools/bench/plot';
import { recordingTable } from '../../../tools/bench/recording';
import { DOCS_SENTENCES } from '../../../tools/bench/docsSentences';
import { SENTENCES } from '../../../tools/bench/sentences';
import { multiplyAdds } from '../../../tools/bench/speed';
import { table } from '../../../tools/bench/speedTables';

it('takes the middle of a sorted list, or the mean of both', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([10, 1, 3, 2])).toBe(2.5);
});

it("writes Protocol Buffers' wire format", () => {
  // field 1 = 150 is the example of the format's own documentation: 08 96 01
  expect([...new Message().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
  expect([...new Message().text(2, 'testing').finish()].slice(0, 3)).toEqual([0x12, 0x07, 0x74]);
  expect([...new Message().int(3, -1).finish()]).toEqual([0x18, ...Array<number>(9).fill(0xff), 0x01]);
  expect([...new Message().message(3, new Message().int(1, 150)).finish()]).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
  expect([...new Message().float(2, 1).finish()]).toEqual([0x15, 0, 0, 0x80, 0x3f]);
});

it('counts the multiply-adds of a decoder step', () => {
  const config = { d_model: 2, decoder_ffn_dim: 3, decoder_layers: 1, vocab_size: 5 } as TransformerConfig;
  // Q, K, V and output of 2·2, query and output of cross-attention of 2·2, 2·3 and 3·2, 2·5
  expect(multiplyAdds(config)).toBe(16 + 8 + 12 + 10);
});

it('draws a chart that is well-formed', () => {
  const svg = plot('Time', 'x', 'ms', [
    {
      name: 'a',
      points: [
        [1, 2],
        [4, 8],
      ],
    },
    {
      name: 'b',
      points: [
        [1, 1],
        [4, 3],
      ],
    },
  ]);
  const parser = new SaxesParser();
  const names: string[] = [];
  parser.on('opentag', ({ name }) => names.push(name));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  expect(names.filter((name) => name === 'circle')).toHaveLength(4);
  expect(svg).not.toContain('NaN');
});

it('lays tables out, and knows what each contender reads', () => {
  expect(table(['', 'b'], [['x', '1']])).toBe('|  | b |\n| --- | ---: |\n| x | 1 |');
  expect(isPeer('peer-threads')).toBe(true);
  expect(filesNeeded('peer')).not.toContain('weights');
  expect(filesNeeded('wasm')).toContain('simd');
  expect(new Set(SENTENCES).size).toBe(32);
});

it('shows what recording costs, of how few runs, and what was not measured', () => {
  const rate = (median: number, runs: number) => ({ median, runs });
  const plain = [rate(1234.5, 7), rate(9.87, 7), rate(50, 1), null];
  const text = recordingTable([{ platform: 'node', contender: 'cpu', plain, recorded: [...plain].reverse() }]);
  const [heads, , first, second] = text.split('\n');
  expect(heads).toContain('64 sentences, beam 4');
  expect(first).toBe('| Node: ours, cpu | 1235 | 9.9 | 50 (1 run) | – |');
  expect(second).toBe('| and all attention recorded and read | – | 50 (1 run) | 9.9 | 1235 |');
});

it('has 64 different sentences of documentation', () => {
  expect(new Set(DOCS_SENTENCES).size).toBe(64);
});
