import { EngineError } from '../shared/faults';

/** Lets long work be stopped, and lets others run in between. */
export interface Cancellation {
  /**
   * To be awaited once a step.
   * @throws EngineError 'cancelled' once the work is no longer wanted
   */
  checkpoint(): Promise<void>;
}

/** For work that nobody stops: tools and tests. */
export const NEVER_CANCELLED: Cancellation = { checkpoint: () => Promise.resolve() };

/** How long work may hold the thread, in milliseconds, before messages (a cancel among them) are let in. */
const HOLD_AT_MOST = 12;

/** Cancellation by a flag that a message handler on the same thread sets. */
export class CancellationFlag implements Cancellation {
  private cancelled = false;
  private lastPause = performance.now();

  /** @param letMessagesIn resolves after the messages that have arrived are handled */
  constructor(private readonly letMessagesIn: () => Promise<void>) {}

  cancel(): void {
    this.cancelled = true;
  }

  async checkpoint(): Promise<void> {
    if (!this.cancelled && performance.now() - this.lastPause > HOLD_AT_MOST) {
      await this.letMessagesIn();
      this.lastPause = performance.now();
    }
    if (this.cancelled) throw new EngineError({ code: 'cancelled' });
  }
}
