/**
 * Stage four: batches become requests, answers become outcomes. One request carries at most one batch of each
 * partition that a node leads.
 *
 * Invariants: sequences are assigned when a batch is drained; a failed batch that may be tried again goes back to its
 * place before anything behind it is sent; every batch ends once, with a report or an error, within deliveryTimeoutMs.
 * One whose time is up in flight keeps its place there until its request is answered or lost.
 */
import type { Timer, World } from '@odradek/platform'
import { ErrorCode, ProduceApi, type ProduceRequestInput, type ProduceResponse } from '@odradek/protocol/internal'
import type { Cluster } from '../cluster.ts'
import { KafkaError, protocolError, toKafkaError } from '../errors.ts'
import { backoffMs } from '../retry.ts'
import { isWorthSaying } from '../telemetry/repeats.ts'
import type { Accumulator } from './accumulator.ts'
import { type ProducerIdentities, type TransactionGate, isFatalForIdempotence } from './idempotence.ts'
import { partlyFailed, refusal } from './outcome.ts'
import type { PartitionQueue, ProducerIdentity } from './partition-queue.ts'
import type { BatchReport, PendingBatch } from './pending-batch.ts'
import { splitBatch } from './split.ts'

/** Topic ids in requests (13 and up) are for later: names serve every broker from 2.1 on. */
const MAX_PRODUCE_VERSION = 12

export interface DispatcherOptions {
  readonly acks: 0 | 1 | -1
  readonly maxInFlight: number
  readonly maxRequestBytes: number
  readonly deliveryTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly retries: number
  readonly batchBytes: number
}

export interface DispatchEvents {
  dispatched(batch: PendingBatch): void
  done(report: BatchReport): void
  failed(batch: PendingBatch, error: KafkaError): void
}

interface InFlight {
  readonly queue: PartitionQueue
  readonly batch: PendingBatch
  readonly identity: ProducerIdentity | undefined
}

export class Dispatcher {
  readonly #cluster: Cluster
  readonly #world: World
  readonly #accumulator: Accumulator
  readonly #idempotence: ProducerIdentities | undefined
  readonly #transactions: TransactionGate | undefined
  readonly #options: DispatcherOptions
  readonly #events: DispatchEvents
  readonly #inFlight = new Map<number, number>()
  #wake: Timer | undefined
  #wakeAtMs = Number.POSITIVE_INFINITY
  #refreshing = false
  /** Runs while batches are pending; fires when the time of the oldest is up. */
  #deadline: Timer | undefined
  #fatal: KafkaError | undefined
  /** Why there is no producer id yet. */
  #noIdentity: KafkaError | undefined
  /** Attempts that failed, and batches given up, since the last batch that was delivered. */
  #failedInARow = 0
  #givenUpInARow = 0

  constructor(
    cluster: Cluster, accumulator: Accumulator, idempotence: ProducerIdentities | undefined, options: DispatcherOptions, events: DispatchEvents,
    transactions?: TransactionGate,
  ) {
    this.#cluster = cluster
    this.#world = cluster.options.world
    this.#accumulator = accumulator
    this.#idempotence = idempotence
    this.#transactions = transactions
    this.#options = options
    this.#events = events
  }

  /** Set when the producer can never send again. */
  get fatal(): KafkaError | undefined {
    return this.#fatal
  }

