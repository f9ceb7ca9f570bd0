/**
 * Keeps the buffers of the assigned partitions filled: a request to each broker for every partition that has room, on
 * a connection of its own. What comes is handed over unread.
 *
 * A broker answers the requests of a connection one after the other, and may keep one for `fetchMaxWaitMs` while it has
 * nothing. A partition that gets room meanwhile (consumed, resumed, sought, new) would wait for that: it goes by a
 * second connection.
 *
 * Invariants: a partition is in one request at a time; an answer counts only for the request that its position was
 * asked with; a partition that fails waits out its backoff and holds up no other.
 */
import type { Timer } from '@odradek/platform'
import { ErrorCode, FetchApi, type FetchResponse, ZERO_UUID } from '@odradek/protocol/internal'
import type { Cluster } from '../../cluster.ts'
import { KafkaError, protocolError } from '../../errors.ts'
import { backoffMs } from '../../retry.ts'
import { AbortedTransactions } from './aborted-transactions.ts'
import type { AssignedPartitions } from '../membership/assignment.ts'
import { fetchChannel } from '../channels.ts'
import { Frame } from './frame.ts'
import { FetchedData, summarize } from './fetched-data.ts'
import { FetchSession, type WantedPartition } from './fetch-session.ts'
import type { ResolvedConsumerOptions } from '../options.ts'
import type { PartitionState } from '../positions/partition-state.ts'

type PartitionAnswer = FetchResponse['responses'][number]['partitions'][number]

export interface FetcherHooks {
  readonly arrived: (state: PartitionState) => void
  /** There is nothing at the offset: it has to be looked up anew. @throws KafkaError with the policy 'none'. */
  readonly offsetOutOfRange: (state: PartitionState) => void
  /** The leader changed: whether the log still has what was read is to be checked. */
  readonly needsValidation: (state: PartitionState) => boolean
  readonly isTyped: (topic: string) => boolean
  readonly fatal: (error: KafkaError) => void
}

interface Lane {
  readonly purpose: 'fetch' | 'second-fetch'
  readonly session: FetchSession
  busy: boolean
  /** Monotonic time of the request under way. */
  askedAtMs: number
}

interface Node {
  readonly lanes: readonly [Lane, Lane]
  failures: number
  notBeforeMs: number
}

/** A request that is not answered after this long waits for data: what has room now takes the other lane. */
const SECOND_LANE_AFTER_MS = 10

export class Fetcher {
  readonly #cluster: Cluster
  readonly #options: ResolvedConsumerOptions
  readonly #assigned: AssignedPartitions
  readonly #hooks: FetcherHooks
  readonly #nodes = new Map<number, Node>()
  #closed = false
  #polling = false
  #timer: Timer | undefined
  #refreshing = false
  #refreshNotBeforeMs = 0

  constructor(cluster: Cluster, options: ResolvedConsumerOptions, assigned: AssignedPartitions, hooks: FetcherHooks) {
    this.#cluster = cluster
    this.#options = options
    this.#assigned = assigned
    this.#hooks = hooks
  }

