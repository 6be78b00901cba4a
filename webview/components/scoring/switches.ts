import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { firstChoices, type ScoringChoices } from '../../choices';
import { formatScore, t } from '../../l10n';
import { WINDOWS, type WindowPlace } from '../../scoring/bench';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';

const MOST_HALF_WIDTH = 10;
/** Ends of the temperature slider, which goes by powers of ten. */
const COLDEST = -1;
const HOTTEST = 1;

/** What happens between the scores and the weights: temperature, hard choice, window. */
@customElement('al-switches')
export class Switches extends LitElement {
  @property({ attribute: false }) choices: ScoringChoices = firstChoices.scoring;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 210px), 1fr));
        gap: 8px 24px;
        align-items: start;
      }
      .head {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      .tick {
        display: flex;
        align-items: center;
        gap: 7px;
        padding: 2px 0;
        font-size: 12px;
        cursor: pointer;
      }
      .window {
        display: grid;
        gap: 4px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 8px;
        font-size: 12px;
      }
    `,
  ];

  override render() {
    const { temperature, hard, window, halfWidth } = this.choices;
    const places: Record<WindowPlace, string> = { off: t('Off'), step: t('Step'), peak: t('Peak') };
    return html`
      <div>
        <label>
          <span class="head"><span>${t('Temperature')}</span><span>${formatScore(temperature)}</span></span>
          <input
            type="range"
            min=${COLDEST}
            max=${HOTTEST}
            step="0.05"
            .value=${String(Math.log10(temperature))}
            ?disabled=${hard}
            aria-valuetext=${formatScore(temperature)}
            @input=${(event: Event) => this.choose({ temperature: 10 ** Number((event.target as HTMLInputElement).value) })}
          />
        </label>
        <label class="tick">
          <input
            type="checkbox"
            .checked=${hard}
            @change=${(event: Event) => this.choose({ hard: (event.target as HTMLInputElement).checked })}
          />
          <span>${t('Hard: the best score alone')}</span>
        </label>
      </div>
      <div class="window">
        <div class="row">
          <span id="window">${t('Window')}</span>
          <div class="segments" role="group" aria-labelledby="window">
            ${WINDOWS.map(
              (place) =>
                html`<button
                  class="segment"
                  aria-pressed=${place === window}
                  title=${windowTitle(place)}
                  @click=${() => this.choose({ window: place })}
                >
                  ${places[place]}
                </button>`,
            )}
          </div>
        </div>
        ${
          window === 'off'
            ? nothing
            : html`<label>
                <span class="head"><span>${t('Half width in pieces')}</span><span>${halfWidth}</span></span>
                <input
                  type="range"
                  min="0"
                  max=${MOST_HALF_WIDTH}
                  step="1"
                  .value=${String(halfWidth)}
                  @input=${(event: Event) =>
                    this.choose({ halfWidth: Number((event.target as HTMLInputElement).value) })}
                />
              </label>`
        }
      </div>
    `;
  }

  private choose(choices: Partial<ScoringChoices>): void {
    this.dispatchEvent(new CustomEvent('scoring-choices', { detail: choices, bubbles: true, composed: true }));
  }
}

function windowTitle(place: WindowPlace): string {
  switch (place) {
    case 'off':
      return t('Every source piece can be attended to (global)');
    case 'step':
      return t('Only pieces around the one of the step’s number (local-m)');
    case 'peak':
      return t('Only pieces around the best score');
  }
}
