/**
 * Keeps the buffers of the assigned partitions filled: a request to each broker for every partition that has room, on
 * a connection of its own. What comes is handed over unread.
 *
 * A broker answers the requests of a connection one after the other, and may keep one for `fetchMaxWaitMs` while it has
 * nothing. A partition that gets room meanwhile (consumed, resumed, sought, new) would wait for that: it goes by a
 * second connection.
 *
 * Invariants: a partition is in one request at a time; an answer counts only for the request that its position was
 * asked with, and once; a partition that fails waits out its backoff and holds up no other. Whatever a broker answers,
 * requests that bring nothing grow rarer; while more is buffered than `bufferBytes`, only who has nothing is asked for.
 */
import type { Timer } from '@odradek/platform'
import { ErrorCode, FetchApi, type FetchResponse, keepFreedPages, ZERO_UUID } from '@odradek/protocol/internal'
import type { Cluster } from '../../cluster.ts'
import { MAX_RESPONSE_BYTES } from '../../connection/broker-connection.ts'
import { KafkaError, protocolError } from '../../errors.ts'
import { backoffMs } from '../../retry.ts'
import { AbortedTransactions } from './aborted-transactions.ts'
import type { AssignedPartitions } from '../membership/assignment.ts'
import { fetchChannel } from '../channels.ts'
import { Frame } from './frame.ts'
import { type BatchesSummary, FetchedData, summarize } from './fetched-data.ts'
import { FetchSession, type WantedPartition } from './fetch-session.ts'
import type { ResolvedConsumerOptions } from '../options.ts'
import { weigh } from './young-weight.ts'
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
  /** Answers in a row that came before their time and brought nothing. */
  idle: number
  notBeforeMs: number
}

/** What an answer was good for. */
type Yield = 'something' | 'nothing' | 'no session'

