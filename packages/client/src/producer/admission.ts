/**
 * The one way in for a record: serialized, then placed, in the order of the calls. Whatever must be waited for (metadata
 * of the topic, a serializer that is asynchronous, buffer memory), calls for one topic stand in a line, and who comes
 * later comes after. Where nothing must be waited for and nobody stands in line, a record is placed in the call itself,
 * without a promise and without an object of its own.
 *
 * Invariants: records of a topic are placed in the order of the calls, so those of a partition are; each call is served
 * with the ticket that it drew when it was made, which is checked in the step that places the record: what belongs to a
 * transaction that is over never gets into a batch of the next. A call that fails holds nobody up. Every wait ends after
 * `maxBlockMs`, by the caller's signal, or with `failAll`.
 */
import type { Scheduler } from '@odradek/platform'
import { abortable, aborted } from '../abort.ts'
import type { Cluster } from '../cluster.ts'
import { KafkaError, toKafkaError } from '../errors.ts'
import type { TopicMetadata } from '../metadata.ts'
import type { Bytes, Serializer, WritableTopic } from '../serde.ts'
import type { Accumulator } from './accumulator.ts'
import type { PendingBatch } from './pending-batch.ts'
import type { Placement } from './placement.ts'
import { announced, checkBytes, checkRecord, checkRecords, type ProducerRecord, type TopicLike, typedTopic } from './record.ts'
import type { Placed } from './sent.ts'
import type { StageClock } from './stage-clock.ts'
import { sendChannel } from './stages.ts'

export interface AdmissionParts {
  readonly cluster: Cluster
  readonly accumulator: Accumulator
  readonly placement: Placement
  readonly stageClock: StageClock
  readonly maxBlockMs: number
  readonly autoCreate: boolean
  /** Asked in the step that places a record of a call that waited. @throws KafkaError when its time is over. */
  readonly checkTicket: (ticket: number) => void
  /** Told of a record that got no place. */
  readonly refused: (ticket: number, error: KafkaError) => void
}

type AnyTopic = WritableTopic<unknown, unknown>
type AnyRecord = ProducerRecord<unknown, unknown>

/** One call that waits, or several records: what was asked, how far it has come. */
class Call {
  readonly topic: AnyTopic
  readonly records: readonly AnyRecord[]
  readonly isSeveral: boolean
  readonly ticket: number
  /** When the call was made; of several, when the record before was placed, where that had to wait. */
  startedAtMs: number
  hasWaited: boolean = false
  next: Call | undefined
  /** Index of the record whose turn it is. */
  at: number = 0
  record: AnyRecord | undefined
  /** The brokers were asked for the partition that the record names. */
  isPartitionAsked: boolean = false
  isSerialized: boolean = false
  /** Resolves when key and value are there, or the call has failed. */
  serializing: Promise<void> | undefined
  timedFrom: number = -1
  key: Bytes = null
  value: Bytes = null
  partition: number = -1
  credited: number = 0
  metadataMs: number = 0
  bufferMs: number = 0
  isSettled: boolean = false
  readonly batches: Set<PendingBatch> = new Set()
  lastBatch: PendingBatch | undefined
  /** Ends what is waited for, once nobody wants it any more. */
  ending: AbortController | undefined
  settle: ((error: KafkaError | undefined, placed?: Placed) => void) | undefined

  constructor(topic: AnyTopic, records: readonly AnyRecord[], isSeveral: boolean, ticket: number, nowMs: number) {
    this.topic = topic
    this.records = records
    this.isSeveral = isSeveral
    this.ticket = ticket
    this.startedAtMs = nowMs
  }
}

interface Line {
  first: Call
  last: Call
}

export class Admission {
  readonly #parts: AdmissionParts
  readonly #scheduler: Scheduler
  readonly #lines = new Map<string, Line>()
  /** What the serializers made last, read in the same tick. */
  #key: Bytes | Promise<Bytes> = null
  #value: Bytes | Promise<Bytes> = null
  #lastTopic: { readonly given: unknown; readonly topic: AnyTopic } | undefined
  #lent: { batch: PendingBatch; index: number; timestamp: number } | undefined

  constructor(parts: AdmissionParts) {
    this.#parts = parts
    this.#scheduler = parts.cluster.options.world.scheduler
  }

