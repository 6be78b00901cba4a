import { Flights } from './flights';

/** Several parts of the panel ask the same about a sentence, one after the other; a record may hold megabytes of maps. */
const REMEMBERED = 16;

/** Answers by question: those asked for last are remembered, and whoever asks what is being asked already waits for it. */
export class Answers<T> {
  private readonly known = new Map<string, T>();
  private readonly flights = new Flights<T>();

  /**
   * @param question all that the answer depends on
   * @param signal leaves the work, which goes on while anybody else waits for it
   */
  async to(question: object, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const key = JSON.stringify(question);
    const answer = this.known.get(key) ?? (await this.flights.join(key, signal, () => undefined, work));
    this.known.delete(key);
    this.known.set(key, answer);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= REMEMBERED) break;
      this.known.delete(oldest);
    }
    return answer;
  }

  clear(): void {
    this.known.clear();
  }
}
