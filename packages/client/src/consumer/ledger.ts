/**
 * The account of one partition between an assignment (or a seek) and its end: what was delivered, what came back, what
 * may be committed. Records hold on to it, so a late acknowledgement reaches the account it belongs to and is refused
 * when that one is closed.
 *
 * Invariant: the credit of everything delivered is given back once: by `ack`, or all at once by `close`.
 */
import { AckTracker } from './ack-tracker.ts'
import type { Credits } from './credits.ts'

export class Ledger {
  readonly tracker: AckTracker = new AckTracker()
  readonly #credits: Credits
  /** Told of every credit that comes back while somebody waits for one. */
  readonly #freed: () => void
  /** Set while deliveries of this partition, or of all, wait for credit, or a drain waits for the last one. */
  isAwaited: boolean = false
  #live = true

  constructor(credits: Credits, freed: () => void) {
    this.#credits = credits
    this.#freed = freed
  }

  get isLive(): boolean {
    return this.#live
  }

  deliver(offset: number, count: number, bytes: number): void {
    this.tracker.delivered(offset, count, bytes)
    this.#credits.take(count, bytes)
  }

  /** False when it is too late (revoked, lost, sought away) or has been acknowledged before. */
  ack(offset: number): boolean {
    if (!this.#live) return false
    const { tracker } = this
    const { records, bytes } = tracker
    if (!tracker.ack(offset)) return false
    this.#give(records - tracker.records, bytes - tracker.bytes)
    return true
  }

  /** Acknowledges everything delivered up to and including `offset`. */
  ackThrough(offset: number): boolean {
    if (!this.#live) return false
    const { tracker } = this
    const { records, bytes } = tracker
    if (!tracker.ackThrough(offset)) return false
    this.#give(records - tracker.records, bytes - tracker.bytes)
    return true
  }

  close(): void {
    if (!this.#live) return
    this.#live = false
    this.#give(this.tracker.records, this.tracker.bytes)
  }

  #give(records: number, bytes: number): void {
    const wasExhausted = this.#credits.isExhausted
    this.#credits.give(records, bytes)
    if (this.isAwaited || wasExhausted) this.#freed()
  }
}