  /** One record. What is answered without a promise is lent until the next record. @throws (or rejects with) KafkaError. */
  accept<K, V>(given: TopicLike<K, V>, record: ProducerRecord<K, V>, ticket: number, signal?: AbortSignal): Placed | Promise<Placed> {
    const topic = this.#typed(given)
    const { stageClock, cluster, placement } = this.#parts
    const timedFrom = stageClock.start()
    const announcedRecord = this.#serialize(topic, record as AnyRecord)
    const isStraight = (this.#lines.size === 0 || !this.#lines.has(topic.name)) && !(this.#key instanceof Promise) && !(this.#value instanceof Promise)
    const found = isStraight ? cluster.metadata.topic(topic.name) : undefined
    const known = found !== undefined && isBeyond(announcedRecord, found) ? undefined : found
    if (known !== undefined) {
      stageClock.serialized(timedFrom)
      try {
        const batch = placement.place(topic.name, known.partitions.length, announcedRecord, this.#key as Bytes, this.#value as Bytes, 0, -1)
        if (batch !== undefined) return this.#lend(batch)
      } catch (error) {
        if (error instanceof KafkaError) this.#parts.refused(ticket, error)
        throw error
      }
    }
    const call = new Call(topic, [record as AnyRecord], false, ticket, this.#now())
    this.#hold(call, announcedRecord, timedFrom)
    if (known !== undefined) call.partition = placement.lastPartition
    return this.#enter(call, signal) as Promise<Placed>
  }

  /** Several, in their order, with nothing of the same topic between them. Answers the batches that have them. */
  async acceptAll<K, V>(given: TopicLike<K, V>, records: readonly ProducerRecord<K, V>[], ticket: number, signal?: AbortSignal): Promise<ReadonlySet<PendingBatch>> {
    const call = new Call(this.#typed(given), records as readonly AnyRecord[], true, ticket, this.#now())
    checkRecords(call.topic.name, call.records)
    if (!this.#lines.has(call.topic.name)) {
      let failure: KafkaError | undefined
      call.settle = (error) => (failure = error)
      const waiting = this.#advance(call)
      if (failure !== undefined) throw failure
      if (waiting === undefined) return call.batches
      await this.#enter(call, signal, waiting)
    } else {
      await this.#enter(call, signal)
    }
    return call.batches
  }

  /** Resolves when every call that stands in a line now has been served, or has failed. */
  async settled(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ last }) => this.#enter(new Call(last.topic, [], true, last.ticket, this.#now()), undefined)))
  }

  /** Nobody who stands in a line is served any more. */
  failAll(error: KafkaError): void {
    for (const { first } of this.#lines.values()) {
      for (let call: Call | undefined = first; call !== undefined; call = call.next) if (call.at < call.records.length) this.#fail(call, error)
    }
  }

  #now(): number {
    return this.#parts.cluster.options.world.clock.monotonicMs()
  }

  /** Most records go where the last one went. */
  #typed<K, V>(given: TopicLike<K, V>): AnyTopic {
    const last = this.#lastTopic
    if (last !== undefined && last.given === given) return last.topic
    const topic = typedTopic(given) as unknown as AnyTopic
    this.#lastTopic = { given, topic }
    return topic
  }

