import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelSummary } from '../../../src/shared/panelProtocol';
import { attends, familiesOf, type Family, type FamilyId } from '../../compare/families';
import { t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';

/** Which models are compared: boxes to tick, by family. */
@customElement('al-model-picker')
export class ModelPicker extends LitElement {
  @property({ attribute: false }) models: ModelSummary[] = [];
  /** Ids. */
  @property({ attribute: false }) chosen: string[] = [];

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      summary {
        width: fit-content;
        border-radius: 3px;
        color: var(--al-muted);
        font-size: 12px;
        cursor: pointer;
      }
      .all {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 8px;
        margin: 6px 0 4px -3px;
      }
      .families {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
        gap: 10px 16px;
        padding: 4px 0 6px;
      }
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: 3px;
        padding: 0;
        color: var(--al-muted);
        font-size: 11px;
        font-weight: 600;
      }
      label {
        display: flex;
        align-items: center;
        gap: 7px;
        padding: 2px 0;
        cursor: pointer;
      }
      label span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const ids = this.models.map(({ id }) => id);
    const chosen = ids.filter((id) => this.chosen.includes(id));
    return html`<details>
      <summary>${t('Models ({0} of {1})', chosen.length, ids.length)}</summary>
      <div class="all">
        <button class="link" @click=${() => this.choose(ids)}>${t('All')}</button>
        <button class="link" @click=${() => this.choose([])}>${t('None')}</button>
        <button class="link" @click=${() => this.choose(ids.filter(attends))}>${t('Attention only')}</button>
      </div>
      <div class="families">${familiesOf(this.models).map((family) => this.renderFamily(family))}</div>
    </details>`;
  }

  private renderFamily({ id, models }: Family) {
    return html`<fieldset>
      <legend>${familyName(id)}</legend>
      ${models.map(
        (model) =>
          html`<label title=${model.name}>
            <input
              type="checkbox"
              .checked=${this.chosen.includes(model.id)}
              @change=${(event: Event) => this.tick(model.id, (event.target as HTMLInputElement).checked)}
            />
            <span>${model.name}</span>
          </label>`,
      )}
    </fieldset>`;
  }

  private tick(id: string, ticked: boolean): void {
    this.choose(ticked ? [...this.chosen, id] : this.chosen.filter((other) => other !== id));
  }

  private choose(models: string[]): void {
    this.dispatchEvent(new CustomEvent('models-chosen', { detail: models }));
  }
}

export function familyName(id: FamilyId): string {
  switch (id) {
    case 'fixed':
      return t('Fixed context, no attention');
    case 'additive':
      return t('Additive attention');
    case 'scores':
      return t('Other score functions');
    case 'selection':
      return t('Windows, hard choice, memory');
    case 'transformer':
      return t('Self-attention');
    case 'other':
      return t('Other models');
  }
}
