/** The files that text is read from: test/fixtures/text/<languageId>/<name>.txt. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Segment, TextDocument } from '../../../src/text/index';

export const FIXTURES = path.resolve(__dirname, '../../fixtures/text');

export interface Fixture extends TextDocument {
  name: string;
  /** Where its golden segments are. */
  golden: string;
}

export const fixtures: readonly Fixture[] = readdirSync(FIXTURES)
  .sort()
  .flatMap((languageId) =>
    readdirSync(path.join(FIXTURES, languageId))
      .filter((file) => file.endsWith('.txt'))
      .sort()
      .map((file) => ({
        name: `${languageId}/${file.slice(0, -'.txt'.length)}`,
        languageId,
        text: readFileSync(path.join(FIXTURES, languageId, file), 'utf8'),
        golden: path.join(FIXTURES, languageId, file.replace(/\.txt$/, '.segments')),
      })),
  );

/** Segments as lines that a person can review: where, what, the text, and below it what is protected. */
export function describeSegments(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      const { kind, span, source, layout, syntax, escape } = segment;
      const set =
        layout.kind === 'wrapped'
          ? ` ${JSON.stringify(layout.prefix)} ${layout.first}-${layout.width}`
          : layout.kind === 'line'
            ? ''
            : ` ${layout.style}`;
      const head = `${span.start}-${span.end} ${kind} ${syntax}${escape === 'none' ? '' : ` ${escape}`}${set}${segment.divisible ? '' : ' whole'}`;
      const spans = segment.protected.map(
        ({ start, end, kind: what, pair }) =>
          `${what}${pair === undefined ? '' : '+'} ${JSON.stringify(source.slice(start, end))}`,
      );
      return [head, `  ${JSON.stringify(source)}`, ...(spans.length > 0 ? [`    ${spans.join(', ')}`] : [])].join('\n');
    })
    .join('\n')
    .concat('\n');
}