  /** Checks the record and serializes it. Answers it with what listeners have added. */
  #serialize(topic: AnyTopic, given: AnyRecord): AnyRecord {
    checkRecord(topic.name, given)
    const record = sendChannel.hasSubscribers ? announced(topic.name, given) : given
    const key = serialized(topic.key, record.key ?? null, 'key', topic.name)
    // Should the value fail at once, nobody asks for the key any more.
    if (key instanceof Promise) key.catch(() => {})
    else checkBytes(key, 'key', topic.name)
    const value = record.value === null ? null : serialized(topic.value, record.value, 'value', topic.name)
    if (!(value instanceof Promise)) checkBytes(value, 'value', topic.name)
    this.#key = key
    this.#value = value
    return record
  }

  /** Keeps what the serializers made for the call whose record it is. */
  #hold(call: Call, record: AnyRecord, timedFrom: number): void {
    const { topic } = call
    const key = this.#key
    const value = this.#value
    call.record = record
    call.timedFrom = timedFrom
    call.isSerialized = true
    call.partition = -1
    if (!(key instanceof Promise) && !(value instanceof Promise)) {
      call.key = key
      call.value = value
      return
    }
    call.serializing = Promise.all([inField(key, 'key', topic.name), inField(value, 'value', topic.name)]).then(([keyBytes, valueBytes]) => {
      checkBytes(keyBytes, 'key', topic.name)
      checkBytes(valueBytes, 'value', topic.name)
      call.key = keyBytes
      call.value = valueBytes
      call.serializing = undefined
    }).catch((error: unknown) => this.#fail(call, error))
  }

  /** To the end of the line of its topic. `waiting`: it is served already, and nobody stood before it. */
  #enter(call: Call, signal: AbortSignal | undefined, waiting?: Promise<void>): Promise<Placed | undefined> {
    const { name } = call.topic
    const line = this.#lines.get(name)
    return new Promise((resolve, reject) => {
      const abort = (): void => this.#fail(call, aborted(signal))
      call.settle = (error, placed) => {
        signal?.removeEventListener('abort', abort)
        if (error === undefined) resolve(placed)
        else reject(error)
      }
      signal?.addEventListener('abort', abort, { once: true })
      if (line !== undefined) {
        line.last = line.last.next = call
        return
      }
      const opened = { first: call, last: call }
      this.#lines.set(name, opened)
      if (waiting === undefined) this.#drain(name, opened)
      else void waiting.then(() => this.#drain(name, opened))
    })
  }

  #drain(name: string, line: Line): void {
    for (;;) {
      const waiting = this.#advance(line.first)
      if (waiting !== undefined) return void waiting.then(() => this.#drain(name, line))
      if (line.first.next === undefined) break
      line.first = line.first.next
    }
    this.#lines.delete(name)
  }

  /** As far as it goes without waiting. Undefined: it is done, or has failed. The promise never rejects. */
  #advance(call: Call): Promise<void> | undefined {
    const { cluster, stageClock, placement, checkTicket } = this.#parts
    const { topic, records } = call
    try {
      while (!call.isSettled && call.at < records.length) {
        const known = cluster.metadata.topic(topic.name)
        if (known === undefined) return this.#askMetadata(call)
        if (!call.isSerialized) {
          const timedFrom = stageClock.start()
          this.#hold(call, this.#serialize(topic, records[call.at]!), timedFrom)
        }
        if (call.serializing !== undefined) return this.#awaitSerializer(call, call.serializing)
        if (!call.isPartitionAsked && isBeyond(call.record!, known)) return this.#askPartition(call)
        checkTicket(call.ticket)
        stageClock.serialized(call.timedFrom)
        const batch = placement.place(topic.name, known.partitions.length, call.record!, call.key, call.value, call.credited, call.partition)
        if (batch === undefined) return this.#takeMemory(call)
        this.#placed(call, batch)
      }
    } catch (error) {
      this.#fail(call, error)
    }
    if (!call.isSettled) this.#succeed(call, undefined)
    return undefined
  }

  #placed(call: Call, batch: PendingBatch): void {
    const { timings } = batch
    if (call.metadataMs > timings.metadataMs) timings.metadataMs = call.metadataMs
    if (call.bufferMs > timings.bufferMs) timings.bufferMs = call.bufferMs
    call.credited = call.bufferMs = 0
    call.isSerialized = call.isPartitionAsked = false
    call.at++
    if (call.hasWaited) {
      call.hasWaited = false
      call.startedAtMs = this.#now()
    }
    if (!call.isSeveral) return this.#succeed(call, this.#placeIn(batch))
    if (batch !== call.lastBatch) call.batches.add((call.lastBatch = batch))
  }

  #succeed(call: Call, placed: Placed | undefined): void {
    call.isSettled = true
    call.settle?.(undefined, placed)
  }

  #fail(call: Call, thrown: unknown): void {
    if (call.isSettled) return
    const { name } = call.topic
    const error = toKafkaError(thrown, `a record for topic ${name}`)
    call.isSettled = true
    if (call.credited > 0) this.#parts.accumulator.memory.give(call.credited)
    call.credited = 0
    this.#parts.refused(call.ticket, error)
    call.settle?.(call.isSeveral ? ofRecord(error, call.at) : error)
    call.ending?.abort()
  }

  /** For a wait that begins now. */
  #remainingMs(call: Call): number {
    call.hasWaited = true
    return Math.max(0, call.startedAtMs + this.#parts.maxBlockMs - this.#now())
  }

  #askMetadata(call: Call): Promise<void> {
    const { cluster, autoCreate } = this.#parts
    const startedAt = this.#now()
    return cluster.topic(call.topic.name, { timeoutMs: this.#remainingMs(call), autoCreate, signal: untilEnd(call) }).then(
      () => {
        call.metadataMs = this.#now() - startedAt
      },
      (error: unknown) => this.#fail(call, error),
    )
  }

  /** The topic may have grown since its partitions were asked for. */
  #askPartition(call: Call): Promise<void> {
    const startedAt = this.#now()
    call.isPartitionAsked = true
    return this.#parts.cluster.fetchMetadata([call.topic.name], { timeoutMs: this.#remainingMs(call), signal: untilEnd(call) }).then(
      () => {
        call.metadataMs = this.#now() - startedAt
      },
      (error: unknown) => this.#fail(call, error),
    )
  }

  #awaitSerializer(call: Call, serializing: Promise<void>): Promise<void> {
    const { maxBlockMs } = this.#parts
    const timer = this.#scheduler.after(this.#remainingMs(call), () => {
      this.#fail(call, new KafkaError('TIMEOUT', `a serializer of topic ${call.topic.name} did not answer within maxBlockMs (${maxBlockMs} ms)`, { retriable: true }))
    })
    return abortable(serializing, untilEnd(call)).then(() => timer.cancel(), () => timer.cancel())
  }

  #takeMemory(call: Call): Promise<void> {
    const { accumulator, placement } = this.#parts
    const startedAt = this.#now()
    const { memory } = accumulator
    call.partition = placement.lastPartition
    const bytes = placement.bytesFor(call.topic.name, call.record!, call.key, call.value)
    return memory.take(bytes, this.#remainingMs(call), untilEnd(call)).then(
      () => {
        if (call.isSettled) return memory.give(bytes)
        call.credited = bytes
        call.bufferMs = this.#now() - startedAt
      },
      (error: unknown) => this.#fail(call, error),
    )
  }

  /** Where the record that was placed just now lies. Read in the same tick: the next record moves both. */
  #placeIn(batch: PendingBatch): Placed {
    return { batch, index: batch.recordCount - 1, timestamp: this.#parts.placement.lastTimestamp }
  }

  /** The same in the one object that `accept` lends. */
  #lend(batch: PendingBatch): Placed {
    const lent = (this.#lent ??= { batch, index: 0, timestamp: 0 })
    lent.batch = batch
    lent.index = batch.recordCount - 1
    lent.timestamp = this.#parts.placement.lastTimestamp
    return lent
  }
}

