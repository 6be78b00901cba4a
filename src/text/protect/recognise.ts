/** All protected spans of a text. */

import { docInline, htmlInline } from './docInline';
import { findTerms } from './glossary';
import { markdownInline } from './markdownInline';
import { findPatterns } from './patterns';
import { disjoint, type GlossaryEntry, type InlineSyntax, type ProtectedSpan } from './protectedSpan';
import { rstInline } from './rstInline';

/**
 * @param text one paragraph, its lines joined
 * @param syntax how its inline markup is written
 * @returns disjoint, in order
 */
export function recognise(
  text: string,
  syntax: InlineSyntax,
  glossary: readonly GlossaryEntry[] = [],
): ProtectedSpan[] {
  return withGlossary(text, withPatterns(text, disjoint(inlineMarkup(text, syntax)), syntax), glossary);
}

/** What a parser found, and what needs none. */
export function withPatterns(text: string, markup: readonly ProtectedSpan[], syntax: InlineSyntax): ProtectedSpan[] {
  return mergeNames(text, disjoint([...markup, ...findPatterns(text, markup)]), syntax);
}

/** Emphasis around nothing but a name is one span with it: `*max_size*`, **`code`**. */
function mergeNames(text: string, spans: readonly ProtectedSpan[], syntax: InlineSyntax): ProtectedSpan[] {
  const merged: ProtectedSpan[] = [];
  for (let i = 0; i < spans.length; i++) {
    const open = spans[i]!;
    const mark = text.slice(open.start, open.end);
    const close = spans.findIndex(({ pair }, j) => j > i && pair === open.pair);
    if (open.kind !== 'markup' || open.pair === undefined || close < 0 || !/^[*_]+$/.test(mark)) {
      merged.push(open);
      continue;
    }
    const last = spans[close]!;
    const whole = { start: open.start, end: last.end };
    const only = close === i + 2 ? spans[i + 1]! : null;
    if (only && only.pair === undefined && only.start === open.end && only.end === last.start) {
      merged.push({ ...whole, kind: only.kind });
      i = close;
    } else if (close === i + 1 && syntax !== 'markdown' && isParameter(text.slice(open.end, last.start))) {
      merged.push({ ...whole, kind: 'identifier' });
      i = close;
    } else merged.push(open);
  }
  return merged;
}

/** Doc strings set parameters in italics: a single word in lower case, unless it is one that people stress. */
function isParameter(content: string): boolean {
  return /^[a-z][a-z\d]*$/.test(content) && !STRESSED.has(content);
}

const STRESSED = new Set(
  (
    'not no never always only must should may can cannot will all any each every both either neither none some same other ' +
    'and or but if is are was were be been do does before after above below first last next this that these those very ' +
    'exactly within without at least most more less than then when while until optional required deprecated new now ' +
    'left right why what how note important'
  ).split(' '),
);

/** The spans, and the terms of the glossary that stand outside of them. */
export function withGlossary(
  text: string,
  spans: readonly ProtectedSpan[],
  glossary: readonly GlossaryEntry[],
): ProtectedSpan[] {
  if (glossary.length === 0) return [...spans];
  return disjoint([...spans, ...findTerms(text, glossary, spans)]);
}

function inlineMarkup(text: string, syntax: InlineSyntax): ProtectedSpan[] {
  switch (syntax) {
    case 'markdown':
      return markdownInline(text);
    case 'rst':
      return rstInline(text);
    case 'doc':
      return [...docInline(text), ...markdownInline(text, 1_000)];
    case 'plain':
      return htmlInline(text);
  }
}
