/**
 * What was delivered of one partition and not acknowledged, and which offset may be committed: the client's own account
 * of it (`AckTracker`), with the two rules of Reactor Kafka. Pure.
 *
 * In order (the default): acknowledging an offset acknowledges everything before it. Out of order (`maxDeferredCommits`
 * above 0): each record for itself, and only what has no gap before it is committed.
 *
 * Invariants: outstanding records and bytes are what credit is owed for; `committable` never goes back, except when the
 * position was moved back (a seek), which begins a new account.
 */
import { AckTracker } from '@odradek/client/internal'

export class PartitionAccount {
  readonly topic: string
  readonly partition: number
  /** The offset to commit; undefined while nothing has been acknowledged. */
  committable: number | undefined
  /** Stopped because it has no credit of its own. */
  isStarved: boolean = false
  /** Last offset handed out; -1 before the first. */
  delivered: number = -1
  readonly #inOrder: boolean
  #tracker = new AckTracker()

  constructor(topic: string, partition: number, inOrder: boolean) {
    this.topic = topic
    this.partition = partition
    this.#inOrder = inOrder
  }

  /** Delivered and not acknowledged. */
  get records(): number {
    return this.#tracker.records
  }

  /** Of these; averages of what came together. */
  get bytes(): number {
    return this.#tracker.records === 0 ? 0 : this.#tracker.bytes
  }

  /** Acknowledged behind a gap. */
  get deferred(): number {
    return this.#tracker.length - this.#tracker.records
  }

  /** Offset of the oldest record that is not acknowledged. */
  get oldest(): number | undefined {
    return this.#tracker.oldest
  }

  /** The next record is handed out: behind the last one, or `restart` comes first. */
  hand(offset: number, bytes: number): void {
    this.delivered = offset
    this.#tracker.delivered(offset, 1, bytes)
  }

  /** The position was moved: what is outstanding is forgotten, and so is what was acknowledged. */
  restart(): void {
    this.#tracker = new AckTracker()
    this.committable = undefined
    this.delivered = -1
  }

  /** False when it was acknowledged before, or belongs to an earlier account. */
  acknowledge(offset: number): boolean {
    if (offset > this.delivered) return false
    return this.#inOrder ? this.#acknowledgeThrough(offset) : this.#acknowledgeOne(offset)
  }

  #acknowledgeThrough(offset: number): boolean {
    if (this.committable !== undefined && offset < this.committable) return false
    this.#tracker.ackThrough(offset)
    this.committable = offset + 1
    return true
  }

  #acknowledgeOne(offset: number): boolean {
    const { oldest } = this.#tracker
    if (!this.#tracker.ack(offset)) return false
    if (this.#tracker.oldest !== oldest) this.committable = this.#tracker.oldest ?? this.delivered + 1
    return true
  }
}
