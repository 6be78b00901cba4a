import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Claim, Section } from '../../../src/explain/claim';
import { claimsOf, SECTIONS } from '../../../src/explain/explain';
import { describeFault } from '../../../src/shared/faults';
import type { ModelSummary, Question } from '../../../src/shared/panelProtocol';
import type { SentenceResult } from '../../../src/shared/result';
import type { TraceRecord } from '../../../src/shared/trace';
import { hasAlignment } from '../../alignment/links';
import { emitQuestion } from '../../events';
import { sectionName } from '../../explain/wording';
import { icon } from '../../icons';
import { t } from '../../l10n';
import type { Inquiry } from '../../questions';
import { sharedStyles } from '../../styles';
import { controlStyles, tableStyles } from '../controlStyles';
import '../sentenceList';
import './claimItem';
import { everyWord } from './everyWord';
import { explainStyles } from './explainStyles';

/** Under which the page asks. */
export const EXPLAIN_KEY = 'explain';
/** Claims of a section that are shown at once. */
const SHOWN_AT_ONCE = 5;

/** Plain sentences about a translation, made from the numbers; each shows the figures that it stands on. */
@customElement('al-explain-page')
export class ExplainPage extends LitElement {
  @property({ attribute: false }) sentence: SentenceResult | null = null;
  /** All sentences of the translation, and which one it is. */
  @property({ attribute: false }) sentences: SentenceResult[] = [];
  @property({ type: Number }) index = 0;
  /** Id of the model that translated it. */
  @property() model = '';
  @property({ attribute: false }) models: ModelSummary[] = [];
  @property({ attribute: false }) inquiry: Inquiry | null = null;
  /** The claim whose figures are shown, as `idOf` has it; "" for none. */
  @state() private opened = '';
  @state() private whole = new Set<Section>();

  static override styles = [sharedStyles, controlStyles, tableStyles, explainStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('sentence')) return;
    const before = changed.get('sentence');
    if (before?.source === this.sentence?.source && before?.target === this.sentence?.target) return;
    this.opened = '';
    this.whole = new Set();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('sentence') || changed.has('model')) this.askIfNeeded();
  }

  /** Asks for the probabilities of the sentence, unless that was what was asked last. */
  private askIfNeeded(): void {
    const question = this.question;
    if (question && !isSame(question, this.inquiry?.question)) emitQuestion(this, EXPLAIN_KEY, question);
  }

  private get question(): Question | null {
    const { sentence, model } = this;
    if (!sentence?.target || !model) return null;
    return { kind: 'trace', model, source: sentence.source, target: sentence.target };
  }

  /** The trace of the sentence that is shown, as soon as there is one. */
  private get record(): TraceRecord | null {
    const { inquiry, question } = this;
    const { answer, answered } = inquiry ?? {};
    return question && answered && isSame(question, answered) && answer?.kind === 'trace' ? answer.record : null;
  }

  override render() {
    const { sentence, record } = this;
    if (!sentence) return nothing;
    // One source of truth: what the trace measured, or until it is there what came with the translation.
    const shown = record ? { ...record.sentence, truncated: sentence.truncated } : sentence;
    const claims = claimsOf(shown, record);
    return html`
      <p class="muted intro">
        ${t('What the numbers say of this sentence. Click a statement to see the figures that it stands on.')}
      </p>
      ${
        this.sentences.length > 1
          ? html`<al-sentence-list .sentences=${this.sentences} .sentence=${this.index}></al-sentence-list>`
          : nothing
      }
      <div class="pair" role="group" aria-label=${t('Sentence')}>
        <p class="source" dir="auto">${sentence.source}</p>
        <p class="target" dir="auto">${sentence.target}</p>
      </div>
      ${this.renderStatus()}
      ${
        claims.length === 0
          ? html`<p class="muted">${t('There is nothing to explain: the translation has no words.')}</p>`
          : SECTIONS.map((section) => this.renderSection(section, claims, shown))
      }
      ${shown.targetWords.length > 0 ? this.renderEveryWord(shown) : nothing} ${this.renderNotes(shown, record)}
    `;
  }

  private renderStatus() {
    const { inquiry, record } = this;
    if (record || !inquiry) return nothing;
    if (inquiry.fault) {
      return html`<div class="fault" role="alert">
        ${icon('error')}
        <div>
          <p>${describeFault(inquiry.fault, t)}</p>
          <button class="link" @click=${() => emitQuestion(this, EXPLAIN_KEY, inquiry.question)}>
            ${t('Try Again')}
          </button>
        </div>
      </div>`;
    }
    if (!inquiry.asking) return nothing;
    return html`<p class="asking muted" role="status">
      <vscode-progress-ring></vscode-progress-ring>${t('Asking the model what else it held likely…')}
    </p>`;
  }

  private renderSection(section: Section, all: Claim[], sentence: SentenceResult) {
    const claims = all.filter((claim) => claim.section === section);
    if (claims.length === 0) return nothing;
    const shown = this.whole.has(section) ? claims : claims.slice(0, SHOWN_AT_ONCE);
    const more = claims.length - shown.length;
    return html`<section aria-labelledby=${section}>
      <h2 id=${section}>${sectionName(section)}</h2>
      <ul>
        ${shown.map((claim) => {
          const id = idOf(claim);
          return html`<li>
            <al-claim
              .claim=${claim}
              .sentence=${sentence}
              .open=${this.opened === id}
              @claim-toggled=${() => (this.opened = this.opened === id ? '' : id)}
            ></al-claim>
          </li>`;
        })}
      </ul>
      ${
        more > 0
          ? html`<button class="link more" @click=${() => (this.whole = new Set([...this.whole, section]))}>
              ${t('{0} more', more)}
            </button>`
          : nothing
      }
    </section>`;
  }

  private renderEveryWord(sentence: SentenceResult) {
    return html`<details class="every">
      <summary>${t('Every word ({0})', sentence.targetWords.length)}</summary>
      ${everyWord(sentence)}
    </details>`;
  }

  private renderNotes(sentence: SentenceResult, record: TraceRecord | null) {
    const name = this.models.find(({ id }) => id === this.model)?.name ?? this.model;
    return html`<div class="fine notes">
      <p>
        ${
          hasAlignment(sentence)
            ? t(
                'Attention is not proof: it tells where {0} looked when it wrote a word, not why it wrote it. What If tells what a change does.',
                name,
              )
            : t('{0} pays no attention, so nothing can be said of where its words came from.', name)
        }
      </p>
      ${
        record?.head
          ? html`<p>
              ${t(
                'The attention is that of head {0} of layer {1}, which aligns words best.',
                record.head.head + 1,
                record.head.layer + 1,
              )}
            </p>`
          : nothing
      }
    </div>`;
  }
}

const idOf = ({ kind, source, target }: Claim): string => `${kind} ${source.join()} ${target.join()}`;

const isSame = (a: Question, b: Question | undefined): boolean =>
  b?.kind === a.kind && b.model === a.model && b.source === a.source && b.target === a.target;
