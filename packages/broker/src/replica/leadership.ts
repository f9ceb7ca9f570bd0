/**
 * One leader epoch of a partition on the broker that leads it: where the epoch began, who is in sync, what is asked of
 * the controller, and who waits for offsets. Owned by the Partition, which makes a new one for each epoch: what was
 * known or asked for under another epoch cannot be taken for something of this one. (Apache Kafka: the leader's part of
 * Partition.scala.)
 *
 * Invariants:
 * - The high watermark moves only here, only forward, and never over what has been written to the page cache.
 * - It stands still while fewer replicas are in sync than min.insync.replicas asks for.
 * - A change of the in-sync set that was asked for counts (as far as it adds members) until somebody who knows says
 *   that it was made, or that it never will be: its answer, or a LeaderAndIsr with a later partition epoch.
 * - Who waits is told when the leadership ends. Under the next epoch of the same leader nothing has been cut off the
 *   log, so who waits goes on waiting.
 */
import type { BrokerId, ErrorName, Uuid } from '@odradek/protocol/internal'
import type { AppendResult, PartitionLog } from '@odradek/storage/internal'
import type { FetchWaiters } from './fetch-waiters.ts'
import { InSyncReplicas, type IsrChange } from './isr.ts'
import { OffsetQueue, type OffsetWaiter } from './waiting.ts'

export interface PartitionState {
  readonly leader: BrokerId
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  readonly isr: readonly BrokerId[]
  readonly replicas: readonly BrokerId[]
  readonly addingReplicas: readonly BrokerId[]
  readonly removingReplicas: readonly BrokerId[]
}

/** What a partition needs of its surroundings. One object for all partitions of a broker. */
export interface PartitionSurroundings {
  readonly localId: BrokerId
  monotonicMs(): number
  readonly replicaLagTimeMaxMs: number
  /** Alive and not shutting down: may join the in-sync replicas. */
  isEligible(brokerId: BrokerId): boolean
  /** Sends an AlterPartition; its outcome arrives as `isrCommitted` or `isrNotAttempted`, if it does. */
  proposeIsr(leadership: Leadership, change: IsrChange): void
}

export interface PartitionName {
  readonly topic: string
  readonly topicId: Uuid
  readonly index: number
}

export interface FollowerFetch {
  /** It has everything below. */
  readonly offset: number
  readonly logStartOffset: number
  /** Of its registration, -1 unknown. */
  readonly brokerEpoch: number
}

export const refuse = (error: ErrorName, message?: string): AppendResult =>
  (message === undefined ? { error } : { error, message }) as AppendResult

export class Leadership {
  readonly of: PartitionName
  readonly log: PartitionLog
  readonly epoch: number
  /** Log end at the moment this broker became leader of the epoch. */
  readonly startOffset: number
  readonly inSync: InSyncReplicas
  /** Rises with every change of the in-sync set. */
  partitionEpoch: number
  private readonly around: PartitionSurroundings
  private readonly fetches: FetchWaiters
  private readonly untilWritten: OffsetQueue
  private readonly untilCommitted: OffsetQueue
  /** Bytes appended since the high watermark last moved; what a woken fetch is told. */
  private uncommittedBytes: number
  private readonly appendOptions: { leaderEpoch: number; origin: 'client' | 'coordinator'; apiVersion: number }

  /** `previous`: of this broker, with the same log; whoever waited there waits here. */
  constructor(
    of: PartitionName, around: PartitionSurroundings, log: PartitionLog, state: PartitionState, fetches: FetchWaiters,
    previous: Leadership | undefined,
  ) {
    this.of = of
    this.around = around
    this.log = log
    this.epoch = state.leaderEpoch
    this.partitionEpoch = state.partitionEpoch
    this.startOffset = log.logEndOffset
    // Known on election, before any append: a follower may ask for the end of the epoch at once (KIP-279).
    log.leaderEpochs.assign(this.epoch, this.startOffset)
    this.inSync = new InSyncReplicas(around.localId, state.replicas, state.isr, around.monotonicMs(), this.startOffset)
    this.fetches = fetches
    this.untilWritten = previous?.untilWritten ?? new OffsetQueue()
    this.untilCommitted = previous?.untilCommitted ?? new OffsetQueue()
    this.uncommittedBytes = previous?.uncommittedBytes ?? 0
    this.appendOptions = { leaderEpoch: this.epoch, origin: 'client', apiVersion: 0 }
    previous?.inSync.endChange()
  }

  /** Somebody else leads, or nobody: everyone who waits is told. */
  end(error: ErrorName): void {
    this.inSync.endChange()
    this.untilWritten.failAll(error)
    this.untilCommitted.failAll(error)
  }

  /**
   * The controller's word again, of this epoch. A later partition epoch says that the set was changed meanwhile: what
   * is asked for under the old one will not be done. The same one (every new controller sends that) says nothing about
   * a change that may be on its way, or done by now. False when it is older than what is known here.
   */
  told(state: PartitionState): boolean {
    if (state.partitionEpoch < this.partitionEpoch) return false
    if (state.partitionEpoch > this.partitionEpoch) {
      this.partitionEpoch = state.partitionEpoch
      this.inSync.commit(state.isr)
    }
    this.inSync.setReplicas(state.replicas)
    this.advanceHighWatermark()
    return true
  }

