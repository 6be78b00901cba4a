import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Word } from '../../../src/shared/result';
import type { AttentionPart, HeadRef } from '../../../src/shared/trace';
import { icon } from '../../icons';
import { formatScore, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { dropPick, isChanged, noChanges, setForce, setWord, toggleHead, type Changes } from '../../whatIf/changes';
import { controlStyles } from '../controlStyles';
import { shownPiece } from '../nextPieces';
import { emitChanges } from './emitChanges';

interface Chip {
  text: string;
  without: Changes;
}

/** Every change as a chip that takes it back. */
@customElement('al-change-chips')
export class ChangeChips extends LitElement {
  @property({ attribute: false }) changes: Changes = noChanges;
  @property({ attribute: false }) words: Word[] = [];

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 5px 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        min-width: 0;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        max-width: 100%;
        padding: 1px 4px 1px 9px;
        border: 1px solid var(--al-accent);
        border-radius: 11px;
        font-size: 12px;
        line-height: 18px;
        overflow-wrap: anywhere;
      }
      .chip:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      .chip .icon {
        width: 14px;
        height: 14px;
      }
    `,
  ];

  override render() {
    if (!isChanged(this.changes)) return nothing;
    return html`<ul aria-label=${t('Changes')}>
      ${this.chips().map(
        ({ text, without }) =>
          html`<li>
            <button
              class="chip"
              title=${t('Take it back')}
              aria-label=${t('Take back: {0}', text)}
              @click=${() => emitChanges(this, without)}
            >
              ${text}${icon('close')}
            </button>
          </li>`,
      )}
      <li><button class="link" @click=${() => emitChanges(this, noChanges)}>${t('Reset')}</button></li>
    </ul>`;
  }

  private chips(): Chip[] {
    const { changes } = this;
    const name = (word: number): string => (this.words[word]?.text ?? '').slice(0, 40);
    return [
      ...changes.mask.map((word) => ({
        text: t('“{0}” masked', name(word)),
        without: setWord(changes, word, 'asIs'),
      })),
      ...changes.swaps.map(({ word, text }) => ({
        text: text ? t('“{0}” → “{1}”', name(word), text) : t('“{0}” left out', name(word)),
        without: setWord(changes, word, 'asIs'),
      })),
      ...changes.force.map(({ step, words }) => ({
        text: t('step {0} attends to “{1}”', step + 1, words.map(name).join(' ')),
        without: setForce(changes, step, []),
      })),
      ...changes.drop.map((head) => ({
        text: t('without {0}', headName(head)),
        without: toggleHead(changes, head),
      })),
      ...(changes.temperature === 1
        ? []
        : [{ text: t('temperature {0}', formatScore(changes.temperature)), without: { ...changes, temperature: 1 } }]),
      ...changes.picks.map(({ step, piece, was }) => ({
        text: t('step {0}: “{1}” instead of “{2}”', step + 1, shownPiece(piece), shownPiece(was)),
        without: dropPick(changes, step),
      })),
    ];
  }
}

function headName({ part, layer, head }: HeadRef): string {
  const names: Record<AttentionPart, string> = {
    encoder: t('encoder head {0}.{1}', layer + 1, head + 1),
    cross: t('cross-attention head {0}.{1}', layer + 1, head + 1),
    decoder: t('decoder self-attention head {0}.{1}', layer + 1, head + 1),
  };
  return names[part];
}
