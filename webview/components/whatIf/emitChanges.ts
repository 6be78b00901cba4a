import type { Changes } from '../../whatIf/changes';

/** All changes as they are to be from now on. */
export const emitChanges = (from: EventTarget, changes: Changes): boolean =>
  from.dispatchEvent(new CustomEvent('changes-made', { detail: changes, bubbles: true, composed: true }));

declare global {
  interface HTMLElementEventMap {
    'changes-made': CustomEvent<Changes>;
  }
}
