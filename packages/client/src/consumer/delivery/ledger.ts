/**
 * The account of one partition between an assignment (or a seek) and its end: what was delivered, what came back, what
 * may be committed. Records hold on to it, so a late acknowledgement reaches the account it belongs to and is refused
 * when that one is closed.
 *
 * Invariant: the credit of everything delivered is given back once: by `ack`, by `takeBack`, or all at once by `close`.
 */
import { AckTracker } from './ack-tracker.ts'
import type { Frame } from '../fetching/frame.ts'
import type { Credits } from './credits.ts'
import type { OffsetRange } from './known-offsets.ts'

/** What a ledger tells the partition that it belongs to. */
export interface LedgerHost {
  /** The next offset to deliver. */
  position(): number
  /** Nothing of it is to be begun now. */
  isPaused(): boolean
  /** The record is to come again, after this long. False when it is in nobody's hands. */
  refused(ledger: Ledger, offset: number, delayMs: number): boolean
  /** These are to come again, those that are in somebody's hands. False when none is. */
  returned(ledger: Ledger, offsets: ReadonlySet<number>): boolean
}

const NOBODY: LedgerHost = { position: () => 0, isPaused: () => false, refused: () => false, returned: () => false }

export class Ledger {
  readonly tracker: AckTracker = new AckTracker()
  /** The same for all accounts of one partition, from its assignment to its end. */
  readonly lane: object
  readonly #credits: Credits
  /** Told of every credit that comes back while somebody waits for one. */
  readonly #freed: () => void
  readonly #host: LedgerHost
  /** Set while deliveries of this partition, or of all, wait for credit, or a drain waits for the last one. */
  isAwaited: boolean = false
  /** Behind the last record of this account, when another one follows it. */
  endOffset: number = -1
  /** Records that were refused (`nack`). */
  refused: Set<number> | undefined = undefined
  /** Frames whose records have all been cut out, with the offset behind the last of them. */
  readonly #lent: { readonly endOffset: number; readonly frame: Frame }[] = []
  #live = true

  constructor(credits: Credits, freed: () => void, host: LedgerHost = NOBODY, lane: object = {}) {
    this.#credits = credits
    this.#freed = freed
    this.#host = host
    this.lane = lane
  }

  get isLive(): boolean {
    return this.#live
  }

  get isPaused(): boolean {
    return this.#host.isPaused()
  }

  deliver(offset: number, count: number, bytes: number, owner: number = 0): void {
    this.tracker.delivered(offset, count, bytes, owner)
    this.#credits.take(count, bytes)
  }

  /**
   * So many records, that were handed out as one, from this offset on. False when it is too late (revoked, lost, sought
   * away), they have been acknowledged before, or were handed out otherwise.
   */
  ack(offset: number, count: number = 1): boolean {
    if (!this.#live) return false
    const { tracker } = this
    const { records, bytes } = tracker
    if (!tracker.ack(offset, count)) return false
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

  /** The record comes again, after this long. False as for `ack`. */
  nack(offset: number, delayMs: number): boolean {
    if (!this.#live || !this.#host.refused(this, offset, delayMs)) return false
    ;(this.refused ??= new Set()).add(offset)
    return true
  }

  /** Records that were handed out come again: whoever had them will not deal with them. False when none does. */
  giveBack(offsets: ReadonlySet<number>): boolean {
    return this.#live && offsets.size > 0 && this.#host.returned(this, offsets)
  }

  /** Takes back what was handed out and not acknowledged: it will be handed out again, by the account that follows. */
  takeBack(wanted: (offset: number, owner: number, endOffset: number) => boolean): OffsetRange[] {
    const { tracker } = this
    const { records, bytes } = tracker
    const taken = tracker.takeBack(wanted, this.endOffset < 0 ? this.#host.position() : this.endOffset)
    // As with `close`: who still looks at these records may.
    this.#lent.length = 0
    this.#give(records - tracker.records, bytes - tracker.bytes)
    return taken
  }

  /** The frame is let go of when everything before `endOffset` is done. */
  lend(endOffset: number, frame: Frame): void {
    this.#lent.push({ endOffset, frame })
  }

  /** Lets go of frames that nobody may look at any more. */
  settle(): void {
    const done = this.tracker.oldest ?? this.#host.position()
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
