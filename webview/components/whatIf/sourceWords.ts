import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Word } from '../../../src/shared/result';
import { t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { noChanges, setWord, type Changes } from '../../whatIf/changes';
import { controlStyles } from '../controlStyles';
import '../wordButtons';
import type { WordButton, WordButtons } from '../wordButtons';
import { emitChanges } from './emitChanges';
import { whatIfStyles } from './whatIfStyles';

/** More than a word or a few is another sentence. */
const MOST_CHARACTERS = 80;

/** The source, to choose a word of and say what becomes of it. */
@customElement('al-what-if-source')
export class WhatIfSource extends LitElement {
  @property() source = '';
  @property({ attribute: false }) words: Word[] = [];
  @property({ attribute: false }) changes: Changes = noChanges;
  /** Whether the model attends to its source: a word can be masked only where it does. */
  @property({ type: Boolean }) attends = false;
  @state() private chosen: number | null = null;

  static override styles = [
    sharedStyles,
    controlStyles,
    whatIfStyles,
    css`
      al-word-buttons {
        font-size: var(--al-word-size);
      }
      form {
        display: flex;
        flex: 1 1 180px;
        gap: 6px;
        min-width: 0;
        margin: 0;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source')) this.chosen = null;
  }

  override render() {
    return html`<al-word-buttons
        .words=${this.buttons()}
        .label=${t('Source: choose a word to change it')}
        .chosen=${this.chosen === null ? [] : [this.chosen]}
        @word-chosen=${this.onWord}
      ></al-word-buttons>
      ${this.chosen === null ? nothing : this.renderTray(this.chosen)}`;
  }

  private buttons(): WordButton[] {
    let at = 0;
    return this.words.map(({ text, start, end }, index) => {
      const before = this.source.slice(at, start);
      at = end;
      const swap = this.changes.swaps.find(({ word }) => word === index);
      if (swap?.text === '') return { text, before, look: 'out', meaning: t('left out') };
      if (swap) return { text: swap.text, before, look: 'other', meaning: t('instead of “{0}”', text.slice(0, 80)) };
      if (this.changes.mask.includes(index)) return { text, before, look: 'masked', meaning: t('masked') };
      return { text, before };
    });
  }

  private renderTray(word: number) {
    const text = this.words[word]!.text.slice(0, 80);
    const masked = this.changes.mask.includes(word);
    const swap = this.changes.swaps.find((each) => each.word === word);
    return html`<div
      class="tray"
      role="group"
      aria-label=${t('What becomes of “{0}”', text)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') this.close();
      }}
    >
      <div class="row">
        <button
          class="push"
          aria-pressed=${masked}
          ?disabled=${!this.attends}
          title=${
            this.attends
              ? t('No attention may reach the word')
              : t('This model has no attention that could be kept from a word')
          }
          @click=${() => this.set(masked ? 'asIs' : 'mask')}
        >
          ${t('Mask')}
        </button>
        <button
          class="push"
          aria-pressed=${swap?.text === ''}
          title=${t('The model reads the sentence without the word')}
          @click=${() => this.set(swap?.text === '' ? 'asIs' : { text: '' })}
        >
          ${t('Leave Out')}
        </button>
        <form @submit=${this.onSubmit}>
          <input
            type="text"
            name="text"
            autocomplete="off"
            spellcheck="false"
            maxlength=${MOST_CHARACTERS}
            aria-label=${t('Replace “{0}” with', text)}
            placeholder=${t('Replace with…')}
            .value=${swap?.text ?? ''}
          />
          <button class="push" type="submit">${t('Replace')}</button>
        </form>
      </div>
      ${
        masked || swap
          ? html`<button class="link" @click=${() => this.set('asIs')}>${t('As it was: “{0}”', text)}</button>`
          : nothing
      }
    </div>`;
  }

  private set(to: 'mask' | 'asIs' | { text: string }): void {
    emitChanges(this, setWord(this.changes, this.chosen!, to));
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get('text') ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    if (text) this.set(text === this.words[this.chosen!]!.text ? 'asIs' : { text });
  }

  private onWord({ detail }: CustomEvent<number>): void {
    this.chosen = this.chosen === detail ? null : detail;
  }

  private close(): void {
    const word = this.chosen!;
    this.chosen = null;
    void this.renderRoot.querySelector<WordButtons>('al-word-buttons')?.focusWord(word);
  }
}