  /** Something changed: asks every broker that is not being asked for what there is room for. Cheap to call often. */
  poke(): void {
    if (this.#polling || this.#closed) return
    this.#polling = true
    queueMicrotask(() => {
      this.#polling = false
      if (!this.#closed) this.#poll()
    })
  }

  close(): void {
    this.#closed = true
    this.#timer?.cancel()
  }

  #poll(): void {
    const now = this.#cluster.options.world.clock.monotonicMs()
    const room = this.#roomPerPartition()
    const wanted = new Map<number, PartitionState[]>()
    let waitMs = Number.POSITIVE_INFINITY
    for (const state of this.#assigned) {
      if (state.fetchOffset < 0 || state.request !== undefined || state.pausedByUser || state.isComing || state.isLeaving || state.isLocating) continue
      if (state.notBeforeMs > now) {
        waitMs = Math.min(waitMs, state.notBeforeMs - now)
        continue
      }
      const node = this.#nodeOf(state, now)
      if (node < 0 || this.#hooks.needsValidation(state)) continue
      if (state.bufferedBytes >= room) continue
      const list = wanted.get(node)
      if (list === undefined) wanted.set(node, [state])
      else list.push(state)
    }
    for (const [node, states] of wanted) {
      const entry = this.#node(node)
      const [first, second] = entry.lanes
      const startMs = Math.max(entry.notBeforeMs, first.busy ? first.askedAtMs + SECOND_LANE_AFTER_MS : 0)
      if (first.busy && second.busy) continue
      if (startMs > now) waitMs = Math.min(waitMs, startMs - now)
      else void this.#fetch(node, entry, first.busy ? second : first, states, room)
    }
    this.#timer?.cancel()
    this.#timer = waitMs === Number.POSITIVE_INFINITY ? undefined : this.#cluster.options.world.scheduler.after(waitMs, () => this.poke())
  }

  /** Bytes a partition may have buffered when more is asked for. */
  #roomPerPartition(): number {
    const share = this.#options.bufferBytes / Math.max(1, this.#assigned.size) / 2
    return Math.max(1024, Math.min(this.#options.fetchMaxPartitionBytes, share))
  }

  /** The replica to read from; -1 when nobody knows: then the metadata is asked for. */
  #nodeOf(state: PartitionState, now: number): number {
    const { metadata } = this.#cluster
    if (state.preferredReplica >= 0 && now < state.preferredUntilMs && metadata.broker(state.preferredReplica) !== undefined) return state.preferredReplica
    state.preferredReplica = -1
    const known = metadata.partition(state.topic, state.partition)
    if (known !== undefined && known.leader >= 0 && metadata.broker(known.leader) !== undefined) return known.leader
    this.#refresh()
    return -1
  }

  #node(id: number): Node {
    let node = this.#nodes.get(id)
    if (node === undefined) this.#nodes.set(id, (node = { lanes: [newLane('fetch'), newLane('second-fetch')], failures: 0, notBeforeMs: 0 }))
    return node
  }

  /** Asks for the metadata of the assigned topics, now and then until it is there. */
  #refresh(): void {
    const { world, retryBackoffMs } = this.#cluster.options
    if (this.#refreshing || this.#closed) return
    this.#refreshing = true
    const wait = this.#refreshNotBeforeMs - world.clock.monotonicMs()
    this.#refreshNotBeforeMs = Math.max(world.clock.monotonicMs(), this.#refreshNotBeforeMs) + retryBackoffMs
    const ask = async (): Promise<void> => {
      if (wait > 0) await world.scheduler.sleep(wait)
      if (!this.#closed) await this.#cluster.refreshMetadata(this.#assigned.topics())
    }
    ask().catch((error: unknown) => {
      if (error instanceof KafkaError && !error.retriable && !this.#closed) this.#hooks.fatal(error)
    }).finally(() => {
      this.#refreshing = false
      this.poke()
    })
  }

  async #fetch(nodeId: number, node: Node, lane: Lane, states: readonly PartitionState[], room: number): Promise<void> {
    lane.busy = true
    lane.askedAtMs = this.#cluster.options.world.clock.monotonicMs()
    for (const state of states) state.request = lane
    try {
      await this.#exchange(nodeId, lane, states, room)
      node.failures = 0
    } catch (error) {
      this.#failed(node, lane, error)
    } finally {
      lane.busy = false
      for (const state of states) if (state.request === lane) state.request = undefined
      this.poke()
    }
  }

  async #exchange(nodeId: number, lane: Lane, states: readonly PartitionState[], room: number): Promise<void> {
    const { world, requestTimeoutMs } = this.#cluster.options
    const { fetchMaxWaitMs: maxWaitMs } = this.#options
    const connection = await this.#cluster.connection(nodeId, lane.purpose)
    if (this.#closed) return
    const withIds = states.every(({ topic }) => (this.#cluster.metadata.topic(topic)?.topicId ?? ZERO_UUID) !== ZERO_UUID)
    const maxVersion = withIds ? undefined : 12
    const asked = new Map<string, { state: PartitionState; wanted: WantedPartition }>()
    for (const state of states) {
      if (!state.isLeaving && !state.isGone && state.fetchOffset >= 0 && state.request === lane) asked.set(state.name, { state, wanted: this.#want(state, room) })
    }
    const startedAt = world.clock.monotonicMs()
    const frames: Frame[] = []
    const onFrame = this.#options.reuseBuffers ? (release: () => void) => void frames.push(new Frame(release)) : undefined
    const response = await connection.request(FetchApi, {
      replicaId: -1,
      maxWaitMs,
      minBytes: this.#options.fetchMinBytes,
      maxBytes: this.#options.fetchMaxBytes,
      isolationLevel: this.#options.isolation === 'read_committed' ? 1 : 0,
      rackId: this.#options.rack,
      ...lane.session.next([...asked.values()].map(({ wanted }) => wanted)),
    }, { maxVersion, timeoutMs: requestTimeoutMs + maxWaitMs, onFrame })
    if (this.#closed) return
    if (!this.#sessionAnswered(lane, response)) return
    let bytes = 0
    for (const topic of response.responses) {
      const name = topic.topic === '' ? this.#cluster.metadata.topicName(topic.topicId) : topic.topic
      for (const answer of topic.partitions) {
        const entry = asked.get(`${name}-${answer.partitionIndex}`)
        // Sought elsewhere, or revoked, while the request was under way.
        if (entry === undefined || entry.state.request !== lane) continue
        bytes += answer.records?.length ?? 0
        this.#take(entry.state, entry.wanted, answer, response, frames[0])
      }
    }
    frames[0]?.letGo()
    if (fetchChannel.hasSubscribers) {
      fetchChannel.publish({ node: nodeId, partitions: asked.size, bytes, requestMs: world.clock.monotonicMs() - startedAt })
    }
  }

  #want(state: PartitionState, room: number): WantedPartition {
    const { metadata } = this.#cluster
    return {
      topic: state.topic,
      topicId: metadata.topic(state.topic)?.topicId ?? ZERO_UUID,
      partition: state.partition,
      fetchOffset: state.fetchOffset,
      leaderEpoch: metadata.partition(state.topic, state.partition)?.leaderEpoch ?? -1,
      maxBytes: Math.min(this.#options.fetchMaxPartitionBytes, room),
    }
  }

  #sessionAnswered({ session }: Lane, response: FetchResponse): boolean {
    const { errorCode } = response
    if (errorCode === 0) {
      session.answered(response.sessionId)
      return true
    }
    if (errorCode === ErrorCode.FETCH_SESSION_ID_NOT_FOUND || errorCode === ErrorCode.INVALID_FETCH_SESSION_EPOCH || errorCode === ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR) {
      session.lost()
      return false
    }
    throw protocolError(errorCode, 'Fetch')
  }

  #failed(node: Node, lane: Lane, thrown: unknown): void {
    const { world, retryBackoffMs, retryBackoffMaxMs } = this.#cluster.options
    lane.session.failed()
    if (this.#closed) return
    if (!(thrown instanceof KafkaError) || !thrown.retriable) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      return this.#hooks.fatal(thrown instanceof KafkaError ? thrown : new KafkaError('FATAL', `fetching: ${reason}`, { cause: thrown }))
    }
    node.failures++
    // Said, but not with every attempt.
    const level = node.failures === 3 || node.failures % 30 === 0 ? 'warn' : 'debug'
    world.log[level]({ error: thrown.message, failures: node.failures }, 'a fetch failed and is tried again')
    node.notBeforeMs = world.clock.monotonicMs() + backoffMs(node.failures, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, world.random)
    this.#refresh()
  }

  #take(state: PartitionState, wanted: WantedPartition, answer: PartitionAnswer, response: FetchResponse, frame: Frame | undefined): void {
    if (state.isGone || state.isLeaving || state.fetchOffset !== wanted.fetchOffset) return
    if (answer.errorCode !== 0) return this.#takeError(state, answer, response)
    state.failures = 0
    state.highWatermark = answer.highWatermark
    state.lastStableOffset = answer.lastStableOffset
    state.logStartOffset = answer.logStartOffset
    if (answer.preferredReadReplica >= 0) {
      const { world, metadataMaxAgeMs } = this.#cluster.options
      state.preferredReplica = answer.preferredReadReplica
      state.preferredUntilMs = world.clock.monotonicMs() + metadataMaxAgeMs
    }
    const { records } = answer
    if (records === null || records.length === 0) return
    const { nextOffset, lastEpoch, end } = summarize(records, state.fetchOffset)
    if (end === 0) return
    const aborted = this.#options.isolation === 'read_committed' ? new AbortedTransactions(answer.abortedTransactions ?? []) : undefined
    const data = new FetchedData(records, end, {
      topic: state.topic,
      partition: state.partition,
      offset: state.fetchOffset,
      highWatermark: answer.highWatermark,
      aborted,
      checkCrcs: this.#options.checkCrcs,
      maxDecompressedBytes: this.#options.maxDecompressedBytes,
      typed: this.#hooks.isTyped(state.topic),
      ledger: state.ledger,
      frame,
    })
    frame?.hold()
    state.fetchOffset = nextOffset
    if (lastEpoch >= 0) state.fetchEpoch = lastEpoch
    state.bufferedBytes += data.bytesLeft
    state.fetched.push(data)
    this.#hooks.arrived(state)
  }

  #takeError(state: PartitionState, answer: PartitionAnswer, response: FetchResponse): void {
    const { world, retryBackoffMs, retryBackoffMaxMs } = this.#cluster.options
    const { errorCode } = answer
    if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      // A follower may be behind: its leader knows.
      if (state.preferredReplica >= 0) state.preferredReplica = -1
      else this.#hooks.offsetOutOfRange(state)
      return
    }
    const error = protocolError(errorCode, `fetch ${state.name}`)
    if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED || (!error.retriable && errorCode !== -1)) return this.#hooks.fatal(error)
    state.failures++
    state.preferredReplica = -1
    state.notBeforeMs = world.clock.monotonicMs() + backoffMs(state.failures, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, world.random)
    if ((errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER || errorCode === ErrorCode.FENCED_LEADER_EPOCH) && this.#takeHint(state, answer, response)) state.notBeforeMs = 0
    else if (error.staleMetadata) this.#refresh()
  }

  /** The answer names the new leader (KIP-951). */
  #takeHint(state: PartitionState, answer: PartitionAnswer, response: FetchResponse): boolean {
    const { metadata } = this.#cluster
    const { leaderId, leaderEpoch } = answer.currentLeader
    if (leaderId < 0 || leaderEpoch <= (metadata.partition(state.topic, state.partition)?.leaderEpoch ?? -1)) return false
    const endpoint = response.nodeEndpoints.find(({ nodeId }) => nodeId === leaderId)
    if (endpoint !== undefined && metadata.broker(leaderId) === undefined) metadata.addBroker(endpoint)
    metadata.leaderChanged(state.topic, state.partition, leaderId, leaderEpoch)
    return metadata.broker(leaderId) !== undefined
  }
}

function newLane(purpose: Lane['purpose']): Lane {
  return { purpose, session: new FetchSession(), busy: false, askedAtMs: 0 }
}
