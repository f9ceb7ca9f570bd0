/**
 * One partition on this broker: its log, its part in the current leader epoch, its high watermark, and who waits.
 * Owned by the ReplicaManager. (Apache Kafka: Partition.scala.)
 *
 * Invariants:
 * - Only the leader appends for clients, and the check of its epoch and the append share one synchronous step.
 * - The high watermark moves only here, only forward, and never over what has been written to the page cache.
 * - It stands still while fewer replicas are in sync than min.insync.replicas asks for.
 * - When leadership ends, everyone who waits is told so; nobody waits on a partition that is not led here.
 */
import type { BrokerId, ErrorName, Uuid } from '@odradek/protocol/internal'
import type { AppendResult, PartitionLog } from '@odradek/storage/internal'
import { InSyncReplicas } from './isr.ts'
import { OffsetQueue, type OffsetWaiter } from './waiting.ts'

/** A fetch that waits for something new in this partition. */
export interface FetchWaiter {
  /** `bytes`: about as many more can be read now. -1: look at once (an error, a moved bound). */
  wake(bytes: number): void
}

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
  /** Sends an AlterPartition; its outcome arrives as `isrAnswered`. */
  proposeIsr(partition: Partition, isr: readonly BrokerId[]): void
}

export type Role = 'leader' | 'follower' | 'none'

const refuse = (error: ErrorName, message?: string): AppendResult =>
  (message === undefined ? { error } : { error, message }) as AppendResult

export class Partition {
  readonly topic: string
  readonly topicId: Uuid
  readonly index: number
  /** Undefined while offline: its directory has failed. */
  log: PartitionLog | undefined
  role: Role = 'none'
  leader: BrokerId = -1
  leaderEpoch: number = -1
  partitionEpoch: number = -1
  controllerEpoch: number = -1
  replicas: readonly BrokerId[] = []
  addingReplicas: readonly BrokerId[] = []
  removingReplicas: readonly BrokerId[] = []
  /** Log end at the moment this broker became leader of the epoch. */
  leaderEpochStartOffset: number = -1
  readonly inSync: InSyncReplicas
  private readonly around: PartitionSurroundings
  private readonly untilWritten: OffsetQueue = new OffsetQueue()
  private readonly untilCommitted: OffsetQueue = new OffsetQueue()
  private readonly fetchWaiters: Set<FetchWaiter> = new Set()
  /** Bytes appended since the high watermark last moved; what a woken fetch is told. */
  private uncommittedBytes: number = 0
  private readonly appendOptions: { leaderEpoch: number; origin: 'client' | 'coordinator' | 'replication'; apiVersion?: number }

  constructor(around: PartitionSurroundings, topic: string, topicId: Uuid, index: number) {
    this.around = around
    this.topic = topic
    this.topicId = topicId
    this.index = index
    this.inSync = new InSyncReplicas(around.localId)
    this.appendOptions = { leaderEpoch: -1, origin: 'client' }
  }

  /** False once this broker has been told to give it up. */
  get hosted(): boolean {
    return this.role !== 'none'
  }

  get offline(): boolean {
    return this.log === undefined
  }

  get isLeader(): boolean {
    return this.role === 'leader'
  }

  // ---- leadership --------------------------------------------------------------------------------------------

  /** True when the epoch is new to this broker. Re-runnable: the epoch is stored last. */
  becomeLeader(log: PartitionLog, state: PartitionState): boolean {
    const newEpoch = state.leaderEpoch > this.leaderEpoch || this.role !== 'leader'
    if (!newEpoch && state.partitionEpoch < this.partitionEpoch) return false
    this.log = log
    const now = this.around.monotonicMs()
    if (newEpoch) {
      this.leaderEpochStartOffset = log.logEndOffset
      // Known on election, before any append: a follower may ask for the end of the epoch at once (KIP-279).
      log.leaderEpochs.assign(state.leaderEpoch, log.logEndOffset)
      this.inSync.reset(state.replicas, state.isr, now, log.logEndOffset)
    } else {
      this.inSync.setReplicas(state.replicas)
      this.inSync.commit(state.isr)
    }
    this.setAssignment(state)
    this.role = 'leader'
    this.leader = state.leader
    this.leaderEpoch = state.leaderEpoch
    this.advanceHighWatermark()
    return newEpoch
  }

