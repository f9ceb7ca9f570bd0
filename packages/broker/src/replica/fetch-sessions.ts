/**
 * Fetch sessions (KIP-227): a client that fetches many partitions names them once and from then on only what changes;
 * the answers leave out partitions that have nothing new. (Apache Kafka: FetchSession.scala.)
 *
 * A bounded cache. A full cache gives a slot to a newcomer only when some session has not been used for
 * `evictionMs`, or when the newcomer is worth more than the smallest session older than that: a follower's before a
 * client's, a larger one before a smaller one. A client that gets no slot gets session 0 and fetches without; so does
 * one whose session would bring the memory of all over `maxBytes`, and one that asks mostly for what is not there. A
 * session ends with the connection that used it last, whose client begins anew anyway.
 *
 * Invariants: `usedBytes` is what the sessions that are there hold, to the byte of what is counted; a session's epoch is what its client must say next; `targets` is in the order in which partitions are
 * read, and those that were given data go to the end, so that no partition starves another.
 */
import { ZERO_UUID, type ErrorName, type FetchRequest } from '@odradek/protocol/internal'
import type { Clock, Random } from '@odradek/platform'
import type { ConnectionInfo } from '../services.ts'
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
  bytes: number
  /** The one that used it last. */
  owner: ConnectionInfo | undefined
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
  /** Memory of all sessions (`odradek.fetch.sessions.bytes.max`). Default 64 MiB. */
  readonly maxBytes: number
}

/** What a session takes, and what each of its partitions does, besides the name that it is known by there. */
const SESSION_BYTES = 512
const TARGET_BYTES = 320
/** Partitions that are not there, or not here: each is told in every answer. With more of them there is no session. */
export const MAX_UNKNOWN_PARTITIONS = 1000

function bytesOf(target: FetchTarget): number {
  return TARGET_BYTES + 2 * target.key.length
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
  private readonly ofConnection: Map<ConnectionInfo, Set<FetchSession>> = new Map()
  /** How many were thrown out before their client ended them. */
  evictions: number = 0
  usedBytes: number = 0

  constructor(
    world: { clock: Pick<Clock, 'monotonicMs'>; random: Random },
    namesOf: (topicId: string) => string | undefined,
    settings: Partial<FetchSessionSettings> = {},
  ) {
    this.clock = world.clock
    this.random = world.random
    this.namesOf = namesOf
    this.settings = { slots: settings.slots ?? 1000, evictionMs: settings.evictionMs ?? 120_000, maxBytes: settings.maxBytes ?? 64 * 1024 * 1024 }
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

  plan(request: FetchRequest, version: number, connection?: ConnectionInfo): FetchPlan {
    const { sessionId, sessionEpoch } = request
    const usesTopicIds = version >= IDS_FROM
    if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
      this.end(this.sessions.get(sessionId))
      const targets = this.targetsOf(request, usesTopicIds)
      return { kind: sessionEpoch === FINAL_EPOCH ? 'sessionless' : 'full', targets: targets.values() }
    }
    const session = this.sessions.get(sessionId)
    if (session === undefined) return { kind: 'error', error: 'FETCH_SESSION_ID_NOT_FOUND', sessionId: NO_SESSION }
    if (session.epoch !== sessionEpoch) return { kind: 'error', error: 'INVALID_FETCH_SESSION_EPOCH', sessionId: NO_SESSION }
    if (session.usesTopicIds !== usesTopicIds) return { kind: 'error', error: 'FETCH_SESSION_TOPIC_ID_ERROR', sessionId }
    this.updateTargets(session, request)
    if (session.targets.size === 0) {
      this.end(session)
      return { kind: 'sessionless', targets: [] }
    }
    if (this.usedBytes > this.settings.maxBytes) {
      // It has grown too large: its client asks for everything again, and fetches without.
      this.end(session)
      return { kind: 'error', error: 'FETCH_SESSION_ID_NOT_FOUND', sessionId: NO_SESSION }
    }
    if (connection !== undefined && session.owner !== connection) this.own(session, connection)
    session.epoch = nextEpoch(session.epoch)
    this.touch(session)
    return { kind: 'incremental', targets: session.targets.values(), session, epoch: session.epoch }
  }

  /** Gives the partitions of a full fetch a session. 0 when there is no slot, or nothing to remember. */
  create(targets: Iterable<FetchTarget>, isFollower: boolean, version: number, connection?: ConnectionInfo): number {
    const byKey = new Map<string, FetchTarget>()
    let bytes = SESSION_BYTES
    for (const target of targets) {
      byKey.set(target.key, target)
      bytes += bytesOf(target)
    }
    if (byKey.size === 0 || !this.hasMemory(bytes) || !this.makePlace(isFollower, byKey.size)) return NO_SESSION
    const nowMs = this.clock.monotonicMs()
    const id = this.newId()
    const session: FetchSession = {
      id,
      isFollower,
      usesTopicIds: version >= IDS_FROM,
      createdMs: nowMs,
      lastUsedMs: nowMs,
      epoch: nextEpoch(INITIAL_EPOCH),
      targets: byKey,
      bytes,
      owner: undefined,
    }
    this.sessions.set(id, session)
    this.usedBytes += bytes
    if (connection !== undefined) this.own(session, connection)
    return id
  }

  /** Ends a session; its client is told that there is none when it comes again. */
  end(session: FetchSession | undefined): void {
    if (session === undefined || this.sessions.get(session.id) !== session) return
    this.sessions.delete(session.id)
    this.usedBytes -= session.bytes
    this.disown(session)
  }

  private own(session: FetchSession, connection: ConnectionInfo): void {
    this.disown(session)
    session.owner = connection
    const known = this.ofConnection.get(connection)
    if (known !== undefined) return void known.add(session)
    this.ofConnection.set(connection, new Set([session]))
    connection.whenClosed(this)
  }

  private disown(session: FetchSession): void {
    if (session.owner === undefined) return
    this.ofConnection.get(session.owner)?.delete(session)
    session.owner = undefined
  }

  connectionClosed(connection: ConnectionInfo): void {
    const sessions = this.ofConnection.get(connection)
    this.ofConnection.delete(connection)
    if (sessions !== undefined) for (const session of Array.from(sessions)) this.end(session)
  }

  /** Sessions that have not been used for long make place. */
  private hasMemory(bytes: number): boolean {
    const { maxBytes } = this.settings
    while (this.usedBytes + bytes > maxBytes) {
      const stale = this.stalest()
      if (stale === undefined) return false
      this.end(stale)
      this.evictions++
    }
    return true
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
        if (known !== undefined) {
          known.update(partition)
          continue
        }
        const target = new FetchTarget(key, name, topicId, partition)
        session.targets.set(key, target)
        this.grow(session, bytesOf(target))
      }
    }
    for (const topic of request.forgottenTopicsData) {
      const topicId = session.usesTopicIds ? topic.topicId : ZERO_UUID
      for (const index of topic.partitions) {
        const key = targetKey(topic.topic, topicId, index)
        const target = session.targets.get(key)
        if (target === undefined) continue
        session.targets.delete(key)
        this.grow(session, -bytesOf(target))
      }
    }
  }

  private grow(session: FetchSession, bytes: number): void {
    session.bytes += bytes
    this.usedBytes += bytes
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
    this.end(victim)
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
