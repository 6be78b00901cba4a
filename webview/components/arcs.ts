import { LitElement, html, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { SentenceResult } from '../../src/shared/result';
import { columnsOf, otherSide, sameWord, strongestLinks, type Link, type Side, type WordRef } from '../alignment/links';
import { cssVars } from '../cssVars';
import { emitWord } from '../events';
import { formatPercent, t } from '../l10n';
import { sharedStyles } from '../styles';
import { arcsStyles, LINE } from './arcsStyles';
import { describeLinks, wordText } from './describeLinks';

/** Width of the arc of the weight 1, in CSS pixels. */
const WIDEST = 11;

/**
 * The two sides as two lists, and between them the links of one word alone: the active one, or the one that Tab reaches.
 * All links at once could not be told apart.
 */
@customElement('al-arcs')
export class Arcs extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  @property({ attribute: false }) active: WordRef | null = null;
  @property({ type: Boolean }) locked = false;
  /** Names of the lists. */
  @property() keysName = '';
  @property() queriesName = '';
  /** The word that Tab reaches. */
  @state() private reachable: WordRef = { side: 'target', index: 0 };

  static override styles = [sharedStyles, arcsStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sentence')) this.reachable = { side: 'target', index: 0 };
    if (changed.has('active') && this.active) this.reachable = this.active;
  }

  override render() {
    const shown = this.active ?? this.reachable;
    const links = strongestLinks(this.sentence, shown);
    const keys = columnsOf(this.sentence).length;
    const queries = this.sentence.targetWords.length;
    return html`<div
      class="sides"
      role="group"
      aria-label=${t('Links of one word, strongest first')}
      @pointerleave=${() => emitWord(this, { do: 'preview', word: null })}
      @focusout=${this.onFocusOut}
      @keydown=${this.onKey}
    >
      <span class="title source" aria-hidden="true">${this.keysName}</span>
      <span class="title target" aria-hidden="true">${this.queriesName}</span>
      ${this.renderSide('source', keys, this.keysName, shown, links)} ${this.renderArcs(links, Math.max(keys, queries))}
      ${this.renderSide('target', queries, this.queriesName, shown, links)}
    </div>`;
  }

  private renderSide(side: Side, count: number, name: string, shown: WordRef, links: Link[]) {
    return html`<div class="side ${side}" role="group" aria-label=${name}>
      ${Array.from({ length: count }, (_, index) => this.renderWord({ side, index }, shown, links))}
    </div>`;
  }

  private renderWord(ref: WordRef, shown: WordRef, links: Link[]) {
    const { side, index } = ref;
    const words = side === 'source' ? this.sentence.sourceWords : this.sentence.targetWords;
    const text = wordText(this.sentence, ref);
    const isActive = sameWord(this.active, ref);
    const rank = shown.side === side ? -1 : links.findIndex((link) => link[side] === index);
    const weight = links[rank]?.weight;
    const classes = {
      word: true,
      end: !words[index],
      active: isActive,
      resting: !this.active && sameWord(shown, ref),
      locked: isActive && this.locked,
      linked: rank >= 0,
      strongest: rank === 0,
    };
    return html`<button
      type="button"
      class=${classMap(classes)}
      data-key="${side}-${index}"
      tabindex=${sameWord(this.reachable, ref) ? 0 : -1}
      aria-pressed=${isActive && this.locked}
      aria-label=${weight === undefined ? text.slice(0, 300) : nothing}
      aria-description=${describeLinks(this.sentence, ref)}
      title=${text.length > 12 ? text.slice(0, 300) : nothing}
      ${cssVars({ '--w': weight?.toFixed(3) })}
      @pointerenter=${() => emitWord(this, { do: 'preview', word: ref })}
      @focus=${() => this.onFocus(ref)}
      @click=${() => emitWord(this, { do: 'toggleLock', word: ref })}
    >
      <span class="text" dir="auto">${words[index] ? text.slice(0, 80) : t('end')}</span>
      ${weight === undefined ? nothing : html`<span class="percent" aria-hidden="true">${formatPercent(weight)}</span>`}
    </button>`;
  }

  /** Strongest first, and above the weaker ones. */
  private renderArcs(links: Link[], lines: number) {
    const middle = (index: number): number => (index + 0.5) * LINE;
    return html`<svg
      aria-hidden="true"
      viewBox="0 0 100 ${lines * LINE}"
      height=${lines * LINE}
      preserveAspectRatio="none"
    >
      ${links
        .map(({ source, target, weight }, rank) => {
          const [y1, y2] = [middle(source), middle(target)];
          return svg`<path class="arc" d="M0 ${y1}C50 ${y1} 50 ${y2} 100 ${y2}" ${cssVars({ '--w': weight.toFixed(3), '--width': `${Math.max(1.5, WIDEST * Math.min(1, weight)).toFixed(1)}px`, '--rank': rank })} />`;
        })
        .reverse()}
    </svg>`;
  }

  private onFocus(ref: WordRef): void {
    this.reachable = ref;
    emitWord(this, { do: 'preview', word: ref });
  }

  private onFocusOut({ relatedTarget }: FocusEvent): void {
    if (!this.renderRoot.contains(relatedTarget as Node | null)) emitWord(this, { do: 'preview', word: null });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') return void emitWord(this, { do: 'unlock' });
    const next = moveInLists(this.sentence, this.reachable, event.key);
    if (!next) return;
    event.preventDefault();
    this.reachable = next;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-key="${next.side}-${next.index}"]`)?.focus(),
    );
  }
}

/**
 * Where a key leads from a word of two lists: up and down to its neighbours, left and right to the word of the other list
 * that it is linked with most, Home and End to the ends of its list. Null for any other key.
 */
export function moveInLists(sentence: SentenceResult, from: WordRef, key: string): WordRef | null {
  const { side, index } = from;
  const last = (side === 'target' ? sentence.targetWords : columnsOf(sentence)).length - 1;
  const clamp = (to: number): WordRef => ({ side, index: Math.max(0, Math.min(last, to)) });
  switch (key) {
    case 'ArrowUp':
      return clamp(index - 1);
    case 'ArrowDown':
      return clamp(index + 1);
    case 'Home':
      return clamp(0);
    case 'End':
      return clamp(last);
    case 'ArrowLeft':
    case 'ArrowRight': {
      if ((key === 'ArrowLeft') !== (side === 'target')) return null;
      const strongest = strongestLinks(sentence, from)[0];
      const other = otherSide(side);
      return strongest ? { side: other, index: strongest[other] } : null;
    }
    default:
      return null;
  }
}