  /** True when the epoch or the leader is new to this broker. */
  becomeFollower(log: PartitionLog, state: PartitionState): boolean {
    const changed = state.leaderEpoch > this.leaderEpoch || this.role !== 'follower' || this.leader !== state.leader
    this.log = log
    this.role = 'follower'
    this.inSync.reset([], state.isr, this.around.monotonicMs(), 0)
    this.setAssignment(state)
    this.leader = state.leader
    this.leaderEpoch = state.leaderEpoch
    if (changed) this.failWaiters('NOT_LEADER_OR_FOLLOWER')
    return changed
  }

  private setAssignment(state: PartitionState): void {
    this.replicas = state.replicas
    this.addingReplicas = state.addingReplicas
    this.removingReplicas = state.removingReplicas
    this.partitionEpoch = state.partitionEpoch
  }

  /** This broker no longer holds the partition. */
  stop(error: ErrorName): void {
    this.role = 'none'
    this.failWaiters(error)
  }

  /** Its directory has failed. The role stays, or is as `state` says: the controller decides who leads now. */
  goOffline(state?: PartitionState): void {
    this.log = undefined
    if (state !== undefined) {
      this.setAssignment(state)
      this.inSync.reset(state.replicas, state.isr, this.around.monotonicMs(), 0)
      this.role = state.leader === this.around.localId ? 'leader' : 'follower'
      this.leader = state.leader
      this.leaderEpoch = state.leaderEpoch
    }
    this.failWaiters('KAFKA_STORAGE_ERROR')
  }

  /** Its directory is in service again; the log may end earlier than before. */
  comeBack(log: PartitionLog): void {
    this.log = log
    if (this.role !== 'leader') return
    // It may have become leader while its directory was away.
    if (log.leaderEpochs.latestEpoch() < this.leaderEpoch) {
      this.leaderEpochStartOffset = log.logEndOffset
      log.leaderEpochs.assign(this.leaderEpoch, log.logEndOffset)
    }
    this.inSync.reset(this.replicas, this.inSync.isr, this.around.monotonicMs(), log.logEndOffset)
    this.advanceHighWatermark()
  }

  private failWaiters(error: ErrorName): void {
    this.uncommittedBytes = 0
    this.untilWritten.failAll(error)
    this.untilCommitted.failAll(error)
    this.wakeFetches(-1)
  }

  /** Undefined when a client may read and write here under the epoch it knows (-1: it knows none). */
  leaderError(currentLeaderEpoch: number): ErrorName | undefined {
    if (currentLeaderEpoch >= 0) {
      if (currentLeaderEpoch < this.leaderEpoch) return 'FENCED_LEADER_EPOCH'
      if (currentLeaderEpoch > this.leaderEpoch) return 'UNKNOWN_LEADER_EPOCH'
    }
    if (this.log === undefined) return 'KAFKA_STORAGE_ERROR'
    return this.role === 'leader' ? undefined : 'NOT_LEADER_OR_FOLLOWER'
  }

  // ---- appending ---------------------------------------------------------------------------------------------

  /** min.insync.replicas, but never more than there are replicas. */
  private minInSync(log: PartitionLog): number {
    return Math.min(log.config.minInsyncReplicas, this.inSync.followers.size + 1)
  }

  append(records: Buffer, acks: number, origin: 'client' | 'coordinator', apiVersion: number): AppendResult {
    const { log } = this
    if (log === undefined) return refuse('KAFKA_STORAGE_ERROR')
    if (this.role !== 'leader') return refuse('NOT_LEADER_OR_FOLLOWER')
    if (acks === -1 && this.inSync.isr.length < this.minInSync(log)) {
      const message = `${this.inSync.isr.length} replicas are in sync, min.insync.replicas asks for ${this.minInSync(log)}`
      return refuse('NOT_ENOUGH_REPLICAS', message)
    }
    const options = this.appendOptions
    options.leaderEpoch = this.leaderEpoch
    options.origin = origin
    options.apiVersion = apiVersion
    const result = log.append(records, options)
    if (result.error === undefined && !result.duplicate) this.uncommittedBytes += records.length
    return result
  }

  /** Tells the waiter as soon as everything below `offset` is in the page cache. */
  whenWritten(offset: number, waiter: OffsetWaiter, token: number): void {
    const { log } = this
    if (log === undefined) return waiter.failed(token, 'KAFKA_STORAGE_ERROR')
    if (log.writtenEndOffset >= offset) {
      // A large append is written before its turn is over.
      if (this.role === 'leader') this.advanceHighWatermark()
      return waiter.reached(token)
    }
    this.untilWritten.push(offset, waiter, token)
  }