  /** Sends what may be sent now. Cheap when there is nothing. */
  poll(): void {
    if (this.#accumulator.ready.size === 0) return
    if (this.#fatal !== undefined) return this.#failAll(this.#fatal)
    if (this.#transactions?.failure !== undefined) return this.#failAll(this.#transactions.failure)
    const now = this.#world.clock.monotonicMs()
    this.#watchDeadlines(now)
    if (this.#idempotence !== undefined && this.#idempotence.identity === undefined) return this.#waitForIdentity()
    // A round takes one batch of each partition: rounds go on until nothing more may be in flight.
    while (this.#sendRound(now));
  }

  #sendRound(now: number): boolean {
    const byNode = new Map<number, InFlight[]>()
    const bytes = new Map<number, number>()
    for (const queue of this.#accumulator.ready) this.#collect(queue, now, byNode, bytes)
    for (const [node, batches] of byNode) {
      // To the end of the line: where a request cannot take all of them, those that it took do not come first again.
      for (const { queue } of batches) if (this.#accumulator.ready.delete(queue)) this.#accumulator.ready.add(queue)
      this.#send(node, batches)
    }
    return byNode.size > 0
  }

  #collect(queue: PartitionQueue, now: number, byNode: Map<number, InFlight[]>, bytes: Map<number, number>): void {
    const first = queue.batches[0]
    if (first === undefined || first.closeReason === undefined) {
      this.#accumulator.ready.delete(queue)
      return
    }
    if (now - first.openedAtMs > this.#options.deliveryTimeoutMs) return this.#expire(queue, first)
    const leader = this.#cluster.metadata.partition(queue.topic, queue.partition)?.leader ?? -1
    if (leader < 0) return this.#refresh(queue.topic)
    if ((this.#inFlight.get(leader) ?? 0) >= this.#options.maxInFlight) return
    const identity = this.#idempotence?.identity
    const next = queue.next(now, this.#options.maxInFlight, identity)
    if (next === undefined) {
      if (first.notBeforeMs > now) this.#wakeAt(first.notBeforeMs)
      return
    }
    if (this.#transactions?.mayProduce(queue.topic, queue.partition) === false) return
    const sofar = bytes.get(leader) ?? 0
    if (sofar > 0 && sofar + next.bytesToSend > this.#options.maxRequestBytes) return
    bytes.set(leader, sofar + next.bytesToSend)
    const batches = byNode.get(leader)
    const entry: InFlight = { queue, ...queue.drain(identity) }
    if (batches === undefined) byNode.set(leader, [entry])
    else batches.push(entry)
  }

  #send(node: number, entries: readonly InFlight[]): void {
    const now = this.#world.clock.monotonicMs()
    const topics = new Map<string, { index: number; records: Buffer }[]>()
    for (const { batch, identity } of entries) {
      // A part of a batch that was split has been through the accumulator.
      if (batch.attempts++ === 0 && batch.timings.accumulateMs === 0) batch.timings.accumulateMs = now - batch.openedAtMs
      batch.sentAtMs = now
      const records = batch.encode(identity?.producerId ?? -1, identity?.epoch ?? -1, batch.sequence, identity?.isTransactional ?? false)
      if (batch.attempts === 1) this.#accumulator.encoded(batch)
      const partitions = topics.get(batch.topic)
      if (partitions === undefined) this.#cluster.useTopic(batch.topic)
      if (partitions === undefined) topics.set(batch.topic, [{ index: batch.partition, records }])
      else partitions.push({ index: batch.partition, records })
      this.#events.dispatched(batch)
    }
    const request: ProduceRequestInput = {
      transactionalId: this.#transactions?.transactionalId ?? null,
      acks: this.#options.acks,
      timeoutMs: this.#options.requestTimeoutMs,
      topicData: [...topics].map(([name, partitionData]) => ({ name, partitionData })),
    }
    this.#inFlight.set(node, (this.#inFlight.get(node) ?? 0) + 1)
    const options = {
      maxVersion: this.#transactions?.maxProduceVersion ?? MAX_PRODUCE_VERSION,
      expectResponse: this.#options.acks !== 0,
      timeoutMs: this.#options.requestTimeoutMs,
      // A record whose sender was told that it failed must not be written later, when there is a connection at last.
      beforeWrite: () => (entries.some(({ batch }) => batch.isSettled) ? new KafkaError('TIMEOUT', `time was up before broker ${node} could be asked`, { retriable: true }) : undefined),
    }
    this.#cluster.send(node, ProduceApi, request, options).then(
      (response) => this.#answered(node, entries, response),
      (error: unknown) => this.#unanswered(node, entries, toKafkaError(error, `Produce to broker ${node}`)),
    )
  }

  #answered(node: number, entries: readonly InFlight[], response: ProduceResponse | undefined): void {
    this.#inFlight.set(node, (this.#inFlight.get(node) ?? 1) - 1)
    if (response === undefined) {
      for (const entry of entries) this.#succeed(entry, -1, -1)
      return this.poll()
    }
    const answers = new Map<string, ProduceResponse['responses'][number]['partitionResponses'][number]>()
    for (const topic of response.responses) for (const partition of topic.partitionResponses) answers.set(`${topic.name}/${partition.index}`, partition)
    for (const entry of entries) {
      const { topic, partition } = entry.batch
      const answer = answers.get(`${topic}/${partition}`)
      if (answer === undefined) this.#failedOnce(entry, new KafkaError('CORRUPT_DATA', `broker ${node} said nothing of ${topic}-${partition}`))
      else if (answer.errorCode === ErrorCode.NONE) this.#succeed(entry, answer.baseOffset, answer.logAppendTimeMs)
      else if (answer.errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) this.#succeed(entry, -1, -1)
      else {
        const { leaderId, leaderEpoch } = answer.currentLeader
        if (leaderId >= 0) this.#cluster.metadata.leaderChanged(topic, partition, leaderId, leaderEpoch)
        const place = `Produce to ${topic}-${partition}`
        const error = protocolError(answer.errorCode, place, answer.errorMessage)
        this.#failedOnce(entry, refusal(error, answer.recordErrors, place, answer.errorMessage))
      }
    }
    this.poll()
  }

  #unanswered(node: number, entries: readonly InFlight[], error: KafkaError): void {
    this.#inFlight.set(node, (this.#inFlight.get(node) ?? 1) - 1)
    for (const entry of entries) this.#failedOnce(entry, error)
    this.poll()
  }

  #succeed({ queue, batch }: InFlight, baseOffset: number, logAppendTimeMs: number): void {
    queue.acknowledged(batch)
    this.#failedInARow = this.#givenUpInARow = 0
    if (queue.batches.length > 0) this.#accumulator.ready.add(queue)
    if (batch.isSettled) return
    this.#accumulator.release(batch)
    this.#events.done(batch.succeed(baseOffset, logAppendTimeMs, this.#world.clock.monotonicMs()))
  }

  /** One attempt failed: split, try again, or give up. */
  #failedOnce(entry: InFlight, error: KafkaError): void {
    const { queue, batch, identity } = entry
    if (error.code === 'MESSAGE_TOO_LARGE' && batch.recordCount > 1 && !batch.isSettled) return this.#split(entry)
    const now = this.#world.clock.monotonicMs()
    const inTime = !batch.isSettled && now - batch.openedAtMs < this.#options.deliveryTimeoutMs
    // Behind another batch that failed it is only out of turn: its turn is when that one is done.
    const isOutOfTurn = identity !== undefined && error.errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER && queue.hasEarlier(batch)
    if (inTime && batch.attempts <= this.#options.retries && (isOutOfTurn || this.#mayRetry(entry, error))) {
      const pace = { firstMs: this.#cluster.options.retryBackoffMs, maxMs: this.#cluster.options.retryBackoffMaxMs }
      batch.notBeforeMs = isOutOfTurn ? now : now + backoffMs(batch.attempts, pace, this.#world.random)
      batch.lastError = error
      if (!isOutOfTurn) this.#warnOfRetry(batch, error)
      queue.requeue(batch)
      this.#accumulator.ready.add(queue)
      if (!isOutOfTurn) this.#wakeAt(batch.notBeforeMs)
      if (error.staleMetadata || error.code === 'CONNECTION_CLOSED' || error.code === 'CONNECTION_FAILED') this.#refresh(batch.topic)
      return
    }
    queue.landed(batch)
    if (identity !== undefined) {
      // Refused for good: what comes after it cannot follow. Without an answer it may have been written, and they can.
      if (!error.retriable) queue.restart()
      if (isFatalForIdempotence(error)) this.#fatal = error
      else this.#idempotence?.bump(identity)
    }
    this.#giveUp(queue, batch, inTime ? error : deliveryTimeout(batch, this.#options.deliveryTimeoutMs, error))
  }

  #mayRetry({ queue, batch, identity }: InFlight, error: KafkaError): boolean {
    if (identity === undefined) return error.retriable
    if (error.errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER || error.errorCode === ErrorCode.UNKNOWN_PRODUCER_ID) {
      // Behind another batch that failed it is only out of turn; in front, the broker lost our place: count anew.
      if (!queue.hasEarlier(batch)) {
        queue.restart()
        this.#idempotence?.bump(identity)
      }
      return true
    }
    return error.retriable
  }

  #split({ queue, batch }: InFlight): void {
    this.#accumulator.wasTooLarge(batch)
    const parts = splitBatch(batch, this.#options.batchBytes)
    for (const part of parts) {
      part.splitFrom = batch.splitFrom ?? batch
      this.#accumulator.pending.add(part)
    }
    this.#accumulator.release(batch)
    batch.becomes(Promise.all(parts.map((part) => part.outcome)).then((outcomes) => {
      if (outcomes.some((outcome) => outcome instanceof KafkaError)) throw partlyFailed(outcomes, parts.map(({ recordCount }) => recordCount))
      return mergeReports(outcomes as BatchReport[])
    }))
    // What follows it in flight fails as out of order and comes back behind the parts.
    queue.replace(batch, parts)
    this.#accumulator.ready.add(queue)
  }

  #expire(queue: PartitionQueue, batch: PendingBatch): void {
    queue.batches.shift()
    const identity = this.#idempotence?.identity
    if (identity !== undefined && batch.sequence >= 0) this.#idempotence?.bump(identity)
    this.#giveUp(queue, batch, deliveryTimeout(batch, this.#options.deliveryTimeoutMs, this.#whyWaiting(batch)))
  }

  /** What kept the batch from being delivered so far. */
  #whyWaiting(batch: PendingBatch): KafkaError | undefined {
    const leader = this.#cluster.metadata.partition(batch.topic, batch.partition)?.leader ?? -1
    const known = batch.lastError ?? this.#noIdentity
    if (leader >= 0) return known
    return known ?? protocolError(this.#cluster.metadata.topicErrors.get(batch.topic) ?? ErrorCode.LEADER_NOT_AVAILABLE, `${batch.topic}-${batch.partition}`)
  }

  /** A leader that moves costs an attempt or two: nothing to speak of. */
  #warnOfRetry({ topic, partition, attempts }: PendingBatch, error: KafkaError): void {
    if (++this.#failedInARow < 4 || !isWorthSaying(this.#failedInARow)) return
    this.#world.log.warn({ topic, partition, attempts, failedInARow: this.#failedInARow, error: error.message }, `records cannot be delivered, and are tried again until deliveryTimeoutMs is over. ${error.remedy}`)
  }

  /** Whoever waits for the records is told too; not everybody does. */
  #warnOfLoss({ topic, partition, recordCount }: PendingBatch, error: KafkaError): void {
    if (error.code !== 'DELIVERY_TIMEOUT' || !isWorthSaying(++this.#givenUpInARow)) return
    this.#world.log.warn({ topic, partition, records: recordCount, givenUpInARow: this.#givenUpInARow, error: error.message }, `records were given up. ${error.remedy}`)
  }

  #giveUp(queue: PartitionQueue, batch: PendingBatch, error: KafkaError): void {
    if (queue.batches.length > 0) this.#accumulator.ready.add(queue)
    if (batch.isSettled) return
    this.#accumulator.release(batch)
    this.#warnOfLoss(batch, error)
    this.#events.failed(batch, error)
    batch.fail(error)
  }

  /** Requests may hang for longer than records may: their batches are given up on time all the same. */
  #watchDeadlines(now: number): void {
    const [oldest] = this.#accumulator.pending
    if (this.#deadline !== undefined || oldest === undefined || this.#fatal !== undefined) return
    const dueInMs = oldest.openedAtMs + this.#options.deliveryTimeoutMs - now
    this.#deadline = this.#world.scheduler.after(Math.max(1, dueInMs), () => {
      this.#deadline = undefined
      const then = this.#world.clock.monotonicMs()
      for (const batch of this.#accumulator.pending) {
        if (then - batch.openedAtMs < this.#options.deliveryTimeoutMs) continue
        const queue = this.#accumulator.queue(batch.topic, batch.partition)
        if (queue.inFlight.includes(batch)) this.#giveUp(queue, batch, deliveryTimeout(batch, this.#options.deliveryTimeoutMs, this.#whyWaiting(batch)))
        else if (queue.batches[0] === batch) this.#expire(queue, batch)
      }
      this.#watchDeadlines(then)
      this.poll()
    }, { background: true })
  }

  #failAll(error: KafkaError): void {
    const identity = this.#idempotence?.identity
    for (const queue of this.#accumulator.ready) {
      for (const batch of queue.batches.splice(0)) {
        // It was under way before: its sequence may never be written, and what comes after it could not follow.
        if (identity !== undefined && batch.sequence >= 0) this.#idempotence?.bump(identity)
        this.#giveUp(queue, batch, error)
      }
      this.#accumulator.ready.delete(queue)
    }
  }

  #waitForIdentity(): void {
    this.#idempotence?.ensure(this.#options.deliveryTimeoutMs).then(
      () => {
        this.#noIdentity = undefined
        this.poll()
      },
      (error: unknown) => {
        const failure = toKafkaError(error, 'InitProducerId')
        this.#noIdentity = failure
        // Each batch has its own time, which is over for the oldest only.
        if (failure.retriable && this.#fatal === undefined) return this.#wakeAt(this.#world.clock.monotonicMs() + this.#cluster.options.retryBackoffMs)
        if (!failure.retriable) this.#fatal = failure
        this.#failAll(failure)
      },
    )
  }

  #refresh(topic: string): void {
    if (this.#refreshing) return
    this.#refreshing = true
    this.#cluster.useTopic(topic)
    this.#cluster.refreshInUse([topic]).then(() => {
      this.#refreshing = false
      this.poll()
    }, () => {
      this.#refreshing = false
      this.#wakeAt(this.#world.clock.monotonicMs() + this.#cluster.options.retryBackoffMs)
    })
  }

