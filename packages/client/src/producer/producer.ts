/**
 * The producer: serialize → partition → accumulate → dispatch, each stage visible (timings in every batch's report,
 * `diagnostics_channel` for whoever listens).
 *
 * Acceptance and delivery are two things: `enqueue` resolves when the record has a place in a batch (that is the
 * back-pressure), `send` when the brokers have it. Invariant: records of one caller to one partition
 * are accepted in the order of the calls, and delivered in that order (with idempotence, which is the default).
 */
import type { World } from '@odradek/platform'
import type { HeaderToWrite } from '@odradek/protocol/internal'
import { abortable, checkSignal } from '../abort.ts'
import type { Cluster } from '../cluster.ts'
import { KafkaError } from '../errors.ts'
import type { PartitionMetadata } from '../metadata.ts'
import type { Bytes, Topic } from '../serde.ts'
import { bytesSerde } from '../serde.ts'
import { Accumulator } from './accumulator.ts'
import { Dispatcher } from './dispatcher.ts'
import { Idempotence } from './idempotence.ts'
import { Pacer } from './pacer.ts'
import { checkOptions, type ProducerOptions } from './options.ts'
import { type Partitioner, partitionerFor } from './partitioner.ts'
import { type BatchReport, type PendingBatch, sizeEstimate } from './pending-batch.ts'
import type { Transactions } from './transactions.ts'
import { withTrace } from '../telemetry/trace-headers.ts'
import { StageClock } from './stage-clock.ts'
import { type Accepted, deliveryOf, type RecordReport, type Sent, sentOf } from './sent.ts'
import { accumulateChannel, dispatchChannel, partitionChannel, sendChannel, serializeChannel } from './stages.ts'

export interface ProducerRecord<K = Bytes, V = Bytes> {
  readonly key?: K
  readonly value: V
  readonly headers?: Readonly<Record<string, Bytes>> | readonly HeaderToWrite[]
  /** Chosen by the partitioner when absent. */
  readonly partition?: number
  /** Milliseconds; now when absent. */
  readonly timestamp?: number
}

export interface SendBatchReport {
  readonly recordCount: number
  /** The batches that carried the records; other callers' records may be in them too. */
  readonly batches: readonly BatchReport[]
}

export interface WaitForProducer {
  /** Ends the wait. What was accepted by then is delivered all the same. */
  readonly signal?: AbortSignal | undefined
}

type TopicLike<K, V> = string | Topic<K, V>

export class Producer {
  readonly #cluster: Cluster
  readonly #world: World
  readonly #accumulator: Accumulator
  readonly #dispatcher: Dispatcher
  readonly #partitioner: Partitioner
  readonly #maxBlockMs: number
  readonly #maxRecordBytes: number
  readonly #autoCreate: boolean
  readonly #onClose: () => Promise<void>
  readonly #transactions: Transactions | undefined
  readonly #stageClock: StageClock
  readonly #pacer: Pacer
  #closed = false
  #closing: Promise<void> | undefined

