/** What a translation has to leave alone. */

import type { Span } from '../sentences';

/**
 * - `code`: inline code and literals, with their quotes
 * - `role`: a reStructuredText role, a substitution, a footnote; an inline doc tag such as {@link x}
 * - `markup`: one mark of a pair (emphasis, the brackets and the target of a link, an HTML tag), see `pair`
 * - `html`: a tag or an entity that stands alone
 * - `identifier`: a name of a program, not a word of a language: fooBar, foo_bar, foo(), --flag, Foo::bar
 * - `term`: a term of the user's glossary
 */
export type ProtectedKind =
  | 'code'
  | 'role'
  | 'markup'
  | 'html'
  | 'url'
  | 'email'
  | 'path'
  | 'placeholder'
  | 'identifier'
  | 'mention'
  | 'issue'
  | 'version'
  | 'emoji'
  | 'term';

/** Half-open, in UTF-16 code units of the text it stands in. */
export interface ProtectedSpan extends Span {
  kind: ProtectedKind;
  /** The two marks of a pair carry the same number, the opening one first. */
  pair?: number;
  /** What the translation shows instead; without it, the text itself. */
  replacement?: string;
}

/** A term of the user's: `target` is its translation, null where the term is to be kept as it is. */
export interface GlossaryEntry {
  source: string;
  target: string | null;
}

/** How inline markup is written in a text. */
export type InlineSyntax = 'plain' | 'markdown' | 'rst' | 'doc';

/** Spans in the order of their starts, those that overlap an earlier one left out. */
export function disjoint(spans: readonly ProtectedSpan[]): ProtectedSpan[] {
  const kept: ProtectedSpan[] = [];
  const lonely = new Set<number>();
  let end = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= end && span.end > span.start) {
      kept.push(span);
      end = span.end;
    } else if (span.pair !== undefined) lonely.add(span.pair);
  }
  // a pair that lost one of its marks is no pair; what is left of it is a mark that stands alone
  return kept.map((span) => {
    if (span.pair === undefined || !lonely.has(span.pair)) return span;
    const { pair: _, ...alone } = span;
    return alone;
  });
}
