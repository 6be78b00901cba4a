/** Gettext catalogues: the msgstr of an entry is the translation of its msgid. */

import { linesOf } from '../lines';
import { SourceBuilder, type Segment } from '../segment';
import type { Span } from '../sentences';
import { unescaped } from './json';

interface Field {
  /** String literals, without their quotes. */
  strings: Span[];
  /** From the first quote to the last. */
  span: Span;
}

interface Entry {
  fields: Map<string, Field>;
  span: Span;
  fuzzy: boolean;
}

const LINE = /^[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,2}\])?)[ \t]*)?"((?:\\.|[^"\\])*)"[ \t]*$/;

export function poSegments(text: string): Segment[] {
  return entriesOf(text).flatMap((entry) => {
    const id = entry.fields.get('msgid');
    const plural = entry.fields.get('msgid_plural') ?? id;
    if (!id) return [];
    return [...entry.fields].flatMap(([name, field]) => {
      if (!name.startsWith('msgstr')) return [];
      const segment = message(text, /\[[1-9]/.test(name) ? plural! : id, field, entry);
      return segment ? [segment] : [];
    });
  });
}

function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry | null = null;
  let field: Field | null = null;
  let fuzzy = false;
  for (const { start, end } of linesOf(text, { start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length })) {
    const line = text.slice(start, end);
    const match = LINE.exec(line);
    if (!match) {
      field = null;
      if (line.startsWith('#,')) fuzzy = line.includes('fuzzy');
      continue;
    }
    const close = start + line.lastIndexOf('"');
    const content = { start: close - match[2]!.length, end: close };
    const name = match[1];
    if (name === undefined) {
      if (!field || !entry) continue;
      field.strings.push(content);
      field.span.end = close + 1;
    } else {
      // a msgid or a context opens an entry, unless it has none yet
      if (name === 'msgctxt' || (name === 'msgid' && (!entry || entry.fields.has('msgid')))) {
        entry = { fields: new Map(), span: { start, end }, fuzzy };
        entries.push(entry);
        fuzzy = false;
      }
      if (!entry) continue;
      field = { strings: [content], span: { start: content.start - 1, end: close + 1 } };
      entry.fields.set(name, field);
    }
    entry.span.end = end;
  }
  return entries;
}

function message(text: string, id: Field, target: Field, entry: Entry): Segment | null {
  const builder = new SourceBuilder(text);
  for (const { start, end } of id.strings) unescaped(text, start, end, builder);
  const isEmpty = target.strings.every(({ start, end }) => start === end);
  return builder.segment('value', 'plain', {
    escape: 'po',
    divisible: false,
    span: target.span,
    extent: entry.span,
    ...(isEmpty || entry.fuzzy ? {} : { translated: true }),
  });
}
