/**
 * Where to read: committed offsets for partitions that are new here, look-ups by time for those that have none or whose
 * offset is gone, and the check that a new leader still has what was read (KIP-320).
 *
 * Invariant: a look-up counts only for the assignment and the wish it was made for; one that fails is tried again with
 * backoff for as long as the partition is ours.
 */
import { ErrorCode, ListOffsetsApi, OffsetForLeaderEpochApi } from '@odradek/protocol/internal'
import { byLeader, type PartitionRef } from '../../admin/by-leader.ts'
import type { Cluster } from '../../cluster.ts'
import { KafkaError, protocolError, toKafkaError } from '../../errors.ts'
import { backoffMs } from '../../retry.ts'
import { LATEST, resetTimestamp } from './offset-reset.ts'
import type { ResolvedConsumerOptions } from '../options.ts'
import type { PartitionState } from './partition-state.ts'

export interface FoundOffset {
  /** -1: there is no record at or after the time. */
  readonly offset: number
  readonly timestamp: number
  readonly leaderEpoch: number
}

export interface PositionsHooks {
  /** The partition can be fetched. */
  readonly located: (state: PartitionState) => void
  readonly fatal: (error: KafkaError) => void
}

interface Wish extends PartitionRef {
  readonly timestamp: number
}

export class Positions {
  readonly #cluster: Cluster
  readonly #options: ResolvedConsumerOptions
  readonly #hooks: PositionsHooks
  #closed = false

  constructor(cluster: Cluster, options: ResolvedConsumerOptions, hooks: PositionsHooks) {
    this.#cluster = cluster
    this.#options = options
    this.#hooks = hooks
  }

  close(): void {
    this.#closed = true
  }

