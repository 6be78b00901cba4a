import { LitElement, html, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SentenceResult } from '../../src/shared/result';
import { type WordRef } from '../alignment/links';
import { cssVars } from '../cssVars';
import { emitWord } from '../events';
import { formatWeight, t } from '../l10n';
import { sharedStyles } from '../styles';
import { wordText } from './describeLinks';
import { layOutHeatMap, type HeatMapLayout } from './heatMapLayout';
import { heatMapStyles } from './heatMapStyles';
import './miniMap';

/** Weights below this would be invisible. */
const FAINTEST = 0.01;

interface Cell {
  target: number;
  source: number;
}

/**
 * The alignment as a matrix: a row for each target word (query), a column for each source word and the end mark (key).
 * Where the columns do not all fit, it shows the strongest of the active row, and the whole in a minimap.
 */
@customElement('al-heat-map')
export class HeatMap extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  @property({ attribute: false }) active: WordRef | null = null;
  @property({ type: Boolean }) locked = false;
  @state() private width = 0;
  /** The cell under the pointer or the keyboard. */
  @state() private cell: Cell | null = null;
  /** The row that decides which columns are shown; it stays while the pointer roams, or columns would run away. */
  @state() private anchor = 0;
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
    }
    if (this.active?.side === 'target' && (this.locked || !this.cell)) this.anchor = this.active.index;
  }

  override render() {
    if (!this.width) return nothing;
    const { sourceWords, targetWords, alignment } = this.sentence;
    const columnNames = [...sourceWords.map(({ text }) => text), t('end')];
    const layout = layOutHeatMap(
      this.width,
      targetWords.map(({ text }) => textWidth(text, 12, this)),
      columnNames.map((name) => textWidth(name, 11, this)),
      alignment[this.anchor] ?? [],
    );
    return html`
      <div class="axes">
        <span title=${t('Rows are words of the translation (queries), columns words of the source (keys)')}
          >${t('query ↓ key →')}</span
        >
        <span class="value" role="status">${this.describeCell()}</span>
      </div>
      <div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription=${t('heat map')}
        aria-label=${t('Attention of each word of the translation on each word of the source')}
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
        ${this.renderHeads(layout, columnNames)} ${this.renderNames()} ${this.renderMatrix(layout)}
      </div>
      ${
        layout.partial
          ? html`<al-mini-map .sentence=${this.sentence} .row=${this.anchor} .columns=${layout.columns}></al-mini-map>`
          : nothing
      }
    `;
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

  private renderNames() {
    const current = this.cell?.target ?? (this.active?.side === 'target' ? this.active.index : -1);
    return html`<div class="names" aria-hidden="true">
      ${this.sentence.targetWords.map(
        ({ text }, index) =>
          html`<span class="name ${index === current ? 'current' : ''}" title=${text.slice(0, 300)}
            >${text.slice(0, 80)}</span
          >`,
      )}
    </div>`;
  }

  private renderMatrix({ columns, column, row }: HeatMapLayout) {
    const { alignment } = this.sentence;
    const width = columns.length * column;
    const height = alignment.length * row;
    const cells = alignment.flatMap((weights, target) => {
      const peak = weights.indexOf(Math.max(...weights));
      return columns.flatMap((source, at) => {
        const weight = weights[source] ?? 0;
        if (weight < FAINTEST) return [];
        const box = { x: at * column + 1, y: target * row + 1 };
        return [
          svg`<rect class="cell" x=${box.x} y=${box.y} width=${column - 2} height=${row - 2} rx="2" fill-opacity=${weight.toFixed(3)} />`,
          source === peak
            ? svg`<rect class="peak" x=${box.x + 0.5} y=${box.y + 0.5} width=${column - 3} height=${row - 3} rx="2" />`
            : nothing,
        ];
      });
    });
    const at = (event: PointerEvent): Cell => ({
      target: Math.max(0, Math.min(alignment.length - 1, Math.floor(event.offsetY / row))),
      source: columns[Math.max(0, Math.min(columns.length - 1, Math.floor(event.offsetX / column)))] ?? 0,
    });
    return html`<svg
      aria-hidden="true"
      width=${width}
      height=${height}
      @pointermove=${(event: PointerEvent) => this.visit(at(event))}
      @pointerleave=${this.leave}
      @click=${(event: PointerEvent) => this.lock(at(event))}
    >
      <rect class="ground" width=${width} height=${height} rx="3"></rect>
      ${cells} ${this.renderCross(columns, column, row)}
    </svg>`;
  }

  private renderCross(columns: number[], column: number, row: number) {
    const width = columns.length * column;
    const height = this.sentence.alignment.length * row;
    const { active, cell } = this;
    const at = cell ? columns.indexOf(cell.source) : -1;
    return [
      active?.side === 'target'
        ? svg`<rect class="cross" x="0.5" y=${active.index * row + 0.5} width=${width - 1} height=${row - 1} rx="3" />`
        : nothing,
      active?.side === 'source' && columns.includes(active.index)
        ? svg`<rect class="cross" x=${columns.indexOf(active.index) * column + 0.5} y="0.5" width=${column - 1} height=${height - 1} rx="3" />`
        : nothing,
      cell && at >= 0
        ? svg`<rect class="focus" x=${at * column + 1} y=${cell.target * row + 1} width=${column - 2} height=${row - 2} rx="2" />`
        : nothing,
    ];
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

/** Arrow keys go to the neighbouring cell, Home and End to the ends of the row. */
function moveCell({ target, source }: Cell, key: string, columns: number[], rows: number): Cell | null {
  const at = Math.max(0, columns.indexOf(source));
  const column = (to: number): number => columns[Math.max(0, Math.min(columns.length - 1, to))] ?? 0;
  switch (key) {
    case 'ArrowLeft':
      return { target, source: column(at - 1) };
    case 'ArrowRight':
      return { target, source: column(at + 1) };
    case 'ArrowUp':
      return { target: Math.max(0, target - 1), source };
    case 'ArrowDown':
      return { target: Math.min(rows - 1, target + 1), source };
    case 'Home':
      return { target, source: column(0) };
    case 'End':
      return { target, source: column(columns.length - 1) };
    default:
      return null;
  }
}

let context: CanvasRenderingContext2D | null | undefined;

function textWidth(text: string, size: number, element: HTMLElement): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * size * 0.6;
  context.font = `${size}px ${getComputedStyle(element).fontFamily}`;
  return context.measureText(text.slice(0, 80)).width;
}
