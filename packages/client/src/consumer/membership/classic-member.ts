/**
 * A member of a classic group: JoinGroup, SyncGroup, then heartbeats until the group rebalances. Eager members give
 * everything up before they join again, cooperative ones only what the new assignment takes (KIP-429).
 *
 * Invariants: heartbeats do not depend on the application, and go on while partitions are being given up; a generation
 * that the coordinator no longer knows is never used for a commit; after `stop` the host is not called again.
 */
import {
  ErrorCode, HeartbeatApi, JoinGroupApi, type JoinGroupResponse, LeaveGroupApi, SyncGroupApi,
} from '@odradek/protocol/internal'
import type { PartitionRef } from '../../admin/by-leader.ts'
import { KafkaError, protocolError, toKafkaError } from '../../errors.ts'
import { backoffMs } from '../../retry.ts'
import type { Assignor } from './assignors/index.ts'
import type { GroupLink } from './group-link.ts'
import { decodeAssigned, encodeAssignment, decodeSubscription, encodeSubscription } from './group-protocol.ts'
import { difference, type GroupHost, type GroupIdentity, type GroupMember, PUT_OUT, warnIfLate } from './member.ts'
import type { ResolvedConsumerOptions } from '../options.ts'

/** The membership is void: everything is lost, and the member joins anew. */
const VOID: ReadonlySet<number> = new Set([ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.ILLEGAL_GENERATION])
/** The coordinator answers within the rebalance timeout; the network may add to it. */
const JOIN_TIMEOUT_EXTRA_MS = 5000

export class ClassicMember implements GroupMember {
  readonly #link: GroupLink
  readonly #options: ResolvedConsumerOptions
  readonly #host: GroupHost
  #memberId = ''
  #generation = -1
  /** Last generation we were assigned partitions in, and these: sticky assignors tell them the next leader. */
  #lastGeneration = -1
  #lastAssigned: readonly PartitionRef[] = []
  #partitionCounts: ReadonlyMap<string, number> | undefined
  #running: Promise<void> | undefined
  #stopping = new AbortController()
  #wantsRejoin = true
  #isJoining = false
  #reason = 'the consumer starts'
  #lastHeartbeatOkMs = 0
  #wakeUp: () => void = () => {}

  constructor(link: GroupLink, options: ResolvedConsumerOptions, host: GroupHost) {
    this.#link = link
    this.#options = options
    this.#host = host
  }

  get identity(): GroupIdentity {
    return { memberId: this.#memberId, generation: this.#generation, groupInstanceId: this.#options.groupInstanceId ?? null }
  }

  get #world(): GroupLink['cluster']['options']['world'] {
    return this.#link.cluster.options.world
  }

