/** Models kept loaded besides the one that translates. */
const LIMIT = 3;

/** How long they are kept when nothing is asked of any. */
const REST_MS = 120_000;

/**
 * Keeps the models that were used last for comparisons and inspections, and has the others leave memory: sixteen models
 * that were compared once would fill it for as long as the panel lives.
 */
export class ModelShelf {
  /** The one used last stands last. */
  private kept: string[] = [];
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** @param unload frees a model, unless it is the one that translates or is in use */
  constructor(
    private readonly unload: (model: string) => Promise<void>,
    private readonly limit = LIMIT,
    private readonly restMs = REST_MS,
  ) {}

  /** The model was used, or is about to be. */
  used(model: string): void {
    this.kept = [...this.kept.filter((each) => each !== model), model];
    this.drop(this.limit);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.drop(0), this.restMs);
  }

  dispose(): void {
    clearTimeout(this.rest);
  }

  private drop(limit: number): void {
    const surplus = this.kept.splice(0, Math.max(0, this.kept.length - limit));
    // A worker that cannot free a model is gone, and its memory with it.
    for (const model of surplus) void this.unload(model).catch(() => undefined);
  }
}
