import type { CompareRun, CompareState } from '../shared/compare';
import type { ModelSummary, EngineStatus, PanelRequest, PanelState } from '../shared/panelProtocol';

/** What the panel shows. Kept here, so that it outlives every document that shows it. */
export class PanelStore {
  private current: PanelState = { model: null, engine: { phase: 'idle' }, request: null, models: [], compare: null };
  private readonly listeners = new Set<(state: PanelState) => void>();
  private lastId = 0;

  /** An id for a request or a comparison: whatever was asked for later has the greater one. */
  newId(): number {
    return ++this.lastId;
  }

  get state(): PanelState {
    return this.current;
  }

  onChange(listener: (state: PanelState) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  setModel(model: ModelSummary | null): void {
    this.update({ model });
  }

  setModels(models: ModelSummary[]): void {
    this.update({ models });
  }

  setEngine(engine: EngineStatus): void {
    this.update({ engine });
  }

  setRequest(request: PanelRequest): void {
    this.update({ request });
  }

  /** Sets the outcome of a request, unless a newer one is shown by now. @param from stays as it is where it is absent */
  setOutcome(id: number, outcome: PanelRequest['outcome'], from?: PanelRequest['from']): void {
    const { request } = this.current;
    if (request?.id === id) this.update({ request: { ...request, ...(from ? { from } : {}), outcome } });
  }

  /** Tells whether the translation shown can still replace its source. */
  setReplaceable(replaceable: boolean): void {
    const { request } = this.current;
    if (request?.outcome.phase !== 'done' || request.outcome.replaceable === replaceable) return;
    this.setOutcome(request.id, { ...request.outcome, replaceable });
  }

  setCompare(compare: CompareState): void {
    this.update({ compare });
  }

  /** Sets the run of a model, unless a newer comparison is shown by now. */
  setRun(id: number, run: CompareRun): void {
    const { compare } = this.current;
    if (compare?.id !== id) return;
    const runs = compare.runs.map((each) => (each.model === run.model ? run : each));
    this.update({ compare: { ...compare, runs } });
  }

  private update(change: Partial<PanelState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener(this.current);
  }
}
