/** Asks for a step of the user's sentence under a model; `step` is the index of the target piece, from 0. */
export interface LineageInspect {
  model: string;
  step: number;
}

export const emitInspect = (from: EventTarget, detail: LineageInspect): boolean =>
  from.dispatchEvent(new CustomEvent('lineage-inspect', { detail, bubbles: true, composed: true }));

declare global {
  interface HTMLElementEventMap {
    'lineage-inspect': CustomEvent<LineageInspect>;
  }
}
