/** What the model is given in place of what it has to leave alone. */

import { type Span } from '../sentences';
import type { ProtectedKind, ProtectedSpan } from './protectedSpan';

/** A protected span, and what stands for it in the masked text. */
export interface MaskedItem {
  kind: ProtectedKind;
  /** In the source. */
  source: Span;
  /** In the masked text; empty for markup that was taken out. */
  masked: Span;
  /** What the translation shows in its place. */
  text: string;
  /** The two marks of a pair carry the same number, the opening one first. */
  pair?: number;
}

export interface ProtectedText {
  source: string;
  /** What the model is to translate. */
  text: string;
  /** In order. */
  items: MaskedItem[];
}

export type Form = 'asIs' | 'out' | ((n: number) => string);
/** How a span is shown to the model. */
export type Forms = (span: ProtectedSpan, source: string) => Form;

/** @param spans disjoint, in order; in `source` */
export function mask(source: string, spans: readonly ProtectedSpan[], forms: Forms): ProtectedText {
  let text = '';
  let at = 0;
  let n = 0;
  const items: MaskedItem[] = [];
  for (const span of spans) {
    text += source.slice(at, span.start);
    const own = source.slice(span.start, span.end);
    const form = forms(span, source);
    const shown = form === 'asIs' ? own : form === 'out' ? '' : form(n++);
    items.push({
      kind: span.kind,
      source: { start: span.start, end: span.end },
      masked: { start: text.length, end: text.length + shown.length },
      text: span.replacement ?? own,
      ...(span.pair === undefined ? {} : { pair: span.pair }),
    });
    text += shown;
    at = span.end;
  }
  return { source, text: text + source.slice(at), items };
}