  // ---- appending ---------------------------------------------------------------------------------------------

  /** min.insync.replicas, but never more than there are replicas. */
  private minInSync(): number {
    return Math.min(this.log.config.minInsyncReplicas, this.inSync.followers.size + 1)
  }

  append(records: Buffer, acks: number, origin: 'client' | 'coordinator', apiVersion: number): AppendResult {
    if (acks === -1 && this.inSync.isr.length < this.minInSync()) {
      const inSync = `${this.inSync.isr.length} replicas are in sync`
      const message = `${inSync}, min.insync.replicas asks for ${this.minInSync()}`
      return refuse('NOT_ENOUGH_REPLICAS', message)
    }
    const options = this.appendOptions
    options.origin = origin
    options.apiVersion = apiVersion
    const result = this.log.append(records, options)
    if (result.error === undefined && !result.duplicate) this.uncommittedBytes += records.length
    return result
  }

  whenWritten(offset: number, waiter: OffsetWaiter, token: number): void {
    if (this.log.writtenEndOffset < offset) return this.untilWritten.push(offset, waiter, token)
    // A large append is written before its turn is over.
    this.advanceHighWatermark()
    waiter.reached(token)
  }

  whenCommitted(offset: number, waiter: OffsetWaiter, token: number): void {
    if (this.log.highWatermark < offset) this.untilCommitted.push(offset, waiter, token)
    // The set may have shrunk between the append and now: written, but not as safe as was asked for.
    else if (this.inSync.maximal.length < this.minInSync()) waiter.failed(token, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND')
    else waiter.reached(token)
  }

  /** Waits until the high watermark has come to `offset`, however many are in sync by then. */
  whenHighWatermark(offset: number, waiter: OffsetWaiter, token: number): void {
    if (this.log.highWatermark < offset) this.untilCommitted.push(offset, waiter, token)
    else waiter.reached(token)
  }

  removeWaiter(waiter: OffsetWaiter): void {
    this.untilCommitted.remove(waiter)
  }

  /** The log's pending appends are in the page cache. */
  written(): void {
    this.advanceHighWatermark()
    if (this.inSync.followers.size > 0) this.fetches.logEndMoved(this.uncommittedBytes)
    this.untilWritten.advanceTo(this.log.writtenEndOffset)
  }

  /** Moves the high watermark as far as the replicas allow, and wakes those who waited for it. */
  advanceHighWatermark(): void {
    const { log, inSync, around } = this
    if (inSync.isr.length < this.minInSync()) return
    const end = log.writtenEndOffset
    const offset =
      inSync.followers.size === 0
        ? end
        : inSync.committedOffset(end, around.monotonicMs(), around.replicaLagTimeMaxMs, around.isEligible)
    if (offset <= log.highWatermark || !log.advanceHighWatermark(offset)) return
    const bytes = this.uncommittedBytes
    this.uncommittedBytes = 0
    this.untilCommitted.advanceTo(offset)
    this.fetches.highWatermarkMoved(bytes)
  }

  // ---- followers ---------------------------------------------------------------------------------------------

  /** Whether it is a replica of this partition, so that its fetches count (CVE-2018-1288). */
  isFollower(brokerId: BrokerId): boolean {
    return this.inSync.followers.has(brokerId)
  }

  /**
   * A follower has read from its offset on, and so has what lies below: only to be called when the read succeeded there
   * and its log does not part from this one. No-one else's fetch counts.
   */
  followerFetched(brokerId: BrokerId, fetch: FollowerFetch): void {
    const follower = this.inSync.followers.get(brokerId)
    if (follower === undefined) return
    const { log, around } = this
    const now = { leaderEndOffset: log.writtenEndOffset, nowMs: around.monotonicMs() }
    this.inSync.followerFetched(follower, { ...fetch, ...now })
    const leader = { highWatermark: log.highWatermark, epochStartOffset: this.startOffset }
    const isr = this.inSync.expansion(follower, leader, around.isEligible)
    if (isr !== undefined) this.propose(isr)
    this.advanceHighWatermark()
  }

  /** Called now and then: drops followers that have fallen behind. */
  maybeShrinkIsr(): void {
    if (this.inSync.isr.length < 2) return
    const { log, around } = this
    const isr = this.inSync.shrink(log.writtenEndOffset, around.monotonicMs(), around.replicaLagTimeMaxMs)
    if (isr !== undefined) this.propose(isr)
  }

  private propose(isr: readonly BrokerId[]): void {
    this.around.proposeIsr(this, this.inSync.propose(isr))
  }

  /** Whether the answer to this change is still of use. */
  awaits(change: IsrChange): boolean {
    return this.inSync.awaits(change)
  }

  /** The controller has made the change, or the set was so already. An old answer changes nothing. */
  isrCommitted(
    change: IsrChange, answer: { leaderEpoch: number; partitionEpoch: number; isr: readonly BrokerId[] },
  ): void {
    if (!this.awaits(change)) return
    if (answer.leaderEpoch !== this.epoch || answer.partitionEpoch < this.partitionEpoch) return
    this.partitionEpoch = answer.partitionEpoch
    this.inSync.commit(answer.isr)
    this.advanceHighWatermark()
  }

  /** The controller has said that the change was not made and never will be. */
  isrNotAttempted(change: IsrChange): void {
    if (this.awaits(change)) this.inSync.withdraw()
  }
}
