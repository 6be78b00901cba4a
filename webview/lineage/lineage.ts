import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModelFigures } from '../../src/shared/compare';
import type { ModelSummary } from '../../src/shared/panelProtocol';
import { icon } from '../icons';
import { t } from '../l10n';
import { sharedStyles } from '../styles';
import { draw } from './drawing/draw';
import { equationsOf, type Equation } from './equations';
import { emitInspect } from './events';
import { renderFigures } from './figures';
import { formulaStyles } from './formulaStyles';
import { lineageStyles } from './lineageStyles';
import './live';
import type { LiveRecord } from './live';
import { display, prose } from './maths';
import { CHAPTERS, STORIES, isMechanism } from './mechanisms';
import type { Story } from './mechanisms/story';
import { PAPERS, type Paper } from './papers';
import { MECHANISM_IDS, partsOf, type MechanismId } from './parts';

/** A model of the page: installed, and perhaps measured. */
export type LineageModel = Pick<ModelSummary, 'id' | 'name'> & { figures?: ModelFigures | null };

/**
 * The sixteen mechanisms as a story: what each is for, its equations, its drawing, its paper, and the numbers of one step
 * of the user's own sentence. It draws its properties and says by `lineage-inspect` which step it wants to show.
 */
@customElement('al-lineage')
export class Lineage extends LitElement {
  /** The models that are installed. */
  @property({ attribute: false }) models: readonly LineageModel[] = [];
  /** What is known of a step of the user's sentence, by model. */
  @property({ attribute: false }) records: ReadonlyMap<string, LiveRecord> = new Map();
  /** The mechanism to be opened and brought into sight; "" for none. */
  @property() mechanism = '';
  @state() private open: ReadonlySet<MechanismId> = new Set();
  @state() private current: MechanismId = MECHANISM_IDS[0]!;
  /** Whether the user has asked for live numbers: then each section that is opened asks for its own. */
  private live = false;

