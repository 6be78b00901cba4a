import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import arrowSwap from '@vscode/codicons/src/icons/arrow-swap.svg';
import beaker from '@vscode/codicons/src/icons/beaker.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import debugStepOver from '@vscode/codicons/src/icons/debug-step-over.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';
import gitBranch from '@vscode/codicons/src/icons/git-branch.svg';
import gitCompare from '@vscode/codicons/src/icons/git-compare.svg';
import globe from '@vscode/codicons/src/icons/globe.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import listOrdered from '@vscode/codicons/src/icons/list-ordered.svg';
import listTree from '@vscode/codicons/src/icons/list-tree.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import pin from '@vscode/codicons/src/icons/pin.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import replace from '@vscode/codicons/src/icons/replace.svg';
import typeHierarchy from '@vscode/codicons/src/icons/type-hierarchy.svg';
import typeHierarchySub from '@vscode/codicons/src/icons/type-hierarchy-sub.svg';
import typeHierarchySuper from '@vscode/codicons/src/icons/type-hierarchy-super.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

const icons = {
  arrowSwap,
  beaker,
  check,
  chevronDown,
  chevronLeft,
  chevronRight,
  copy,
  close,
  debugPause,
  debugStepOver,
  error,
  export: exportIcon,
  gitBranch,
  gitCompare,
  globe,
  info,
  insert,
  listOrdered,
  listTree,
  lock,
  pin,
  pinned,
  play,
  question,
  replace,
  typeHierarchy,
  typeHierarchySub,
  typeHierarchySuper,
  warning,
};

export type IconName = keyof typeof icons;

/** A codicon in the colour of the text around it. Decoration only: the name of a control is its label's task. */
export function icon(name: IconName, slot?: 'start'): TemplateResult {
  return slot
    ? html`<span class="icon" aria-hidden="true" slot="start">${unsafeHTML(icons[name])}</span>`
    : html`<span class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`;
}