  /** The policy decides. @throws KafkaError NO_OFFSET with 'none'. */
  reset(state: PartitionState): Promise<void> {
    const context = `${state.name} at offset ${state.fetchOffset}`
    return this.locate(state, resetTimestamp(this.#options.autoOffsetReset, this.#cluster.options.world.clock.wallMs(), context), state.fetchOffset)
  }

  /** `reset` for many at once: one request to each leader. What cannot be found out at once is looked up one by one. */
  async resetAll(states: readonly PartitionState[]): Promise<void> {
    if (states.length === 0) return
    const timestamp = resetTimestamp(this.#options.autoOffsetReset, this.#cluster.options.world.clock.wallMs(), states.map(({ name: one }) => one).join(', '))
    for (const state of states) {
      state.resetTimestamp = timestamp
      state.isLocating = true
    }
    const results = await this.#attempt(states.map(({ topic, partition }) => ({ topic, partition, timestamp })))
    for (const state of states) {
      if (this.#closed || state.isGone || state.resetTimestamp !== timestamp) continue
      const found = results.get(state.name)
      const isFound = found !== undefined && !(found instanceof KafkaError)
      void (isFound ? this.#arrive(state, found) : this.locate(state, timestamp))
    }
  }

  /**
   * Moves to the first record at or after the time (or -1: the end, -2: the beginning). Resolves when that is done, or
   * moot. `from`: the offset that could not be read on from, when nobody asked for the move.
   */
  async locate(state: PartitionState, timestamp: number, from?: number): Promise<void> {
    const { world, retryBackoffMs, retryBackoffMaxMs } = this.#cluster.options
    state.resetTimestamp = timestamp
    state.isLocating = true
    state.request = undefined
    state.dropData()
    const isWanted = (): boolean => !this.#closed && !state.isGone && state.resetTimestamp === timestamp
    for (let attempt = 1; isWanted(); attempt++) {
      const [found] = (await this.#attempt([{ topic: state.topic, partition: state.partition, timestamp }])).values()
      if (!isWanted()) return
      // A log has an end: who says it has none is asked again, later.
      const isNone = timestamp === LATEST && !(found instanceof KafkaError) && (found?.offset ?? 0) < 0
      if (!(found instanceof KafkaError) && found !== undefined && !isNone) return this.#arrive(state, found, from)
      if (found instanceof KafkaError && !found.retriable) return this.#hooks.fatal(found)
      await world.scheduler.sleep(backoffMs(attempt, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, world.random))
      await this.#cluster.refreshMetadata([state.topic]).catch(() => {})
    }
  }

  async #arrive(state: PartitionState, found: FoundOffset, from?: number): Promise<void> {
    // No record is that young: what comes next is.
    if (found.offset < 0) return this.locate(state, LATEST, from)
    if (from !== undefined && from >= 0) this.#warnOfReset(state, from, found.offset)
    state.moveTo(found.offset, found.leaderEpoch)
    state.isLocating = false
    this.#hooks.located(state)
  }

  #warnOfReset({ topic, partition, name: where }: PartitionState, from: number, to: number): void {
    const why = to > from
      ? `the records from ${from} to ${to - 1} are skipped: they were deleted (retention, deleteRecords), or stand before the end where 'latest' goes on`
      : 'the log ends before it (truncated, or the topic was made anew): records may be read again'
    this.#cluster.options.world.log.warn({ topic, partition, from, to, autoOffsetReset: this.#options.autoOffsetReset },
      `${where}: offset ${from} is out of range, and reading goes on at ${to}; ${why}`)
  }

  /** Offsets by time, in one round: an error for each that could not be found out. */
  async offsetsForTimes(wishes: readonly Wish[]): Promise<ReadonlyMap<string, FoundOffset | KafkaError>> {
    return this.#attempt(wishes)
  }

  async #attempt(wishes: readonly Wish[]): Promise<Map<string, FoundOffset | KafkaError>> {
    const results = new Map<string, FoundOffset | KafkaError>()
    const byNode = new Map<number, Wish[]>()
    const { metadata } = this.#cluster
    const unknown = [...new Set(wishes.filter(({ topic }) => metadata.topic(topic) === undefined).map(({ topic }) => topic))]
    const refused = unknown.length === 0 ? undefined : await this.#cluster.refreshMetadata(unknown).then(() => undefined, (error: unknown) => toKafkaError(error, 'metadata'))
    for (const wish of wishes) {
      const leader = metadata.partition(wish.topic, wish.partition)?.leader ?? -1
      if (leader < 0) results.set(name(wish), refused ?? protocolError(metadata.topicErrors.get(wish.topic) ?? ErrorCode.LEADER_NOT_AVAILABLE, `offset of ${name(wish)}`))
      else byNode.set(leader, [...(byNode.get(leader) ?? []), wish])
    }
    await Promise.all([...byNode].map(async ([node, list]) => {
      try {
        await this.#ask(node, list, results)
      } catch (thrown) {
        const error = toKafkaError(thrown, 'ListOffsets')
        for (const wish of list) results.set(name(wish), error)
      }
    }))
    return results
  }

  async #ask(node: number, wishes: readonly Wish[], results: Map<string, FoundOffset | KafkaError>): Promise<void> {
    const response = await this.#cluster.send(node, ListOffsetsApi, {
      replicaId: -1,
      isolationLevel: this.#options.isolation === 'read_committed' ? 1 : 0,
      topics: byLeader.group(wishes).map(([topic, partitions]) => ({
        name: topic,
        partitions: partitions.map(({ partition, timestamp }) => ({
          partitionIndex: partition, timestamp, currentLeaderEpoch: this.#cluster.metadata.partition(topic, partition)?.leaderEpoch ?? -1,
        })),
      })),
    })
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode, offset, timestamp, leaderEpoch } of topic.partitions) {
        const key = `${topic.name}-${partitionIndex}`
        results.set(key, errorCode === 0 ? { offset, timestamp, leaderEpoch } : protocolError(errorCode, `offset of ${key}`))
      }
    }
  }

  /** Whether the partition has to be checked against its leader before it is fetched from; begins the check. */
  needsValidation(state: PartitionState): boolean {
    const known = this.#cluster.metadata.partition(state.topic, state.partition)
    if (known === undefined || known.leaderEpoch <= state.validatedEpoch) return false
    // Without an epoch of our own, or within the same one, nothing can have been cut off.
    if (state.fetchEpoch < 0 || known.leaderEpoch <= state.fetchEpoch) {
      state.validatedEpoch = known.leaderEpoch
      return false
    }
    if (!state.isLocating) void this.#validate(state, known.leader, known.leaderEpoch)
    return true
  }

  async #validate(state: PartitionState, leader: number, leaderEpoch: number): Promise<void> {
    const { world, retryBackoffMs } = this.#cluster.options
    const { fetchOffset, fetchEpoch, topic, partition } = state
    state.isLocating = true
    const isMoot = (): boolean => this.#closed || state.isGone || state.fetchOffset !== fetchOffset || state.resetTimestamp !== undefined
    try {
      const response = await this.#cluster.send(leader, OffsetForLeaderEpochApi, {
        replicaId: -1,
        topics: [{ topic, partitions: [{ partition, currentLeaderEpoch: leaderEpoch, leaderEpoch: fetchEpoch }] }],
      })
      if (isMoot()) return
      const answer = response.topics[0]?.partitions[0]
      if (answer === undefined || answer.errorCode !== 0) throw protocolError(answer?.errorCode ?? -1, `leader epoch of ${state.name}`)
      state.validatedEpoch = leaderEpoch
      if (answer.endOffset < fetchOffset || answer.leaderEpoch < 0) this.#truncated(state, answer.leaderEpoch < 0 ? -1 : answer.endOffset, answer.leaderEpoch)
    } catch (thrown) {
      const error = toKafkaError(thrown, `leader epoch of ${state.name}`)
      if (error.code === 'UNSUPPORTED') state.validatedEpoch = leaderEpoch
      else if (!error.retriable) this.#hooks.fatal(error)
      else {
        state.notBeforeMs = world.clock.monotonicMs() + retryBackoffMs
        await this.#cluster.refreshMetadata([topic]).catch(() => {})
      }
    } finally {
      if (!state.isGone && state.resetTimestamp === undefined) {
        state.isLocating = false
        this.#hooks.located(state)
      }
    }
  }

  /** The log was cut off before what was read: an unclean election. */
  #truncated(state: PartitionState, endOffset: number, epoch: number): void {
    this.#cluster.options.world.log.warn({ topic: state.topic, partition: state.partition, position: state.position, endOffset }, 'the log was truncated before the position')
    if (endOffset >= state.position) {
      state.dropData()
      state.fetchOffset = state.position
      state.fetchEpoch = state.positionEpoch
    } else if (this.#options.autoOffsetReset === 'none') {
      this.#hooks.fatal(new KafkaError('LOG_TRUNCATED', `${state.name}: the log was truncated to offset ${endOffset}, before the position ${state.position}; seek, or set autoOffsetReset`))
    } else if (endOffset >= 0) state.moveTo(endOffset, epoch)
    else void this.reset(state).catch((error: unknown) => this.#hooks.fatal(toKafkaError(error, state.name)))
  }
}

const name = ({ topic, partition }: PartitionRef): string => `${topic}-${partition}`
