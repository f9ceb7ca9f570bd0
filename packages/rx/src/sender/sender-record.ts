/** A record to send with what the caller wants back beside its result (`SenderRecord<K, V, T>` of Reactor Kafka). */
import { type BatchReport, type Bytes, offsetIn, type Topic } from '@odradek/client'
import { objectWith } from '../given.ts'

/** `name → value`, or a list when a name occurs twice. */
export type RecordHeaders = Readonly<Record<string, Bytes>> | readonly { readonly key: string; readonly value: Bytes }[]

/** What the Java client calls a ProducerRecord. */
export interface ProducerRecord<K, V> {
  /** A name (serializers of the options) or a typed topic (its own serdes). */
  readonly topic: string | Topic<K, V>
  /** Chosen by the partitioner when absent. */
  readonly partition?: number | null | undefined
  /** Milliseconds; now when absent. */
  readonly timestamp?: number | null | undefined
  readonly key?: K | null | undefined
  readonly value: V
  readonly headers?: RecordHeaders | undefined
}

type KeylessRecord<V> = Omit<ProducerRecord<never, V>, 'topic' | 'key'>

export class SenderRecord<K, V, T = undefined> implements ProducerRecord<K, V> {
  readonly topic: string | Topic<K, V>
  readonly partition: number | undefined
  readonly timestamp: number | undefined
  readonly key: K | null
  readonly value: V
  readonly headers: RecordHeaders | undefined
  readonly #correlation: T

  private constructor(record: ProducerRecord<K, V>, correlationMetadata: T) {
    this.topic = record.topic
    this.partition = record.partition ?? undefined
    this.timestamp = record.timestamp ?? undefined
    this.key = record.key ?? null
    this.value = record.value
    this.headers = record.headers
    this.#correlation = correlationMetadata
  }

  static create<K, V>(record: ProducerRecord<K, V>): SenderRecord<K, V>
  static create<K, V, T>(record: ProducerRecord<K, V>, correlationMetadata: T): SenderRecord<K, V, T>
  static create<K, V, T>(
    topic: string | Topic<K, V>, partition: number | null | undefined, timestamp: number | null | undefined, key: K | null, value: V, correlationMetadata: T,
  ): SenderRecord<K, V, T>
  static create(first: unknown, ...rest: unknown[]): unknown {
    if (rest.length < 2) return new SenderRecord(objectWith('SenderRecord.create', first, 'a record, { topic, key, value }') as ProducerRecord<unknown, unknown>, rest[0])
    const [partition, timestamp, key, value, correlation] = rest as [number | null, number | null, unknown, unknown, unknown]
    return new SenderRecord({ topic: first as string, partition, timestamp, key, value }, correlation)
  }

  /** Of a typed topic: `SenderRecord.of(orders, { key, value }, order.id)`. By name and without a key it fits any sender of the value's type. */
  static of<V>(topic: string, record: KeylessRecord<V>): SenderRecord<never, V>
  static of<V, T>(topic: string, record: KeylessRecord<V>, correlationMetadata: T): SenderRecord<never, V, T>
  static of<K, V>(topic: string | Topic<K, V>, record: Omit<ProducerRecord<K, V>, 'topic'>): SenderRecord<K, V>
  static of<K, V, T>(topic: string | Topic<K, V>, record: Omit<ProducerRecord<K, V>, 'topic'>, correlationMetadata: T): SenderRecord<K, V, T>
  static of(topic: string | Topic<unknown, unknown>, record: Omit<ProducerRecord<unknown, unknown>, 'topic'>, correlationMetadata?: unknown): unknown {
    return new SenderRecord({ ...objectWith('SenderRecord.of', record, 'a topic and { key, value }'), topic }, correlationMetadata)
  }

  correlationMetadata(): T {
    return this.#correlation
  }
}

export interface RecordMetadata {
  readonly topic: string
  readonly partition: number
  /** -1 with acks=0. */
  readonly offset: number
  readonly timestamp: number
  /** The batch that carried the record, with the timings of each stage. */
  readonly batch: BatchReport
}

/** Outcome of one record. Either `recordMetadata()` or `exception()` is null. */
export class SenderResult<T> {
  readonly #outcome: BatchReport | Error
  readonly #index: number
  readonly #timestamp: number
  readonly #correlation: T

  constructor(outcome: BatchReport | Error, index: number, timestamp: number, correlationMetadata: T) {
    this.#outcome = outcome
    this.#index = index
    this.#timestamp = timestamp
    this.#correlation = correlationMetadata
  }

  recordMetadata(): RecordMetadata | null {
    const batch = this.#outcome
    if (batch instanceof Error) return null
    const { topic, partition, logAppendTimeMs } = batch
    return {
      topic,
      partition,
      offset: offsetIn(batch, this.#index),
      timestamp: logAppendTimeMs >= 0 ? logAppendTimeMs : this.#timestamp,
      batch,
    }
  }

  exception(): Error | null {
    return this.#outcome instanceof Error ? this.#outcome : null
  }

  correlationMetadata(): T {
    return this.#correlation
  }
}
