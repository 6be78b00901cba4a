/** Inline markup of Markdown, by micromark: code, emphasis, links, images, HTML, footnotes, math, escapes. */

import type { Nodes, PhrasingContent } from 'mdast';
import { isOvermarked, parseMarkdown } from '../markdown/parse';
import { htmlInline } from './docInline';
import { disjoint, type ProtectedSpan } from './protectedSpan';

/** What Markdown's inline content can be marked up with; without one of these there is nothing to parse. */
const MARKED = /[*_`[\]<>!~\\&$^]|:\/\/|www\.|@/;
const ESCAPE = /\\[!-/:-@[-`{-~]/g;

/** Longer paragraphs are no prose, and would take long. */
const LONGEST = 50_000;

/**
 * @param text one paragraph
 * @param firstPair number of the first pair
 */
export function markdownInline(text: string, firstPair = 0): ProtectedSpan[] {
  if (!MARKED.test(text) || text.length > LONGEST || isOvermarked(text)) return [];
  // a letter in front keeps the paragraph from being read as a list, a heading, or indented code
  const prefix = 'x ';
  return phrasing(parseMarkdown(prefix + text), -prefix.length, prefix + text, firstPair);
}

/**
 * The protected spans of the inline content below a node.
 * @param shift added to every offset
 * @param text what was parsed
 */
export function phrasing(node: Nodes, shift: number, text: string, firstPair = 0): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let pair = firstPair;

  const at = (start: number, end: number, kind: ProtectedSpan['kind'], number?: number) => {
    spans.push({ start: start + shift, end: end + shift, kind, ...(number === undefined ? {} : { pair: number }) });
  };
  const around = (child: PhrasingContent & { children: Nodes[] }, start: number, end: number) => {
    const first = child.children[0]?.position?.start.offset;
    const last = child.children.at(-1)?.position?.end.offset;
    if (first === undefined || last === undefined || first >= last) return at(start, end, 'role');
    at(start, first, 'markup', pair);
    at(last, end, 'markup', pair);
    pair++;
    for (const inner of child.children) visit(inner);
  };

  const visit = (child: Nodes): void => {
    const start = child.position?.start.offset;
    const end = child.position?.end.offset;
    if (start === undefined || end === undefined) return;
    const raw = () => text.slice(start, end);
    switch (child.type) {
      case 'inlineCode':
        return at(start, end, 'code');
      case 'emphasis':
      case 'strong':
      case 'delete':
        return around(child, start, end);
      case 'link':
        // <https://…> and bare addresses show their target
        return raw().startsWith('[') ? around(child, start, end) : at(start, end, 'url');
      case 'linkReference':
        // [text] and [text][] name their target by their text
        return child.referenceType === 'full' ? around(child, start, end) : at(start, end, 'role');
      case 'image': {
        const alt = child.alt ?? '';
        if (alt.trim() === '' || !raw().startsWith(`![${alt}](`)) return at(start, end, 'role');
        at(start, start + 2, 'markup', pair);
        at(start + 2 + alt.length, end, 'markup', pair);
        pair++;
        return;
      }
      case 'imageReference':
      case 'footnoteReference':
        return at(start, end, 'role');
      case 'html':
        return at(start, end, 'html');
      case 'text':
        for (const match of raw().matchAll(ESCAPE)) at(start + match.index, start + match.index + 2, 'markup');
        return;
      default:
        if ('children' in child) for (const inner of child.children) visit(inner);
        else if (raw().startsWith('$')) at(start, end, 'code');
    }
  };

  visit(node);
  return disjoint(pairTags(spans, pair, shift, text));
}

/** Tags that open and close around a text become pairs. */
function pairTags(spans: readonly ProtectedSpan[], firstPair: number, shift: number, text: string): ProtectedSpan[] {
  const tags = spans.filter(({ kind }) => kind === 'html');
  if (tags.length < 2) return [...spans];
  // everything else blanked out, so that offsets stay
  let onlyTags = '';
  for (const { start, end } of tags) {
    onlyTags += ' '.repeat(start - shift - onlyTags.length) + text.slice(start - shift, end - shift);
  }
  const found = htmlInline(onlyTags, firstPair).map((span) => ({
    ...span,
    start: span.start + shift,
    end: span.end + shift,
  }));
  const others = spans.filter(({ kind }) => kind !== 'html');
  const whole = new Set(found.map(({ start }) => start));
  return [...others, ...found, ...tags.filter(({ start }) => !whole.has(start))];
}