/** A request that is not answered after this long waits for data: what has room now takes the other lane. */
const SECOND_LANE_AFTER_MS = 10
/** Early answers with nothing in them happen; so many in a row do not, and the next requests wait. */
const IDLE_ANSWERS = 5
/** Answers in a row with the beginning of a batch alone before that is said to whoever reads. */
const CUT_OFF_ANSWERS = 5
/** A broker that names another leader is believed so many times in a row before the metadata is asked for. */
const HINTS = 3

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

  constructor(cluster: Cluster, options: ResolvedConsumerOptions, assigned: AssignedPartitions, hooks: FetcherHooks) {
    this.#cluster = cluster
    this.#options = options
    this.#assigned = assigned
    this.#hooks = hooks
    if (!options.reuseBuffers) keepFreedPages()
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
    const isFull = this.#bufferedBytes() >= this.#options.bufferBytes
    const wanted = new Map<number, PartitionState[]>()
    let waitMs = Number.POSITIVE_INFINITY
    for (const state of this.#assigned.all) {
      if (state.fetchOffset < 0 || state.request !== undefined || state.pausedByUser || state.isComing || state.isLeaving || state.isLocating) continue
      const startMs = Math.max(state.notBeforeMs, state.pausedUntilMs)
      if (startMs > now) {
        waitMs = Math.min(waitMs, startMs - now)
        continue
      }
      const node = this.#nodeOf(state, now)
      if (node < 0 || this.#hooks.needsValidation(state)) continue
      if (state.bufferedBytes >= room || (isFull && state.bufferedBytes > 0)) continue
      // What comes behind bytes that are no batch would be the same bytes.
      if (state.fetched.at(-1)?.isBroken === true) continue
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

  #bufferedBytes(): number {
    let bytes = 0
    for (const state of this.#assigned.all) bytes += state.bufferedBytes
    return bytes
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
    if (node === undefined) this.#nodes.set(id, (node = { lanes: [newLane('fetch'), newLane('second-fetch')], failures: 0, idle: 0, notBeforeMs: 0 }))
    return node
  }

  /** Asks for the metadata of the assigned topics; what is still missing then is asked for again. */
  #refresh(): void {
    if (this.#refreshing || this.#closed) return
    this.#refreshing = true
    this.#cluster.refreshMetadata(this.#assigned.topics()).catch((error: unknown) => {
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
      const brought = await this.#exchange(nodeId, lane, states, room)
      if (brought !== 'no session') node.failures = 0
      this.#paced(node, brought)
    } catch (error) {
      this.#failed(node, lane, error)
    } finally {
      lane.busy = false
      for (const state of states) if (state.request === lane) state.request = undefined
      this.poke()
    }
  }

  /** A broker that answers at once and says nothing is asked less and less often. */
  #paced(node: Node, brought: Yield): void {
    const { world } = this.#cluster.options
    if (brought === 'something') {
      node.idle = 0
      return
    }
    if (brought === 'no session') node.idle += IDLE_ANSWERS - 1
    if (++node.idle <= IDLE_ANSWERS) return
    node.notBeforeMs = world.clock.monotonicMs() + this.#backoffMs(node.idle - IDLE_ANSWERS)
    if (node.idle % 64 === 0) world.log.warn({ answers: node.idle }, 'a broker answers fetches at once and with nothing')
  }

  #backoffMs(failures: number): number {
    const { world, retryBackoffMs, retryBackoffMaxMs } = this.#cluster.options
    return backoffMs(failures, { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs }, world.random)
  }

  async #exchange(nodeId: number, lane: Lane, states: readonly PartitionState[], room: number): Promise<Yield> {
    const { world, requestTimeoutMs } = this.#cluster.options
    const { fetchMaxWaitMs: maxWaitMs } = this.#options
    const connection = await this.#cluster.connection(nodeId, lane.purpose)
    if (this.#closed) return 'something'
    const withIds = states.every(({ topic }) => (this.#cluster.metadata.topic(topic)?.topicId ?? ZERO_UUID) !== ZERO_UUID)
    const maxVersion = withIds ? undefined : 12
    const asked = new Map<string, { state: PartitionState; wanted: WantedPartition }>()
    for (const state of states) {
      if (!state.isLeaving && !state.isGone && state.fetchOffset >= 0 && state.request === lane) asked.set(state.name, { state, wanted: this.#want(state, room) })
    }
    const partitions = asked.size
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
    }, { maxVersion, timeoutMs: requestTimeoutMs + maxWaitMs, maxResponseBytes: this.#options.fetchMaxBytes + MAX_RESPONSE_BYTES, onFrame })
    if (this.#closed) return 'something'
    if (!this.#sessionAnswered(lane, response)) return 'no session'
    const requestMs = world.clock.monotonicMs() - startedAt
    let bytes = 0
    let answers = 0
    for (const topic of response.responses) {
      const name = topic.topic === '' ? this.#cluster.metadata.topicName(topic.topicId) : topic.topic
      for (const answer of topic.partitions) {
        const key = `${name}-${answer.partitionIndex}`
        const entry = asked.get(key)
        asked.delete(key)
        // Sought elsewhere, or revoked, while the request was under way; answered twice, or never asked for.
        if (entry === undefined || entry.state.request !== lane) continue
        bytes += answer.records?.length ?? 0
        if (answer.errorCode !== 0) answers++
        this.#take(entry.state, entry.wanted, answer, response, frames[0])
      }
    }
    frames[0]?.letGo()
    if (!this.#options.reuseBuffers) weigh(bytes)
    if (fetchChannel.hasSubscribers) fetchChannel.publish({ node: nodeId, partitions, bytes, requestMs })
    // Bytes and errors have a pace of their own; who wants answers at once gets them.
    return bytes > 0 || answers > 0 || requestMs * 2 >= maxWaitMs || this.#options.fetchMinBytes === 0 ? 'something' : 'nothing'
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
    const { world } = this.#cluster.options
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
    node.notBeforeMs = world.clock.monotonicMs() + this.#backoffMs(node.failures)
    this.#refresh()
  }

  #take(state: PartitionState, wanted: WantedPartition, answer: PartitionAnswer, response: FetchResponse, frame: Frame | undefined): void {
    if (state.isGone || state.isLeaving || state.fetchOffset !== wanted.fetchOffset) return
    if (answer.errorCode !== 0) return this.#takeError(state, answer, response)
    state.failures = 0
    if (answer.highWatermark >= 0) state.highWatermark = answer.highWatermark
    if (answer.lastStableOffset >= 0) state.lastStableOffset = answer.lastStableOffset
    if (answer.logStartOffset >= 0) state.logStartOffset = answer.logStartOffset
    if (answer.preferredReadReplica >= 0) {
      const { world, metadataMaxAgeMs } = this.#cluster.options
      state.preferredReplica = answer.preferredReadReplica
      state.preferredUntilMs = world.clock.monotonicMs() + metadataMaxAgeMs
    }
    const { records } = answer
    if (records === null || records.length === 0) return
    const summary = summarize(records, state.fetchOffset)
    const { nextOffset, lastEpoch } = summary
    const isCutOff = summary.end === 0
    const isStuck = this.#isStuck(state, records, summary)
    if (isStuck && !(isCutOff && state.fruitless > CUT_OFF_ANSWERS)) return
    const end = isCutOff ? records.length : summary.end
    const aborted = this.#options.isolation === 'read_committed' ? new AbortedTransactions(answer.abortedTransactions ?? []) : undefined
    const data = new FetchedData(records, end, {
      topic: state.topic,
      partition: state.partition,
      offset: state.fetchOffset,
      highWatermark: state.highWatermark,
      isBroken: summary.isBroken || isCutOff,
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

  /** Records came, and none that is new: what was consumed long ago, or less than one batch. They would come again at once. */
  #isStuck(state: PartitionState, records: Buffer, { nextOffset, isBroken }: BatchesSummary): boolean {
    if (isBroken || nextOffset > state.fetchOffset) {
      state.fruitless = 0
      state.pausedUntilMs = 0
      return false
    }
    const { world } = this.#cluster.options
    state.fruitless++
    state.notBeforeMs = world.clock.monotonicMs() + this.#backoffMs(state.fruitless)
    const level = state.fruitless === 3 || state.fruitless % 30 === 0 ? 'warn' : 'debug'
    world.log[level]({ topic: state.topic, partition: state.partition, offset: state.fetchOffset, bytes: records.length, answers: state.fruitless },
      'a broker answers with bytes that have no record at or behind the offset asked for: it is asked again, more rarely')
    return true
  }

  #takeError(state: PartitionState, answer: PartitionAnswer, response: FetchResponse): void {
    const { world } = this.#cluster.options
    const { errorCode } = answer
    if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      // A position that was just looked up is out of range again: looking it up is put off.
      if (++state.fruitless > 1) state.pausedUntilMs = world.clock.monotonicMs() + this.#backoffMs(state.fruitless - 1)
      // A follower may be behind: its leader knows.
      if (state.preferredReplica >= 0) state.preferredReplica = -1
      else this.#hooks.offsetOutOfRange(state)
      return
    }
    const error = protocolError(errorCode, `fetch ${state.name}`)
    if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED || (!error.retriable && errorCode !== -1)) return this.#hooks.fatal(error)
    state.failures++
    state.preferredReplica = -1
    state.notBeforeMs = world.clock.monotonicMs() + this.#backoffMs(state.failures)
    const hasMoved = errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER || errorCode === ErrorCode.FENCED_LEADER_EPOCH
    if (hasMoved && this.#takeHint(state, answer, response) && state.failures <= HINTS) state.notBeforeMs = 0
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
