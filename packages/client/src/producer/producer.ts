/**
 * The producer: serialize → partition → accumulate → dispatch, each stage visible (timings in every batch's report,
 * `diagnostics_channel` for whoever listens).
 *
 * Acceptance and delivery are two things: `enqueue` resolves when the record has a place in a batch (that is the
 * back-pressure), `send` when the brokers have it. Invariant: records of one caller to one partition
 * are accepted in the order of the calls, and delivered in that order (with idempotence, which is the default).
 */
import type { World } from '@odradek/platform'
import { abortable, checkSignal } from '../abort.ts'
import { abortSignal, milliseconds, name, onlyFields, orInfinity, verify } from '../checks.ts'
import type { Cluster } from '../cluster.ts'
import { answerForeignNames } from '../elsewhere.ts'
import { KafkaError, toKafkaError } from '../errors.ts'
import type { PartitionMetadata } from '../metadata.ts'
import type { WritableTopic } from '../serde.ts'
import { Accumulator } from './accumulator.ts'
import { Admission } from './admission.ts'
import { Dispatcher } from './dispatcher.ts'
import { Idempotence } from './idempotence.ts'
import { Pacer } from './pacer.ts'
import { type ProducerOptions, resolveProducerOptions } from './options.ts'
import { type Partitioner, partitionerFor } from './partitioner.ts'
import type { BatchReport, CloseReason } from './pending-batch.ts'
import { Placement } from './placement.ts'
import type { ProducerRecord, TopicLike } from './record.ts'
import type { Transactions } from './transactions.ts'
import { UnseenFailures } from './unseen-failures.ts'
import type { ProducerMetrics } from '../telemetry/metrics.ts'
import { StageClock } from './stage-clock.ts'
import { type Accepted, deliveryOf, type RecordReport, type Sent, sentOf } from './sent.ts'
import { accumulateChannel, dispatchChannel } from './stages.ts'

export interface SendBatchReport {
  readonly recordCount: number
  /** The batches that carried the records; other callers' records may be in them too. */
  readonly batches: readonly BatchReport[]
}

export interface WaitForProducer {
  /** Ends the wait. What was accepted by then is delivered all the same. */
  readonly signal?: AbortSignal | undefined
}

export class Producer {
  readonly #cluster: Cluster
  readonly #world: World
  readonly #accumulator: Accumulator
  readonly #dispatcher: Dispatcher
  readonly #partitioner: Partitioner
  readonly #maxBlockMs: number
  readonly #admission: Admission
  readonly #autoCreate: boolean
  readonly #onClose: () => Promise<void>
  readonly #transactions: Transactions | undefined
  readonly #pacer: Pacer
  readonly #unseen = new UnseenFailures()
  readonly #counted = { records: 0, recordErrors: 0, batches: 0, batchBytes: 0, retries: 0 }
  #closed = false
  #closing: Promise<void> | undefined

