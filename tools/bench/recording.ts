/** How fast a Transformer translates software documentation by backend, and what it costs to record all its attention. */

import { isPeer, type ContenderName } from './contender';
import type { FilePlaces } from './files';
import { lacks, onPlatforms, type Host, type Platform } from './hosts';
import { median } from './median';
import { nameOf, table, whole } from './speedTables';

const TASKS = [
  { name: 'one sentence, greedy', sentences: 1, beam: 1 },
  { name: 'one sentence, beam 4', sentences: 1, beam: 4 },
  { name: '64 sentences, greedy', sentences: 64, beam: 1 },
  { name: '64 sentences, beam 4', sentences: 64, beam: 4 },
] as const;
const RUNS = 7;
/** A run that takes longer than this is made once; and where the one before took a tenth of it, the larger task is left out. */
const SLOW_MILLISECONDS = 20_000;

/** Target pieces a second, median; of how many runs. Null where it would have taken too long. */
type Rate = { median: number; runs: number } | null;

export interface Recording {
  platform: Platform;
  contender: ContenderName;
  plain: Rate[];
  recorded: Rate[];
}

export interface RecordingOptions {
  model: string;
  places: FilePlaces;
  platforms: readonly Platform[];
  contenders: readonly ContenderName[];
  /** 64 sentences as piece ids, the end mark last. */
  sources: number[][];
  say(line: string): void;
}

export const measureRecording = (options: RecordingOptions): Promise<Recording[]> =>
  onPlatforms(options.platforms, options.places, async (platform, starter) => {
    const all: Recording[] = [];
    for (const contender of options.contenders.filter((name) => !isPeer(name) && !lacks(platform, name))) {
      const host = await starter.start(contender);
      await host.call('load', contender, options.model);
      all.push({ platform, contender, ...(await measureHost(host, options.sources)) });
      await host.stop();
      options.say(recordingTable(all.slice(-1)));
    }
    return all;
  });

/** With and without recording in turn, so that whatever else the machine does slows down both. */
async function measureHost(host: Host, sources: number[][]): Promise<Pick<Recording, 'plain' | 'recorded'>> {
  const rates: { plain: Rate[]; recorded: Rate[] } = { plain: [], recorded: [] };
  let slowest = 0;
  for (const { sentences, beam } of TASKS) {
    const given = sentences === 1 ? sources.slice(1, 2) : sources;
    const found: Record<keyof typeof rates, number[]> = { plain: [], recorded: [] };
    const tooLong = sentences > 1 && slowest > SLOW_MILLISECONDS / 10;
    // the first of each kind warms up, unless it is so slow that it must do
    for (let run = 0; !tooLong && run <= RUNS && (run < 1 || slowest < SLOW_MILLISECONDS); run++) {
      for (const kind of ['plain', 'recorded'] as const) {
        const { ids, milliseconds } = await host.call('decode', given, beam, undefined, kind === 'recorded');
        const rate = (1000 * ids.flat().length) / milliseconds;
        found[kind][Math.max(0, run - 1)] = rate;
        slowest = Math.max(slowest, milliseconds);
      }
    }
    for (const kind of ['plain', 'recorded'] as const)
      rates[kind].push(found[kind].length ? { median: median(found[kind]), runs: found[kind].length } : null);
  }
  return rates;
}

export function recordingTable(all: readonly Recording[]): string {
  const cell = (rate: Rate) =>
    rate ? `${whole(rate.median)}${rate.runs < RUNS ? ` (${rate.runs} run${rate.runs > 1 ? 's' : ''})` : ''}` : '–';
  const rows = all.flatMap((measured) => [
    [nameOf(measured), ...measured.plain.map(cell)],
    ['and all attention recorded and read', ...measured.recorded.map(cell)],
  ]);
  return table(['', ...TASKS.map(({ name }) => name)], rows);
}
