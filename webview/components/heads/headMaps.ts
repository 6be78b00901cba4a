import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { guard } from 'lit/directives/guard.js';
import type { AttentionMaps, AttentionPart, TraceRecord } from '../../../src/shared/trace';
import { rowsOf, sameHead, type ShownHead, type Stretch } from '../../alignment/drawn';
import { aerOf, headsOf, partsOf, ranked, type HeadAer } from '../../alignment/headFigures';
import { cssVars } from '../../cssVars';
import { formatFigure, labelled, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { ThemeWatch } from '../themeWatch';
import { fullHeadName, partMeaning, partName } from './headNames';
import { headMapsStyles } from './headMapsStyles';
import { paintTile, type TileLook } from './tilePainter';

/** So many of the heads that align best are named. */
const NAMED = 5;

export const emitHead = (from: EventTarget, head: ShownHead): boolean =>
  from.dispatchEvent(new CustomEvent('head-chosen', { detail: head, bubbles: true, composed: true }));

/**
 * Every attention of a Transformer as a small map: a row for each layer, a column for each head, the mean of the heads
 * before them. Under each part there is a slot of the part's name for what is to be said of the head chosen.
 */
@customElement('al-head-maps')
export class HeadMaps extends LitElement {
  @property({ attribute: false }) record!: TraceRecord;
  /** The head that is shown large. */
  @property({ attribute: false }) chosen: ShownHead | null = null;
  /** What was measured of the heads of the cross-attention; empty where nothing was. */
  @property({ attribute: false }) aer: readonly HeadAer[] = [];
  /** Where the active word stands in the maps. */
  @property({ attribute: false }) stretches: Partial<Record<AttentionPart, Stretch>> = {};
  private reachable: ShownHead | null = null;
  private parts: { part: AttentionPart; maps: AttentionMaps; layers: ShownHead[][] }[] = [];
  /** Whether the maps are to be drawn again. */
  private stale = true;
  private readonly themes = new ThemeWatch(() => this.paint());

  static override styles = [sharedStyles, controlStyles, headMapsStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.themes.start();
    this.stale = true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.themes.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('record')) return;
    this.stale = true;
    this.parts = partsOf(this.record).map(({ part, maps }) => ({
      part,
      maps,
      layers: Array.from({ length: maps.layers }, (_, layer) => headsOf(part, layer, maps)),
    }));
    const known = this.parts.some(({ layers }) => layers.flat().some((head) => sameHead(head, this.reachable)));
    if (!known) this.reachable = this.chosen;
  }

  protected override updated(): void {
    if (this.stale) this.paint();
  }

  override render() {
    return html`<div class="parts" @keydown=${this.onKey}>
      ${this.parts.map(({ part, maps, layers }) => this.renderPart(part, maps, layers))}
    </div>`;
  }

  private renderPart(part: AttentionPart, maps: AttentionMaps, layers: ShownHead[][]) {
    const stretch = this.stretches[part];
    const name = partName(part);
    return html`<section aria-label=${name}>
        <h3>${name}</h3>
        <p class="fine">${partMeaning(part)}</p>
        <div
          class=${classMap({ tiles: true, marked: stretch !== undefined, column: stretch?.axis === 'column' })}
          ${cssVars({ '--heads': maps.heads > 1 ? maps.heads + 1 : 1, '--from': stretch?.from ?? 0, '--size': stretch?.size ?? 0 })}
        >
          ${
            maps.heads > 1
              ? html`<div class="layer numbers" aria-hidden="true">
                  <span class="number">${t('mean')}</span>
                  ${Array.from({ length: maps.heads }, (_, head) => html`<span class="number">${head + 1}</span>`)}
                </div>`
              : nothing
          }
          ${guard([layers, this.chosen, this.aer, this.reachable], () => this.renderLayers(layers))}
        </div>
        ${
          part === 'cross'
            ? html`<p class="fine legend">◥ ${t('aligns the words of this model')}</p>
                ${this.renderRanking()}`
            : nothing
        }
      </section>
      ${this.chosen?.part === part ? html`<div class="large"><slot name=${part}></slot></div>` : nothing}`;
  }

  /** Hundreds of tiles at worst: they are drawn anew only where they are others, not whenever the pointer moves. */
  private renderLayers(layers: ShownHead[][]) {
    return layers.map(
      (heads, layer) =>
        html`<div class="layer" role="group" aria-label=${t('Layer {0}', layer + 1)}>
          ${layers.length > 1 ? html`<span class="name" aria-hidden="true">${t('Layer {0}', layer + 1)}</span>` : nothing}
          ${heads.map((head) => this.renderTile(head))}
        </div>`,
    );
  }

  private renderTile(head: ShownHead) {
    const aligns = this.aligns(head);
    const aer = aerOf(this.aer, head);
    const told = [
      ...(aligns ? [t('aligns the words of this model')] : []),
      ...(aer !== null ? [t('AER {0} %', formatFigure(aer))] : []),
    ].join(' · ');
    return html`<button
      type="button"
      class=${classMap({ tile: true, mean: head.head === null, aligns })}
      data-head=${keyOf(head)}
      tabindex=${sameHead(head, this.reachable ?? this.firstHead) ? 0 : -1}
      aria-pressed=${sameHead(head, this.chosen)}
      aria-label=${fullHeadName(head)}
      aria-description=${told || nothing}
      title=${[fullHeadName(head), ...(told ? [told] : [])].join(' · ')}
      @click=${() => emitHead(this, head)}
      @focus=${() => this.reach(head)}
    >
      <canvas aria-hidden="true"></canvas>
    </button>`;
  }

  /** The heads that align best, or why they are not told. */
  private renderRanking() {
    const heads = ranked(this.aer);
    if (!heads.length) {
      return html`<p class="fine ranking">
        ${t('The alignment error rate (AER) of this model’s heads was not measured, so they are not ranked.')}
      </p>`;
    }
    return html`<div class="ranking">
      <span
        class="fine"
        title=${t('Alignment error rate in percent, measured once on aligned sentences: lower is better')}
        >${t('Best by AER (layer.head):')}</span
      >
      ${heads
        .slice(0, NAMED)
        .map(
          ({ layer, head, aer }) =>
            html`<button
              type="button"
              class="link"
              aria-description=${labelled(t('layer {0}, head {1}', layer + 1, head + 1), t('AER {0} %', formatFigure(aer)))}
              @click=${() => emitHead(this, { part: 'cross', layer, head })}
            >
              ${layer + 1}.${head + 1} <span class="muted">${formatFigure(aer)} %</span>
            </button>`,
        )}
    </div>`;
  }

  /** Whether the model's own alignment is this head's; where it names none, it is the mean of the last layer's heads. */
  private aligns({ part, layer, head }: ShownHead): boolean {
    const { head: own, maps } = this.record;
    if (part !== 'cross') return false;
    if (maps!.cross!.heads === 1 && maps!.cross!.layers === 1) return true;
    return own ? own.layer === layer && own.head === head : layer === maps!.cross!.layers - 1 && head === null;
  }

  private get firstHead(): ShownHead | null {
    return this.parts[0]?.layers[0]?.[0] ?? null;
  }

  private reach(head: ShownHead): void {
    this.reachable = head;
    this.requestUpdate();
  }

  /** Left and right along a layer, up and down through the layers of all parts, Home and End to the ends of a layer. */
  private onKey(event: KeyboardEvent): void {
    const rows = this.parts.flatMap(({ layers }) => layers);
    const from = this.reachable ?? this.firstHead;
    const y = rows.findIndex((row) => row.some((head) => sameHead(head, from)));
    if (y < 0 || !(event.composedPath()[0] as Element).classList.contains('tile')) return;
    const x = rows[y]!.findIndex((head) => sameHead(head, from));
    const to = {
      ArrowLeft: [x - 1, y],
      ArrowRight: [x + 1, y],
      ArrowUp: [x, y - 1],
      ArrowDown: [x, y + 1],
      Home: [0, y],
      End: [Infinity, y],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const row = rows[Math.max(0, Math.min(rows.length - 1, to[1]!))]!;
    const next = row[Math.max(0, Math.min(row.length - 1, to[0]!))]!;
    this.renderRoot.querySelector<HTMLElement>(`[data-head="${keyOf(next)}"]`)?.focus();
  }

  /** Draws all maps; the theme is asked once. */
  private paint(): void {
    const tiles = this.renderRoot?.querySelectorAll<HTMLElement>('.tile');
    if (!tiles?.length) return;
    this.stale = false;
    const style = getComputedStyle(tiles[0]!);
    const look: TileLook = { rgb: rgbOf(style.color), tinted: style.getPropertyValue('--al-fill').trim() !== '0' };
    const side = Math.round(tiles[0]!.clientWidth * devicePixelRatio);
    let at = 0;
    for (const { maps, layers } of this.parts) {
      for (const head of layers.flat()) {
        paintTile(tiles[at++]!.querySelector('canvas')!, rowsOf(maps, head), side, look);
      }
    }
  }
}

const keyOf = ({ part, layer, head }: ShownHead): string => `${part}-${layer}-${head ?? 'mean'}`;

let probe: CanvasRenderingContext2D | null | undefined;

/** A CSS colour, whatever way it is written, in bytes. */
function rgbOf(colour: string): [number, number, number] {
  probe ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!probe) return [128, 128, 128];
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}
