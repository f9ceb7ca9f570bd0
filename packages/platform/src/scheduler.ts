/**
 * Timers and turns of the event loop. Owned by a world: the real one delegates to Node, the simulated one runs
 * everything from one queue ordered by simulated time.
 */
export interface Timer {
  /** Idempotent; a cancelled timer never fires. */
  cancel(): void
}

export interface Scheduler {
  /**
   * Calls `fn` once after `delayMs` (monotonic), never early. Keeps the process alive unless `background` is set.
   *
   * A timer of 100 ms and more fires only after the loop has taken in the I/O that was waiting: after a pause, a
   * heartbeat or a response that has arrived is seen (and may cancel the timer) before its deadline is.
   */
  after(delayMs: number, fn: () => void, options?: { background?: boolean }): Timer
  /** Calls `fn` in the next turn of the loop, after the I/O of this one (Node's setImmediate). */
  nextTurn(fn: () => void): Timer
  /** Resolves after `delayMs`; rejects with the signal's reason when aborted. */
  sleep(delayMs: number, options?: { signal?: AbortSignal; background?: boolean }): Promise<void>
}
