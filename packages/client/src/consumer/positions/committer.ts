/**
 * Commits offsets of a group, one request at a time. What is asked for while a request is under way waits and is sent
 * together; the newest offset of a partition wins. Owns no positions: the consumer says what to commit.
 *
 * Invariants: every caller learns the fate of its own offsets; a commit of an earlier generation is never repeated with
 * a later one unless the partition is still ours.
 */
import { ErrorCode, OffsetCommitApi, type OffsetCommitResponse, OffsetFetchApi } from '@odradek/protocol/internal'
import { byLeader, type PartitionRef } from '../../admin/by-leader.ts'
import { checkSignal } from '../../abort.ts'
import { within } from '../../deadline.ts'
import { KafkaError, protocolError, toKafkaError } from '../../errors.ts'
import { backoffMs, withRetries } from '../../retry.ts'
import { commitChannel } from '../channels.ts'
import { isWorthSaying } from '../../telemetry/repeats.ts'
import type { GroupLink } from '../membership/group-link.ts'
import { type GroupIdentity, nameOf } from '../membership/member.ts'

export interface OffsetToCommit extends PartitionRef {
  /** The next record to read. */
  readonly offset: number
  /** Of the record before it; -1 or absent when unknown. */
  readonly leaderEpoch?: number
  /** Text kept with the offset. */
  readonly metadata?: string
}

export interface CommitOptions {
  readonly signal?: AbortSignal | undefined
  /** How long retriable failures are tried again. Default: the client's `defaultTimeoutMs`. */
  readonly timeoutMs?: number | undefined
  /** How often it is tried at most; 1: the first failure is the answer. Default: as often as time allows. */
  readonly attempts?: number | undefined
}

export interface CommitterHooks {
  identity(): GroupIdentity
  /** The group protocol: a commit of a member that is between two generations is tried again while it owns the partition. */
  owns(partition: PartitionRef): boolean
  committed(offset: OffsetToCommit): void
}

interface Pending {
  readonly offsets: Map<string, OffsetToCommit>
  readonly deadlineMs: number
  readonly attempts: number
  readonly resolve: () => void
  readonly reject: (error: KafkaError) => void
}

/** A new generation, or member epoch, makes these good. */
const STALE: ReadonlySet<number> = new Set([
  ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.ILLEGAL_GENERATION, ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.STALE_MEMBER_EPOCH, ErrorCode.FENCED_MEMBER_EPOCH,
])
/** Retriable by the table, but not here: a topic that is gone would hold up every later commit. */
const FINAL: ReadonlySet<number> = new Set([ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])

export class Committer {
  readonly #link: GroupLink
  readonly #hooks: CommitterHooks
  #waiting: Pending[] = []
  #running: Promise<void> | undefined
  /** For the metrics. */
  commits: number = 0
  failedCommits: number = 0
  /** Commits that failed, one after the other. */
  #failedInARow = 0

  constructor(link: GroupLink, hooks: CommitterHooks) {
    this.#link = link
    this.#hooks = hooks
  }

