/**
 * A member of a group of the consumer protocol (KIP-848): one request, ConsumerGroupHeartbeat, says what we want and
 * have, and its answer what we shall have. The broker assigns; each member moves to its target at its own pace: give up
 * and say so, then take on what has become free.
 *
 * Invariants: heartbeats go on while partitions are being given up or taken on; the broker is told of a partition
 * that we no longer have only when everything of it is committed; a member that was fenced has lost everything at once.
 */
import {
  ConsumerGroupHeartbeatApi, type ConsumerGroupHeartbeatRequestInput, type ConsumerGroupHeartbeatResponse, ErrorCode,
} from '@odradek/protocol/internal'
import { byLeader, type PartitionRef } from '../../admin/by-leader.ts'
import { KafkaError, protocolError, toKafkaError } from '../../errors.ts'
import { backoffMs } from '../../retry.ts'
import type { GroupLink } from './group-link.ts'
import { difference, type GroupHost, type GroupIdentity, type GroupMember, PUT_OUT, warnIfLate } from './member.ts'
import type { ResolvedConsumerOptions } from '../options.ts'

const JOIN = 0
const LEAVE = -1
const LEAVE_STATIC = -2
const FENCED: ReadonlySet<number> = new Set([ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.FENCED_MEMBER_EPOCH])
const FIRST_INTERVAL_MS = 3000

type Target = NonNullable<ConsumerGroupHeartbeatResponse['assignment']>

export class ConsumerMember implements GroupMember {
  readonly #link: GroupLink
  readonly #options: ResolvedConsumerOptions
  readonly #host: GroupHost
  #memberId: string
  #epoch = -1
  #intervalMs = FIRST_INTERVAL_MS
  #target: Target | undefined
  /** Partitions as the broker was last told that we have them; undefined: not told yet. */
  #told: string | undefined
  #toldSubscription: string | undefined
  #reconciling: Promise<void> | undefined
  #running: Promise<void> | undefined
  #stopping = new AbortController()
  #wakeUp = new AbortController()

  constructor(link: GroupLink, options: ResolvedConsumerOptions, host: GroupHost) {
    this.#link = link
    this.#options = options
    this.#host = host
    this.#memberId = link.cluster.options.world.random.uuid()
  }

  get identity(): GroupIdentity {
    return { memberId: this.#memberId, generation: this.#epoch, groupInstanceId: this.#options.groupInstanceId ?? null }
  }

  get #world(): GroupLink['cluster']['options']['world'] {
    return this.#link.cluster.options.world
  }

