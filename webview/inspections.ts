import type { EngineFault } from '../src/shared/faults';
import type { PanelAsk } from '../src/shared/panelProtocol';
import type { StepRecord } from '../src/shared/stepRecord';
import type { InspectWish } from './events';
import type { LiveRecord } from './lineage/live';

/** What was asked for last, and what came of it. The record stays in sight while the next one is asked for. */
export interface Inspection {
  wish: InspectWish;
  asking: boolean;
  record: StepRecord | null;
  fault: EngineFault | null;
}

const STEPS = 'steps';
const SCORING = 'scoring';
const OF_LINEAGE = 'lineage ';

/**
 * The steps that the pages asked for: one for the page of steps, one for the scoring page, one for each mechanism of the lineage. A late answer to
 * a question that was followed by another is dropped.
 */
export class Inspections {
  private readonly current = new Map<string, Inspection & { id: number }>();
  private lastId = 0;

  get steps(): Inspection | null {
    return this.current.get(STEPS) ?? null;
  }

  get scoring(): Inspection | null {
    return this.current.get(SCORING) ?? null;
  }

  /** What is known of this sentence, by model. */
  lineage(source: string): ReadonlyMap<string, LiveRecord> {
    const known = new Map<string, LiveRecord>();
    for (const [key, { wish, asking, record, fault }] of this.current) {
      if (!key.startsWith(OF_LINEAGE) || wish.source !== source) continue;
      known.set(wish.model, asking ? 'loading' : (fault ?? record));
    }
    return known;
  }

  askForSteps(wish: InspectWish): PanelAsk {
    return this.ask(STEPS, wish);
  }

  askForScoring(wish: InspectWish): PanelAsk {
    return this.ask(SCORING, wish);
  }

  askForLineage(wish: InspectWish): PanelAsk {
    return this.ask(OF_LINEAGE + wish.model, wish);
  }

  private ask(key: string, wish: InspectWish): PanelAsk {
    const id = ++this.lastId;
    const record = this.current.get(key)?.record ?? null;
    this.current.set(key, { id, wish, asking: true, record, fault: null });
    return { kind: 'inspect', id, ...wish };
  }

  /** Takes an answer; false where nobody waits for it any more. */
  answer(id: number, outcome: { ok: StepRecord } | { fault: EngineFault }): boolean {
    for (const [key, inspection] of this.current) {
      if (inspection.id !== id) continue;
      // Another page's question took the engine: as if this one had never been asked.
      if ('fault' in outcome && outcome.fault.code === 'cancelled') this.current.delete(key);
      else {
        const record = 'ok' in outcome ? outcome.ok : inspection.record;
        const fault = 'fault' in outcome ? outcome.fault : null;
        this.current.set(key, { ...inspection, asking: false, record, fault });
      }
      return true;
    }
    return false;
  }
}
