/**
 * One partition on this broker: its log, its part in the current leader epoch (it leads, follows, or takes no part),
 * and the fetches that wait. Owned by the ReplicaManager. (Apache Kafka: Partition.scala.)
 *
 * Invariants:
 * - Only the leader appends for clients, and the check of its epoch and the append share one synchronous step.
 * - Each leader epoch has its own Leadership. When it ends, everyone who waits is told so; nobody waits on a partition
 *   that is not led here.
 * - A log that was read anew from a disk that had failed may end earlier than others believe. It is led only in epochs
 *   that the controller has begun after it was told so: in one before, new records would take offsets that others have,
 *   and those who have more would be made to drop it.
 */
import type { BrokerId, ErrorName, Uuid } from '@odradek/protocol/internal'
import type { AppendResult, PartitionLog } from '@odradek/storage/internal'
import { FetchWaiters, type FetchWaiter } from './fetch-waiters.ts'
import {
  Leadership, refuse, type PartitionName, type PartitionState, type PartitionSurroundings,
} from './leadership.ts'
import type { OffsetWaiter } from './waiting.ts'

export class Partition implements PartitionName {
  readonly topic: string
  readonly topicId: Uuid
  readonly index: number
  /** Undefined while offline: its directory has failed, or is back and the controller has not said how to go on. */
  log: PartitionLog | undefined
  /** While this broker leads. */
  leadership: Leadership | undefined
  /** False once this broker has been told to give it up. */
  hosted: boolean = true
  leader: BrokerId = -1
  leaderEpoch: number = -1
  controllerEpoch: number = -1
  replicas: readonly BrokerId[] = []
  addingReplicas: readonly BrokerId[] = []
  removingReplicas: readonly BrokerId[] = []
  private readonly around: PartitionSurroundings
  private readonly fetches: FetchWaiters = new FetchWaiters()
  /** Earlier leader epochs are not led here. Infinite while the controller does not know that the disk was away. */
  private leadsFrom: number = -1
  /** How often its log failed under it. */
  losses: number = 0
  /** What it was told to lead before that was known. */
  private withheld: { readonly log: PartitionLog; readonly state: PartitionState } | undefined

  constructor(around: PartitionSurroundings, topic: string, topicId: Uuid, index: number) {
    this.around = around
    this.topic = topic
    this.topicId = topicId
    this.index = index
  }

  get offline(): boolean {
    return this.log === undefined
  }

  get isLeader(): boolean {
    return this.leadership !== undefined
  }

  // ---- who leads ---------------------------------------------------------------------------------------------

  /** True when the epoch is new to this broker. Re-runnable: the epoch is stored last. */
  becomeLeader(log: PartitionLog, state: PartitionState): boolean {
    const { leadership } = this
    if (state.leaderEpoch < this.leadsFrom) {
      this.withheld = { log, state }
      this.setAssignment(state)
      return false
    }
    if (leadership?.epoch === state.leaderEpoch) {
      if (leadership.told(state)) this.setAssignment(state)
      return false
    }
    this.withheld = undefined
    this.log = log
    this.leadership = new Leadership(this, this.around, log, state, this.fetches, leadership)
    this.setAssignment(state)
    // Fetches that name the old epoch have an answer now.
    this.fetches.all(-1)
    this.leadership.advanceHighWatermark()
    return true
  }

  /** True when the epoch or the leader is new to this broker. */
  becomeFollower(log: PartitionLog, state: PartitionState): boolean {
    this.withheld = undefined
    const isNews = state.leaderEpoch > this.leaderEpoch || this.leader !== state.leader
    const changed = this.offline || this.isLeader || isNews
    this.log = log
    this.setAssignment(state)
    if (changed) this.endLeadership('NOT_LEADER_OR_FOLLOWER')
    return changed
  }

  private setAssignment(state: PartitionState): void {
    this.leader = state.leader
    this.leaderEpoch = state.leaderEpoch
    this.replicas = state.replicas
    this.addingReplicas = state.addingReplicas
    this.removingReplicas = state.removingReplicas
  }

