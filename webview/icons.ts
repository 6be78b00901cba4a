import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import arrowSwap from '@vscode/codicons/src/icons/arrow-swap.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import listOrdered from '@vscode/codicons/src/icons/list-ordered.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import pin from '@vscode/codicons/src/icons/pin.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import replace from '@vscode/codicons/src/icons/replace.svg';
import typeHierarchySub from '@vscode/codicons/src/icons/type-hierarchy-sub.svg';
import typeHierarchySuper from '@vscode/codicons/src/icons/type-hierarchy-super.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

const icons = {
  arrowSwap,
  check,
  chevronDown,
  chevronLeft,
  chevronRight,
  copy,
  close,
  debugPause,
  error,
  export: exportIcon,
  info,
  insert,
  listOrdered,
  lock,
  pin,
  pinned,
  play,
  question,
  replace,
  typeHierarchySub,
  typeHierarchySuper,
  warning,
};

/** A codicon in the colour of the text around it. Decoration only: the name of a control is its label's task. */
export function icon(name: keyof typeof icons, slot?: 'start'): TemplateResult {
  return slot
    ? html`<span class="icon" aria-hidden="true" slot="start">${unsafeHTML(icons[name])}</span>`
    : html`<span class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`;
}
