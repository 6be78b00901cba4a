/** XLIFF 1.2 and 2: the target of a unit is the translation of its source. And the strings of Android and .resx files. */

import { SaxesParser } from 'saxes';
import { SourceBuilder, type Segment } from '../segment';
import type { Span } from '../sentences';

interface Element {
  name: string;
  /** Of the opening tag. */
  open: Span;
  attributes: Record<string, string>;
}

interface Unit {
  span: Span;
  source: Span | null;
  target: Span | null;
  sourceEnd: number;
  done: boolean;
}

const UNITS = new Set(['trans-unit', 'segment']);
/** States of a target that say that it is not done. */
const NOT_DONE = /^(?:new|initial|needs-.*)$/;

/** @returns null for an XML document of another kind */
export function xmlStrings(text: string): Segment[] | null {
  const kind = /<(xliff|resources|root)\b/.exec(text.slice(0, 20_000))?.[1];
  if (kind === undefined) return null;
  const units: Unit[] = [];
  const strings: Span[] = [];
  const open: Element[] = [];
  let unit: Unit | null = null;
  const parser = new SaxesParser({ position: true, xmlns: false as const });
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  let broken = false;
  parser.on('error', () => (broken = true));
  parser.on('opentag', (tag) => {
    const end = parser.position + start;
    const tagStart = text.lastIndexOf('<', end - 1);
    const element = { name: tag.name, open: { start: tagStart, end }, attributes: tag.attributes };
    open.push(element);
    if (UNITS.has(tag.name))
      unit = { span: { start: tagStart, end }, source: null, target: null, sourceEnd: 0, done: false };
  });
  parser.on('closetag', (tag) => {
    const element = open.pop();
    const parent = open.at(-1);
    if (!element || broken) return;
    const close = parser.position + start;
    const inner = {
      start: element.open.end,
      end: tag.isSelfClosing ? element.open.end : text.lastIndexOf('<', close - 1),
    };
    if (unit && parent && UNITS.has(parent.name)) {
      if (tag.name === 'source') Object.assign(unit, { source: inner, sourceEnd: close });
      else if (tag.name === 'target') {
        unit.target = tag.isSelfClosing ? null : inner;
        if (tag.isSelfClosing)
          unit.done = true; // <target/>: there is no place for a text
        else unit.done = inner.end > inner.start && !NOT_DONE.test(element.attributes['state'] ?? '');
      }
    } else if (unit && UNITS.has(tag.name)) {
      unit.span.end = close;
      units.push(unit);
      unit = null;
    } else if (isString(kind, element, parent)) strings.push(inner);
  });
  try {
    parser.write(text.slice(start)).close();
  } catch {
    // what was read up to here is good
  }
  return kind === 'xliff'
    ? units.flatMap((found) => target(text, found) ?? [])
    : strings.flatMap(
        (span) => content(text, span).segment('value', 'plain', { escape: 'xml', divisible: false }) ?? [],
      );
}

function isString(kind: string, { name, attributes }: Element, parent: Element | undefined): boolean {
  if (kind === 'resources') return (name === 'string' || name === 'item') && attributes['translatable'] !== 'false';
  if (kind === 'root') return name === 'value' && parent?.name === 'data' && parent.attributes['type'] === undefined;
  return false;
}

function target(text: string, { source, target: own, sourceEnd, span, done }: Unit): Segment | null {
  if (!source) return null;
  const sameAsSource = own !== null && text.slice(own.start, own.end) === text.slice(source.start, source.end);
  const before =
    /(?:\r\n|\n|\r)[ \t]*$/.exec(
      text.slice(Math.max(0, source.start - 400), text.lastIndexOf('<', source.start - 1)),
    )?.[0] ?? '';
  return content(text, source).segment('value', 'plain', {
    escape: 'xml',
    divisible: false,
    span: own ?? { start: sourceEnd, end: sourceEnd },
    extent: span,
    ...(own ? {} : { around: [`${before}<target>`, '</target>'] as const }),
    ...(done && !sameAsSource ? { translated: true } : {}),
  });
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&apos;': "'" };

/** What stands between two tags: elements stay, entities become what they mean, but for angle brackets. */
function content(text: string, { start, end }: Span): SourceBuilder {
  const builder = new SourceBuilder(text);
  let from = start;
  for (const match of text.slice(start, end).matchAll(/&(?:amp|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});/g)) {
    const at = start + match.index;
    builder.copy(from, at);
    builder.put(ENTITIES[match[0]] ?? character(match[0]), at, at + match[0].length);
    from = at + match[0].length;
  }
  return builder.copy(from, end);
}

function character(entity: string): string {
  const code = entity[2] === 'x' ? Number.parseInt(entity.slice(3), 16) : Number.parseInt(entity.slice(2), 10);
  return code > 0 && code <= 0x10ffff && code !== 60 && code !== 62 ? String.fromCodePoint(code) : entity;
}
