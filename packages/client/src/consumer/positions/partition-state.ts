/**
 * Everything a consumer knows of one partition that is assigned to it. Plain state: the fetcher fills it, the delivery
 * empties it. One object per assignment: what belongs to an earlier one can be told by identity.
 *
 * Invariant: start ≤ committable ≤ position ≤ fetchOffset, once there is a position.
 */
import type { AckTracker } from '../delivery/ack-tracker.ts'
import type { FetchedData } from '../fetching/fetched-data.ts'
import { KnownOffsets, type OffsetRange } from '../delivery/known-offsets.ts'
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
  /** Set while a record that was refused is due later: nothing is delivered before it. */
  heldBy: object | undefined = undefined
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
  /** Accounts before it of which something is still in somebody's hands. Their records do not count for `perPartition`. */
  earlier: readonly Ledger[] = []
  /** Offsets behind the position that are not handed out again: done, or in the hands of others. */
  readonly known: KnownOffsets = new KnownOffsets()
  readonly #newLedger: (state: PartitionState, lane?: object) => Ledger

  constructor(topic: string, partition: number, newLedger: (state: PartitionState, lane?: object) => Ledger) {
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
    return !this.pausedByUser && !this.isLeaving && this.heldBy === undefined && this.hasData
  }

  /** Up to where everything is done: the offset to commit. -1 while there is no position. */
  get committable(): number {
    let offset = this.tracker.oldest ?? this.position
    for (const { tracker } of this.earlier) offset = Math.min(offset, tracker.oldest ?? offset)
    return offset
  }

  /** The accounts of which something may be in flight. */
  get ledgers(): readonly Ledger[] {
    return this.earlier.length === 0 ? [this.ledger] : [...this.earlier, this.ledger]
  }

  /** Nothing is in flight. */
  get isSettled(): boolean {
    return this.ledgers.every(({ tracker }) => tracker.isEmpty)
  }

  /** There is something to commit that the group does not know. */
  get isDirty(): boolean {
    const { committable } = this
    return committable > this.startOffset && committable !== this.committed
  }

  /** Sets the position and forgets what was fetched; what is in flight can no longer be acknowledged. */
  moveTo(offset: number, leaderEpoch: number): void {
    this.closeLedgers()
    this.ledger = this.#newLedger(this, this.ledger.lane)
    this.known.clear()
    this.heldBy = undefined
    this.#readFrom(offset, leaderEpoch)
    this.startOffset = offset
    this.resetTimestamp = undefined
    this.preferredReplica = -1
    this.notBeforeMs = 0
  }

  /**
   * Goes back to the first of `returned`, which nobody has in hand any more (sorted; at least one). What else was
   * handed out of the offsets behind it is not handed out again, and whoever has it may still acknowledge it.
   */
  goBack(returned: readonly OffsetRange[]): void {
    const offset = Math.min(returned[0]![0], this.position)
    this.known.add(offset, this.position)
    this.known.remove(returned)
    this.known.forgetBefore(offset)
    const { lane } = this.ledger
    this.ledger.endOffset = this.position
    this.earlier = this.ledgers.filter((ledger) => {
      if (ledger.tracker.isEmpty) ledger.close()
      return ledger.isLive
    })
    this.ledger = this.#newLedger(this, lane)
    this.#readFrom(offset, -1)
  }

  #readFrom(offset: number, leaderEpoch: number): void {
    this.dropData()
    this.position = offset
    this.positionEpoch = leaderEpoch
    this.fetchOffset = offset
    this.fetchEpoch = leaderEpoch
    this.validatedEpoch = -1
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
    this.closeLedgers()
  }

  /** What is in flight can no longer be acknowledged. */
  closeLedgers(): void {
    for (const ledger of this.ledgers) ledger.close()
    this.earlier = []
  }
}
