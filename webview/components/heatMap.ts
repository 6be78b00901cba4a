import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { SentenceResult } from '../../src/shared/result';
import { columnsOf, type WordRef } from '../alignment/links';
import { cssVars } from '../cssVars';
import { emitWord } from '../events';
import { formatWeight, t } from '../l10n';
import { sharedStyles } from '../styles';
import { wordText } from './describeLinks';
import { layOutHeatMap, type HeatMapLayout } from './heatMapLayout';
import { cellAt, drawCells, drawCross, moveCell, sizeOf, type Cell, type View } from './heatMapMatrix';
import { heatMapStyles } from './heatMapStyles';
import './miniMap';

/**
 * The alignment as a matrix: a row for each target word (query), a column for each source word and the end mark (key).
 * Where the columns do not all fit, it shows the strongest of the active row, and the whole in a minimap.
 */
@customElement('al-heat-map')
export class HeatMap extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  @property({ attribute: false }) active: WordRef | null = null;
  @property({ type: Boolean }) locked = false;
  /** What asks what. */
  @property() label = t('Attention of each word of the translation on each word of the source');
  @property() axes = t('Rows are words of the translation (queries), columns words of the source (keys)');
  @state() private width = 0;
  /** The cell under the pointer or the keyboard. */
  @state() private cell: Cell | null = null;
  /** The row that decides which columns are shown; it stays while the pointer roams, or columns would run away. */
  @state() private anchor = 0;
  /** Names of the columns, and how wide all labels are: measured once, not whenever the pointer moves. */
  private labels: { names: string[]; rowWidths: number[]; columnWidths: number[] } = {
    names: [],
    rowWidths: [],
    columnWidths: [],
  };
  /** First row in view. */
  private top = 0;
  private readonly observer = new ResizeObserver(() => (this.width = this.clientWidth));

  static override styles = [sharedStyles, heatMapStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sentence')) {
      this.cell = null;
      this.anchor = 0;
      this.top = 0;
    }
    if (changed.has('sentence') || (changed as PropertyValues).has('width')) this.measureLabels();
    if (this.active?.side === 'target' && (this.locked || !this.cell)) this.anchor = this.active.index;
  }

  private measureLabels(): void {
    const names = columnsOf(this.sentence).map((text) => text ?? t('end'));
    const { fontFamily } = getComputedStyle(this);
    this.labels = {
      names,
      rowWidths: this.sentence.targetWords.map(({ text }) => textWidth(text, 12, fontFamily)),
      columnWidths: names.map((name) => textWidth(name, 11, fontFamily)),
    };
  }

  override render() {
    if (!this.width) return nothing;
    const { names, rowWidths, columnWidths } = this.labels;
    const layout = layOutHeatMap(this.width, rowWidths, columnWidths, this.sentence.alignment[this.anchor] ?? []);
    const rows = this.rowsInView(layout.rows);
    return html`
      <div class="axes">
        <span title=${this.axes}>${t('query ↓ key →')}</span>
        <span class="value" role="status">${this.describeCell()}</span>
      </div>
      <div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription=${t('heat map')}
        aria-label=${this.label}
        @keydown=${(event: KeyboardEvent) => this.onKey(event, layout)}
        @focus=${() => this.visit(this.cell ?? { target: this.anchor, source: layout.columns[0] ?? 0 })}
        @blur=${this.leave}
        ${cssVars({
          '--labels': `${layout.labels}px`,
          '--column': `${layout.column}px`,
          '--row': `${layout.row}px`,
          '--levels': layout.levels,
        })}
      >
        ${this.renderHeads(layout, names)} ${this.renderNames(rows)} ${this.renderMatrix({ ...layout, rows })}
      </div>
      ${
        layout.partial
          ? html`<al-mini-map
              .sentence=${this.sentence}
              .row=${this.anchor}
              .rows=${rows}
              .columns=${layout.columns}
            ></al-mini-map>`
          : nothing
      }
    `;
  }

  /** A window of so many rows that moves no further than it must for the anchor to stay inside. */
  private rowsInView(count: number): View['rows'] {
    this.top = Math.max(this.anchor - count + 1, Math.min(this.top, this.anchor));
    return { start: this.top, end: this.top + count };
  }

  private renderHeads({ columns, column, levels }: HeatMapLayout, names: string[]) {
    const current = this.cell?.source ?? (this.active?.side === 'source' ? this.active.index : -1);
    return html`<div class="heads" aria-hidden="true">
      ${columns.map((source, at) => {
        const level = levels - 1 - (at % levels);
        const room = Math.min(levels, columns.length - at) * column;
        const late = at > columns.length / 2 ? 'late' : '';
        return html`<span class="leader" ${cssVars({ '--at': at, '--level': level })}></span
          ><span
            class="head ${source === current ? `current ${late}` : ''}"
            title=${names[source]!.slice(0, 300)}
            ${cssVars({ '--at': at, '--level': level, '--room': `${room}px` })}
            >${names[source]!.slice(0, 80)}</span
          >`;
      })}
    </div>`;
  }

  private renderNames({ start, end }: View['rows']) {
    const current = this.cell?.target ?? (this.active?.side === 'target' ? this.active.index : -1);
    return html`<div class="names" aria-hidden="true">
      ${this.sentence.targetWords
        .slice(start, end)
        .map(
          ({ text }, line) =>
            html`<span class="name ${start + line === current ? 'current' : ''}" title=${text.slice(0, 300)}
              >${text.slice(0, 80)}</span
            >`,
        )}
    </div>`;
  }

  private renderMatrix(view: View) {
    const { width, height } = sizeOf(view);
    const at = (event: PointerEvent): Cell => cellAt(view, event.offsetX, event.offsetY);
    return html`<svg
      aria-hidden="true"
      width=${width}
      height=${height}
      @pointermove=${(event: PointerEvent) => this.visit(at(event))}
      @pointerleave=${this.leave}
      @click=${(event: PointerEvent) => this.lock(at(event))}
    >
      <rect class="ground" width=${width} height=${height} rx="3"></rect>
      ${this.renderCells(view)} ${drawCross(view, this.active, this.cell)}
    </svg>`;
  }

  /** Thousands of cells at worst: they are drawn anew only where they are others, not whenever the pointer moves. */
  private renderCells(view: View) {
    const { columns, rows, column, row } = view;
    const key = `${columns.join()} ${rows.start} ${rows.end} ${column} ${row}`;
    return guard([key, this.sentence], () => drawCells(view, this.sentence.alignment));
  }

  private describeCell(): string {
    const { cell, sentence } = this;
    if (!cell) return '';
    const weight = sentence.alignment[cell.target]?.[cell.source] ?? 0;
    const target = wordText(sentence, { side: 'target', index: cell.target });
    const source = wordText(sentence, { side: 'source', index: cell.source });
    return `${target.slice(0, 40)} ← ${source.slice(0, 40)} ${formatWeight(weight)}`;
  }

  private visit(cell: Cell): void {
    if (this.cell?.target === cell.target && this.cell.source === cell.source) return;
    this.cell = cell;
    emitWord(this, { do: 'preview', word: { side: 'target', index: cell.target } });
  }

  private leave(): void {
    if (this.renderRoot.querySelector('.plot:focus-visible')) return;
    this.cell = null;
    emitWord(this, { do: 'preview', word: null });
  }

  private lock(cell: Cell): void {
    this.anchor = cell.target;
    emitWord(this, { do: 'toggleLock', word: { side: 'target', index: cell.target } });
  }

  private onKey(event: KeyboardEvent, { columns }: HeatMapLayout): void {
    const cell = this.cell ?? { target: this.anchor, source: columns[0] ?? 0 };
    if (event.key === 'Escape') return void emitWord(this, { do: 'unlock' });
    if (event.key === 'Enter' || event.key === ' ') this.lock(cell);
    else {
      const next = moveCell(cell, event.key, columns, this.sentence.alignment.length);
      if (!next) return;
      this.anchor = next.target;
      this.visit(next);
    }
    event.preventDefault();
  }
}

let context: CanvasRenderingContext2D | null | undefined;

function textWidth(text: string, size: number, fontFamily: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * size * 0.6;
  context.font = `600 ${size}px ${fontFamily}`;
  return context.measureText(text.slice(0, 80)).width;
}
