import { LitElement, html, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { SentenceResult } from '../../src/shared/result';
import { bandsOf, type Band, type Box } from '../alignment/bands';
import { directionOf } from '../alignment/direction';
import { jointsOf, type Joint } from '../alignment/lineBreaks';
import { bestLinks, columnsOf, sameWord, strongestLinks, type Link, type Side, type WordRef } from '../alignment/links';
import { middleOf, ribbonPath, shareEdge, threadPath, type Place } from '../alignment/ribbonPath';
import { pinOf } from '../alignment/pins';
import { printedPercents } from '../alignment/printedPercents';
import { cssVars } from '../cssVars';
import { emitWord } from '../events';
import { formatPercent, t } from '../l10n';
import { sharedStyles } from '../styles';
import { describeLinks, describePin } from './describeLinks';
import { moveBetweenWords } from './ribbonKeys';
import { ribbonStyles } from './ribbonStyles';

const WORD_PADDING = 8;
/** Margins between words, to which their paddings add: punctuation stands so close to its word that they overlap. */
const GAPS: Record<Joint['gap'], number> = { space: 0, none: -4, close: -6 };

/**
 * The sentence pair in bands, source words above the target words that attend to them. The active word's links are
 * drawn as ribbons whose width is their weight; at rest, a thread joins each target word with its strongest source word.
 */
@customElement('al-ribbon')
export class Ribbon extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  @property({ attribute: false }) active: WordRef | null = null;
  @property({ type: Boolean }) locked = false;
  /** The word that Tab reaches. */
  @state() private reachable: WordRef = { side: 'target', index: 0 };
  @state() private bands: Band[] = [];
  @state() private places = new Map<string, Place>();
  /** The strongest link of each target word. */
  private best: Link[] = [];
  /** Width and font that the bands were made for. */
  private laidOutFor = '';
  private readonly observer = new ResizeObserver(() => this.layOut());

  static override styles = [sharedStyles, ribbonStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('sentence')) return;
    this.best = bestLinks(this.sentence);
    this.reachable = { side: this.sentence.targetWords.length ? 'target' : 'source', index: 0 };
    this.laidOutFor = '';
    this.places = new Map();
    if (this.hasUpdated) this.layOut();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('bands')) this.places = this.measure();
  }

  /** Breaks the pair into bands for the width there is. */
  private layOut(): void {
    const width = Math.floor(this.clientWidth);
    const { fontSize, fontFamily } = getComputedStyle(this);
    const key = `${width} ${fontSize} ${fontFamily}`;
    if (!width || key === this.laidOutFor) return;
    this.laidOutFor = key;
    const { source, target, sourceWords, targetWords, alignment } = this.sentence;
    const measureText = textMeasure(this);
    const sourceBoxes = boxes(source, sourceWords, measureText, width);
    const endMark = { width: measureText(t('end')) + 10, gap: GAPS.space, breakable: true };
    const ended = columnsOf(this.sentence).length > sourceWords.length;
    this.bands = bandsOf(
      ended ? [...sourceBoxes, endMark] : sourceBoxes,
      boxes(target, targetWords, measureText, width),
      alignment,
      width,
    );
  }

  private measure(): Map<string, Place> {
    const origin = this.getBoundingClientRect();
    const places = new Map<string, Place>();
    for (const word of this.renderRoot.querySelectorAll<HTMLElement>('.word')) {
      const { left, right, top, bottom } = word.getBoundingClientRect();
      const place = {
        left: left - origin.left,
        right: right - origin.left,
        top: top - origin.top,
        bottom: bottom - origin.top,
      };
      places.set(word.dataset.key!, place);
    }
    return places;
  }

  override render() {
    const links = this.active ? strongestLinks(this.sentence, this.active) : [];
    const printed = this.active ? printedPercents(this.active, links, (ref) => this.places.get(keyOf(ref))) : new Map();
    const sourceDirection = directionOf(this.sentence.source);
    const targetDirection = directionOf(this.sentence.target);
    return html`
      ${this.renderLinks(links)}
      <div
        class=${this.bands.length > 1 ? 'many' : ''}
        role="group"
        aria-label=${t('Alignment of the words')}
        @pointerleave=${() => emitWord(this, { do: 'preview', word: null })}
        @focusout=${this.onFocusOut}
        @keydown=${this.onKey}
      >
        ${this.bands.map(
          (band) =>
            html`<div class="band">
              <div class="line source" dir=${sourceDirection}>
                ${this.renderLine('source', band.source, links, printed)}
              </div>
              <div class="line target" dir=${targetDirection}>
                ${this.renderLine('target', band.target, links, printed)}
              </div>
            </div>`,
        )}
      </div>
    `;
  }

  private renderLine(side: Side, range: Band['source'], links: Link[], printed: Map<number, number>) {
    const words = side === 'source' ? this.sentence.sourceWords : this.sentence.targetWords;
    const joints = jointsOf(this.sentence[side], words);
    return Array.from({ length: range.end - range.start }, (_, offset) => {
      const index = range.start + offset;
      const gap = offset === 0 ? 0 : GAPS[joints[index]?.gap ?? 'space'];
      return this.renderWord({ side, index }, gap, links, printed);
    });
  }

  private renderWord(ref: WordRef, gap: number, links: Link[], printed: Map<number, number>) {
    const { side, index } = ref;
    const words = side === 'source' ? this.sentence.sourceWords : this.sentence.targetWords;
    const text = words[index]?.text ?? t('end');
    const isActive = sameWord(this.active, ref);
    const rank = this.active && this.active.side !== side ? links.findIndex((link) => link[side] === index) : -1;
    const weight = links[rank]?.weight ?? 0;
    const percent = rank >= 0 ? printed.get(index) : undefined;
    const pin = pinOf(this.sentence, ref);
    const classes = {
      word: true,
      pinned: pin !== null,
      end: !words[index],
      active: isActive,
      locked: isActive && this.locked,
      linked: rank >= 0,
      strong: rank > 0 && weight >= 0.2,
      strongest: rank === 0,
    };
    return html`<button
      type="button"
      class=${classMap(classes)}
      data-key=${keyOf(ref)}
      tabindex=${sameWord(this.reachable, ref) ? 0 : -1}
      aria-pressed=${isActive && this.locked}
      aria-label=${percent === undefined ? (words[index] ? text : t('end of sentence')) : nothing}
      aria-description=${pin ? describePin(pin) : describeLinks(this.sentence, ref)}
      title=${pin ? describePin(pin) : words[index] ? (text.length > 24 ? text.slice(0, 300) : nothing) : t('end of sentence')}
      ${cssVars({ '--w': weight || undefined, '--gap': `${gap}px` })}
      @pointerenter=${() => emitWord(this, { do: 'preview', word: ref })}
      @focus=${() => this.onFocus(ref)}
      @click=${() => emitWord(this, { do: 'toggleLock', word: ref })}
    >
      <span class="text">${text}</span
      >${percent === undefined ? nothing : html`<span class="percent" aria-hidden="true">${formatPercent(percent)}</span>`}
    </button>`;
  }

  private renderLinks(links: Link[]) {
    const placed = ({ source, target }: Link): [Place, Place] | null => {
      const from = this.places.get(keyOf({ side: 'source', index: source }));
      const to = this.places.get(keyOf({ side: 'target', index: target }));
      return from && to ? [from, to] : null;
    };
    const threads = this.best.flatMap((link) => {
      const ends = placed(link);
      return ends && this.isNear(link)
        ? [
            svg`<path class=${classMap({ thread: true, pinned: pinOf(this.sentence, { side: 'target', index: link.target }) !== null })} d=${threadPath(...ends)} />`,
          ]
        : [];
    });
    const drawn = links.filter(placed);
    return html`<svg aria-hidden="true" class=${this.active ? 'dim' : ''}>
      ${threads}
      ${this.renderRibbons(
        drawn,
        drawn.map((link) => placed(link)!),
      )}
    </svg>`;
  }

  private renderRibbons(links: Link[], ends: [Place, Place][]) {
    if (!this.active || !links.length) return nothing;
    const activeEnd = this.active.side === 'source' ? 0 : 1;
    const weights = links.map(({ weight }) => weight);
    const shares = shareEdge(
      ends[0]![activeEnd],
      ends.map((pair) => pair[1 - activeEnd]!),
      weights,
    );
    return links.map((link, index) => {
      const [source, target] = ends[index]!;
      const far = middleOf(activeEnd ? source : target, link.weight);
      const above = target.bottom < source.top;
      const sourceEnd = { ...(activeEnd ? far : shares[index]!), y: above ? source.top : source.bottom };
      const targetEnd = { ...(activeEnd ? shares[index]! : far), y: above ? target.bottom : target.top };
      const classes = { ribbon: true, far: !this.isNear(link), strongest: index === 0 };
      return svg`<path class=${classMap(classes)} d=${ribbonPath(sourceEnd, targetEnd)} ${cssVars({ '--w': link.weight })} />`;
    });
  }

  /** Whether both words stand in one band, with nothing between them. */
  private isNear({ source, target }: Link): boolean {
    const inside = (index: number, range: Band['source']): boolean => index >= range.start && index < range.end;
    return this.bands.some((band) => inside(source, band.source) && inside(target, band.target));
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
    const next = moveBetweenWords(this.sentence, this.reachable, event.key);
    if (!next) return;
    event.preventDefault();
    this.reachable = next;
    void this.updateComplete.then(() => this.wordElement(next)?.focus());
  }

  private wordElement(ref: WordRef): HTMLElement | null {
    return this.renderRoot.querySelector(`[data-key="${keyOf(ref)}"]`);
  }
}

const keyOf = ({ side, index }: WordRef): string => `${side}-${index}`;

/** Measures words in the font that they will be drawn in. */
function textMeasure(element: HTMLElement): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const { fontFamily, fontSize, fontWeight } = getComputedStyle(element);
  if (!context) return (text) => text.length * Number.parseFloat(fontSize) * 0.6;
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return (text) => Math.ceil(context.measureText(text).width) + WORD_PADDING;
}

function boxes(
  text: string,
  words: SentenceResult['sourceWords'],
  measure: (text: string) => number,
  most: number,
): Box[] {
  const joints = jointsOf(text, words);
  return words.map((word, index) => ({
    // A word of thousands of letters need not be measured whole: it gets a line of its own and is cut with an ellipsis.
    width: Math.min(most, measure(word.text.slice(0, 400))),
    gap: GAPS[joints[index]!.gap],
    breakable: joints[index]!.breakable,
  }));
}
