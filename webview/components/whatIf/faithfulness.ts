import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EngineFault } from '../../../src/shared/faults';
import { describeFault } from '../../../src/shared/faults';
import type { OcclusionRecord } from '../../../src/shared/trace';
import { icon } from '../../icons';
import { formatDecimal, formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { faithRow, meanCorrelation, verdictOf, type Verdict } from '../../whatIf/faithful';
import { controlStyles } from '../controlStyles';
import '../pairedBars';
import type { PairedRow } from '../pairedBars';
import '../wordButtons';
import { whatIfStyles } from './whatIfStyles';

/** Whether what the attention points at is what the model needs: attention held against leaving each word out. */
@customElement('al-faithfulness')
export class Faithfulness extends LitElement {
  @property({ attribute: false }) record: OcclusionRecord | null = null;
  @property({ attribute: false }) fault: EngineFault | null = null;
  @property({ type: Boolean }) asking = false;
  /** The target word; null for all together. */
  @state() private word: number | null = null;

  static override styles = [
    sharedStyles,
    controlStyles,
    whatIfStyles,
    css`
      .about {
        max-width: 76ch;
        margin-bottom: 8px;
      }
      .verdict {
        margin: 10px 0;
        padding: 6px 10px;
        border-left: 3px solid var(--al-accent);
        max-width: 76ch;
      }
      .choose {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
        justify-items: start;
        margin: 12px 0 6px;
      }
      .caveat {
        max-width: 90ch;
        margin-top: 6px;
      }
      al-word-buttons {
        font-size: var(--al-word-size);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('record')) this.word = null;
  }

  override render() {
    return html`<h2>${t('Is attention faithful here?')}</h2>
      <p class="muted about">
        ${t(
          'Attention is what the decoder weighed when it wrote a word. Occlusion leaves each source word out in turn, holds the translation fixed, and measures how much less likely each of its words becomes. Where both name the same words, attention tells what mattered.',
        )}
      </p>
      ${this.fault ? this.renderFault(this.fault) : nothing} ${this.renderAsk()}
      ${this.record ? this.renderRecord(this.record) : nothing}`;
  }

  private renderAsk() {
    if (this.asking)
      return html`<p class="asking" role="status">
        <vscode-progress-ring></vscode-progress-ring>${t('The model reads the sentence once without each word…')}
      </p>`;
    if (this.record || this.fault) return nothing;
    return html`<button class="push" @click=${this.ask}>${t('Measure')}</button>`;
  }

  private renderFault(fault: EngineFault) {
    return html`<div class="fault" role="alert">
      ${icon('error')}
      <div>
        <p>${describeFault(fault, t)}</p>
        <button class="link" @click=${this.ask}>${t('Try Again')}</button>
      </div>
    </div>`;
  }

  private renderRecord(record: OcclusionRecord) {
    const { attention, loss, correlation } = faithRow(record, this.word);
    const attends = attention.length > 0;
    const rows: PairedRow[] = record.sourceWords.map(({ text }, s) => ({
      name: text,
      values: [
        attends ? { value: attention[s]!, text: formatWeight(attention[s]!) } : null,
        { value: loss[s]!, text: formatDecimal(loss[s]!, 2) },
      ],
    }));
    return html`<div aria-busy=${this.asking}>
      ${attends ? this.renderVerdict(record, correlation) : html`<p class="verdict">${t('This model has no attention to hold against it: what is shown is what each word was worth to it.')}</p>`}
      <div class="choose">
        <div class="segments" role="group" aria-label=${t('What it is shown for')}>
          <button class="segment" aria-pressed=${this.word === null} @click=${() => (this.word = null)}>
            ${t('Whole translation')}
          </button>
          <button
            class="segment"
            aria-pressed=${this.word !== null}
            ?disabled=${record.targetWords.length === 0}
            @click=${() => (this.word ??= 0)}
          >
            ${t('One word')}
          </button>
        </div>
        ${this.word === null ? nothing : this.renderWords(record, this.word)}
      </div>
      <al-paired-bars
        .caption=${
          this.word === null
            ? t('The whole translation: attention averaged over its words, losses summed')
            : t('The word “{0}”', record.targetWords[this.word]!.text.slice(0, 60))
        }
        .word=${t('Source word')}
        .heads=${[t('Attention'), t('Loss without it, in nats')]}
        .rows=${rows}
      ></al-paired-bars>
      <p class="fine caveat">
        ${t('Loss: by how much the logarithm of the probability falls; below 0, the word becomes likelier. Sentences without a word are none that the model has learned from: occlusion is not the truth either.')}
      </p>
    </div>`;
  }

  private renderVerdict(record: OcclusionRecord, correlation: number | null) {
    const { mean, words } = meanCorrelation(record);
    const of = this.word === null ? t('for the translation as a whole') : t('for this word');
    return html`<p class="verdict" role="status">
      ${
        correlation === null
          ? t('Too few words differ in attention or loss to rank them.')
          : html`${sentenceFor(verdictOf(correlation))}
              <span class="fine">
                ${t('Spearman’s rank correlation {0}: {1}.', of, formatDecimal(correlation, 2))}
                ${mean === null ? nothing : t('Its mean over {0} words: {1}.', words, formatDecimal(mean, 2))}
              </span>`
      }
    </p>`;
  }

  private renderWords({ target, targetWords }: OcclusionRecord, word: number) {
    let at = 0;
    const words = targetWords.map(({ text, start, end }) => {
      const before = target.slice(at, start);
      at = end;
      return { text, before };
    });
    return html`<al-word-buttons
      .words=${words}
      .label=${t('Translation: choose a word')}
      .chosen=${[word]}
      @word-chosen=${(event: CustomEvent<number>) => {
        event.stopPropagation();
        this.word = event.detail;
      }}
    ></al-word-buttons>`;
  }

  private ask(): void {
    this.dispatchEvent(new CustomEvent('occlusion-wanted'));
  }
}

function sentenceFor(verdict: Verdict): string {
  switch (verdict) {
    case 'close':
      return t(
        'Here attention and need go together: the words it weighs most are those that the translation would miss most.',
      );
    case 'partly':
      return t(
        'Here attention tells part of it: it weighs many of the words that matter, not in the order in which they do.',
      );
    case 'hardly':
      return t(
        'Here attention says little about need: which words it weighs and which the translation would miss have little to do with each other.',
      );
    case 'against':
      return t('Here attention misleads: it weighs most what the translation would miss least.');
  }
}
