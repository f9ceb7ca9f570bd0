/**
 * The account of one partition between an assignment (or a seek) and its end: what was delivered, what came back, what
 * may be committed. Records hold on to it, so a late acknowledgement reaches the account it belongs to and is refused
 * when that one is closed.
 *
 * Invariant: the credit of everything delivered is given back once: by `ack`, or all at once by `close`.
 */
import { AckTracker } from './ack-tracker.ts'
import type { Frame } from '../fetching/frame.ts'
import type { Credits } from './credits.ts'

export class Ledger {
  readonly tracker: AckTracker = new AckTracker()
  readonly #credits: Credits
  /** Told of every credit that comes back while somebody waits for one. */
  readonly #freed: () => void
  /** Set while deliveries of this partition, or of all, wait for credit, or a drain waits for the last one. */
  isAwaited: boolean = false
  readonly #position: () => number
  /** Frames whose records have all been cut out, with the offset behind the last of them. */
  readonly #lent: { readonly endOffset: number; readonly frame: Frame }[] = []
  #live = true

  /** `position`: the next offset to deliver. */
  constructor(credits: Credits, freed: () => void, position: () => number = () => 0) {
    this.#credits = credits
    this.#freed = freed
    this.#position = position
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

  /** The frame is let go of when everything before `endOffset` is done. */
  lend(endOffset: number, frame: Frame): void {
    this.#lent.push({ endOffset, frame })
  }

  /** Lets go of frames that nobody may look at any more. */
  settle(): void {
    const done = this.tracker.oldest ?? this.#position()
    while (this.#lent.length > 0 && this.#lent[0]!.endOffset <= done) this.#lent.shift()!.frame.letGo()
  }

  /** What is lent stays with those who may still look at it: the garbage collector has it then. */
  close(): void {
    if (!this.#live) return
    this.#live = false
    this.#lent.length = 0
    this.#give(this.tracker.records, this.tracker.bytes)
  }

  #give(records: number, bytes: number): void {
    const wasExhausted = this.#credits.isExhausted
    this.#credits.give(records, bytes)
    if (this.#lent.length > 0) this.settle()
    if (this.isAwaited || wasExhausted) this.#freed()
  }
}
