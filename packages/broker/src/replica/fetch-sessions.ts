/**
 * Fetch sessions (KIP-227): a client that fetches many partitions names them once and from then on only what changes;
 * the answers leave out partitions that have nothing new. (Apache Kafka: FetchSession.scala.)
 *
 * A bounded cache. A full cache gives a slot to a newcomer only when some session has not been used for
 * `evictionMs`, or when the newcomer is worth more than the smallest session older than that: a follower's before a
 * client's, a larger one before a smaller one. A client that gets no slot gets session 0 and fetches without.
 *
 * Invariants: a session's epoch is what its client must say next; `targets` is in the order in which partitions are
 * read, and those that were given data go to the end, so that no partition starves another.
 */
import { ZERO_UUID, type ErrorName, type FetchRequest } from '@odradek/protocol/internal'
import type { Clock, Random } from '@odradek/platform'
import { FetchTarget, targetKey } from './fetch-target.ts'

const NO_SESSION = 0
const INITIAL_EPOCH = 0
const FINAL_EPOCH = -1
const MAX_EPOCH = 0x7fffffff

/** First version in which topics are ids. */
const IDS_FROM = 13

export interface FetchSession {
  readonly id: number
  readonly isFollower: boolean
  readonly usesTopicIds: boolean
  readonly createdMs: number
  lastUsedMs: number
  epoch: number
  readonly targets: Map<string, FetchTarget>
}

/** How one fetch is to be answered. */
export type FetchPlan =
  | { readonly kind: 'error'; readonly error: ErrorName; readonly sessionId: number }
  /** Everything is answered; a session may be made when it is (`full`). */
  | { readonly kind: 'sessionless' | 'full'; readonly targets: Iterable<FetchTarget> }
  | { readonly kind: 'incremental'; readonly targets: Iterable<FetchTarget>; readonly session: FetchSession; readonly epoch: number }

export interface FetchSessionSettings {
  /** `max.incremental.fetch.session.cache.slots`. Default 1000. */
  readonly slots: number
  /** Age after which a session may make place. Default 120,000. */
  readonly evictionMs: number
}

function nextEpoch(epoch: number): number {
  return epoch === MAX_EPOCH ? 1 : epoch + 1
}

export class FetchSessions {
  private readonly clock: Pick<Clock, 'monotonicMs'>
  private readonly random: Random
  private readonly settings: FetchSessionSettings
  private readonly namesOf: (topicId: string) => string | undefined
  /** In order of last use. */
  private readonly sessions: Map<number, FetchSession> = new Map()
  /** How many were thrown out before their client ended them. */
  evictions: number = 0

  constructor(
    world: { clock: Pick<Clock, 'monotonicMs'>; random: Random },
    namesOf: (topicId: string) => string | undefined,
    settings: Partial<FetchSessionSettings> = {},
  ) {
    this.clock = world.clock
    this.random = world.random
    this.namesOf = namesOf
    this.settings = { slots: settings.slots ?? 1000, evictionMs: settings.evictionMs ?? 120_000 }
  }

  get size(): number {
    return this.sessions.size
  }

  /** Partitions in all sessions. */
  get partitionCount(): number {
    let count = 0
    for (const session of this.sessions.values()) count += session.targets.size
    return count
  }

