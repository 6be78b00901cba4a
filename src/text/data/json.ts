/** String values of JSON and JSONC. */

import { visit, type JSONPath } from 'jsonc-parser';
import { commentSegments } from '../comments/segments';
import { SourceBuilder, type Segment } from '../segment';
import { isMessage } from './message';

const DEEPEST = 1_000;

export function jsonSegments(text: string): Segment[] {
  if (nesting(text) > DEEPEST) return [];
  const segments: Segment[] = [];
  visit(
    text,
    {
      onLiteralValue(value: unknown, offset, length, _line, _character, pathOf: () => JSONPath) {
        if (typeof value !== 'string' || text[offset] !== '"') return;
        const message = isMessage(
          value,
          pathOf().filter((key) => typeof key === 'string'),
        );
        if (message === 'no') return;
        const builder = unescaped(
          text,
          offset + 1,
          offset + length - (text[offset + length - 1] === '"' && length > 1 ? 1 : 0),
        );
        const segment = builder.segment('value', 'plain', {
          escape: 'json',
          ...(message === 'perhaps' ? { doubtful: true } : {}),
        });
        if (segment) segments.push(segment);
      },
    },
    { disallowComments: false, allowTrailingComma: true },
  );
  return [...segments, ...commentSegments(text, 'jsonc')].sort((a, b) => a.span.start - b.span.start);
}

/** How deep brackets nest at most: the parser calls itself for each. */
function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === '[' || character === '{') most = Math.max(most, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return most;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A string in the escapes of JSON, of YAML's double quotes, of PO and .properties. */
export function unescaped(text: string, start: number, end: number, builder = new SourceBuilder(text)): SourceBuilder {
  let from = start;
  for (let at = start; at < end; at++) {
    if (text[at] !== '\\' || at + 1 >= end) continue;
    builder.copy(from, at);
    const next = text[at + 1]!;
    const hex = next === 'u' ? /^[\da-fA-F]{4}/.exec(text.slice(at + 2, Math.min(end, at + 6)))?.[0] : undefined;
    const stop = at + 2 + (hex?.length ?? 0);
    builder.put(hex === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(hex, 16)), at, stop);
    from = stop;
    at = stop - 1;
  }
  return builder.copy(from, end);
}
