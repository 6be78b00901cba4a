/** Inline markup of doc comments and HTML: {@link x}, \p x, <c>x</c>, <b>bold</b>, <br/>. */

import type { ProtectedSpan } from './protectedSpan';

const TAG = /<(\/?)([A-Za-z][\w:.-]{0,40})((?:\s[^<>]{0,400})?)(\/?)>|<!--[^<>]{0,400}-->/g;
/** Elements whose content is code, and is kept. */
const CODE_ELEMENTS = new Set(['code', 'c', 'tt', 'kbd', 'samp', 'pre', 'var', 'script', 'style']);
const INLINE_TAG = /\{@[a-zA-Z]{1,40}(?:[^{}\n]|\{[^{}\n]{0,200}\}|\n(?!\s*\n)){0,400}\}/g;
/** Doxygen's commands on one word, and "\n" itself. */
const WORD_COMMAND = /(?<![\p{L}\p{N}\\@])[\\@](?:p|c|a|e|em|b|ref|f\$|n)(?:\s+[^\s,;)]{1,80})?(?![\p{L}\p{N}])/gu;

/** @param text one paragraph */
export function docInline(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  for (const match of text.matchAll(INLINE_TAG)) {
    spans.push({ start: match.index, end: match.index + match[0].length, kind: 'role' });
  }
  for (const match of text.matchAll(WORD_COMMAND)) {
    const command = match[0].replace(/[.:]+$/, '');
    spans.push({ start: match.index, end: match.index + command.length, kind: 'role' });
  }
  spans.push(...htmlInline(text));
  return spans;
}

interface OpenTag {
  name: string;
  span: ProtectedSpan;
}

/** Tags: those that pair around a text as pairs, elements of code as one span, the rest each alone. */
export function htmlInline(text: string, firstPair = 0): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  const open: OpenTag[] = [];
  let pair = firstPair;
  for (const match of text.matchAll(TAG)) {
    const span: ProtectedSpan = { start: match.index, end: match.index + match[0].length, kind: 'html' };
    const name = match[2]?.toLowerCase();
    if (name === undefined || match[4] === '/' || match[3]?.endsWith('/')) spans.push(span);
    else if (match[1] === '') {
      open.push({ name, span });
      spans.push(span);
    } else {
      let at = open.length - 1;
      while (at >= 0 && open[at]!.name !== name) at--;
      if (at < 0) {
        spans.push(span);
        continue;
      }
      const opening = open[at]!.span;
      open.length = at;
      if (CODE_ELEMENTS.has(name)) {
        while (spans.length > 0 && spans.at(-1)!.start >= opening.start) spans.pop();
        spans.push({ start: opening.start, end: span.end, kind: 'code' });
      } else {
        opening.kind = span.kind = 'markup';
        opening.pair = span.pair = pair++;
        spans.push(span);
      }
    }
  }
  return spans;
}
