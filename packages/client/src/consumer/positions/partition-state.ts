/**
 * Everything a consumer knows of one partition that is assigned to it. Plain state: the fetcher fills it, the delivery
 * empties it. One object per assignment: what belongs to an earlier one can be told by identity.
 *
 * Invariant: start ≤ committable ≤ position ≤ fetchOffset, once there is a position.
 */
import type { AckTracker } from '../delivery/ack-tracker.ts'
import type { FetchedData } from '../fetching/fetched-data.ts'
import { Ledger } from '../delivery/ledger.ts'
import type { ConsumerRecord } from '../record.ts'

export class PartitionState {
  readonly topic: string
  readonly partition: number
  /** Next offset to deliver; -1 while it is not known. */
  position: number = -1
  /** Leader epoch of the record before the position; -1 when unknown. */
  positionEpoch: number = -1
  /** Next offset to ask for. */
  fetchOffset: number = -1
  /** Leader epoch of the batch before it; -1 when unknown. */
  fetchEpoch: number = -1
  /** Epoch of the leader that the position was last checked against. */
  validatedEpoch: number = -1
  /** Where this account began: nothing before it is ours to commit. */
  startOffset: number = -1
  /** As the group knows it, from us or from before; -1 when nothing. */
  committed: number = -1
  pausedByUser: boolean = false
  /** Its listeners have not all run: nothing is fetched. */
  isComing: boolean = false
  /** Going away: nothing more is fetched or delivered. */
  isLeaving: boolean = false
  isGone: boolean = false
  /** The time to look the position up for; undefined when no look-up is wanted. */
  resetTimestamp: number | undefined = undefined
  /** The position is being looked up or checked: nothing is fetched. */
  isLocating: boolean = false
  highWatermark: number = -1
  lastStableOffset: number = -1
  logStartOffset: number = -1
  readonly fetched: FetchedData[] = []
  /** Fetched and not delivered, decompressed where it is, with the rest of the slice. */
  bufferedBytes: number = 0
  /** Records cut out and not delivered yet: from `cursor` on. */
  slice: ConsumerRecord[] = []
  cursor: number = 0
  /** Bytes of the slice's records: in `bufferedBytes` until all of it has been delivered. */
  sliceBytes: number = 0
  /** Position after the last record of the slice. */
  sliceNextOffset: number = -1
  /** Deserializers, or a dead-letter handler, are at work. */
  isOpening: boolean = false
  isQueued: boolean = false
  /** The request under way that it is in: only its answer counts. */
  request: object | undefined = undefined
  /** Monotonic time before which it is not asked for again. */
  notBeforeMs: number = 0
  /** The same where it outlasts a new position: after offsets that were out of range again and again. */
  pausedUntilMs: number = 0
  failures: number = 0
  /** Answers in a row that brought bytes and nothing that is new. */
  fruitless: number = 0
  preferredReplica: number = -1
  preferredUntilMs: number = 0
  ledger: Ledger
  readonly #newLedger: (state: PartitionState) => Ledger

  constructor(topic: string, partition: number, newLedger: (state: PartitionState) => Ledger) {
    this.topic = topic
    this.partition = partition
    this.#newLedger = newLedger
    this.ledger = newLedger(this)
  }

  get name(): string {
    return `${this.topic}-${this.partition}`
  }

  get tracker(): AckTracker {
    return this.ledger.tracker
  }

  /** Something could be delivered, credit and pauses aside. */
  get hasData(): boolean {
    return !this.isOpening && (this.cursor < this.slice.length || this.fetched.length > 0)
  }

  get isDeliverable(): boolean {
    return !this.pausedByUser && !this.isLeaving && this.hasData
  }

  /** Up to where everything is done: the offset to commit. -1 while there is no position. */
  get committable(): number {
    return this.tracker.oldest ?? this.position
  }

  /** There is something to commit that the group does not know. */
  get isDirty(): boolean {
    const { committable } = this
    return committable > this.startOffset && committable !== this.committed
  }

  /** Sets the position and forgets what was fetched; what is in flight can no longer be acknowledged. */
  moveTo(offset: number, leaderEpoch: number): void {
    this.dropData()
    this.ledger.close()
    this.ledger = this.#newLedger(this)
    this.position = offset
    this.positionEpoch = leaderEpoch
    this.fetchOffset = offset
    this.fetchEpoch = leaderEpoch
    this.startOffset = offset
    this.validatedEpoch = -1
    this.resetTimestamp = undefined
    this.preferredReplica = -1
    this.notBeforeMs = 0
    this.request = undefined
  }

  /** The slice has been delivered. */
  endSlice(): void {
    this.slice = []
    this.cursor = 0
    this.bufferedBytes -= this.sliceBytes
    this.sliceBytes = 0
  }

  dropData(): void {
    this.fetched.length = 0
    this.bufferedBytes = 0
    this.sliceBytes = 0
    this.slice = []
    this.cursor = 0
  }

  close(): void {
    this.isGone = true
    this.isLeaving = true
    this.dropData()
    this.ledger.close()
  }
}