function isBeyond({ partition }: AnyRecord, { partitions }: TopicMetadata): boolean {
  return partition !== undefined && partition !== null && partition >= partitions.length
}

function untilEnd(call: Call): AbortSignal {
  call.ending ??= new AbortController()
  return call.ending.signal
}

function serialized(serializer: Serializer<unknown>, value: unknown, field: 'key' | 'value', topic: string): Bytes | Promise<Bytes> {
  try {
    return serializer.serialize(value, topic)
  } catch (cause) {
    throw serializerFailed(cause, field, topic)
  }
}

async function inField(bytes: Bytes | Promise<Bytes>, field: 'key' | 'value', topic: string): Promise<Bytes> {
  try {
    return await bytes
  } catch (cause) {
    throw serializerFailed(cause, field, topic)
  }
}

function serializerFailed(cause: unknown, field: 'key' | 'value', topic: string): KafkaError {
  if (cause instanceof KafkaError) return cause
  return new KafkaError('SERIALIZATION', `the ${field} of a record for topic ${topic} could not be serialized: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}

/** Which of several records it was, where the error is about a record. */
function ofRecord(error: KafkaError, index: number): KafkaError {
  if (!['SERIALIZATION', 'INVALID_ARGUMENT', 'RECORD_TOO_LARGE'].includes(error.code)) return error
  return new KafkaError(error.code, `record ${index} of those given: ${error.message}`, { cause: error })
}
