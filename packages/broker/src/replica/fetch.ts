/**
 * A fetch: reads what the partitions have, answers when that is enough, and waits otherwise. (Apache Kafka:
 * ReplicaManager.readFromLog and DelayedFetch.)
 *
 * Invariants:
 * - Reading never copies record data: an answer holds sources that are read while it leaves.
 * - A waiting fetch is woken only by its own partitions, reads again at most once per turn, and only when the bytes
 *   that have come meanwhile may be enough.
 * - Every wait ends: with enough bytes, an error, the deadline, the connection, or when memory is short.
 * - A fetch that has ended keeps nothing, wherever it may still stand in a queue.
 */
import { ErrorCode, type ErrorName, type FetchResponsePartitionDataInput } from '@odradek/protocol/internal'
import type { PartitionLog } from '@odradek/storage/internal'
import type { RequestContext } from '../services.ts'
import type { FetchTarget } from './fetch-target.ts'
import type { FetchWaiter } from './fetch-waiters.ts'
import type { Leadership } from './leadership.ts'
import type { ParkedFetch } from './parked-fetches.ts'
import type { Partition } from './partition.ts'
import type { ReplicaManager } from './replica-manager.ts'
import { MAX_WAIT_MS, type Expiring } from './waiting.ts'

export interface FetchParameters {
  readonly apiVersion: number
  /** -1 or below: a consumer. */
  readonly replicaId: number
  readonly replicaEpoch: number
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly readCommitted: boolean
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** One partition's answer, with the target that it belongs to. */
export interface FetchedPartition {
  readonly target: FetchTarget
  readonly data: Mutable<FetchResponsePartitionDataInput>
  readonly byteLength: number
}

const EMPTY = Buffer.alloc(0)
const NO_TARGETS: readonly FetchTarget[] = []

/** What a waiting fetch takes: itself, and each of its partitions with its place among those who wait for it. */
const PARKED_BYTES = 1024
const PARKED_TARGET_BYTES = 320

export function fetchError(target: FetchTarget, error: ErrorName): FetchedPartition {
  return {
    target,
    data: {
      partitionIndex: target.index,
      errorCode: ErrorCode[error],
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: -1,
      abortedTransactions: null,
      records: EMPTY,
    },
    byteLength: 0,
  }
}

export class PendingFetch implements FetchWaiter, Expiring, ParkedFetch {
  readonly deadlineMs: number
  readonly isFollower: boolean
  readonly parkedBytes: number
  done: boolean = false
  private context: RequestContext | undefined
  private readonly replicas: ReplicaManager
  private targets: readonly FetchTarget[]
  private readonly parameters: FetchParameters
  private respond: ((context: RequestContext, fetched: FetchedPartition[]) => void) | undefined
  private waitingOn: Partition[] = []
  private queued: boolean = false
  private bytes: number = 0
  private mustAnswer: boolean = false

  constructor(
    context: RequestContext,
    replicas: ReplicaManager,
    targets: readonly FetchTarget[],
    parameters: FetchParameters,
    respond: (context: RequestContext, fetched: FetchedPartition[]) => void,
  ) {
    this.context = context
    this.replicas = replicas
    this.targets = targets
    this.parameters = parameters
    this.respond = respond
    this.isFollower = parameters.replicaId >= 0
    this.parkedBytes = PARKED_BYTES + targets.length * PARKED_TARGET_BYTES
    this.deadlineMs = context.receivedAtMs + Math.min(parameters.maxWaitMs, MAX_WAIT_MS)
  }

  start(): void {
    const fetched = this.read(true)
    const { parameters } = this
    if (this.mustAnswer || parameters.maxWaitMs <= 0 || this.bytes >= parameters.minBytes || this.targets.length === 0) {
      return this.answer(fetched)
    }
    for (const { target } of fetched) {
      const { partition } = target
      if (partition === undefined) continue
      partition.addFetchWaiter(this, target.fetchOffset)
      this.waitingOn.push(partition)
    }
    this.context?.onAbandoned(() => this.forget())
    this.replicas.deadlines.add(this)
    // The broker may be closing.
    if (!this.done) this.replicas.parkedFetches.add(this)
  }

  wake(bytes: number): void {
    if (this.queued || this.done) return
    this.bytes += Math.max(0, bytes)
    // Nothing was appended but a bound has moved, or there is an error: only a read can tell.
    if (bytes > 0 && this.bytes < this.parameters.minBytes) return
    this.queued = true
    this.replicas.readSoon(this)
  }

  /** The turn's appends are done. */
  readAgain(): void {
    this.queued = false
    if (this.done) return
    const fetched = this.read()
    if (this.mustAnswer || this.bytes >= this.parameters.minBytes) this.finish(fetched)
  }

  expire(): void {
    if (!this.done) this.finish(this.read(), true)
  }

  answerNow(): void {
    if (!this.done) this.finish(this.read())
  }

  private finish(fetched: FetchedPartition[], expired: boolean = false): void {
    this.stopWaiting(expired)
    this.answer(fetched)
  }

  private forget(): void {
    if (this.done) return
    this.stopWaiting(false)
    this.letGo()
  }

  private stopWaiting(expired: boolean): void {
    this.done = true
    for (const partition of this.waitingOn) partition.removeFetchWaiter(this)
    this.waitingOn = []
    this.replicas.parkedFetches.remove(this)
    if (!expired) this.replicas.deadlines.finished()
  }