  plan(request: FetchRequest, version: number): FetchPlan {
    const { sessionId, sessionEpoch } = request
    const usesTopicIds = version >= IDS_FROM
    if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
      if (sessionId !== NO_SESSION) this.sessions.delete(sessionId)
      const targets = this.targetsOf(request, usesTopicIds)
      return { kind: sessionEpoch === FINAL_EPOCH ? 'sessionless' : 'full', targets: targets.values() }
    }
    const session = this.sessions.get(sessionId)
    if (session === undefined) return { kind: 'error', error: 'FETCH_SESSION_ID_NOT_FOUND', sessionId: NO_SESSION }
    if (session.epoch !== sessionEpoch) return { kind: 'error', error: 'INVALID_FETCH_SESSION_EPOCH', sessionId: NO_SESSION }
    if (session.usesTopicIds !== usesTopicIds) return { kind: 'error', error: 'FETCH_SESSION_TOPIC_ID_ERROR', sessionId }
    this.updateTargets(session, request)
    if (session.targets.size === 0) {
      this.sessions.delete(sessionId)
      return { kind: 'sessionless', targets: [] }
    }
    session.epoch = nextEpoch(session.epoch)
    this.touch(session)
    return { kind: 'incremental', targets: session.targets.values(), session, epoch: session.epoch }
  }

  /** Gives the partitions of a full fetch a session. 0 when there is no slot, or nothing to remember. */
  create(targets: Iterable<FetchTarget>, isFollower: boolean, version: number): number {
    const byKey = new Map<string, FetchTarget>()
    for (const target of targets) byKey.set(target.key, target)
    if (byKey.size === 0 || !this.makePlace(isFollower, byKey.size)) return NO_SESSION
    const nowMs = this.clock.monotonicMs()
    const id = this.newId()
    this.sessions.set(id, {
      id,
      isFollower,
      usesTopicIds: version >= IDS_FROM,
      createdMs: nowMs,
      lastUsedMs: nowMs,
      epoch: nextEpoch(INITIAL_EPOCH),
      targets: byKey,
    })
    return id
  }

  /** Still the session that the plan was made for, and no later request has moved it on. */
  isCurrent(session: FetchSession, epoch: number): boolean {
    return this.sessions.get(session.id) === session && session.epoch === epoch
  }

  /** A partition that got data is read last next time. */
  moveToEnd(session: FetchSession, target: FetchTarget): void {
    const { key } = target
    if (session.targets.get(key) !== target) return
    session.targets.delete(key)
    session.targets.set(key, target)
  }

  private targetsOf(request: FetchRequest, usesTopicIds: boolean): Map<string, FetchTarget> {
    const targets = new Map<string, FetchTarget>()
    for (const topic of request.topics) {
      const topicId = usesTopicIds ? topic.topicId : ZERO_UUID
      const name = usesTopicIds ? (this.namesOf(topicId) ?? '') : topic.topic
      for (const partition of topic.partitions) {
        const key = targetKey(name, topicId, partition.partition)
        targets.set(key, new FetchTarget(key, name, topicId, partition))
      }
    }
    return targets
  }

  private updateTargets(session: FetchSession, request: FetchRequest): void {
    for (const topic of request.topics) {
      const topicId = session.usesTopicIds ? topic.topicId : ZERO_UUID
      const name = session.usesTopicIds ? (this.namesOf(topicId) ?? '') : topic.topic
      for (const partition of topic.partitions) {
        const key = targetKey(name, topicId, partition.partition)
        const known = session.targets.get(key)
        if (known === undefined) session.targets.set(key, new FetchTarget(key, name, topicId, partition))
        else known.update(partition)
      }
    }
    for (const topic of request.forgottenTopicsData) {
      const topicId = session.usesTopicIds ? topic.topicId : ZERO_UUID
      for (const index of topic.partitions) session.targets.delete(targetKey(topic.topic, topicId, index))
    }
  }

  private touch(session: FetchSession): void {
    session.lastUsedMs = this.clock.monotonicMs()
    this.sessions.delete(session.id)
    this.sessions.set(session.id, session)
  }

  private makePlace(isFollower: boolean, size: number): boolean {
    if (this.sessions.size < this.settings.slots) return true
    const victim = this.stalest() ?? this.leastWorth(isFollower, size)
    if (victim === undefined) return false
    this.sessions.delete(victim.id)
    this.evictions++
    return true
  }

  private stalest(): FetchSession | undefined {
    const first = this.sessions.values().next().value
    if (first === undefined) return undefined
    return this.clock.monotonicMs() - first.lastUsedMs > this.settings.evictionMs ? first : undefined
  }

  /** Only when the cache is full, and a new session is rare: looking at all of them is cheap enough. */
  private leastWorth(isFollower: boolean, size: number): FetchSession | undefined {
    const nowMs = this.clock.monotonicMs()
    let least: FetchSession | undefined
    for (const session of this.sessions.values()) {
      const isOld = nowMs - session.createdMs > this.settings.evictionMs
      // A follower may take any client's slot at once; everyone else has to wait until a session is old.
      if (!isOld && !(isFollower && !session.isFollower)) continue
      if (least === undefined || worthLess(session, least)) least = session
    }
    if (least === undefined) return undefined
    if (least.isFollower !== isFollower) return isFollower ? least : undefined
    return least.targets.size <= size ? least : undefined
  }

  private newId(): number {
    for (;;) {
      const id = 1 + this.random.below(MAX_EPOCH)
      if (!this.sessions.has(id)) return id
    }
  }
}

function worthLess(one: FetchSession, other: FetchSession): boolean {
  if (one.isFollower !== other.isFollower) return !one.isFollower
  return one.targets.size < other.targets.size
}
