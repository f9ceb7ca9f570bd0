/**
 * The pace of a loop over `enqueue`. While there is memory such a loop never waits, and what never waits keeps the brokers'
 * answers out: records pile up to the whole buffer, each with its promises, and the garbage collector carries them
 * about. So after some bytes a record that was accepted is answered later: in the next turn of the event loop, or, while
 * much is under way, when some of it has arrived. Never later than a millisecond after: the buffer is there to be used.
 */
import type { Scheduler } from '@odradek/platform'

/** Accepted without a pause. */
const BYTES_AT_ONCE = 131_072
/** Under way without waiting for an answer. */
const MUCH_BYTES = 1_048_576
const LONGEST_PAUSE_MS = 1

interface Pause {
  readonly promise: Promise<void>
  readonly end: () => void
}

export class Pacer {
  readonly #scheduler: Scheduler
  readonly #underWay: () => number
  readonly #muchBytes: number
  #sincePause = 0
  #pause: Pause | undefined

  /** `underWay`: bytes that wait for the brokers. `leastBytes` of them keep the brokers busy, and are not much. */
  constructor(scheduler: Scheduler, underWay: () => number, leastBytes: number) {
    this.#scheduler = scheduler
    this.#underWay = underWay
    this.#muchBytes = Math.max(MUCH_BYTES, leastBytes)
  }

  accepted(bytes: number): void {
    this.#sincePause += bytes
  }

  get mayGoOn(): boolean {
    return this.#sincePause < BYTES_AT_ONCE
  }

  /** Resolves when the pause is over, which everybody shares who accepted something meanwhile. */
  pause(): Promise<void> {
    this.#pause ??= this.#begin()
    return this.#pause.promise
  }

  /** Something is not under way any more. */
  delivered(): void {
    if (this.#pause !== undefined && this.#underWay() < this.#muchBytes) this.#pause.end()
  }

  #begin(): Pause {
    let over: () => void = () => {}
    const promise = new Promise<void>((resolve) => (over = resolve))
    const end = (): void => {
      timer.cancel()
      this.#sincePause = 0
      this.#pause = undefined
      over()
    }
    const timer = this.#underWay() < this.#muchBytes ? this.#scheduler.nextTurn(end) : this.#scheduler.after(LONGEST_PAUSE_MS, end)
    return { promise, end }
  }
}