  private answer(fetched: FetchedPartition[]): void {
    this.done = true
    const { context, respond } = this
    this.letGo()
    if (context !== undefined) respond?.(context, fetched)
  }

  private letGo(): void {
    this.context = undefined
    this.respond = undefined
    this.targets = NO_TARGETS
  }

  /** `arrived`: the request has just come, so that it says how far its sender is. Later it is only looked at again. */
  private read(arrived: boolean = false): FetchedPartition[] {
    const { maxBytes } = this.parameters
    const fetched: FetchedPartition[] = []
    let left = maxBytes
    let minOneMessage = true
    this.mustAnswer = false
    for (const target of this.targets) {
      const one = readPartition(this.replicas, target, this.parameters, left, minOneMessage, arrived)
      if (one.data.errorCode !== 0 || one.data.divergingEpoch !== undefined) this.mustAnswer = true
      if (one.byteLength > 0) minOneMessage = false
      left = Math.max(0, left - one.byteLength)
      fetched.push(one)
    }
    this.bytes = maxBytes - left
    if (!minOneMessage && this.bytes === 0) this.bytes = 1
    return fetched
  }
}

/** First version in which topics are ids. */
const IDS_FROM = 13

function readPartition(
  replicas: ReplicaManager,
  target: FetchTarget,
  parameters: FetchParameters,
  bytesLeft: number,
  minOneMessage: boolean,
  arrived: boolean,
): FetchedPartition {
  const partition = replicas.resolve(target)
  if (partition === undefined) {
    const missing = fetchError(target, replicas.missing(target.topic, parameters.apiVersion >= IDS_FROM ? target.topicId : undefined, target.index))
    missing.data.abortedTransactions = []
    return missing
  }
  const error = partition.leaderError(target.currentLeaderEpoch)
  if (error !== undefined) return withLeader(fetchError(target, error), partition, error, parameters.apiVersion)
  const leadership = partition.leadership as Leadership
  const { log } = leadership
  const isFollower = parameters.replicaId >= 0
  if (isFollower && !leadership.isFollower(parameters.replicaId)) {
    // A replica of an epoch that we agree on is one that we have not heard of yet; without an epoch nobody can say who is behind.
    return fetchError(target, target.currentLeaderEpoch >= 0 ? 'UNKNOWN_LEADER_EPOCH' : 'NOT_LEADER_OR_FOLLOWER')
  }
  const diverging = divergence(log, target)
  if (diverging === 'unknown') return fetchError(target, 'OFFSET_OUT_OF_RANGE')
  if (diverging !== undefined) {
    const parted = emptyAnswer(target, log, parameters.readCommitted)
    parted.divergingEpoch = diverging
    return { target, data: parted, byteLength: 0 }
  }
  const bound = isFollower ? log.writtenEndOffset : parameters.readCommitted ? log.lastStableOffset : log.highWatermark
  const maxBytes = Math.max(0, Math.min(target.maxBytes, bytesLeft))
  const read = log.read({ offset: target.fetchOffset, maxBytes, bound, minOneMessage })
  if (read.error !== undefined) return fetchError(target, read.error)
  // Only now: a follower whose log parts from ours, or does not meet it, has other records below its offset, or none.
  if (isFollower && arrived) {
    const { fetchOffset: offset, logStartOffset } = target
    leadership.followerFetched(parameters.replicaId, { offset, logStartOffset, brokerEpoch: parameters.replicaEpoch })
  }
  const data = emptyAnswer(target, log, parameters.readCommitted)
  const { byteLength } = read.records
  if (byteLength > 0) {
    data.records = read.records
    if (parameters.readCommitted) {
      const aborted = log.abortedTransactions(target.fetchOffset, read.nextOffset)
      // Without them the reader would be given what was taken back.
      if (aborted === undefined) return fetchError(target, 'KAFKA_STORAGE_ERROR')
      data.abortedTransactions = aborted
    }
  }
  return { target, data, byteLength }
}

function emptyAnswer(
  target: FetchTarget, log: PartitionLog, readCommitted: boolean,
): Mutable<FetchResponsePartitionDataInput> {
  return {
    partitionIndex: target.index,
    errorCode: 0,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    abortedTransactions: readCommitted ? [] : null,
    records: EMPTY,
  }
}

/** Where the reader's log and ours part, when they do (KIP-595): the reader truncates to that. Or nobody can say. */
function divergence(log: PartitionLog, target: FetchTarget): { epoch: number; endOffset: number } | 'unknown' | undefined {
  if (target.lastFetchedEpoch < 0) return undefined
  const end = log.leaderEpochs.endOffsetFor(target.lastFetchedEpoch)
  if (end.epoch < 0 || end.endOffset < 0) return 'unknown'
  // What it has there is deleted here, whichever branch it was of.
  if (target.fetchOffset < log.logStartOffset) return 'unknown'
  if (end.epoch < target.lastFetchedEpoch || end.endOffset < target.fetchOffset) return end
  return undefined
}

/** KIP-951: tells the client where to go instead. */
function withLeader(fetched: FetchedPartition, partition: Partition, error: ErrorName, version: number): FetchedPartition {
  if (version < 12) return fetched
  if (error === 'NOT_LEADER_OR_FOLLOWER' || error === 'FENCED_LEADER_EPOCH') {
    fetched.data.currentLeader = { leaderId: partition.leader, leaderEpoch: partition.leaderEpoch }
  }
  return fetched
}
