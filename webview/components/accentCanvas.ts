import { LitElement, css, html, type PropertyValues } from 'lit';
import { sharedStyles } from '../styles';
import { ThemeWatch } from './themeWatch';

/**
 * A canvas that is drawn in the colours of the theme, and again whenever its size, the theme or the properties of the
 * element change. A canvas costs the same however many cells it has. It is decoration: a table must say the same.
 */
export abstract class AccentCanvas extends LitElement {
  private readonly sizes = new ResizeObserver(() => this.paint());
  private readonly themes = new ThemeWatch(() => this.paint());
  private painted = '';

  static override styles = [
    sharedStyles,
    css`
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        color: var(--al-accent);
        background-color: transparent;
        outline-color: var(--vscode-foreground);
        caret-color: var(--al-below);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.painted = '';
    this.sizes.observe(this);
    this.themes.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.themes.stop();
  }

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  protected override updated(_changed: PropertyValues): void {
    this.painted = '';
    this.paint();
  }

  /** Draws in CSS pixels. `filled` is false in high contrast, where size must say what opacity says elsewhere. */
  protected abstract draw(context: CanvasRenderingContext2D, size: { width: number; height: number }, look: Look): void;

  private paint(): void {
    const canvas = this.renderRoot?.querySelector('canvas');
    const { clientWidth: width, clientHeight: height } = this;
    if (!canvas || !width || !height) return;
    const style = getComputedStyle(canvas);
    const filled = style.getPropertyValue('--al-fill').trim() !== '0';
    const look = { accent: style.color, below: style.caretColor, foreground: style.outlineColor, filled };
    const key = `${width} ${height} ${devicePixelRatio} ${look.accent} ${look.below} ${look.foreground} ${filled}`;
    if (key === this.painted) return;
    this.painted = key;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
    context.clearRect(0, 0, width, height);
    this.draw(context, { width, height }, look);
  }
}

export interface Look {
  /** CSS colours. */
  accent: string;
  /** Of what is below 0, where the accent is of what is above. */
  below: string;
  foreground: string;
  filled: boolean;
}
