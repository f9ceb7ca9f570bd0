/**
 * Keeps two reports of the same pause from counting twice: the broker's detector says how long the loop stood still,
 * and a timer that fires late says so too. Times are monotonic milliseconds.
 */
export class PauseLedger {
  #fromMs = Number.NEGATIVE_INFINITY
  #toMs = Number.NEGATIVE_INFINITY

  /** A pause of `durationMs` ended at `nowMs`; answers how much of it was not known yet. */
  enter(durationMs: number, nowMs: number): number {
    const fromMs = nowMs - durationMs
    const overlapMs = Math.max(0, Math.min(nowMs, this.#toMs) - Math.max(fromMs, this.#fromMs))
    this.#fromMs = overlapMs > 0 ? Math.min(fromMs, this.#fromMs) : fromMs
    this.#toMs = nowMs
    return Math.max(0, durationMs - overlapMs)
  }
}