  /** @internal `kafka.producer()` makes them. */
  constructor(cluster: Cluster, given: ProducerOptions, onClose: () => Promise<void> = async () => {}, transactions?: Transactions) {
    this.#cluster = cluster
    this.#world = cluster.options.world
    this.#onClose = onClose
    const options = resolveProducerOptions(given)
    const { acks, batchBytes, deliveryTimeoutMs, idempotent, maxInFlight, maxRequestBytes, retries } = options
    this.#maxBlockMs = options.maxBlockMs
    this.#autoCreate = options.autoCreateTopics
    this.#partitioner = partitionerFor(options.partitioner, { random: this.#world.random, stickyBytes: batchBytes })
    this.#accumulator = new Accumulator({
      world: this.#world,
      workers: this.#world.workers,
      batchBytes,
      lingerMs: options.lingerMs,
      bufferBytes: options.bufferBytes,
      compression: options.compression,
      compressionLevel: options.compressionLevel,
      maxRequestBytes,
      onReady: () => this.#dispatcher.poll(),
    })
    this.#pacer = new Pacer(this.#world.scheduler, () => this.#accumulator.closedBytes, 2 * this.#accumulator.plainLimit)
    this.#admission = this.#newAdmission(maxRequestBytes, transactions)
    const { requestTimeoutMs } = cluster.options
    const dispatch = { acks, maxInFlight, maxRequestBytes, deliveryTimeoutMs, requestTimeoutMs, retries, batchBytes }
    this.#transactions = transactions
    const identities = transactions ?? (idempotent ? new Idempotence(cluster) : undefined)
    this.#dispatcher = new Dispatcher(cluster, this.#accumulator, identities, dispatch, {
      dispatched: (batch) => {
        if (batch.attempts > 1) this.#counted.retries++
        if (this.#partitioner.observe !== undefined) this.#observeSoon(batch.topic)
        if (accumulateChannel.hasSubscribers && batch.attempts === 1) {
          accumulateChannel.publish({ topic: batch.topic, partition: batch.partition, records: batch.recordCount, bytes: batch.bytes, closeReason: batch.closeReason, accumulateMs: batch.timings.accumulateMs })
        }
      },
      done: (report) => {
        this.#counted.records += report.recordCount
        this.#counted.batches++
        this.#counted.batchBytes += report.bytes
        this.#pacer.delivered()
        if (dispatchChannel.hasSubscribers) dispatchChannel.publish({ report })
      },
      failed: (batch, error) => {
        this.#counted.recordErrors += batch.recordCount
        this.#pacer.delivered()
        this.#unseen.add(batch.splitFrom ?? batch, error)
        transactions?.batchFailed(error)
        if (!dispatchChannel.hasSubscribers) return
        dispatchChannel.publish({ topic: batch.topic, partition: batch.partition, records: batch.recordCount, error })
      },
    }, transactions)
    transactions?.attach({
      poll: () => this.#dispatcher.poll(),
      flush: async () => {
        await this.#flush('transaction')
        // The end of the transaction tells what failed in it.
        this.#unseen.take()
      },
      drop: (error) => this.#admission.failAll(error),
    })
  }

  #newAdmission(maxRecordBytes: number, transactions: Transactions | undefined): Admission {
    const stageClock = new StageClock(this.#world.clock)
    const parts = { cluster: this.#cluster, accumulator: this.#accumulator, stageClock }
    const placement = new Placement({ ...parts, clock: this.#world.clock, partitioner: this.#partitioner, pacer: this.#pacer, maxRecordBytes })
    return new Admission({
      ...parts, placement, maxBlockMs: this.#maxBlockMs, autoCreate: this.#autoCreate,
      checkTicket: (ticket) => {
        if (this.#dispatcher.fatal !== undefined) throw this.#dispatcher.fatal
        transactions?.checkTicket(ticket)
      },
      refused: (ticket, error) => transactions?.refused(ticket, error),
    })
  }

  /** What this producer has counted so far: a snapshot, no request is made. */
  metrics(): ProducerMetrics {
    return { ...this.#cluster.counters.snapshot(), ...this.#counted, bufferAvailableBytes: this.availableBytes }
  }

  /** Bytes of buffer memory that are free now. */
  get availableBytes(): number {
    return this.#accumulator.memory.availableBytes
  }

  /** Topics of which batches were sent since the partitioner was told how long the queues are. */
  #toObserve = new Set<string>()

  /** Once for all batches that leave together, whoever made them leave: a full one, a timer or the answer to one before. */
  #observeSoon(topic: string): void {
    if (this.#toObserve.size === 0) queueMicrotask(() => this.#observe())
    this.#toObserve.add(topic)
  }

  /** What waits for each partition, and which have a leader: keyless records go where less waits (KIP-794). */
  #observe(): void {
    // A new one each time: see delivery/waiters.ts for what an emptied one keeps.
    const topics = this.#toObserve
    this.#toObserve = new Set()
    for (const topic of topics) {
      const known = this.#cluster.metadata.topic(topic)
      if (known === undefined) continue
      const queues = this.#accumulator.queues(topic)
      const queued = known.partitions.map((_, partition) => queues[partition]?.queuedBytes ?? 0)
      try {
        this.#partitioner.observe?.(topic, queued, known.partitions.map(({ leader }) => leader >= 0))
      } catch (error) {
        // Nobody waits for it, and records go where `partition` says all the same.
        this.#world.log.error({ topic, error: String(error) }, 'observe of the partitioner failed')
      }
    }
  }

  /**
   * Sends one record. Resolves when the brokers have it, with its place in the log; rejects when they will not.
   * A signal ends the wait: a record that was accepted by then is delivered all the same.
   * @throws KafkaError CLOSED, SERIALIZATION, RECORD_TOO_LARGE, BUFFER_EXHAUSTED, UNKNOWN_TOPIC_OR_PARTITION, DELIVERY_TIMEOUT, ABORTED, or what a broker said
   */
  send(topic: string, record: ProducerRecord, options?: WaitForProducer): Promise<RecordReport>
  send<K, V>(topic: WritableTopic<K, V>, record: ProducerRecord<NoInfer<K>, NoInfer<V>>, options?: WaitForProducer): Promise<RecordReport>
  send<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>, options?: WaitForProducer): Promise<RecordReport> {
    try {
      const signal = signalOf(options)
      const accepted = this.#admission.accept(topic, record, this.#ticket(), signal)
      const delivered = accepted instanceof Promise ? accepted.then(deliveryOf) : deliveryOf(accepted)
      return signal === undefined ? delivered : abortable(delivered, signal)
    } catch (error) {
      return Promise.reject(toKafkaError(error, 'a record'))
    }
  }

  /**
   * Accepts one record. Resolves when it has its place in a batch, which is the back-pressure; its `delivered` is the rest.
   * @throws KafkaError CLOSED, SERIALIZATION, RECORD_TOO_LARGE, BUFFER_EXHAUSTED, UNKNOWN_TOPIC_OR_PARTITION, ABORTED
   */
  enqueue(topic: string, record: ProducerRecord, options?: WaitForProducer): Promise<Sent>
  enqueue<K, V>(topic: WritableTopic<K, V>, record: ProducerRecord<NoInfer<K>, NoInfer<V>>, options?: WaitForProducer): Promise<Sent>
  enqueue<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>, options?: WaitForProducer): Promise<Sent> {
    try {
      const accepted = this.#admission.accept(topic, record, this.#ticket(), signalOf(options))
      if (accepted instanceof Promise) return accepted.then(sentOf)
      const sent = sentOf(accepted)
      return this.#pacer.mayGoOn ? Promise.resolve(sent) : this.#pacer.pause().then(() => sent)
    } catch (error) {
      return Promise.reject(toKafkaError(error, 'a record'))
    }
  }

  /**
   * Accepts one record, without a promise where nothing must be waited for; what is answered so is lent until the next.
   * @throws (or rejects with) what `enqueue` does.
   */
  accept<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>): Accepted | Promise<Accepted> {
    try {
      return this.#admission.accept(topic, record, this.#ticket())
    } catch (error) {
      throw toKafkaError(error, 'a record')
    }
  }

  /** Partitions of a topic as the brokers know them. @throws KafkaError UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION. */
  async partitionsFor(topic: string, options: WaitForProducer = {}): Promise<readonly PartitionMetadata[]> {
    verify(name, topic, 'topic')
    const wait = { timeoutMs: this.#maxBlockMs, autoCreate: this.#autoCreate, signal: signalOf(options) }
    return (await this.#cluster.topic(topic, wait)).partitions
  }

  /** Sends open batches now instead of after `lingerMs`: for a caller that can give no more until some are delivered. */
  hurry(): void {
    this.#accumulator.closeAll('flush')
  }

  /**
   * Accepts many records and answers once, when all are delivered. The fastest way in: no promise per record.
   * With a signal that aborts, no more records are accepted, and those that were are delivered all the same.
   * @throws KafkaError of the first batch that failed, or ABORTED; records of other batches may have been delivered.
   */
  sendBatch(topic: string, records: readonly ProducerRecord[], options?: WaitForProducer): Promise<SendBatchReport>
  sendBatch<K, V>(topic: WritableTopic<K, V>, records: readonly ProducerRecord<NoInfer<K>, NoInfer<V>>[], options?: WaitForProducer): Promise<SendBatchReport>
  async sendBatch<K, V>(topic: TopicLike<K, V>, records: readonly ProducerRecord<K, V>[], options: WaitForProducer = {}): Promise<SendBatchReport> {
    const ticket = this.#ticket()
    const signal = signalOf(options)
    const batches = await this.#admission.acceptAll(topic, records, ticket, signal).catch((error: unknown) => {
      throw toKafkaError(error, 'sendBatch')
    })
    return { recordCount: records.length, batches: await abortable(Promise.all([...batches].map((batch) => batch.done)), signal) }
  }

  /**
   * Sends what is held back now and waits until everything sent so far is delivered or has failed.
   * @throws KafkaError of the first record that failed and of which nobody holds the outcome (`enqueue` without `delivered`); ABORTED.
   */
  async flush(options: WaitForProducer = {}): Promise<void> {
    await abortable(this.#flush('flush'), signalOf(options))
    this.#tellUnseen()
  }

  async #flush(reason: CloseReason): Promise<void> {
    this.#accumulator.closeAll(reason)
    await this.#admission.settled()
    await this.#accumulator.flush(reason)
  }

  /**
   * Flushes, aborts a transaction that is open, then closes, whatever comes of the flush. With `timeoutMs`, what is not delivered by then fails with CLOSED; so it does when the signal aborts.
   * Called again it only waits. @throws KafkaError what `flush` does, when everything is closed.
   */
  close(options: WaitForProducer & { readonly timeoutMs?: number } = {}): Promise<void> {
    // What is told once is seen.
    if (this.#closing !== undefined) return this.#closing.catch(() => {})
    try {
      verify(closing, options, 'options')
    } catch (error) {
      return Promise.reject(error as KafkaError)
    }
    this.#closed = true
    this.#closing = this.#close(options)
    return this.#closing
  }

  async #close({ signal, timeoutMs }: WaitForProducer & { readonly timeoutMs?: number }): Promise<void> {
    const flushed = abortable(this.#flush('close').then(() => this.#transactions?.leave()), signal).catch(() => {})
    await (timeoutMs === undefined ? flushed : this.#within(timeoutMs, flushed))
    const closed = new KafkaError('CLOSED', 'the producer was closed before the record was delivered')
    this.#admission.failAll(closed)
    this.#dispatcher.close(closed)
    await this.#onClose()
    this.#tellUnseen()
  }

  #tellUnseen(): void {
    const error = this.#unseen.take()
    if (error !== undefined) throw error
  }

  /** The promise, or the time; what keeps the process alive ends with the first. */
  #within(timeoutMs: number, promise: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#world.scheduler.after(timeoutMs, resolve)
      void promise.then(() => {
        timer.cancel()
        resolve()
      })
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** What a call is served by: the transaction that is open now. @throws KafkaError when nothing can be sent. */
  #ticket(): number {
    if (this.#closed) throw new KafkaError('CLOSED', 'the producer is closed')
    if (this.#dispatcher.fatal !== undefined) throw this.#dispatcher.fatal
    return this.#transactions === undefined ? 0 : this.#transactions.ticket()
  }
}

answerForeignNames(Producer.prototype, 'producer', {
  connect: 'there is nothing to connect: the first record does',
  disconnect: 'write close()',
  on: 'look at what send rejects with, at the logger, or at the diagnostics channels odradek:producer:*',
  transaction: "write kafka.transactionalProducer({ transactionalId: 'orders' }).transaction(async (tx) => { ... })",
})

/** @throws KafkaError INVALID_ARGUMENT, ABORTED. */
export function signalOf(options: WaitForProducer | undefined): AbortSignal | undefined {
  if (options === undefined) return undefined
  verify(waiting, options, 'options')
  const { signal } = options
  checkSignal(signal)
  return signal
}

const waiting = onlyFields({}, { signal: abortSignal })
const closing = onlyFields({}, { signal: abortSignal, timeoutMs: orInfinity(milliseconds, 'as long as it takes') })
