import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelRequest, PanelState } from '../../src/shared/panelProtocol';
import { sharedStyles } from '../styles';
import { PICTURES, type Picture } from './attention';
import './attention';
import './emptyState';
import './header';
import './notice';
import './translation';

/** A request that was answered. */
export type AnsweredRequest = PanelRequest & { outcome: Extract<PanelRequest['outcome'], { phase: 'done' }> };

/** What the user chose in the panel itself. */
export interface Choices {
  picture: Picture;
  sentence: number;
}

/** The whole panel. It draws its properties and says by events what the user wants. */
@customElement('attention-lens-panel')
export class Panel extends LitElement {
  @property({ attribute: false }) state: PanelState = {
    model: null,
    engine: { phase: 'idle' },
    request: null,
    models: [],
    compare: null,
  };
  /** The last answer: it stays in sight while another is made, and when that fails. */
  @property({ attribute: false }) answered: AnsweredRequest | null = null;
  @property({ attribute: false }) example!: AnsweredRequest;
  @property({ attribute: false }) choices: Choices = { picture: 'ribbon', sentence: 0 };

  static override styles = [
    sharedStyles,
    css`
      :host {
        --al-pad: clamp(12px, 4vw, 24px);
        --al-channel: clamp(22px, 8vw, 52px);
        --al-word-size: calc(var(--vscode-font-size, 13px) + 1px);
        --al-pad-end: max(var(--al-pad), 100% - 1000px);
      }
      @media (min-width: 700px) {
        :host {
          --al-word-size: calc(var(--vscode-font-size, 13px) + 2.5px);
        }
      }
    `,
  ];

  override render() {
    const { model, engine, request } = this.state;
    const shown = this.answered ?? this.example;
    const { result, replaceable } = shown.outcome;
    const sentence = Math.min(this.choices.sentence, result.sentences.length - 1);
    const fault = engine.phase === 'failed' ? engine.fault : null;
    return html`
      <al-header .model=${model} .engine=${engine}></al-header>
      <main>
        <al-notice .request=${request} .fault=${fault}></al-notice>
        ${request || this.answered ? nothing : html`<al-empty-state></al-empty-state>`}
        <al-translation
          .text=${shown.text}
          .result=${result}
          .replaceable=${replaceable && shown.id === request?.id}
          .example=${!this.answered}
          .sentence=${sentence}
        ></al-translation>
        <al-attention
          .sentences=${result.sentences}
          .sentence=${sentence}
          .picture=${this.choices.picture}
          @picture-chosen=${(event: CustomEvent<Picture>) => this.choose({ picture: event.detail })}
        ></al-attention>
      </main>
    `;
  }

  constructor() {
    super();
    this.addEventListener('sentence-selected', ({ detail }) => this.choose({ sentence: detail }));
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('answered') as AnsweredRequest | null | undefined;
    if (!changed.has('answered') || !this.answered || before?.id === this.answered.id) return;
    const { focus } = this.answered;
    // Only by the second frame have the components below been drawn and the ribbon been measured.
    requestAnimationFrame(() => requestAnimationFrame(() => this.bringIntoSight(focus)));
  }

  private bringIntoSight(focus: PanelRequest['focus']): void {
    if (focus === 'translation') scrollTo({ top: 0 });
    else this.renderRoot.querySelector('al-attention')?.scrollIntoView({ block: 'start' });
  }

  private choose(choices: Partial<Choices>): void {
    this.dispatchEvent(new CustomEvent('choices-changed', { detail: { ...this.choices, ...choices } }));
  }
}

export { PICTURES };