  /** Resolves when the coordinator has them. @throws KafkaError ABORTED, TIMEOUT, or what the coordinator said. */
  async commit(offsets: readonly OffsetToCommit[], options: CommitOptions = {}): Promise<void> {
    checkSignal(options.signal)
    if (offsets.length === 0) return this.#settled(options)
    const { world, defaultTimeoutMs } = this.#link.cluster.options
    let resolve!: () => void
    let reject!: (error: KafkaError) => void
    const done = new Promise<void>((yes, no) => {
      resolve = yes
      reject = no
    })
    this.#waiting.push({
      offsets: new Map(offsets.map((item) => [nameOf(item), item])),
      deadlineMs: world.clock.monotonicMs() + (options.timeoutMs ?? defaultTimeoutMs),
      attempts: options.attempts ?? Number.POSITIVE_INFINITY,
      resolve, reject,
    })
    this.#running ??= this.#run()
    await this.#within(options, done)
  }

  /** What the group has committed. Partitions without a commit are left out. */
  async committed(partitions: readonly PartitionRef[], options: CommitOptions = {}): Promise<readonly (OffsetToCommit & { readonly leaderEpoch: number })[]> {
    const { world, retryBackoffMs, retryBackoffMaxMs, defaultTimeoutMs } = this.#link.cluster.options
    return withRetries(world, {
      what: `committed offsets of group ${this.#link.groupId}`,
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      pace: { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs },
      signal: options.signal,
    }, (_, signal) => this.#fetch(partitions, signal))
  }

  async #fetch(partitions: readonly PartitionRef[], signal: AbortSignal | undefined): Promise<(OffsetToCommit & { readonly leaderEpoch: number })[]> {
    const { groupId } = this.#link
    const connection = await this.#link.connection('data', signal)
    const version = connection.versionOf(OffsetFetchApi, 9)
    const topics = byLeader.group(partitions).map(([name, list]) => ({ name, partitionIndexes: list.map(({ partition }) => partition) }))
    const { memberId, generation } = this.#hooks.identity()
    const member = version >= 9 && generation >= 0 ? { memberId, memberEpoch: generation } : {}
    const request = version >= 8 ? { groups: [{ groupId, topics, ...member }] } : { groupId, topics }
    const response = await connection.request(OffsetFetchApi, { ...request, requireStable: version >= 7 }, { maxVersion: 9, signal })
    const group = version >= 8 ? response.groups[0] : response
    if (group === undefined || group.errorCode !== 0) throw this.#error(group?.errorCode ?? -1, `offsets of group ${groupId}`)
    return group.topics.flatMap(({ name, partitions: list }) => list.flatMap((item) => {
      if (item.errorCode !== 0) throw this.#error(item.errorCode, `offset of ${name}-${item.partitionIndex} in group ${groupId}`)
      if (item.committedOffset < 0) return []
      return [{ topic: name, partition: item.partitionIndex, offset: item.committedOffset, leaderEpoch: item.committedLeaderEpoch, metadata: item.metadata ?? '' }]
    }))
  }

  #error(errorCode: number, context: string): KafkaError {
    const moved = this.#link.hasMoved(errorCode)
    const error = protocolError(errorCode, context)
    const retriable = !FINAL.has(errorCode) && (error.retriable || moved || errorCode === ErrorCode.UNSTABLE_OFFSET_COMMIT || STALE.has(errorCode))
    return retriable === error.retriable ? error : new KafkaError(error.code, error.message, { errorCode, retriable })
  }

  /** Nothing to commit is done when what is under way is. */
  async #settled(options: CommitOptions): Promise<void> {
    const running = this.#running
    if (running !== undefined) await this.#within(options, running)
  }

  #within(options: CommitOptions, promise: Promise<void>): Promise<void> {
    const { world, defaultTimeoutMs } = this.#link.cluster.options
    return within(world, { what: `commit of group ${this.#link.groupId}`, timeoutMs: options.timeoutMs ?? defaultTimeoutMs, signal: options.signal }, () => promise)
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const pending = this.#waiting
      this.#waiting = []
      const offsets = new Map<string, OffsetToCommit>()
      for (const { offsets: some } of pending) for (const [name, item] of some) offsets.set(name, item)
      const failures = await this.#commitAll(offsets, Math.max(...pending.map(({ deadlineMs }) => deadlineMs)), Math.max(...pending.map(({ attempts }) => attempts)))
      for (const { offsets: some, resolve, reject } of pending) {
        const failure = [...some.keys()].map((name) => failures.get(name)).find((error) => error !== undefined)
        if (failure === undefined) resolve()
        else reject(failure)
      }
    }
    this.#running = undefined
  }

  /** Tries until all are committed or have failed for good. Never throws. */
  async #commitAll(offsets: Map<string, OffsetToCommit>, deadlineMs: number, attempts: number): Promise<Map<string, KafkaError>> {
    const { world, retryBackoffMs, retryBackoffMaxMs } = this.#link.cluster.options
    const failures = new Map<string, KafkaError>()
    const startedAt = world.clock.monotonicMs()
    const left = new Map(offsets)
    for (let attempt = 1; left.size > 0; attempt++) {
      const results = await this.#attempt(left)
      for (const [name, error] of results) {
        const item = left.get(name)!
        const isStale = error !== undefined && STALE.has(error.errorCode ?? 0)
        if (error === undefined) this.#hooks.committed(item)
        else if (error.retriable && attempt < attempts && !(isStale && !this.#hooks.owns(item))) continue
        else failures.set(name, error)
        left.delete(name)
      }
      if (left.size === 0) break
      const wait = backoffMs(attempt, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, world.random)
      const last = [...results.values()].find((error) => error !== undefined)
      if (world.clock.monotonicMs() + wait >= deadlineMs) {
        const error = new KafkaError('TIMEOUT', `offsets of group ${this.#link.groupId} could not be committed in time; last: ${last?.message ?? ''}`, { cause: last, retriable: true })
        for (const name of left.keys()) failures.set(name, error)
        break
      }
      await world.scheduler.sleep(wait)
    }
    const [failure] = failures
    if (failure === undefined) {
      this.#failedInARow = 0
      this.commits++
    } else this.#warn(failure[0], failure[1], failures.size)
    if (commitChannel.hasSubscribers) {
      const error = failure?.[1]
      commitChannel.publish({ groupId: this.#link.groupId, offsets: [...offsets.values()], commitMs: world.clock.monotonicMs() - startedAt, ...(error === undefined ? {} : { error }) })
    }
    return failures
  }

  /** Whoever asked is told too; automatic commits have nobody else. */
  #warn(partition: string, error: KafkaError, partitions: number): void {
    this.#failedInARow++
    this.failedCommits++
    if (!isWorthSaying(this.#failedInARow)) return
    this.#link.cluster.options.world.log.warn({ group: this.#link.groupId, partition, partitions, failedInARow: this.#failedInARow, error: error.message },
      `offsets could not be committed: records after the last commit are read again after a rebalance or restart. ${error.remedy}`)
  }

  async #attempt(offsets: ReadonlyMap<string, OffsetToCommit>): Promise<Map<string, KafkaError | undefined>> {
    const { groupId } = this.#link
    const { memberId, generation, groupInstanceId } = this.#hooks.identity()
    const all = (error: KafkaError): Map<string, KafkaError> => new Map([...offsets.keys()].map((name) => [name, error]))
    try {
      const response = await this.#link.request(OffsetCommitApi, {
        groupId,
        generationIdOrMemberEpoch: generation,
        memberId: generation < 0 ? '' : memberId,
        groupInstanceId: generation < 0 ? null : groupInstanceId,
        topics: byLeader.group([...offsets.values()]).map(([name, partitions]) => ({
          name,
          partitions: partitions.map(({ partition, offset, leaderEpoch, metadata }) => ({
            partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: leaderEpoch ?? -1, committedMetadata: metadata ?? '',
          })),
        })),
      }, { maxVersion: 9, purpose: 'data' })
      return this.#results(response, offsets)
    } catch (error) {
      return all(toKafkaError(error, `commit of group ${groupId}`))
    }
  }

  #results(response: OffsetCommitResponse, offsets: ReadonlyMap<string, OffsetToCommit>): Map<string, KafkaError | undefined> {
    const results = new Map<string, KafkaError | undefined>()
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode } of topic.partitions) {
        const name = nameOf({ topic: topic.name, partition: partitionIndex })
        if (!offsets.has(name)) continue
        results.set(name, errorCode === 0 ? undefined : this.#error(errorCode, `commit of ${name} in group ${this.#link.groupId}`))
      }
    }
    for (const name of offsets.keys()) if (!results.has(name)) results.set(name, protocolError(-1, `commit of ${name}: the coordinator did not answer for it`))
    return results
  }
}