  static override styles = [sharedStyles, formulaStyles, lineageStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('mechanism') && isMechanism(this.mechanism)) {
      this.current = this.mechanism;
      this.open = new Set([...this.open, this.mechanism]);
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('mechanism') && isMechanism(this.mechanism)) this.reveal(this.mechanism);
  }

  override render() {
    const figures = new Map(
      this.models.flatMap(({ id, figures: measured }) => (measured ? [[id, measured] as const] : [])),
    );
    return html`
      ${this.renderIndex()}
      <div class="page" @lineage-inspect=${this.onInspect}>
        <header>
          <h2>${t('The lineage of attention')}</h2>
          <p>
            ${t('Sixteen ways of getting from a sentence to its translation, in the order in which one builds on the other. All are trained on the same sentences with one vocabulary, at about one size: what differs is the mechanism.')}
          </p>
        </header>
        ${CHAPTERS.map((chapter, index) => {
          const end = CHAPTERS[index + 1]?.from;
          const ids = MECHANISM_IDS.slice(
            MECHANISM_IDS.indexOf(chapter.from),
            end ? MECHANISM_IDS.indexOf(end) : MECHANISM_IDS.length,
          );
          return html`<section class="chapter">
            <h3>${chapter.title()}</h3>
            <p class="lead">${chapter.lead()}</p>
            ${ids.map((id) => this.renderMechanism(id, figures))}
          </section>`;
        })}
      </div>
    `;
  }

  /** Where one is, and how to get elsewhere; always in sight. */
  private renderIndex() {
    const at = MECHANISM_IDS.indexOf(this.current);
    const move = (by: number, name: string, which: 'chevronLeft' | 'chevronRight') => {
      const to = MECHANISM_IDS[at + by];
      return html`<button title=${name} aria-label=${name} ?disabled=${!to} @click=${() => to && this.go(to)}>
        ${icon(which)}
      </button>`;
    };
    return html`<nav aria-label=${t('Mechanisms')}>
      ${move(-1, t('Previous mechanism'), 'chevronLeft')}
      <select
        aria-label=${t('Go to a mechanism')}
        .value=${this.current}
        @change=${(event: Event) => this.go((event.target as HTMLSelectElement).value as MechanismId)}
      >
        ${MECHANISM_IDS.map(
          (id, index) =>
            html`<option value=${id} ?selected=${id === this.current}>${index + 1} · ${STORIES[id].name()}</option>`,
        )}
      </select>
      ${move(1, t('Next mechanism'), 'chevronRight')}
    </nav>`;
  }

  private renderMechanism(id: MechanismId, figures: ReadonlyMap<string, ModelFigures>) {
    const story = STORIES[id];
    const shown = this.open.has(id);
    return html`<details
      id=${id}
      class="mechanism ${this.current === id ? 'current' : ''}"
      .open=${shown}
      @toggle=${(event: Event) => this.onToggle(id, (event.target as HTMLDetailsElement).open)}
    >
      <summary @keydown=${this.onSummaryKey} @focus=${() => (this.current = id)}>
        <span class="number" aria-hidden="true">${MECHANISM_IDS.indexOf(id) + 1}</span>
        <h4>${story.name()}</h4>
        <span class="year">${story.year ?? t('our own')}</span>
        ${icon('chevronDown')}
      </summary>
      <div class="body">
        <div class="tale">${renderStory(story)} ${renderPapers(story)}</div>
        <div class="look">${draw(partsOf(id), story.name())}</div>
        <div class="maths">${renderEquations(equationsOf(partsOf(id)))}</div>
        <div class="numbers">
          <section>
            <h5>${t('On your sentence')}</h5>
            <al-lineage-live
              .mechanism=${id}
              .installed=${this.models.some((model) => model.id === id)}
              .record=${this.records.get(id) ?? null}
            ></al-lineage-live>
          </section>
          ${renderFigures(id, figures)}
        </div>
      </div>
    </details>`;
  }

  /** Opens a mechanism and brings it into sight. */
  private go(id: MechanismId): void {
    this.current = id;
    this.open = new Set([...this.open, id]);
    this.reveal(id);
  }

  private reveal(id: MechanismId): void {
    void this.updateComplete.then(() => {
      const section = this.renderRoot.querySelector<HTMLElement>(`#${id}`);
      section?.scrollIntoView({ block: 'start' });
    });
  }

  private onToggle(id: MechanismId, open: boolean): void {
    const was = this.open.has(id);
    if (was !== open) {
      const next = new Set(this.open);
      if (open) next.add(id);
      else next.delete(id);
      this.open = next;
    }
    if (!open) return;
    this.current = id;
    const known = this.records.get(id) ?? null;
    const installed = this.models.some((model) => model.id === id);
    if (this.live && installed && known === null) emitInspect(this, { model: id, step: 0 });
  }

  private onInspect(): void {
    this.live = true;
  }

  /** Arrow keys move between the mechanisms, as between the items of a list. */
  private onSummaryKey(event: KeyboardEvent): void {
    const summaries = [...this.renderRoot.querySelectorAll<HTMLElement>('summary')];
    const from = summaries.indexOf(event.currentTarget as HTMLElement);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: summaries.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    summaries[Math.min(summaries.length - 1, Math.max(0, to))]?.focus();
  }
}

function renderStory({ problem, gained, gaveUp, here }: Story) {
  const part = (name: string, text: string) =>
    html`<section>
      <h5>${name}</h5>
      <p>${prose(text)}</p>
    </section>`;
  return [
    part(t('The problem'), problem()),
    part(t('What it gained'), gained()),
    part(t('What it gave up'), gaveUp()),
    here ? part(t('What is different here'), here()) : nothing,
  ];
}

function renderPapers({ papers, relation }: Story) {
  return html`<section class="papers">
    <h5>${papers.length > 1 ? t('Papers') : t('Paper')}</h5>
    ${relation ? html`<p>${prose(relation())}</p>` : nothing}
    <ul>
      ${papers.map((id) => {
        const { authors, year, title, venue, url }: Paper = PAPERS[id];
        return html`<li>
          <a href=${url}><cite lang="en">${title}</cite></a>
          <span class="quiet" lang="en">${authors} (${year}). ${venue}.</span>
        </li>`;
      })}
    </ul>
  </section>`;
}

function renderEquations(equations: Equation[]) {
  return html`<section>
    <h5>${t('Its equations')}</h5>
    <ol class="equations">
      ${equations.map(
        ({ what, maths, source, key }) =>
          html`<li class=${key ? 'key' : ''}>
            <p><span>${what}</span> ${source ? html`<span class="quiet cited">${source}</span>` : nothing}</p>
            ${maths.map((each) => display(each))}
          </li>`,
      )}
    </ol>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'al-lineage': Lineage;
  }
}
