/** How fast each contender translates, all in one go: what one run of the machine slows down, slows all of them down. */

import type { TransformerConfig } from '../../src/model/checkpoint/transformerConfig';
import { CONTENDERS, isPeer, type ContenderName } from './contender';
import type { FilePlaces } from './files';
import { lacks, onPlatforms, type Host, type Platform, type Starter } from './hosts';
import { median } from './median';

/** Of each, the median of so many runs counts. */
export const RUNS = 7;
/** One sentence takes milliseconds, which a busy machine scatters: its median is of more runs. */
const RUNS_OF_ONE = 60;
/** A contender that takes longer than this for one batch is measured less often there, and said to be. */
const SLOW = { milliseconds: 15_000, runs: 3 };
/** And one that has taken this long for RUNS runs or more of one sentence is not measured more often. */
const ENOUGH_MILLISECONDS = 10_000;

export const TASKS = [
  { key: 'one', name: 'one sentence, greedy', sentences: 1, beam: 1 },
  { key: 'oneBeam', name: 'one sentence, beam 4', sentences: 1, beam: 4 },
  { key: 'many', name: '32 sentences, greedy', sentences: 32, beam: 1 },
  { key: 'manyBeam', name: '32 sentences, beam 4', sentences: 32, beam: 4 },
] as const;
export type TaskKey = (typeof TASKS)[number]['key'];

export interface Speed {
  platform: Platform;
  contender: ContenderName;
  /** Milliseconds. */
  firstWord: number;
  /** Target pieces a second: median, and of the fastest run. */
  rate: Record<TaskKey, { median: number; best: number; runs: number }>;
  /** Milliseconds. */
  load: { cold: number; warm: number };
  bytes: number;
  peakBytes: number | null;
  /** Target pieces a second that the multiply-adds of the decoder allow, for one row and for 32; null for the peer. */
  ceiling: { one: number; many: number } | null;
}

/** Multiply-adds of one decoder step for one row, attention's own aside, which are few. */
export function multiplyAdds(config: TransformerConfig): number {
  const { d_model: d, decoder_ffn_dim: inner, decoder_layers: layers, vocab_size: v } = config;
  // self: Q, K, V, output; cross: Q, output (its K and V are computed once a sentence)
  return layers * (6 * d * d + 2 * d * inner) + d * v;
}

interface Measured {
  host: Host;
  speed: Speed;
  times: Record<TaskKey, number[]>;
  firstWords: number[];
}

export interface SpeedOptions {
  model: string;
  config: TransformerConfig;
  places: FilePlaces;
  platforms: readonly Platform[];
  contenders: readonly ContenderName[];
  /** Piece ids, the end mark last, and the text of the first. */
  sources: number[][];
  first: string;
  say(line: string): void;
}

export const measureSpeed = (options: SpeedOptions): Promise<Speed[]> =>
  onPlatforms(options.platforms, options.places, (platform, starter) => measurePlatform(platform, starter, options));

async function measurePlatform(platform: Platform, starter: Starter, options: SpeedOptions): Promise<Speed[]> {
  const { config, model, say } = options;
  const contenders = CONTENDERS.filter((name) => options.contenders.includes(name) && !lacks(platform, name));
  const loads = await measureLoads(contenders, starter, model);
  const measured: Measured[] = [];
  for (const contender of contenders) {
    const host = await starter.start(contender);
    const { bytes } = await host.call('load', contender, model);
    const ceiling = isPeer(contender) ? null : await ceilingOf(host, multiplyAdds(config));
    const rate = {} as Speed['rate'];
    const speed = {
      platform,
      contender,
      firstWord: 0,
      rate,
      load: loads.get(contender)!,
      bytes,
      peakBytes: null,
      ceiling,
    };
    measured.push({ host, speed, times: { one: [], oneBeam: [], many: [], manyBeam: [] }, firstWords: [] });
  }
  await checkAgreement(measured, options);
  for (const task of TASKS) {
    const sources = options.sources.slice(0, task.sentences);
    let pieces = 0;
    for (let run = 0; run < (task.sentences === 1 ? RUNS_OF_ONE : RUNS); run++) {
      // one run of each in turn
      for (const { host, times, speed } of measured) {
        const taken = times[task.key];
        if (run >= SLOW.runs && median(taken) > SLOW.milliseconds) continue;
        if (run >= RUNS && taken.reduce((sum, time) => sum + time, 0) > ENOUGH_MILLISECONDS) continue;
        const decoded = await host.call('decode', sources, task.beam);
        pieces = decoded.ids.reduce((sum, ids) => sum + ids.length, 0);
        taken.push(decoded.milliseconds);
        const perSecond = (milliseconds: number) => (pieces / milliseconds) * 1000;
        const best = perSecond(Math.min(...taken));
        speed.rate[task.key] = { median: perSecond(median(taken)), best, runs: taken.length };
      }
    }
    say(`${platform}: ${task.name}: ${pieces} pieces`);
  }
  for (let run = 0; run < RUNS; run++) {
    for (const { host, firstWords } of measured) firstWords.push(await host.call('firstWord', options.first));
  }
  for (const { host, speed, firstWords } of measured) {
    speed.firstWord = median(firstWords);
    speed.peakBytes = await host.peakBytes();
    await host.stop();
  }
  return measured.map(({ speed }) => speed);
}

/** Fresh ones, one after the other, each loading twice. */
async function measureLoads(contenders: readonly ContenderName[], starter: Starter, model: string) {
  const cold = new Map<ContenderName, number[]>(contenders.map((name) => [name, []]));
  const warm = new Map<ContenderName, number[]>(contenders.map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const contender of contenders) {
      const host = await starter.start(contender);
      cold.get(contender)!.push((await host.call('load', contender, model)).milliseconds);
      warm.get(contender)!.push((await host.call('load', contender, model)).milliseconds);
      await host.stop();
    }
  }
  const both = (name: ContenderName) => ({ cold: median(cold.get(name)!), warm: median(warm.get(name)!) });
  return new Map(contenders.map((name) => [name, both(name)]));
}

async function ceilingOf(host: Host, macs: number): Promise<Speed['ceiling']> {
  const [one, many] = [await host.call('product', 1), await host.call('product', 32)];
  return { one: (one / macs) * 1000, many: (many / macs) * 1000 };
}

/** Whoever computes something else is not compared. It also warms everything up. */
async function checkAgreement(measured: readonly Measured[], { sources, say }: SpeedOptions): Promise<void> {
  let reference: { ids: number[][]; totals: number[] } | null = null;
  for (const { host, speed } of measured) {
    const decoded = await host.call('decode', sources, 1);
    reference ??= decoded;
    const same = decoded.ids.filter((ids, i) => ids.join() === reference!.ids[i]!.join()).length;
    const apart = Math.max(...decoded.totals.map((total, i) => Math.abs(total - reference!.totals[i]!)));
    say(
      `${speed.platform}, ${speed.contender}: ${same} of ${sources.length} translations the same, log-probabilities ${apart.toExponential(1)} apart at most`,
    );
    if (same < sources.length || apart > 1e-2) throw new Error(`${speed.contender} computes something else.`);
  }
}