  /** Tells the waiter as soon as everything below `offset` is committed. */
  whenCommitted(offset: number, waiter: OffsetWaiter, token: number): void {
    const { log } = this
    if (log === undefined) return waiter.failed(token, 'KAFKA_STORAGE_ERROR')
    if (log.highWatermark < offset) this.untilCommitted.push(offset, waiter, token)
    // The set may have shrunk between the append and now: written, but not as safe as was asked for.
    else if (this.inSync.maximal.length < this.minInSync(log)) waiter.failed(token, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND')
    else waiter.reached(token)
  }

  isCommitted(offset: number): boolean {
    return this.log !== undefined && this.log.highWatermark >= offset
  }

  removeWaiter(waiter: OffsetWaiter): void {
    this.untilCommitted.remove(waiter)
  }

  /** The log's pending appends are in the page cache. */
  written(): void {
    const { log } = this
    if (log === undefined) return
    if (this.role === 'leader') {
      this.advanceHighWatermark()
      // Followers read up to the end of the log, whatever the high watermark.
      if (this.inSync.followers.size > 0) this.wakeFetches(this.uncommittedBytes)
    }
    this.untilWritten.advanceTo(log.writtenEndOffset)
  }

  /** Moves the high watermark as far as the replicas allow, and wakes those who waited for it. */
  private advanceHighWatermark(): void {
    const { log, inSync } = this
    if (log === undefined || inSync.isr.length < this.minInSync(log)) return
    const end = log.writtenEndOffset
    const { around } = this
    const offset =
      inSync.followers.size === 0
        ? end
        : inSync.committedOffset(end, around.monotonicMs(), around.replicaLagTimeMaxMs, around.isEligible)
    if (offset <= log.highWatermark || !log.advanceHighWatermark(offset)) return
    const bytes = this.uncommittedBytes
    this.uncommittedBytes = 0
    this.untilCommitted.advanceTo(offset)
    this.wakeFetches(bytes)
  }

  // ---- fetching ----------------------------------------------------------------------------------------------

  addFetchWaiter(waiter: FetchWaiter): void {
    this.fetchWaiters.add(waiter)
  }

  removeFetchWaiter(waiter: FetchWaiter): void {
    this.fetchWaiters.delete(waiter)
  }

  private wakeFetches(bytes: number): void {
    if (this.fetchWaiters.size === 0) return
    for (const waiter of this.fetchWaiters) waiter.wake(bytes)
  }

  /** The log start has moved: a fetch below it has an answer now. */
  logStartMoved(): void {
    this.wakeFetches(0)
  }

  /** A follower asked for `offset`: it has everything below. False when it is not a replica of this partition. */
  followerFetched(brokerId: BrokerId, offset: number, logStartOffset: number, brokerEpoch: number): boolean {
    const follower = this.inSync.followers.get(brokerId)
    const { log, around } = this
    if (follower === undefined || log === undefined || this.role !== 'leader') return false
    const nowMs = around.monotonicMs()
    this.inSync.followerFetched(follower, { offset, logStartOffset, brokerEpoch, leaderEndOffset: log.writtenEndOffset, nowMs })
    const leader = { highWatermark: log.highWatermark, epochStartOffset: this.leaderEpochStartOffset }
    const isr = this.inSync.expansion(follower, leader, around.isEligible)
    if (isr !== undefined) this.propose(isr)
    this.advanceHighWatermark()
    return true
  }

  // ---- in-sync replicas --------------------------------------------------------------------------------------

  /** Called now and then: drops followers that have fallen behind. */
  maybeShrinkIsr(): void {
    const { log, around } = this
    if (log === undefined || this.role !== 'leader' || this.inSync.isr.length < 2) return
    const isr = this.inSync.shrink(log.writtenEndOffset, around.monotonicMs(), around.replicaLagTimeMaxMs)
    if (isr !== undefined) this.propose(isr)
  }

  private propose(isr: readonly BrokerId[]): void {
    this.inSync.propose(isr)
    this.around.proposeIsr(this, isr)
  }

  /** The controller has committed a set. An answer of another epoch, or an old one, changes nothing. */
  isrCommitted(leaderEpoch: number, partitionEpoch: number, isr: readonly BrokerId[]): void {
    if (this.role !== 'leader' || leaderEpoch !== this.leaderEpoch || partitionEpoch < this.partitionEpoch) return
    this.partitionEpoch = partitionEpoch
    this.inSync.commit(isr)
    this.advanceHighWatermark()
  }

  /** The controller has refused for good (the state has moved on); the next LeaderAndIsr brings the truth. */
  isrRefused(leaderEpoch: number): void {
    if (leaderEpoch === this.leaderEpoch) this.inSync.withdraw()
  }
}
