import { html, nothing } from 'lit';
import type { SentenceResult } from '../../src/shared/result';
import type { WordRef } from '../alignment/links';
import { icon } from '../icons';
import { t } from '../l10n';
import { linkedWords, wordText } from './describeLinks';

/** What a picture shows of the active word, in words; without one, how to get there. */
export function readout(sentence: SentenceResult, active: WordRef | null, locked: boolean) {
  const hint = t('Point at a word, or move with the arrow keys. Click or Enter locks it, Escape unlocks.');
  if (!active) return html`<div class="readout"><span class="words hint">${hint}</span></div>`;
  const arrow = active.side === 'target' ? '←' : '→';
  return html`<div class="readout told">
    ${locked ? icon('lock') : nothing}
    <span class="words"
      ><bdi><b>${wordText(sentence, active).slice(0, 60)}</b></bdi> ${arrow}
      ${linkedWords(sentence, active).map(
        ({ text, percent }, index) => html`${index ? ' · ' : ''}<bdi>${text.slice(0, 60)}</bdi> ${percent}`,
      )}</span
    >
  </div>`;
}