  /** This broker no longer holds the partition. */
  stop(error: ErrorName): void {
    this.hosted = false
    this.endLeadership(error)
  }

  /** Its log has failed under it. Who leads is for the controller to decide. */
  goOffline(): void {
    this.leadsFrom = Infinity
    this.losses++
    this.haveNoLog()
  }

  /** There is no log for what the controller has told; the answer says so, and another epoch will come of that. */
  cannotFollow(state: PartitionState): void {
    this.setAssignment(state)
    this.leadsFrom = Math.max(this.leadsFrom, state.leaderEpoch + 1)
    this.haveNoLog()
  }

  private haveNoLog(): void {
    this.log = undefined
    this.withheld = undefined
    this.endLeadership('KAFKA_STORAGE_ERROR')
  }

  /**
   * The controller knows that the log has been read anew, and where epochs begin that go by it. True when it has told
   * this broker to lead one of those already.
   */
  knownReturned(leaderEpoch: number): boolean {
    const { withheld } = this
    this.leadsFrom = leaderEpoch
    return withheld !== undefined && withheld.log.online && this.becomeLeader(withheld.log, withheld.state)
  }

  private endLeadership(error: ErrorName): void {
    const { leadership } = this
    this.leadership = undefined
    leadership?.end(error)
    this.fetches.all(-1)
  }

  /** Undefined when a client may read and write here under the epoch it knows (-1: it knows none). */
  leaderError(currentLeaderEpoch: number): ErrorName | undefined {
    if (currentLeaderEpoch >= 0) {
      if (currentLeaderEpoch < this.leaderEpoch) return 'FENCED_LEADER_EPOCH'
      if (currentLeaderEpoch > this.leaderEpoch) return 'UNKNOWN_LEADER_EPOCH'
    }
    return this.leadership === undefined ? this.notLeading() : undefined
  }

  private notLeading(): ErrorName {
    return this.log === undefined ? 'KAFKA_STORAGE_ERROR' : 'NOT_LEADER_OR_FOLLOWER'
  }

  // ---- appending ---------------------------------------------------------------------------------------------

  append(records: Buffer, acks: number, origin: 'client' | 'coordinator', apiVersion: number): AppendResult {
    const { leadership } = this
    return leadership === undefined ? refuse(this.notLeading()) : leadership.append(records, acks, origin, apiVersion)
  }

  /** Tells the waiter as soon as everything below `offset` is in the page cache. */
  whenWritten(offset: number, waiter: OffsetWaiter, token: number): void {
    const { leadership } = this
    if (leadership === undefined) waiter.failed(token, this.notLeading())
    else leadership.whenWritten(offset, waiter, token)
  }

  /** Tells the waiter as soon as everything below `offset` is committed. */
  whenCommitted(offset: number, waiter: OffsetWaiter, token: number): void {
    const { leadership } = this
    if (leadership === undefined) waiter.failed(token, this.notLeading())
    else leadership.whenCommitted(offset, waiter, token)
  }

  /** Tells the waiter as soon as the high watermark has come to `offset`, however many are in sync by then. */
  whenHighWatermark(offset: number, waiter: OffsetWaiter, token: number): void {
    const { leadership } = this
    if (leadership === undefined) waiter.failed(token, this.notLeading())
    else leadership.whenHighWatermark(offset, waiter, token)
  }

  isCommitted(offset: number): boolean {
    return this.log !== undefined && this.log.highWatermark >= offset
  }

  removeWaiter(waiter: OffsetWaiter): void {
    this.leadership?.removeWaiter(waiter)
  }

  /** The log's pending appends are in the page cache. */
  written(): void {
    this.leadership?.written()
  }

  // ---- fetching ----------------------------------------------------------------------------------------------

  addFetchWaiter(waiter: FetchWaiter, fetchOffset: number): void {
    this.fetches.add(waiter, fetchOffset)
  }

  removeFetchWaiter(waiter: FetchWaiter): void {
    this.fetches.remove(waiter)
  }

  logStartMoved(logStartOffset: number): void {
    this.fetches.logStartMoved(logStartOffset)
  }
}
