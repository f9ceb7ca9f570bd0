/**
 * The wall clock for what a jump of it must not destroy: retention, tombstones, the memory of producers. A clock that
 * jumps a day ahead (a mistaken time server, a laptop that slept) must not delete a day's data in the next pass, so a
 * forward jump is believed only after an hour; a backward one at once.
 */
import type { Clock } from '@odradek/platform'

/** A forward jump of the wall clock is believed when it has lasted this long. */
const BELIEVE_JUMP_AFTER_MS = 3_600_000
const DRIFT_MS = 60_000

export class CalmClock {
  readonly #clock: Clock
  /** Wall minus monotonic time. */
  #believed: number
  #jumpSeenMs: number | undefined

  constructor(clock: Clock) {
    this.#clock = clock
    this.#believed = clock.wallMs() - clock.monotonicMs()
  }

  nowMs(): number {
    const monotonic = this.#clock.monotonicMs()
    const offset = this.#clock.wallMs() - monotonic
    if (offset - this.#believed <= DRIFT_MS) {
      this.#believed = offset
      this.#jumpSeenMs = undefined
    } else {
      this.#jumpSeenMs ??= monotonic
      if (monotonic - this.#jumpSeenMs >= BELIEVE_JUMP_AFTER_MS) this.#believed = offset
    }
    return Math.floor(monotonic + this.#believed)
  }
}
