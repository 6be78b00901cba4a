import { html, type TemplateResult } from 'lit';
import type { SentenceResult } from '../../../src/shared/result';
import { t } from '../../l10n';

/** One side of a sentence in small print, the words that something is said of lit. */
export function wordLine(sentence: SentenceResult, side: 'source' | 'target', lit: readonly number[]): TemplateResult {
  const words = side === 'source' ? sentence.sourceWords : sentence.targetWords;
  const chosen = new Set(lit);
  const parts: unknown[] = [];
  let at = 0;
  words.forEach(({ text, start, end }, index) => {
    parts.push(sentence[side].slice(at, start), chosen.has(index) ? html`<mark>${text}</mark>` : text);
    at = end;
  });
  parts.push(sentence[side].slice(at));
  if (chosen.has(words.length)) parts.push(' ', html`<mark class="end">${t('end of sentence')}</mark>`);
  return html`<p class="line ${lit.length ? '' : 'unlit'}" dir="auto">${parts}</p>`;
}
