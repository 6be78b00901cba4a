import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { motionReduced } from '../motion';

/** Of the row's width, how far a click on its edge goes. */
const STRIDE = 0.7;
/** What the marks at the edges cover. */
const EDGE = 30;

/**
 * A row of tabs that may be wider than the panel: it gets the class `tight` where not all names have room; keeps the current
 * tab in sight, and knows at which end there are more. The host renders `[role="tablist"]` into its shadow root.
 */
export class TabRow implements ReactiveController {
  /** Not all names have room. */
  tight = false;
  before = false;
  after = false;
  private readonly sizes = new ResizeObserver(() => this.measure(true));
  private row: HTMLElement | null = null;
  private current = '';

  constructor(private readonly host: ReactiveControllerHost & { renderRoot: ParentNode }) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.sizes.disconnect();
    this.row = null;
  }

  hostUpdated(): void {
    const row = this.host.renderRoot.querySelector<HTMLElement>('[role="tablist"]');
    if (row && row !== this.row) {
      this.sizes.disconnect();
      this.sizes.observe(row);
      row.addEventListener('scroll', () => this.measure(false), { passive: true });
    }
    this.row = row;
    const current = row?.querySelector('[aria-selected="true"]')?.id ?? '';
    const turned = current !== this.current;
    this.current = current;
    if (turned) this.measure(true);
  }

  /** Shows more tabs of one end. */
  readonly scroll = (direction: -1 | 1): void => {
    const left = direction * STRIDE * (this.row?.clientWidth ?? 0);
    this.row?.scrollBy({ left, behavior: motionReduced() ? 'instant' : 'smooth' });
  };

  private measure(reveal: boolean): void {
    const { row } = this;
    if (!row) return;
    const tight = reveal ? this.fit(row) : this.tight;
    const most = row.scrollWidth - row.clientWidth;
    if (reveal) this.reveal(row, most);
    const before = row.scrollLeft > 1;
    const after = row.scrollLeft < most - 1;
    if (before === this.before && after === this.after && tight === this.tight) return;
    this.before = before;
    this.after = after;
    this.tight = tight;
    this.host.requestUpdate();
  }

  /** Whether the row is tight: it is laid out with all names to see. */
  private fit(row: HTMLElement): boolean {
    row.classList.remove('tight');
    return row.classList.toggle('tight', row.scrollWidth > row.clientWidth);
  }

  private reveal(row: HTMLElement, most: number): void {
    const tab = row.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!tab || most <= 0) return;
    const start = tab.offsetLeft - row.offsetLeft - EDGE;
    const end = tab.offsetLeft - row.offsetLeft + tab.offsetWidth + EDGE;
    if (start < row.scrollLeft) row.scrollLeft = start;
    else if (end > row.scrollLeft + row.clientWidth) row.scrollLeft = end - row.clientWidth;
  }
}
