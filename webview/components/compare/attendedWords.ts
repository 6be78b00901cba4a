import { css, html, nothing } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { SentenceResult } from '../../../src/shared/result';
import { cssVars } from '../../cssVars';
import { MOST_WORDS, shownWords, WORTH_SHOWING } from '../../compare/shownWords';
import { formatPercent, t } from '../../l10n';

export const attendedStyles = css`
  .attended {
    display: flex;
    flex-wrap: wrap;
    gap: 1px 3px;
    padding-top: 14px;
    color: var(--al-muted);
    font-size: 12px;
    line-height: 18px;
  }
  .attended.long {
    align-content: start;
    min-height: 76px;
  }
  .attended.plain {
    padding-top: 4px;
  }
  .attended .word {
    position: relative;
    max-width: 100%;
    margin-bottom: 10px;
    padding: 0 2px 1px;
    border-radius: 3px;
    background: color-mix(in srgb, var(--al-accent) calc(var(--w, 0) * var(--al-tint)), transparent);
    transition: background var(--al-motion) ease-out;
  }
  .attended.plain .word {
    margin-bottom: 0;
  }
  .attended .text {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  /* As long as the weight: what the tint says, to those who do not see it. */
  .attended .word::after {
    position: absolute;
    bottom: -2px;
    left: 0;
    width: calc(var(--w, 0) * 100%);
    height: 2px;
    border-radius: 1px;
    background: var(--al-accent);
    content: '';
    transition: width var(--al-motion) ease-out;
  }
  .attended .linked,
  .attended .strongest {
    color: var(--vscode-foreground);
  }
  .attended .strongest {
    font-weight: 600;
  }
  .attended .end {
    font-size: 10px;
  }
  .attended .percent {
    position: absolute;
    bottom: calc(100% - 3px);
    left: 50%;
    color: var(--vscode-foreground);
    font-size: 9.5px;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    line-height: 12px;
    transform: translateX(-50%);
    pointer-events: none;
  }
`;

/**
 * The source words, each tinted and underlined as much as it is attended to.
 * @param weights one for each source word and one for the end mark; null where nothing attends
 */
export function attendedWords({ sourceWords }: SentenceResult, weights: readonly number[] | null) {
  const names = [...sourceWords.map(({ text }) => text), ...(weights ? [t('end')] : [])];
  const peak = weights ? weights.indexOf(Math.max(...weights)) : -1;
  const shown = shownWords(names.length, weights);
  const long = names.length > MOST_WORDS;
  let last = -1;
  return html`<div class="attended ${weights ? (long ? 'long' : '') : 'plain'}" dir="auto" aria-hidden="true">
    ${shown.map((index) => {
      const weight = weights?.[index] ?? 0;
      const skipped = index > last + 1;
      last = index;
      const classes = {
        word: true,
        end: index >= sourceWords.length,
        linked: weight >= WORTH_SHOWING,
        strongest: index === peak,
      };
      return html`${skipped ? html`<span>…</span>` : nothing}<span
          class=${classMap(classes)}
          ${cssVars({ '--w': weight ? weight.toFixed(3) : undefined })}
          ><span class="text">${names[index]!.slice(0, 80)}</span
          >${index === peak ? html`<span class="percent">${formatPercent(weight)}</span>` : nothing}</span
        >`;
    })}
    ${last < names.length - 1 ? html`<span>…</span>` : nothing}
  </div>`;
}