  constructor(cluster: Cluster, options: ProducerOptions, onClose: () => Promise<void> = async () => {}, transactions?: Transactions) {
    this.#cluster = cluster
    this.#world = cluster.options.world
    this.#onClose = onClose
    const { acks, idempotent, batchBytes, maxRequestBytes } = checkOptions(options)
    this.#maxBlockMs = options.maxBlockMs ?? 60_000
    this.#maxRecordBytes = maxRequestBytes
    this.#autoCreate = options.autoCreateTopics ?? true
    this.#partitioner = partitionerFor(options.partitioner ?? 'default', { random: this.#world.random, stickyBytes: batchBytes })
    this.#stageClock = new StageClock(this.#world.clock)
    this.#accumulator = new Accumulator({
      world: this.#world,
      workers: this.#world.workers,
      batchBytes,
      lingerMs: options.lingerMs ?? 5,
      bufferBytes: options.bufferBytes ?? 33_554_432,
      compression: options.compression ?? 'none',
      compressionLevel: options.compressionLevel,
      maxRequestBytes,
      onReady: () => this.#dispatcher.poll(),
    })
    this.#pacer = new Pacer(this.#world.scheduler, () => this.#accumulator.closedBytes, 2 * this.#accumulator.plainLimit)
    const dispatch = {
      acks,
      maxInFlight: options.maxInFlight ?? 5,
      maxRequestBytes,
      deliveryTimeoutMs: options.deliveryTimeoutMs ?? 120_000,
      requestTimeoutMs: cluster.options.requestTimeoutMs,
      retries: options.retries ?? 0x7fffffff,
      batchBytes,
    }
    this.#transactions = transactions
    const identities = transactions ?? (idempotent ? new Idempotence(cluster) : undefined)
    this.#dispatcher = new Dispatcher(cluster, this.#accumulator, identities, dispatch, {
      dispatched: (batch) => {
        if (this.#partitioner.observe !== undefined) this.#observeSoon(batch.topic)
        if (accumulateChannel.hasSubscribers && batch.attempts === 1) {
          accumulateChannel.publish({ topic: batch.topic, partition: batch.partition, records: batch.recordCount, bytes: batch.bytes, closeReason: batch.closeReason, accumulateMs: batch.timings.accumulateMs })
        }
      },
      done: (report) => {
        this.#pacer.delivered()
        if (dispatchChannel.hasSubscribers) dispatchChannel.publish({ report })
      },
      failed: (batch, error) => {
        this.#pacer.delivered()
        transactions?.batchFailed(error)
        if (!dispatchChannel.hasSubscribers) return
        dispatchChannel.publish({ topic: batch.topic, partition: batch.partition, records: batch.recordCount, error })
      },
    }, transactions)
    transactions?.attach({ poll: () => this.#dispatcher.poll(), flush: () => this.#accumulator.flush('transaction') })
  }

  /** Bytes of buffer memory that are free now. */
  get availableBytes(): number {
    return this.#accumulator.memory.availableBytes
  }

  /** Topics of which batches were sent since the partitioner was told how long the queues are. */
  readonly #toObserve = new Set<string>()

  /** Once for all batches that leave together, whoever made them leave: a full one, a timer or the answer to one before. */
  #observeSoon(topic: string): void {
    if (this.#toObserve.size === 0) queueMicrotask(() => this.#observe())
    this.#toObserve.add(topic)
  }

  /** What waits for each partition, and which have a leader: keyless records go where less waits (KIP-794). */
  #observe(): void {
    for (const topic of this.#toObserve) {
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
    this.#toObserve.clear()
  }

  /**
   * Sends one record. Resolves when the brokers have it, with its place in the log; rejects when they will not.
   * A signal ends the wait: a record that was accepted by then is delivered all the same.
   * @throws KafkaError CLOSED, SERIALIZATION, RECORD_TOO_LARGE, BUFFER_EXHAUSTED, UNKNOWN_TOPIC_OR_PARTITION, DELIVERY_TIMEOUT, ABORTED, or what a broker said
   */
  send(topic: string, record: ProducerRecord, options?: WaitForProducer): Promise<RecordReport>
  send<K, V>(topic: Topic<K, V>, record: ProducerRecord<K, V>, options?: WaitForProducer): Promise<RecordReport>
  send<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>, options?: WaitForProducer): Promise<RecordReport> {
    try {
      const signal = options?.signal
      const accepted = this.#admit(topic, record, signal)
      const delivered = accepted instanceof Promise ? accepted.then(deliveryOf) : deliveryOf(accepted)
      return signal === undefined ? delivered : abortable(delivered, signal)
    } catch (error) {
      return Promise.reject(error as Error)
    }
  }

  /**
   * Accepts one record. Resolves when it has its place in a batch, which is the back-pressure; its `delivered` is the rest.
   * @throws KafkaError CLOSED, SERIALIZATION, RECORD_TOO_LARGE, BUFFER_EXHAUSTED, UNKNOWN_TOPIC_OR_PARTITION, ABORTED
   */
  enqueue(topic: string, record: ProducerRecord, options?: WaitForProducer): Promise<Sent>
  enqueue<K, V>(topic: Topic<K, V>, record: ProducerRecord<K, V>, options?: WaitForProducer): Promise<Sent>
  enqueue<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>, options?: WaitForProducer): Promise<Sent> {
    try {
      const accepted = this.#admit(topic, record, options?.signal)
      if (accepted instanceof Promise) return accepted.then(sentOf)
      const sent = sentOf(accepted)
      return this.#pacer.mayGoOn ? Promise.resolve(sent) : this.#pacer.pause().then(() => sent)
    } catch (error) {
      return Promise.reject(error as Error)
    }
  }

  /** What is lent is read in this tick. */
  #admit<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>, signal: AbortSignal | undefined): Accepted | Promise<Accepted> {
    this.#checkOpen()
    if (signal !== undefined) checkSignal(signal)
    if (sendChannel.hasSubscribers) record = announced(topic, record)
    const name = typeof topic === 'string' ? topic : topic.name
    const known = this.#cluster.metadata.topic(name)
    if (known === undefined || (this.#asking.size > 0 && this.#asking.has(name))) return this.#admitInTurn(topic, name, record, signal)
    return this.#acceptPrepared(this.#preparedAgain(topic, name, known.partitions.length), record, signal)
  }

  /** The last of the sends that wait for their topic's metadata, by topic: who comes later comes after it. */
  readonly #asking = new Map<string, Promise<void>>()

  async #admitInTurn<K, V>(topic: TopicLike<K, V>, name: string, record: ProducerRecord<K, V>, signal: AbortSignal | undefined): Promise<Accepted> {
    const before = this.#asking.get(name)
    const preparing = before === undefined ? this.#prepare(topic, signal) : before.then(() => this.#prepare(topic, signal))
    const settled = preparing.then(() => {}, () => {})
    this.#asking.set(name, settled)
    try {
      const prepared = await preparing
      this.#checkOpen()
      checkSignal(signal)
      const accepted = this.#acceptPrepared(prepared, record, signal)
      // A copy: others are accepted before the caller goes on.
      return accepted instanceof Promise ? await accepted : { ...accepted }
    } finally {
      if (this.#asking.get(name) === settled) this.#asking.delete(name)
    }
  }

  /**
   * Accepts one record, without a promise where nothing must be waited for. A caller that got a promise awaits it
   * before it sends the next record, or the order of acceptance is lost.
   * @throws (or rejects with) what `enqueue` does.
   */
  accept<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>): Accepted | Promise<Accepted> {
    this.#checkOpen()
    if (sendChannel.hasSubscribers) record = announced(topic, record)
    const name = typeof topic === 'string' ? topic : topic.name
    const known = this.#cluster.metadata.topic(name)
    return known === undefined ? this.#acceptSlowly(topic, record) : this.#acceptPrepared(this.#preparedAgain(topic, name, known.partitions.length), record)
  }

  #acceptPrepared<K, V>(prepared: Prepared<K, V>, record: ProducerRecord<K, V>, signal?: AbortSignal): Accepted | Promise<Accepted> {
    const { key: keySerde, value: valueSerde, name } = prepared.topic
    const startedAt = this.#stageClock.start()
    const key = keySerde.serialize((record.key ?? null) as K, name)
    const value = valueSerde.serialize(record.value, name)
    if (key instanceof Promise || value instanceof Promise) return this.#acceptSerialized(prepared, record, key, value, startedAt, signal)
    this.#stageClock.serialized(startedAt)
    const batch = this.#accept(prepared, record, key, value, 0)
    return batch === undefined ? this.#acceptLater(prepared, record, key, value, signal) : this.#lend(batch)
  }

  /** Most records go where the last one went. */
  #preparedAgain<K, V>(topic: TopicLike<K, V>, name: string, partitionCount: number): Prepared<K, V> {
    const last = this.#lastPrepared
    if (last !== undefined && last.given === topic && last.prepared.partitionCount === partitionCount) return last.prepared as Prepared<K, V>
    const typed = typeof topic === 'string' ? ({ name, key: bytesSerde, value: bytesSerde } as unknown as Topic<K, V>) : topic
    const prepared = { topic: typed, partitionCount }
    this.#lastPrepared = { given: topic, prepared: prepared as unknown as Prepared<unknown, unknown> }
    return prepared
  }

  #lastPrepared: { readonly given: unknown; readonly prepared: Prepared<unknown, unknown> } | undefined

  async #acceptSlowly<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>): Promise<Accepted> {
    const prepared = await this.#prepare(topic)
    this.#checkOpen()
    const accepted = this.#acceptPrepared(prepared, record)
    // A copy: others are accepted before the caller goes on.
    return accepted instanceof Promise ? accepted : { ...accepted }
  }

  async #acceptSerialized<K, V>(
    prepared: Prepared<K, V>, record: ProducerRecord<K, V>, key: Bytes | Promise<Bytes>, value: Bytes | Promise<Bytes>, startedAt: number,
    signal: AbortSignal | undefined,
  ): Promise<Accepted> {
    const [keyBytes, valueBytes] = await Promise.all([key, value])
    checkSignal(signal)
    this.#stageClock.serialized(startedAt)
    const batch = this.#accept(prepared, record, keyBytes, valueBytes, 0)
    return batch === undefined ? this.#acceptLater(prepared, record, keyBytes, valueBytes, signal) : this.#placeIn(batch)
  }

  /** Partitions of a topic as the brokers know them. @throws KafkaError UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION. */
  async partitionsFor(topic: string, options: WaitForProducer = {}): Promise<readonly PartitionMetadata[]> {
    return (await this.#cluster.topic(topic, { timeoutMs: this.#maxBlockMs, autoCreate: this.#autoCreate, signal: options.signal })).partitions
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
  sendBatch<K, V>(topic: Topic<K, V>, records: readonly ProducerRecord<K, V>[], options?: WaitForProducer): Promise<SendBatchReport>
  async sendBatch<K, V>(topic: TopicLike<K, V>, records: readonly ProducerRecord<K, V>[], options: WaitForProducer = {}): Promise<SendBatchReport> {
    this.#checkOpen()
    const { signal } = options
    checkSignal(signal)
    const prepared = await this.#prepare(topic, signal)
    const { key: keySerde, value: valueSerde, name } = prepared.topic
    const batches = new Set<PendingBatch>()
    let last: PendingBatch | undefined
    for (const given of records) {
      const record = sendChannel.hasSubscribers ? announced(topic, given) : given
      const startedAt = this.#stageClock.start()
      let key = keySerde.serialize((record.key ?? null) as K, name)
      if (key instanceof Promise) key = await key
      let value = valueSerde.serialize(record.value, name)
      if (value instanceof Promise) value = await value
      checkSignal(signal)
      this.#stageClock.serialized(startedAt)
      const batch = this.#accept(prepared, record, key, value, 0) ?? (await this.#acceptLater(prepared, record, key, value, signal)).batch
      if (batch !== last) batches.add((last = batch))
    }
    return { recordCount: records.length, batches: await abortable(Promise.all([...batches].map((batch) => batch.done)), signal) }
  }

  /** Sends what is held back now and waits until everything accepted so far is delivered or has failed. */
  async flush(options: WaitForProducer = {}): Promise<void> {
    await abortable(this.#accumulator.flush(), options.signal)
  }

  /** Flushes, then closes. With `timeoutMs`, what is not delivered by then fails with CLOSED; so it does when the signal aborts. */
  close(options: WaitForProducer & { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closed = true
    this.#closing ??= this.#close(options)
    return this.#closing
  }

  async #close({ signal, timeoutMs }: WaitForProducer & { readonly timeoutMs?: number }): Promise<void> {
    const flushed = abortable(this.#accumulator.flush('close'), signal).catch(() => {})
    await (timeoutMs === undefined ? flushed : this.#within(timeoutMs, flushed))
    this.#dispatcher.close(new KafkaError('CLOSED', 'the producer is closed'))
    await this.#onClose()
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

  #lastTimestamp = 0

  #checkOpen(): void {
    if (this.#closed) throw new KafkaError('CLOSED', 'the producer is closed')
    if (this.#dispatcher.fatal !== undefined) throw this.#dispatcher.fatal
    this.#transactions?.checkSend()
  }

  async #prepare<K, V>(topic: TopicLike<K, V>, signal?: AbortSignal): Promise<Prepared<K, V>> {
    const typed = typeof topic === 'string' ? ({ name: topic, key: bytesSerde, value: bytesSerde } as unknown as Topic<K, V>) : topic
    const known = this.#cluster.metadata.topic(typed.name)
    if (known !== undefined) return { topic: typed, partitionCount: known.partitions.length }
    const startedAt = this.#world.clock.monotonicMs()
    const found = await this.#cluster.topic(typed.name, { timeoutMs: this.#maxBlockMs, autoCreate: this.#autoCreate, signal })
    return { topic: typed, partitionCount: found.partitions.length, metadataMs: this.#world.clock.monotonicMs() - startedAt }
  }

  /** Stages two and three. Undefined when there is no memory. */
  #accept<K, V>(prepared: Prepared<K, V>, record: ProducerRecord<K, V>, key: Bytes, value: Bytes, credited: number, chosen?: number): PendingBatch | undefined {
    const topic = prepared.topic.name
    const headers = record.headers === undefined ? undefined : headerList(record.headers)
    const recordBytes = sizeEstimate(key, value, headers)
    if (!(recordBytes <= this.#maxRecordBytes)) {
      if (Number.isNaN(recordBytes)) throw new KafkaError('SERIALIZATION', `a key, value or header for ${topic} is neither bytes nor a string nor null`)
      throw new KafkaError('RECORD_TOO_LARGE', `a record of about ${recordBytes} bytes for ${topic} is above maxRequestBytes (${this.#maxRecordBytes})`)
    }
    this.#pacer.accepted(recordBytes)
    const partition = chosen ?? this.#choose(topic, prepared.partitionCount, record.partition, key, recordBytes)
    this.#stageClock.partitioned()
    if (serializeChannel.hasSubscribers) serializeChannel.publish({ topic, bytes: recordBytes })
    if (partitionChannel.hasSubscribers) partitionChannel.publish({ topic, partition })
    this.#lastTimestamp = record.timestamp ?? this.#world.clock.wallMs()
    const queue = this.#accumulator.queue(topic, partition)
    const batch = this.#accumulator.append(queue, key, value, headers, this.#lastTimestamp, credited)
    if (batch === undefined) {
      this.#waiting = partition
      return undefined
    }
    this.#stageClock.accepted(batch)
    const { metadataMs } = prepared
    if (metadataMs !== undefined && metadataMs > batch.timings.metadataMs) batch.timings.metadataMs = metadataMs
    return batch
  }

  /** Partition of the record that `#accept` had no memory for: it is chosen once. */
  #waiting = 0

  async #acceptLater<K, V>(prepared: Prepared<K, V>, record: ProducerRecord<K, V>, key: Bytes, value: Bytes, signal?: AbortSignal): Promise<Placed> {
    const partition = this.#waiting
    const startedAt = this.#world.clock.monotonicMs()
    const bytes = this.#accumulator.bytesForNewBatch(key, value, record.headers === undefined ? undefined : headerList(record.headers))
    await this.#accumulator.memory.take(bytes, this.#maxBlockMs, signal)
    if (this.#closed) {
      this.#accumulator.memory.give(bytes)
      throw new KafkaError('CLOSED', 'the producer was closed while a record waited for buffer memory')
    }
    const batch = this.#accept(prepared, record, key, value, bytes, partition)!
    batch.timings.bufferMs = Math.max(batch.timings.bufferMs, this.#world.clock.monotonicMs() - startedAt)
    return this.#placeIn(batch)
  }

  /** Where the record that was appended just now lies. Read in the same tick: the next record moves both. */
  #placeIn(batch: PendingBatch): Placed {
    return { batch, index: batch.recordCount - 1, timestamp: this.#lastTimestamp }
  }

  /** The same in the one object that `accept` lends. */
  #lend(batch: PendingBatch): Placed {
    const lent = (this.#lent ??= { batch, index: 0, timestamp: 0 })
    lent.batch = batch
    lent.index = batch.recordCount - 1
    lent.timestamp = this.#lastTimestamp
    return lent
  }

  #lent: { batch: PendingBatch; index: number; timestamp: number } | undefined

  #choose(topic: string, partitionCount: number, wanted: number | undefined, key: Bytes, recordBytes: number): number {
    if (wanted !== undefined) {
      if (!Number.isInteger(wanted) || wanted < 0 || wanted >= partitionCount) {
        throw new KafkaError('INVALID_ARGUMENT', `topic ${topic} has partitions 0 to ${partitionCount - 1}, not ${wanted}`)
      }
      return wanted
    }
    const chosen = this.#partitioner.partition({ topic, key, partitionCount, recordBytes: this.#accumulator.bytesToSend(topic, recordBytes) })
    if (!Number.isInteger(chosen) || chosen < 0 || chosen >= partitionCount) {
      throw new KafkaError('INVALID_ARGUMENT', `the partitioner answered ${chosen} for topic ${topic} with ${partitionCount} partitions`)
    }
    return chosen
  }
}

interface Placed extends Accepted {
  readonly batch: PendingBatch
}

interface Prepared<K, V> {
  readonly topic: Topic<K, V>
  readonly partitionCount: number
  /** How long the record waited for them. */
  readonly metadataMs?: number
}

/** Told to whoever listens, with the headers that they add. */
function announced<K, V>(topic: TopicLike<K, V>, record: ProducerRecord<K, V>): ProducerRecord<K, V> {
  const headers: Record<string, string> = {}
  sendChannel.publish({ topic: typeof topic === 'string' ? topic : topic.name, record, headers })
  return withTrace(record, (carrier) => Object.assign(carrier, headers))
}

function headerList(headers: Readonly<Record<string, Bytes>> | readonly HeaderToWrite[]): readonly HeaderToWrite[] {
  if (Array.isArray(headers)) return headers as readonly HeaderToWrite[]
  return Object.entries(headers as Readonly<Record<string, Bytes>>).map(([key, value]) => ({ key, value }))
}
