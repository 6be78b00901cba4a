import type { EngineFault } from '../src/shared/faults';
import type { PanelAsk } from '../src/shared/panelProtocol';
import type { StepRecord } from '../src/shared/stepRecord';
import type { InspectWish } from './events';

/** The pages that lay steps open. */
export type Inspector = 'scoring' | 'lineage';

/** What a page asked for last, and what came of it. The record stays in sight while the next one is asked for. */
export interface Inspection {
  wish: InspectWish;
  asking: boolean;
  record: StepRecord | null;
  fault: EngineFault | null;
}

/** What the pages asked for, each by the id of its question: a late answer to an earlier question is dropped. */
export class Inspections {
  private readonly current = new Map<Inspector, Inspection & { id: number }>();
  private lastId = 0;

  of(inspector: Inspector): Inspection | null {
    return this.current.get(inspector) ?? null;
  }

  /** Makes the question of a wish, which replaces the page's earlier one. */
  ask(inspector: Inspector, wish: InspectWish): PanelAsk {
    const id = ++this.lastId;
    const record = this.current.get(inspector)?.record ?? null;
    this.current.set(inspector, { id, wish, asking: true, record, fault: null });
    return { kind: 'inspect', id, ...wish };
  }

  /** Takes an answer; false where nobody waits for it any more. */
  answer(id: number, outcome: { ok: StepRecord } | { fault: EngineFault }): boolean {
    for (const [inspector, inspection] of this.current) {
      if (inspection.id !== id) continue;
      const record = 'ok' in outcome ? outcome.ok : inspection.record;
      const fault = 'fault' in outcome ? outcome.fault : null;
      this.current.set(inspector, { ...inspection, asking: false, record, fault });
      return true;
    }
    return false;
  }
}