  /** Cooperative only when every assignor can: the group chooses one, and all members have to behave alike. */
  get #isCooperative(): boolean {
    return this.#options.assignors.every(({ protocols }) => protocols.includes('cooperative'))
  }

  start(): void {
    if (this.#running !== undefined) return
    this.#stopping = new AbortController()
    this.#wantsRejoin = true
    const { signal } = this.#stopping
    this.#running = Promise.all([this.#run(signal), this.#beat(signal)]).then(() => {})
  }

  subscriptionChanged(): void {
    if (this.#partitionCounts !== undefined || this.#generation < 0) this.#rejoin('the subscription or its topics changed')
    else this.#rejoin('the subscription changed')
  }

  /** As leader: whether the topics have other partitions than those that were assigned. */
  hasStaleAssignment(): boolean {
    if (this.#partitionCounts === undefined) return false
    const { metadata } = this.#link.cluster
    return [...this.#partitionCounts].some(([topic, count]) => (metadata.topic(topic)?.partitions.length ?? 0) !== count)
  }

  async suspend(): Promise<void> {
    await this.stop(true)
  }

  async stop(leave: boolean): Promise<void> {
    const running = this.#running
    if (running === undefined) return
    this.#stopping.abort(new KafkaError('CLOSED', 'the consumer leaves its group'))
    this.#wakeUp()
    await running
    this.#running = undefined
    if (leave && this.#memberId !== '' && this.#options.groupInstanceId === undefined) await this.#leave()
    this.#memberId = ''
    this.#generation = -1
  }

  #rejoin(reason: string): void {
    if (this.#wantsRejoin) return
    this.#reason = reason
    this.#wantsRejoin = true
    this.#wakeUp()
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { retryBackoffMs, retryBackoffMaxMs } = this.#link.cluster.options
    let failures = 0
    while (!signal.aborted) {
      try {
        if (this.#wantsRejoin) await this.#rebalance(signal)
        failures = 0
        if (!this.#wantsRejoin && !signal.aborted) await new Promise<void>((resolve) => (this.#wakeUp = resolve))
      } catch (thrown) {
        if (signal.aborted) return
        const error = toKafkaError(thrown, `group ${this.#link.groupId}`)
        if (!error.retriable) {
          this.#generation = -1
          return this.#host.fatal(error)
        }
        failures++
        // Said, but not with every attempt.
        const level = failures === 3 || failures % 30 === 0 ? 'warn' : 'debug'
        this.#world.log[level]({ group: this.#link.groupId, error: error.message, failures }, 'joining the group failed and is tried again')
        const wait = backoffMs(failures, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, this.#world.random)
        await this.#world.scheduler.sleep(wait, { signal }).catch(() => {})
      }
    }
  }

  /** One round: prepare, join, assign when leader, sync, apply. */
  async #rebalance(signal: AbortSignal): Promise<void> {
    const topics = this.#host.subscribedTopics()
    if (topics.length === 0) {
      await this.#host.revoke(this.#host.owned())
      this.#wantsRejoin = false
      return
    }
    await this.#prepare(topics)
    if (signal.aborted) return
    this.#wantsRejoin = false
    this.#isJoining = true
    try {
      const joined = await this.#join(topics, signal)
      if (joined === undefined) return
      const assigned = await this.#sync(joined, signal)
      if (assigned === undefined) return
      this.#lastHeartbeatOkMs = this.#world.clock.monotonicMs()
      this.#isJoining = false
      await this.#apply(assigned, signal)
    } catch (error) {
      this.#wantsRejoin = true
      throw error
    } finally {
      this.#isJoining = false
    }
  }

  /** Gives up what has to be given up before joining. Heartbeats go on meanwhile. */
  async #prepare(topics: readonly string[]): Promise<void> {
    const owned = this.#host.owned()
    if (owned.length === 0) return
    if (this.#generation < 0) return this.#host.lose(owned)
    const leaving = this.#isCooperative ? owned.filter(({ topic }) => !topics.includes(topic)) : owned
    if (leaving.length > 0) await this.#host.revoke(leaving)
    // The group may have gone on without us in the meantime.
    if (this.#generation < 0 && this.#host.owned().length > 0) await this.#host.lose(this.#host.owned())
  }

  /** Undefined: to be tried again at once. */
  async #join(topics: readonly string[], signal: AbortSignal): Promise<JoinGroupResponse | undefined> {
    const { groupId } = this.#link
    const { sessionTimeoutMs, rebalanceTimeoutMs, groupInstanceId, assignors, rack } = this.#options
    const ownedPartitions = this.#host.owned()
    const response = await this.#link.request(JoinGroupApi, {
      groupId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      memberId: this.#memberId,
      groupInstanceId: groupInstanceId ?? null,
      protocolType: 'consumer',
      protocols: assignors.map((assignor) => ({
        name: assignor.name,
        metadata: encodeSubscription({
          topics,
          userData: assignor.userData?.(this.#lastAssigned, this.#lastGeneration) ?? null,
          ownedPartitions,
          generationId: this.#lastGeneration,
          rack: rack === '' ? null : rack,
        }),
      })),
      reason: this.#reason,
    }, { timeoutMs: rebalanceTimeoutMs + JOIN_TIMEOUT_EXTRA_MS, signal })
    const { errorCode } = response
    if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
      this.#memberId = response.memberId
      this.#wantsRejoin = true
      return undefined
    }
    if (errorCode !== 0) {
      await this.#refused(errorCode, 'join')
      return undefined
    }
    this.#memberId = response.memberId
    this.#generation = response.generationId
    return response
  }

  async #sync(joined: JoinGroupResponse, signal: AbortSignal): Promise<readonly PartitionRef[] | undefined> {
    const isLeader = joined.leader === joined.memberId
    this.#partitionCounts = undefined
    const assignments = isLeader ? await this.#assignAll(joined) : []
    const { rebalanceTimeoutMs, groupInstanceId } = this.#options
    const response = await this.#link.request(SyncGroupApi, {
      groupId: this.#link.groupId,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: groupInstanceId ?? null,
      protocolType: 'consumer',
      protocolName: joined.protocolName,
      assignments,
    }, { timeoutMs: rebalanceTimeoutMs + JOIN_TIMEOUT_EXTRA_MS, signal })
    if (response.errorCode === 0) return decodeAssigned(response.assignment)
    await this.#refused(response.errorCode, 'sync')
    return undefined
  }

  /** As leader: decides for everybody. */
  async #assignAll(joined: JoinGroupResponse): Promise<{ memberId: string; assignment: Buffer }[]> {
    const { cluster } = this.#link
    const members = joined.members.map((member) => decodeSubscription(member.memberId, member.groupInstanceId, member.metadata))
    const topics = [...new Set(members.flatMap((member) => member.topics))]
    await cluster.refreshMetadata(topics, { autoCreate: this.#options.autoCreateTopics })
    const partitionCounts = new Map(topics.map((topic) => [topic, cluster.metadata.topic(topic)?.partitions.length ?? 0]))
    this.#partitionCounts = partitionCounts
    // A static leader that came back: the group keeps what it has (KIP-814).
    if (joined.skipAssignment) return []
    const assignor = this.#assignor(joined.protocolName)
    const existing = new Map([...partitionCounts].filter(([, count]) => count > 0))
    const assignment = assignor.assign({ members, partitionCounts: existing })
    return members.map(({ memberId }) => ({ memberId, assignment: encodeAssignment(assignment.get(memberId) ?? []) }))
  }

  #assignor(name: string | null): Assignor {
    const found = this.#options.assignors.find((assignor) => assignor.name === name)
    if (found !== undefined) return found
    throw new KafkaError('INCONSISTENT_GROUP_PROTOCOL', `group ${this.#link.groupId} chose the assignor ${name}, which this consumer does not have`)
  }

  async #apply(assigned: readonly PartitionRef[], signal: AbortSignal): Promise<void> {
    const generation = this.#generation
    const owned = this.#host.owned()
    const revoked = difference(owned, assigned)
    const added = difference(assigned, owned)
    this.#lastGeneration = generation
    this.#lastAssigned = assigned
    if (revoked.length > 0) {
      await this.#host.revoke(revoked)
      // Others wait for what we have given up.
      this.#rejoin('partitions were given up')
    }
    if (signal.aborted || this.#generation !== generation) return
    await this.#host.assign(added)
  }

  /** The coordinator said no. @throws KafkaError when trying again at once does not help. */
  async #refused(errorCode: number, what: string): Promise<void> {
    if (VOID.has(errorCode)) {
      await this.#voided(errorCode)
      return
    }
    if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
      this.#wantsRejoin = true
      return
    }
    const moved = this.#link.hasMoved(errorCode)
    const error = protocolError(errorCode, `${what} group ${this.#link.groupId}`)
    throw moved && !error.retriable ? new KafkaError(error.code, error.message, { errorCode, retriable: true }) : error
  }

  async #voided(errorCode: number): Promise<void> {
    this.#saidPutOut(errorCode)
    this.#generation = -1
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.#memberId = ''
    this.#wantsRejoin = true
    this.#reason = 'the group went on without this member'
    const owned = this.#host.owned()
    if (owned.length > 0) await this.#host.lose(owned)
  }

  /** Who was never a member, or is none at the moment, loses nothing. */
  #saidPutOut(errorCode: number | undefined): void {
    if (this.#generation < 0) return
    const why = errorCode === undefined ? 'no heartbeat was answered for longer than sessionTimeoutMs' : protocolError(errorCode, 'the coordinator').message
    this.#world.log.warn({ group: this.#link.groupId, memberId: this.#memberId, generation: this.#generation, partitions: this.#host.owned().length, why }, PUT_OUT)
  }

  async #beat(signal: AbortSignal): Promise<void> {
    const { heartbeatIntervalMs, sessionTimeoutMs } = this.#options
    const { scheduler, clock } = this.#world
    while (!signal.aborted) {
      const sleptAtMs = clock.monotonicMs()
      await scheduler.sleep(heartbeatIntervalMs, { signal }).catch(() => {})
      warnIfLate(this.#link, sleptAtMs, heartbeatIntervalMs)
      if (signal.aborted || this.#isJoining || this.#generation < 0) continue
      const generation = this.#generation
      let errorCode: number | undefined
      try {
        errorCode = await this.#heartbeat(signal)
      } catch (thrown) {
        if (signal.aborted) return
        const error = toKafkaError(thrown, `heartbeat of group ${this.#link.groupId}`)
        if (!error.retriable) return this.#host.fatal(error)
      }
      if (generation !== this.#generation || this.#isJoining) continue
      if (errorCode === undefined || this.#link.hasMoved(errorCode) || errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
        if (clock.monotonicMs() - this.#lastHeartbeatOkMs > sessionTimeoutMs) this.#sessionOver(undefined)
        continue
      }
      this.#lastHeartbeatOkMs = clock.monotonicMs()
      if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) this.#rejoin('the group rebalances')
      else if (VOID.has(errorCode)) {
        this.#sessionOver(errorCode)
      } else if (errorCode !== 0) return this.#host.fatal(protocolError(errorCode, `heartbeat of group ${this.#link.groupId}`))
    }
  }

  /** Nobody counts on us any more: `#prepare` gives everything up as lost. */
  #sessionOver(errorCode: number | undefined): void {
    this.#saidPutOut(errorCode)
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.#memberId = ''
    this.#generation = -1
    this.#rejoin('the session ended')
  }

  async #heartbeat(signal: AbortSignal): Promise<number> {
    const { sessionTimeoutMs, groupInstanceId } = this.#options
    const response = await this.#link.request(HeartbeatApi, {
      groupId: this.#link.groupId,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: groupInstanceId ?? null,
    }, { timeoutMs: sessionTimeoutMs, signal })
    return response.errorCode
  }

  async #leave(): Promise<void> {
    const { groupId } = this.#link
    const memberId = this.#memberId
    try {
      // Not the connection on which a JoinGroup may be parked.
      const connection = await this.#link.connection('data')
      const batched = connection.versionOf(LeaveGroupApi) >= 3
      await connection.request(LeaveGroupApi, batched ? { groupId, members: [{ memberId, reason: 'the consumer is closed' }] } : { groupId, memberId }, { timeoutMs: 5000 })
    } catch (error) {
      // The session timeout says the same, later.
      this.#world.log.debug({ group: groupId, error: String(error) }, 'the coordinator was not told that a member left')
    }
  }
}
