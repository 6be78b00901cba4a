import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { describeFault } from '../../../src/shared/faults';
import type { SentenceResult } from '../../../src/shared/result';
import { hasAlignment } from '../../alignment/links';
import { isMechanism } from '../../compare/families';
import { scoreOf, sentenceOf, type CompareRow, type DoneRun } from '../../compare/rows';
import { cssVars } from '../../cssVars';
import { emitMechanism, emitStep } from '../../events';
import { icon } from '../../icons';
import { formatFigure, formatMilliseconds, formatPercent, formatScore, formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { attendedStyles, attendedWords } from './attendedWords';
import { cardStyles } from './cardStyles';
import './miniMatrix';
import { oneVector, oneVectorStyles } from './oneVector';

/** Up to so many target words have their names beside the matrix. */
const MOST_NAMES = 12;
const ROW = { named: 15, highest: 9, lowest: 2 };
const HIGHEST = 110;

/** One model of a comparison: how far it is, what it made of the text, and where it looked at the step that all show. */
@customElement('al-compare-card')
export class CompareCard extends LitElement {
  @property({ attribute: false }) row!: CompareRow;
  @property({ type: Number }) sentence = 0;
  /** Index of the target word. */
  @property({ type: Number }) step = 0;
  @property({ type: Boolean, reflect: true }) pinned = false;

  static override styles = [sharedStyles, controlStyles, cardStyles, attendedStyles, oneVectorStyles];

  override render() {
    const { run, name } = this.row;
    return html`<article aria-label=${name} aria-busy=${run.phase === 'loading' || run.phase === 'running'}>
      <header>
        <h3 title=${name}>${name}</h3>
        ${isMechanism(run.model) ? this.renderStoryLink() : nothing}
        ${run.phase === 'done' ? this.renderPin() : nothing}
      </header>
      ${this.renderBody()}
    </article>`;
  }

  private renderStoryLink() {
    const name = t('How {0} works', this.row.name);
    return html`<button
      class="small-button pin"
      aria-label=${name}
      title=${name}
      @click=${() => emitMechanism(this, this.row.run.model)}
    >
      ${icon('info')}
    </button>`;
  }

  private renderPin() {
    const name = this.pinned ? t('Unpin {0}', this.row.name) : t('Pin {0} to see how two differ', this.row.name);
    return html`<button
      class="small-button pin"
      aria-pressed=${this.pinned}
      aria-label=${name}
      title=${name}
      @click=${() => this.dispatchEvent(new CustomEvent('pin-toggled', { detail: this.row.run.model }))}
    >
      ${icon(this.pinned ? 'pinned' : 'pin')}
    </button>`;
  }

  private renderBody() {
    const { run } = this.row;
    switch (run.phase) {
      case 'waiting':
        return html`<p class="phase">${t('Waiting')}</p>`;
      case 'loading':
        return html`<p class="phase"><vscode-progress-ring></vscode-progress-ring>${t('Loading the model')}</p>`;
      case 'running':
        return html`<p class="phase"><vscode-progress-ring></vscode-progress-ring>${t('Translating…')}</p>`;
      case 'cancelled':
        return html`<p class="phase">${t('Cancelled')}</p>`;
      case 'failed':
        return html`<p class="phase failed">${icon('error')}<span>${describeFault(run.fault, t)}</span></p>`;
      case 'done': {
        const sentence = sentenceOf(run, this.sentence);
        return html`${sentence ? this.renderSentence(sentence) : html`<p class="phase">${t('No translation')}</p>`}
        ${this.renderFigures(run)}`;
      }
    }
  }

  private renderSentence(sentence: SentenceResult) {
    const { sourceWords, targetWords, alignment } = sentence;
    const ended = this.step >= targetWords.length;
    const attention = hasAlignment(sentence);
    const none = attention ? sourceWords.map(() => 0).concat(0) : null;
    return html`
      <p class="target" dir="auto">${this.renderTarget(sentence)}</p>
      ${attendedWords(sentence, attention ? (alignment[this.step] ?? none) : null)}
      ${
        attention
          ? this.renderMatrix(sentence)
          : targetWords.length
            ? oneVector(sourceWords.length, targetWords.length, this.step)
            : nothing
      }
      ${ended ? html`<p class="fine">${t('Ended before this step.')}</p>` : nothing}
      ${
        sentence.truncated
          ? html`<p class="fine remark">${icon('warning')}${t('Cut short: the model did not end the sentence.')}</p>`
          : nothing
      }
    `;
  }

  /** The translation with its word of the step marked. A click on a word goes to its step; the slider does, too. */
  private renderTarget({ target, targetWords }: SentenceResult) {
    if (!targetWords.length) return html`<i>${t('(empty)')}</i>`;
    let at = 0;
    const parts = targetWords.map(({ text, start, end }, index) => {
      const before = target.slice(at, start);
      at = end;
      const current = index === this.step;
      return html`${before}<span
          class="word ${current ? 'current' : ''}"
          aria-current=${current ? 'step' : nothing}
          @click=${() => emitStep(this, index)}
          >${text.slice(0, 300)}</span
        >`;
    });
    return [...parts, target.slice(at)];
  }

  private renderMatrix({ sourceWords, targetWords, alignment }: SentenceResult) {
    const rows = targetWords.length;
    const named = rows <= MOST_NAMES;
    const row = named ? ROW.named : Math.max(ROW.lowest, Math.min(ROW.highest, Math.floor(HIGHEST / rows)));
    const atPoint = (event: MouseEvent): { step: number; source: number } => {
      const { left, top, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
      const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, Math.floor(value)));
      return {
        step: clamp((event.clientY - top) / row, rows - 1),
        source: clamp(((event.clientX - left) / width) * (sourceWords.length + 1), sourceWords.length),
      };
    };
    const describe = (event: MouseEvent): void => {
      const { step, source } = atPoint(event);
      const key = sourceWords[source]?.text ?? t('end of sentence');
      (event.currentTarget as HTMLElement).title =
        `${targetWords[step]!.text} ← ${key} ${formatWeight(alignment[step]?.[source] ?? 0)}`;
    };
    return html`<div
      class="matrix"
      aria-hidden="true"
      ${cssVars({
        '--row': `${row}px`,
        '--rows': rows,
        '--columns': sourceWords.length + 1,
        '--at': this.step < rows ? this.step : undefined,
      })}
    >
      ${
        named
          ? html`<div class="names">
              ${targetWords.map(
                ({ text }, index) =>
                  html`<span class=${index === this.step ? 'current' : ''}>${text.slice(0, 60)}</span>`,
              )}
            </div>`
          : nothing
      }
      <div class="cells" @pointermove=${describe} @click=${(event: MouseEvent) => emitStep(this, atPoint(event).step)}>
        <al-mini-matrix .alignment=${alignment}></al-mini-matrix>
        ${this.step < rows ? html`<span class="cursor"></span>` : nothing}
      </div>
    </div>`;
  }

  private renderFigures(run: DoneRun) {
    const { model, agreement } = this.row;
    const { bleu, aer } = model?.figures ?? {};
    const score = scoreOf(run);
    const figure = (name: string, value: string | null, title: string) =>
      html`<div title=${title}>
        <dt>${name}</dt>
        <dd>${value ?? '–'}</dd>
      </div>`;
    return html`<dl>
      ${figure('BLEU', bleu == null ? null : formatFigure(bleu), t('Measured once on test sentences: higher is better'))}
      ${figure(
        'AER',
        aer == null ? null : formatFigure(aer),
        t('Alignment error rate in percent, measured once on aligned sentences: lower is better'),
      )}
      ${figure(
        t('agreement'),
        agreement === null ? null : formatPercent(agreement),
        t('Mean F1 of the words with those of each other translation'),
      )}
      ${figure(
        t('score'),
        score === null ? null : formatScore(score),
        t('Log-probability per piece: nearer to 0 is likelier'),
      )}
      ${figure(
        t('time'),
        formatMilliseconds(run.milliseconds),
        run.loadMilliseconds
          ? t('Of the translation; loading took {0} more', formatMilliseconds(run.loadMilliseconds))
          : t('Of the translation; the model was loaded already'),
      )}
    </dl>`;
  }
}