  #wakeAt(atMs: number): void {
    if (atMs >= this.#wakeAtMs) return
    this.#wake?.cancel()
    this.#wakeAtMs = atMs
    this.#wake = this.#world.scheduler.after(Math.max(1, atMs - this.#world.clock.monotonicMs()), () => {
      this.#wake = undefined
      this.#wakeAtMs = Number.POSITIVE_INFINITY
      this.poll()
    })
  }

  close(error: KafkaError): void {
    this.#fatal ??= error
    this.#wake?.cancel()
    this.#deadline?.cancel()
    this.#failAll(error)
    // What is in flight may be written or not: nobody waits for the answer any more.
    for (const batch of this.#accumulator.pending) this.#giveUp(this.#accumulator.queue(batch.topic, batch.partition), batch, error)
  }
}

function deliveryTimeout(batch: PendingBatch, timeoutMs: number, cause: KafkaError | undefined): KafkaError {
  const last = cause === undefined ? '' : `; last: ${cause.message}`
  return new KafkaError('DELIVERY_TIMEOUT', `${batch.recordCount} record(s) for ${batch.topic}-${batch.partition} were not delivered within ${timeoutMs} ms${last}`, { cause })
}

function mergeReports(reports: readonly BatchReport[]): BatchReport {
  const first = reports[0]!
  return { ...first, parts: reports, recordCount: reports.reduce((sum, report) => sum + report.recordCount, 0), bytes: reports.reduce((sum, report) => sum + report.bytes, 0) }
}
