import type { EngineFault } from '../src/shared/faults';
import type { Answer, PanelAsk, Question } from '../src/shared/panelProtocol';

/** What one part of the panel asked last, and what came of it. */
export interface Inquiry {
  question: Question;
  asking: boolean;
  /** The last answer: it stays in sight while the next one is asked for. */
  answer: Answer | null;
  /** The question that `answer` is the answer to. */
  answered: Question | null;
  fault: EngineFault | null;
}

/** More than inspections ever ask; ids of both are told apart by it. */
const FIRST_ID = 1_000_000;

/**
 * What the parts of the panel ask of the engine, each under a key of its own: a newer question of a key takes the place
 * of the older one, whose answer is dropped.
 */
export class Questions {
  private readonly current = new Map<string, Inquiry & { id: number }>();
  private lastId = FIRST_ID;

  get(key: string): Inquiry | null {
    return this.current.get(key) ?? null;
  }

  ask(key: string, question: Question): PanelAsk {
    const id = ++this.lastId;
    const before = this.current.get(key);
    const { answer = null, answered = null } = before ?? {};
    this.current.set(key, { id, question, asking: true, answer, answered, fault: null });
    return { id, key, ...question };
  }

  /** Takes an answer; false where nobody waits for it any more. */
  answer(id: number, outcome: { ok: Answer } | { fault: EngineFault }): boolean {
    for (const [key, inquiry] of this.current) {
      if (inquiry.id !== id) continue;
      const now = 'ok' in outcome ? { answer: outcome.ok, answered: inquiry.question } : { fault: outcome.fault };
      this.current.set(key, { ...inquiry, asking: false, ...now });
      return true;
    }
    return false;
  }

  /** Forgets what was asked under a key. */
  forget(key: string): void {
    this.current.delete(key);
  }
}
