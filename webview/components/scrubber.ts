import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { emitStep } from '../events';
import { icon } from '../icons';
import { t } from '../l10n';
import { motionReduced } from '../motion';
import { sharedStyles } from '../styles';
import { controlStyles } from './controlStyles';

/** Goes through the steps of a decoding: a slider, the step before and after, and, where it is wanted, by itself. */
@customElement('al-scrubber')
export class Scrubber extends LitElement {
  @property({ type: Number }) step = 0;
  @property({ type: Number }) count = 0;
  /** Name of the slider. */
  @property() label = '';
  /** What stands at the step, for those who cannot see it. */
  @property() text = '';
  /** Whether it can go through the steps by itself; unless `still`, it never does where motion is to be reduced. */
  @property({ type: Boolean }) playable = false;
  /** Nothing moves from one step to the next: what stands there is exchanged. */
  @property({ type: Boolean }) still = false;
  /** Milliseconds from one step to the next. */
  @property({ type: Number }) pace = 900;
  /** More comes after the last step: then playing goes on, and asks for the step after it. */
  @property({ type: Boolean }) more = false;
  @state() private playing = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 2px;
      }
      input {
        flex: 1;
      }
      .at {
        flex: none;
        min-width: 38px;
        color: var(--al-muted);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
        text-align: right;
        white-space: nowrap;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.playing && this.atEnd && (changed.has('step') || changed.has('more'))) this.stop();
  }

  override render() {
    const last = Math.max(0, this.count - 1);
    const stepTo = (to: number, name: string, which: 'chevronLeft' | 'chevronRight') =>
      html`<button
        class="small-button"
        title=${name}
        aria-label=${name}
        ?disabled=${to < 0 || to > last}
        @click=${() => this.choose(to)}
      >
        ${icon(which)}
      </button>`;
    return html`
      ${this.playable && (this.still || !motionReduced()) ? this.renderPlay() : nothing}
      ${stepTo(this.step - 1, t('Previous step'), 'chevronLeft')}
      <input
        type="range"
        min="0"
        max=${last}
        step="1"
        .value=${String(this.step)}
        ?disabled=${last === 0}
        aria-label=${this.label}
        aria-valuetext=${t('{0} of {1}: {2}', this.step + 1, this.count, this.text)}
        @input=${(event: Event) => this.choose(Number((event.target as HTMLInputElement).value))}
      />
      ${stepTo(this.step + 1, t('Next step'), 'chevronRight')}
      <span class="at" aria-hidden="true">${Math.min(this.step + 1, this.count)} / ${this.count}</span>
    `;
  }

  private renderPlay() {
    const name = this.playing ? t('Pause') : t('Play');
    return html`<button
      class="small-button"
      title=${name}
      aria-label=${name}
      ?disabled=${this.count < 2 && !this.more}
      @click=${() => (this.playing ? this.stop() : this.play())}
    >
      ${icon(this.playing ? 'debugPause' : 'play')}
    </button>`;
  }

  private choose(step: number): void {
    this.stop();
    emitStep(this, step);
  }

  /** From the start where it stands at the end. */
  private play(): void {
    this.playing = true;
    if (this.atEnd) emitStep(this, 0);
    const last = (): number => (this.more ? this.count : this.count - 1);
    this.timer = setInterval(() => emitStep(this, Math.min(this.step + 1, last())), this.pace);
  }

  private get atEnd(): boolean {
    return this.step >= this.count - 1 && !this.more;
  }

  private stop(): void {
    clearInterval(this.timer);
    this.playing = false;
  }
}
