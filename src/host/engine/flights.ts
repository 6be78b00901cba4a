import { abortable } from './engineSession';

interface Flight<T> {
  promise: Promise<T>;
  abort: AbortController;
  passengers: number;
  onProgress: Set<(done: number, total: number) => void>;
}

/** Work under way, by key: whoever asks for the same joins it, and it is stopped when the last one has left. */
export class Flights<T> {
  private readonly flights = new Map<string, Flight<T>>();

  /**
   * @param signal leaves the flight, which goes on while anybody else waits for it
   * @param work begins the flight where there is none
   */
  async join(
    key: string,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
    work: (signal: AbortSignal, onProgress: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    const flight = this.flights.get(key) ?? this.begin(key, work);
    flight.passengers++;
    flight.onProgress.add(onProgress);
    try {
      return await abortable(flight.promise, signal);
    } finally {
      flight.onProgress.delete(onProgress);
      flight.passengers--;
      if (flight.passengers === 0) {
        this.forget(key, flight);
        flight.abort.abort();
      }
    }
  }

  private begin(
    key: string,
    work: (signal: AbortSignal, onProgress: (done: number, total: number) => void) => Promise<T>,
  ): Flight<T> {
    const abort = new AbortController();
    const onProgress: Flight<T>['onProgress'] = new Set();
    const promise = work(abort.signal, (done, total) => {
      for (const listener of onProgress) listener(done, total);
    });
    const flight: Flight<T> = { promise, abort, passengers: 0, onProgress };
    this.flights.set(key, flight);
    return flight;
  }

  private forget(key: string, flight: Flight<T>): void {
    if (this.flights.get(key) === flight) this.flights.delete(key);
  }
}
