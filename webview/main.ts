/** The panel's document: draws what the host sends, and carries the translation engine's worker. */

import * as v from 'valibot';
import { readBoot } from './boot';
import type { PanelAsk } from '../src/shared/panelProtocol';
import type { Choices } from './choices';
import { Panel } from './components/panel';
import { EngineSupervisor } from './engine/supervisor';
import { webviewSurroundings } from './engine/surroundings';
import type { InspectWish } from './events';
import { storedExample } from './example';
import { Inspections } from './inspections';
import { configureLanguage } from './l10n';
import { hostMessageSchema, type HostMessage } from './messages';
import { Questions } from './questions';
import { isAnswered, readSaved } from './savedState';
import { documentStyles } from './styles';
import { defineToolkit } from './toolkit';
import { getSavedState, postToHost, saveState } from './vscodeApi';

const boot = readBoot(document);
configureLanguage(boot);
defineToolkit();
if (documentStyles.styleSheet) document.adoptedStyleSheets.push(documentStyles.styleSheet);

const supervisor = new EngineSupervisor(webviewSurroundings(boot.resources, postToHost));
const panel = new Panel();
panel.example = storedExample();
const inspections = new Inspections();
const questions = new Questions();
panel.questions = questions;
restore();
panel.addEventListener('panel-command', ({ detail }) => postToHost({ type: 'command', command: detail }));
panel.addEventListener('choices-changed', (event) => {
  const { tab } = panel.choices;
  panel.choices = (event as CustomEvent<Choices>).detail;
  save();
  if (panel.choices.tab !== tab) postToHost({ type: 'turned', tab: panel.choices.tab });
});
panel.addEventListener('panel-ask', ({ detail }) => postToHost({ type: 'ask', ask: detail }));
panel.addEventListener('inspect-wanted', ({ detail }) => {
  postToHost({ type: 'ask', ask: askFor(detail) });
  showInspections();
});
panel.addEventListener('question-asked', ({ detail: { key, question } }) => {
  postToHost({ type: 'ask', ask: questions.ask(key, question) });
  panel.requestUpdate();
});
panel.addEventListener('source-word-active', ({ detail: { sentence, word } }) => {
  if (!panel.answered) return;
  const ref = word === null ? null : { sentence, word };
  postToHost({ type: 'ask', ask: { kind: 'mark', request: panel.answered.id, word: ref } });
});
document.body.append(panel);

addEventListener('message', ({ data }) => {
  // Anything but a well-formed message is none of the host's, and no business of the panel's.
  const message = v.safeParse(hostMessageSchema, data);
  if (message.success) receive(message.output);
});
postToHost({ type: 'ready' });

function receive(message: HostMessage): void {
  switch (message.type) {
    case 'state':
      return show(message.state);
    case 'startEngine':
      return supervisor.start({ backend: message.backend, remembered: message.remembered });
    case 'loadModel':
      return supervisor.load(message.id, message.model, message.base, message.scores);
    case 'engine':
      return supervisor.request(message.request);
    case 'show':
      panel.choices = { ...panel.choices, tab: message.tab };
      postToHost({ type: 'turned', tab: message.tab });
      return save();
    case 'export':
      return void panel.exportAs(message.format);
    case 'cursor':
      panel.cursorWord = panel.answered?.id === message.request ? message.word : null;
      return;
    case 'inspected':
      if (inspections.answer(message.ask, message.outcome)) showInspections();
      return;
    case 'answered':
      if (questions.answer(message.ask, message.outcome)) panel.requestUpdate();
      return;
  }
}

function show(state: Extract<HostMessage, { type: 'state' }>['state']): void {
  panel.state = state;
  if (isAnswered(state.request)) {
    if (panel.answered?.id !== state.request.id) {
      panel.choices = { ...panel.choices, sentence: 0 };
      panel.cursorWord = null;
    }
    panel.answered = state.request;
  }
  save();
}

/** Each page that lays steps open keeps its own. */
function askFor(wish: InspectWish): PanelAsk {
  switch (panel.choices.tab) {
    case 'steps':
      return inspections.askForSteps(wish);
    case 'lineage':
      return inspections.askForLineage(wish);
    default:
      return inspections.askForScoring(wish);
  }
}

function showInspections(): void {
  panel.steps = inspections.steps;
  panel.scoring = inspections.scoring;
  panel.inspections = inspections;
  panel.requestUpdate();
}

/** The comparison is not saved: it is large, changes often, and the host sends it again. */
function save(): void {
  const { state, answered, choices } = panel;
  saveState({ state: { ...state, compare: null }, answered, choices });
}

function restore(): void {
  const saved = readSaved(getSavedState());
  if (!saved) return;
  panel.answered = saved.answered;
  panel.choices = saved.choices;
  // The engine of the last document died with it: the host tells where requests run now.
  panel.state = { ...saved.state, engine: { phase: 'idle' } };
}
