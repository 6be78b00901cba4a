import type { PanelAsk, PanelCommand, Question } from '../src/shared/panelProtocol';
import type { WordRef } from './alignment/links';

/** What the pointer or the keyboard does to a word of a picture. */
export type WordAction =
  | { do: 'preview'; word: WordRef | null }
  /** Locks the word, or unlocks it where it is the locked one. */
  | { do: 'toggleLock'; word: WordRef }
  | { do: 'unlock' };

/** A step that a page wants laid open; the panel gives it an id and hands the answer back to the page. */
export type InspectWish = Omit<Extract<PanelAsk, { kind: 'inspect' }>, 'kind' | 'id'>;

const event = <T>(name: string, detail: T): CustomEvent<T> =>
  new CustomEvent(name, { detail, bubbles: true, composed: true });

export const emitCommand = (from: EventTarget, command: PanelCommand): boolean =>
  from.dispatchEvent(event('panel-command', command));

export const emitWord = (from: EventTarget, action: WordAction): boolean =>
  from.dispatchEvent(event('word-action', action));

export const emitSentence = (from: EventTarget, index: number): boolean =>
  from.dispatchEvent(event('sentence-selected', index));

export const emitAsk = (from: EventTarget, ask: PanelAsk): boolean => from.dispatchEvent(event('panel-ask', ask));

export const emitInspect = (from: EventTarget, wish: InspectWish): boolean =>
  from.dispatchEvent(event('inspect-wanted', wish));

/** A question of one part of the panel, under a key of its own; what comes of it is in `questions` of the panel. */
export interface KeyedQuestion {
  key: string;
  question: Question;
}

export const emitQuestion = (from: EventTarget, key: string, question: Question): boolean =>
  from.dispatchEvent(event('question-asked', { key, question }));

/** A step was chosen: of the target words or the target pieces, as the page has it. */
export const emitStep = (from: EventTarget, step: number): boolean => from.dispatchEvent(event('step-chosen', step));

/** The word of the source that the pictures of the attention show as active; null where there is none. */
export interface ActiveSourceWord {
  /** Index of the sentence. */
  sentence: number;
  /** Index into its sourceWords: the active word or, of an active word of the translation, the one it attends to most. */
  word: number | null;
}

export const emitSourceWord = (from: EventTarget, detail: ActiveSourceWord): boolean =>
  from.dispatchEvent(event('source-word-active', detail));

/** The story of a mechanism is wanted; the detail is its id. */
export const emitMechanism = (from: EventTarget, id: string): boolean =>
  from.dispatchEvent(event('mechanism-wanted', id));

declare global {
  interface HTMLElementEventMap {
    'panel-command': CustomEvent<PanelCommand>;
    'word-action': CustomEvent<WordAction>;
    'sentence-selected': CustomEvent<number>;
    'panel-ask': CustomEvent<PanelAsk>;
    'inspect-wanted': CustomEvent<InspectWish>;
    'question-asked': CustomEvent<KeyedQuestion>;
    'step-chosen': CustomEvent<number>;
    'source-word-active': CustomEvent<ActiveSourceWord>;
    'mechanism-wanted': CustomEvent<string>;
  }
}
