import type { PanelCommand } from '../src/shared/panelProtocol';
import type { WordRef } from './alignment/links';

/** What the pointer or the keyboard does to a word of a picture. */
export type WordAction =
  | { do: 'preview'; word: WordRef | null }
  /** Locks the word, or unlocks it where it is the locked one. */
  | { do: 'toggleLock'; word: WordRef }
  | { do: 'unlock' };

const event = <T>(name: string, detail: T): CustomEvent<T> =>
  new CustomEvent(name, { detail, bubbles: true, composed: true });

export const emitCommand = (from: EventTarget, command: PanelCommand): boolean =>
  from.dispatchEvent(event('panel-command', command));

export const emitWord = (from: EventTarget, action: WordAction): boolean =>
  from.dispatchEvent(event('word-action', action));

export const emitSentence = (from: EventTarget, index: number): boolean =>
  from.dispatchEvent(event('sentence-selected', index));

declare global {
  interface HTMLElementEventMap {
    'panel-command': CustomEvent<PanelCommand>;
    'word-action': CustomEvent<WordAction>;
    'sentence-selected': CustomEvent<number>;
  }
}
