/**
 * The in-sync replicas of one partition, as its leader sees them: the committed set, the change that is under way to
 * the controller, and the decisions about both. Pure: time and offsets are handed in.
 *
 * Rules (hazards of a replicated log, KIP-497, KIP-966; Apache Kafka's Partition.scala):
 * - The high watermark and acks=all go by the *maximal* set: committed plus a pending expansion, and a pending shrink
 *   does not count until it is committed.
 * - No change is asked for while another one is under way. It is under way, and counts, until somebody who knows says
 *   how it ended; an error that does not say that it was not made is no such word.
 * - A replica joins only when its log end has reached both the high watermark and the start of the leader's epoch.
 * - Each leader epoch has its own: nothing is known of the followers at its beginning, and those in the set are given
 *   the full lag time to report.
 */
import type { BrokerId } from '@odradek/protocol'

/** A set that the controller is asked for. An answer belongs to the object, not to the members. */
export interface IsrChange {
  readonly isr: readonly BrokerId[]
}

export interface FollowerState {
  readonly brokerId: BrokerId
  /** Offset of its last fetch: it has everything below. -1 while unknown. */
  logEndOffset: number
  logStartOffset: number
  /** Monotonic milliseconds of the last moment at which it had all that the leader had. */
  lastCaughtUpMs: number
  lastFetchMs: number
  /** The leader's log end when it last fetched: one fetch later it is caught up to that moment. */
  lastFetchLeaderEndOffset: number
  /** Of the follower's registration, -1 unknown. */
  brokerEpoch: number
}

export class InSyncReplicas {
  private readonly localId: BrokerId
  private committed: readonly BrokerId[]
  private pending: IsrChange | undefined
  private maximalSet: readonly BrokerId[]
  readonly followers: Map<BrokerId, FollowerState> = new Map()

  /** The beginning of a leader epoch: `replicas` are all assigned ones, `isr` the committed set. */
  constructor(
    localId: BrokerId, replicas: readonly BrokerId[], isr: readonly BrokerId[], nowMs: number, leaderEndOffset: number,
  ) {
    this.localId = localId
    this.committed = isr
    this.maximalSet = isr
    for (const brokerId of replicas) {
      if (brokerId === localId) continue
      const sinceMs = isr.includes(brokerId) ? nowMs : -Infinity
      this.followers.set(brokerId, unheard(brokerId, sinceMs, leaderEndOffset))
    }
  }

  get isr(): readonly BrokerId[] {
    return this.committed
  }

  /** What must have a record before it counts as committed. */
  get maximal(): readonly BrokerId[] {
    return this.maximalSet
  }

  /** Whether this change is the one under way. */
  awaits(change: IsrChange): boolean {
    return this.pending === change
  }

  /** The controller has said what is so; what was asked for is void. */
  commit(isr: readonly BrokerId[]): void {
    this.committed = isr
    this.pending = undefined
    this.maximalSet = isr
  }

  /** Asks for a change. The maximal set grows at once and never shrinks before the answer. */
  propose(isr: readonly BrokerId[]): IsrChange {
    const added = isr.filter((id) => !this.committed.includes(id))
    this.maximalSet = added.length === 0 ? this.committed : [...this.committed, ...added]
    return (this.pending = { isr })
  }

  /** The change was not made, and never will be. Said by the controller and by nobody else. */
  withdraw(): void {
    this.commit(this.committed)
  }

  /** The epoch is over: answers are of no use any more. */
  endChange(): void {
    this.pending = undefined
  }

  /** The same epoch with other replicas: what is known of those that stay, or that still count, is kept. */
  setReplicas(replicas: readonly BrokerId[]): void {
    for (const brokerId of this.followers.keys()) {
      if (!replicas.includes(brokerId) && !this.maximalSet.includes(brokerId)) this.followers.delete(brokerId)
    }
    for (const brokerId of replicas) {
      if (brokerId === this.localId || this.followers.has(brokerId)) continue
      this.followers.set(brokerId, unheard(brokerId, -Infinity, 0))
    }
  }

  /**
   * A follower has fetched from `fetchOffset`. It is caught up now when that is the leader's end, and was caught up at
   * its previous fetch when that is the leader's end of then: one that is always slightly behind stays in sync.
   */
  followerFetched(
    follower: FollowerState,
    fetch: { offset: number; logStartOffset: number; brokerEpoch: number; leaderEndOffset: number; nowMs: number },
  ): void {
    if (fetch.offset >= fetch.leaderEndOffset) follower.lastCaughtUpMs = Math.max(follower.lastCaughtUpMs, fetch.nowMs)
    else if (fetch.offset >= follower.lastFetchLeaderEndOffset) {
      follower.lastCaughtUpMs = Math.max(follower.lastCaughtUpMs, follower.lastFetchMs)
    }
    follower.logEndOffset = fetch.offset
    follower.logStartOffset = fetch.logStartOffset
    follower.brokerEpoch = fetch.brokerEpoch
    follower.lastFetchLeaderEndOffset = fetch.leaderEndOffset
    follower.lastFetchMs = fetch.nowMs
  }

  /** The high watermark that the followers allow: the smallest end among those that must have the records. */
  committedOffset(leaderEndOffset: number, nowMs: number, lagMaxMs: number, eligible: (id: BrokerId) => boolean): number {
    let offset = leaderEndOffset
    for (const follower of this.followers.values()) {
      if (follower.logEndOffset >= offset) continue
      const caughtUp = follower.logEndOffset === leaderEndOffset || nowMs - follower.lastCaughtUpMs <= lagMaxMs
      if (this.maximalSet.includes(follower.brokerId) || (caughtUp && eligible(follower.brokerId))) offset = follower.logEndOffset
    }
    return offset
  }

  /** The set with `follower` in it, when it may join now. */
  expansion(
    follower: FollowerState,
    leader: { highWatermark: number; epochStartOffset: number },
    eligible: (id: BrokerId) => boolean,
  ): readonly BrokerId[] | undefined {
    if (this.pending !== undefined || this.committed.includes(follower.brokerId)) return undefined
    if (follower.logEndOffset < leader.highWatermark || follower.logEndOffset < leader.epochStartOffset) return undefined
    return eligible(follower.brokerId) ? [...this.committed, follower.brokerId] : undefined
  }

  /** The set without those that have not been caught up for `lagMaxMs`. */
  shrink(leaderEndOffset: number, nowMs: number, lagMaxMs: number): readonly BrokerId[] | undefined {
    if (this.pending !== undefined) return undefined
    const left = this.committed.filter((brokerId) => {
      if (brokerId === this.localId) return true
      const follower = this.followers.get(brokerId)
      if (follower === undefined) return false
      return follower.logEndOffset === leaderEndOffset || nowMs - follower.lastCaughtUpMs <= lagMaxMs
    })
    return left.length === this.committed.length ? undefined : left
  }

  /** Smallest log start of all replicas (DeleteRecords waits on it). */
  lowWatermark(leaderStartOffset: number, alive: (id: BrokerId) => boolean): number {
    let offset = leaderStartOffset
    for (const follower of this.followers.values()) {
      if (alive(follower.brokerId)) offset = Math.min(offset, follower.logStartOffset)
    }
    return offset
  }
}

function unheard(brokerId: BrokerId, sinceMs: number, lastFetchLeaderEndOffset: number): FollowerState {
  return {
    brokerId,
    logEndOffset: -1,
    logStartOffset: -1,
    lastCaughtUpMs: sinceMs,
    lastFetchMs: sinceMs,
    lastFetchLeaderEndOffset,
    brokerEpoch: -1,
  }
}