  start(): void {
    if (this.#running !== undefined) return
    this.#stopping = new AbortController()
    this.#epoch = JOIN
    this.#forgetTold()
    this.#running = this.#run(this.#stopping.signal)
  }

  subscriptionChanged(): void {
    this.#wakeUp.abort()
  }

  suspend(): Promise<void> {
    return this.stop(true)
  }

  async stop(leave: boolean): Promise<void> {
    const running = this.#running
    if (running === undefined) return
    this.#stopping.abort(new KafkaError('CLOSED', 'the consumer leaves its group'))
    this.#wakeUp.abort()
    await running
    await this.#reconciling
    this.#running = undefined
    if (leave && this.#epoch > 0) await this.#leave()
    this.#epoch = -1
    this.#target = undefined
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { retryBackoffMs, retryBackoffMaxMs } = this.#link.cluster.options
    let failures = 0
    while (!signal.aborted) {
      this.#wakeUp = new AbortController()
      try {
        if (this.#isSubscribed()) await this.#heartbeat(signal)
        failures = 0
        await this.#sleep(this.#intervalMs)
      } catch (thrown) {
        if (signal.aborted) return
        const error = toKafkaError(thrown, `group ${this.#link.groupId}`)
        if (!error.retriable) {
          this.#epoch = -1
          return this.#host.fatal(error)
        }
        failures++
        // Said, but not with every attempt.
        const level = failures === 3 || failures % 30 === 0 ? 'warn' : 'debug'
        this.#world.log[level]({ group: this.#link.groupId, error: error.message, failures }, 'the heartbeat failed and is tried again')
        // Whether the request was taken is not known: everything is said again.
        this.#forgetTold()
        await this.#sleep(backoffMs(failures, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, this.#world.random))
      }
    }
  }

  #isSubscribed(): boolean {
    return this.#epoch > 0 || this.#host.subscribedPattern() !== undefined || this.#host.subscribedTopics().length > 0
  }

  /** Until the next heartbeat is due, or there is something to say. */
  async #sleep(ms: number): Promise<void> {
    const { scheduler, clock } = this.#world
    const sleptAtMs = clock.monotonicMs()
    await scheduler.sleep(ms, { signal: this.#wakeUp.signal }).catch(() => {})
    warnIfLate(this.#link, sleptAtMs, ms)
  }

  #forgetTold(): void {
    this.#told = undefined
    this.#toldSubscription = undefined
  }

  async #heartbeat(signal: AbortSignal): Promise<void> {
    const { request, told, toldSubscription } = this.#request()
    const response = await this.#link.request(ConsumerGroupHeartbeatApi, request, { signal })
    const { errorCode } = response
    if (errorCode !== 0) return this.#refused(errorCode, response.errorMessage)
    this.#told = told
    this.#toldSubscription = toldSubscription
    if (response.memberId !== null && response.memberId !== '') this.#memberId = response.memberId
    this.#epoch = response.memberEpoch
    if (response.heartbeatIntervalMs > 0) this.#intervalMs = response.heartbeatIntervalMs
    if (response.assignment !== null) this.#target = response.assignment
    this.#reconcile()
  }

  /** What changed since the last one; everything when joining. */
  #request(): { request: ConsumerGroupHeartbeatRequestInput; told: string; toldSubscription: string } {
    const { rebalanceTimeoutMs, groupInstanceId, serverAssignor, rack } = this.#options
    const names = this.#host.subscribedTopics()
    const regex = this.#host.subscribedPattern() ?? null
    const owned = this.#epoch === JOIN ? [] : this.#ownedById()
    const told = JSON.stringify(owned)
    const toldSubscription = JSON.stringify([names, regex])
    const isFull = this.#told === undefined
    return {
      told,
      toldSubscription,
      request: {
        groupId: this.#link.groupId,
        memberId: this.#memberId,
        memberEpoch: this.#epoch,
        instanceId: groupInstanceId ?? null,
        rackId: isFull && rack !== '' ? rack : null,
        rebalanceTimeoutMs: isFull ? rebalanceTimeoutMs : -1,
        subscribedTopicNames: toldSubscription !== this.#toldSubscription ? names : null,
        // Absent where it never was: brokers of the first version do not know it.
        subscribedTopicRegex: toldSubscription !== this.#toldSubscription && (regex !== null || !isFull) ? (regex ?? '') : null,
        serverAssignor: isFull ? (serverAssignor ?? null) : null,
        topicPartitions: told !== this.#told ? owned : null,
      },
    }
  }

  #ownedById(): { topicId: string; partitions: number[] }[] {
    const { metadata } = this.#link.cluster
    return byLeader.group(this.#host.owned()).flatMap(([topic, list]) => {
      const topicId = metadata.topic(topic)?.topicId
      return topicId === undefined ? [] : [{ topicId, partitions: list.map(({ partition }) => partition).toSorted((a, b) => a - b) }]
    }).toSorted((a, b) => (a.topicId < b.topicId ? -1 : 1))
  }

  /** @throws KafkaError that ends the consumer, or is tried again. */
  async #refused(errorCode: number, message: string | null): Promise<void> {
    if (FENCED.has(errorCode)) {
      if (this.#epoch > 0) {
        const why = protocolError(errorCode, 'the coordinator', message).message
        this.#world.log.warn({ group: this.#link.groupId, memberId: this.#memberId, epoch: this.#epoch, partitions: this.#host.owned().length, why }, PUT_OUT)
      }
      this.#epoch = JOIN
      this.#target = undefined
      this.#forgetTold()
      await this.#reconciling
      const owned = this.#host.owned()
      if (owned.length > 0) await this.#host.lose(owned)
      this.#wakeUp.abort()
      return
    }
    if (errorCode === ErrorCode.UNSUPPORTED_VERSION) {
      throw new KafkaError('UNSUPPORTED_VERSION', `group ${this.#link.groupId}: the broker has the consumer protocol (KIP-848) switched off; use protocol 'classic'`, { errorCode })
    }
    const moved = this.#link.hasMoved(errorCode)
    const error = protocolError(errorCode, `group ${this.#link.groupId}`, message)
    throw (moved || errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) && !error.retriable ? new KafkaError(error.code, error.message, { errorCode, retriable: true }) : error
  }

  /** Moves towards the target, once at a time, while heartbeats go on. */
  #reconcile(): void {
    if (this.#reconciling !== undefined || this.#target === undefined || this.#stopping.signal.aborted) return
    this.#reconciling = this.#moveToTarget()
      .catch((error: unknown) => {
        this.#world.log.debug({ group: this.#link.groupId, error: String(error) }, 'the assignment could not be taken on and is tried again')
      })
      .finally(() => {
        this.#reconciling = undefined
      })
  }

  async #moveToTarget(): Promise<void> {
    const target = this.#target!
    const wanted = await this.#named(target)
    const owned = this.#host.owned()
    const revoked = difference(owned, wanted)
    const added = difference(wanted, owned)
    if (revoked.length === 0 && added.length === 0) return
    if (revoked.length > 0) await this.#host.revoke(revoked)
    if (this.#stopping.signal.aborted || this.#epoch <= 0) return
    // A newer target may not want these any more: they are said to be ours and then given up again.
    if (added.length > 0) await this.#host.assign(added)
    this.#wakeUp.abort()
  }

  /** Topics by name; those that the metadata does not have yet come with a later heartbeat. */
  async #named(target: Target): Promise<PartitionRef[]> {
    const { cluster } = this.#link
    const isKnown = ({ topicId }: { readonly topicId: string }): boolean => cluster.metadata.topicName(topicId) !== undefined
    if (!target.topicPartitions.every(isKnown)) {
      await cluster.refreshMetadata(this.#host.subscribedPattern() === undefined ? this.#host.subscribedTopics() : null)
    }
    return target.topicPartitions.flatMap(({ topicId, partitions }) => {
      const topic = cluster.metadata.topicName(topicId)
      return topic === undefined ? [] : partitions.map((partition) => ({ topic, partition }))
    })
  }

  async #leave(): Promise<void> {
    const { groupInstanceId } = this.#options
    try {
      await this.#link.request(ConsumerGroupHeartbeatApi, {
        groupId: this.#link.groupId,
        memberId: this.#memberId,
        memberEpoch: groupInstanceId === undefined ? LEAVE : LEAVE_STATIC,
        instanceId: groupInstanceId ?? null,
      }, { timeoutMs: 5000 })
    } catch (error) {
      // The session timeout says the same, later.
      this.#world.log.debug({ group: this.#link.groupId, error: String(error) }, 'the coordinator was not told that a member left')
    }
  }
}
