/** The figures of speed.ts as tables of Markdown. */

import { isPeer, type ContenderName } from './contender';
import type { Platform } from './hosts';
import { TASKS, type Speed } from './speed';

const NAMES: Record<ContenderName, string> = {
  webgl: 'ours, webgl',
  wasm: 'ours, wasm',
  cpu: 'ours, cpu',
  peer: 'onnxruntime-web, 1 thread',
  'peer-threads': 'onnxruntime-web, all threads',
};
const PLATFORM_NAMES: Record<Platform, string> = { node: 'Node', chromium: 'Chromium' };

export const whole = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toString());
const megabytes = (bytes: number | null) => (bytes === null ? '–' : whole(bytes / 1e6));

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export const nameOf = ({ platform, contender }: Pick<Speed, 'platform' | 'contender'>) =>
  `${PLATFORM_NAMES[platform]}: ${NAMES[contender]}`;

/** Of the same platform, on one thread as we are. */
const peerOf = (all: readonly Speed[], { platform }: Speed) =>
  all.find((other) => other.platform === platform && other.contender === 'peer');

export function rateTable(all: readonly Speed[]): string {
  const rows = all.map((speed) => [
    nameOf(speed),
    whole(speed.firstWord),
    ...TASKS.map(({ key }) => {
      const { median, runs } = speed.rate[key];
      return `${whole(median)}${runs < 7 ? ` (${runs} runs)` : ''}`;
    }),
  ]);
  return table(['', 'first word, ms', ...TASKS.map(({ name }) => name)], rows);
}

/** How many times as fast as the peer; in brackets, by the fastest run of each. */
export function ratioTable(all: readonly Speed[]): string {
  const rows = all
    .filter((speed) => !isPeer(speed.contender) && peerOf(all, speed))
    .map((speed) => {
      const peer = peerOf(all, speed)!;
      const ratios = TASKS.map(({ key }) => {
        const of = (which: 'median' | 'best') => (speed.rate[key][which] / peer.rate[key][which]).toFixed(2);
        return `${of('median')} (${of('best')})`;
      });
      return [nameOf(speed), (peer.firstWord / speed.firstWord).toFixed(2), ...ratios];
    });
  return table(['', 'first word', ...TASKS.map(({ name }) => name)], rows);
}

export function loadTable(all: readonly Speed[]): string {
  const rows = all.map((speed) => [
    nameOf(speed),
    whole(speed.load.cold),
    whole(speed.load.warm),
    megabytes(speed.bytes),
    megabytes(speed.peakBytes),
  ]);
  return table(['', 'cold, ms', 'warm, ms', 'read, MB', 'most memory, MB'], rows);
}

export function ceilingTable(all: readonly Speed[]): string {
  const rows = all.flatMap((speed) => {
    const { ceiling, rate } = speed;
    if (!ceiling) return [];
    const share = (reached: number, of: number) => `${Math.round((100 * reached) / of)} %`;
    return [
      [
        nameOf(speed),
        whole(ceiling.one),
        share(rate.one.median, ceiling.one),
        whole(ceiling.many),
        share(rate.many.median, ceiling.many),
      ],
    ];
  });
  return table(['', 'one row', 'reached', '32 rows', 'reached'], rows);
}
