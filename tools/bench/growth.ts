/** How time and memory grow with the source's length, the batch and the beam: our engine on wasm, in a process of its own. */

import { plot, type Series } from './plot';
import { table } from './speedTables';
import type { Host } from './hosts';
import { median } from './median';

const RUNS = 9;
const LENGTHS = [5, 10, 20, 40, 80, 120];
const BATCHES = [1, 2, 4, 8, 16, 32, 64];
const BEAMS = [1, 2, 4, 8];
/** What stays the same while another grows. */
const USUAL = { length: 20, batch: 1, beam: 1 };

interface Point {
  value: number;
  /** Median, and of the fastest run, which other work on the machine disturbs least. */
  milliseconds: number;
  least: number;
  megabytes: number | null;
}

export interface Growth {
  name: string;
  file: string;
  axis: string;
  points: Point[];
}

/** A source of so many pieces, the end mark counted, made by repeating a sentence's. */
function sourceOf(pieces: readonly number[], length: number, end: number): number[] {
  return [...Array.from({ length: length - 1 }, (_, i) => pieces[i % pieces.length]!), end];
}

/**
 * As many pieces are emitted as the source has: so a point is a matter of sizes, not of what the sentence means.
 * @param longest pieces of a source that the model takes
 */
export async function measureGrowth(
  fresh: () => Promise<Host>,
  pieces: readonly number[],
  end: number,
  longest: number,
): Promise<Growth[]> {
  const point = async (value: number, { length, batch, beam }: typeof USUAL): Promise<Point> => {
    const host = await fresh();
    const sources = Array.from({ length: batch }, () => sourceOf(pieces, length, end));
    const times: number[] = [];
    await host.call('decode', sources, beam, length);
    for (let run = 0; run < RUNS; run++) times.push((await host.call('decode', sources, beam, length)).milliseconds);
    const peak = await host.peakBytes();
    await host.stop();
    return { value, milliseconds: median(times), least: Math.min(...times), megabytes: peak && peak / 1e6 };
  };
  const grow = async (values: readonly number[], sizes: (value: number) => Partial<typeof USUAL>) => {
    const points: Point[] = [];
    for (const value of values) points.push(await point(value, { ...USUAL, ...sizes(value) }));
    return points;
  };
  const lengths = LENGTHS.filter((length) => length <= longest);
  return [
    {
      name: 'source length',
      file: 'length',
      axis: 'source pieces',
      points: await grow(lengths, (length) => ({ length })),
    },
    { name: 'batch', file: 'batch', axis: 'sentences', points: await grow(BATCHES, (batch) => ({ batch })) },
    { name: 'beam', file: 'beam', axis: 'hypotheses', points: await grow(BEAMS, (beam) => ({ beam })) },
  ];
}

export function growthTable({ axis, points }: Growth): string {
  return table(
    [axis, 'median, ms', 'least, ms', 'least for each, ms', 'most memory, MB'],
    points.map(({ value, milliseconds, least, megabytes }) => [
      String(value),
      milliseconds.toFixed(1),
      least.toFixed(1),
      (least / value).toFixed(2),
      megabytes === null ? '–' : megabytes.toFixed(0),
    ]),
  );
}

export function growthPlot({ name, axis, points }: Growth): string {
  const series: Series[] = [
    { name: 'median of 9', points: points.map(({ value, milliseconds }) => [value, milliseconds]) },
    { name: 'fastest of 9', points: points.map(({ value, least }) => [value, least]) },
  ];
  return plot(`Time against ${name}`, axis, 'milliseconds', series);
}
