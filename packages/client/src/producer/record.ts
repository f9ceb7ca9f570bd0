/**
 * A record as it is given to the producer, and what its fields may be. Checked when it is given, so that whoever gave it
 * is told, by the name of the field; nothing that cannot be written gets into a batch.
 */
import type { HeaderToWrite } from '@odradek/protocol/internal'
import { KafkaError } from '../errors.ts'
import type { Bytes, WritableTopic } from '../serde.ts'
import { bytesSerde } from '../serde.ts'
import { withTrace } from '../telemetry/trace-headers.ts'
import { sendChannel } from './stages.ts'

export interface ProducerRecord<K = Bytes, V = Bytes> {
  readonly key?: K
  /** Null: a tombstone, of any topic; no serializer is asked. */
  readonly value: V | null
  readonly headers?: Readonly<Record<string, Bytes>> | readonly HeaderToWrite[]
  /** Chosen by the partitioner when absent. */
  readonly partition?: number
  /** Milliseconds; now when absent. */
  readonly timestamp?: number
}

export type TopicLike<K, V> = string | WritableTopic<K, V>

const ONE = "producer.send('orders', { key, value })"
const SEVERAL = "producer.sendBatch('orders', [{ key, value }])"

/** A topic with its serdes; one that is only named takes bytes and text. @throws KafkaError INVALID_ARGUMENT. */
export function typedTopic<K, V>(given: TopicLike<K, V>): WritableTopic<K, V> {
  if (typeof given === 'string') {
    if (given === '') throw new KafkaError('INVALID_ARGUMENT', 'topic: an empty name is none')
    return { name: given, key: bytesSerde, value: bytesSerde } as unknown as WritableTopic<K, V>
  }
  const { name, key, value } = (typeof given === 'object' && given !== null ? given : {}) as Partial<WritableTopic<K, V>>
  if (typeof name === 'string' && name !== '' && typeof key?.serialize === 'function' && typeof value?.serialize === 'function') return given
  if (typeof given === 'object' && given !== null && ('messages' in given || 'topicMessages' in given)) {
    throw new KafkaError('INVALID_ARGUMENT', `the topic comes first, and then what is sent: ${ONE}, or ${SEVERAL} for several messages`)
  }
  throw new KafkaError('INVALID_ARGUMENT', `the topic comes first, a name or what topic() made, not ${kindOf(given)}: ${ONE}`)
}

/** The fields that are not serialized. @throws KafkaError INVALID_ARGUMENT. */
export function checkRecord(topic: string, record: ProducerRecord<unknown, unknown>): void {
  if (typeof record !== 'object' || record === null) {
    throw new KafkaError('INVALID_ARGUMENT', `a record for topic ${topic} is an object such as { key, value }, not ${kindOf(record)}`)
  }
  if (Array.isArray(record)) throw new KafkaError('INVALID_ARGUMENT', `one record for topic ${topic} is wanted here, not a list: several go with ${SEVERAL}`)
  if (record.timestamp !== undefined) checkTimestamp(topic, record.timestamp)
  if (record.partition !== undefined) checkPartition(topic, record.partition)
}

/** @throws KafkaError INVALID_ARGUMENT. */
export function checkRecords(topic: string, records: readonly ProducerRecord<unknown, unknown>[]): void {
  if (!Array.isArray(records)) throw new KafkaError('INVALID_ARGUMENT', `sendBatch takes a list of records for topic ${topic}, not ${kindOf(records)}: ${SEVERAL}`)
}

function checkTimestamp(topic: string, timestamp: unknown): void {
  if (timestamp === null || (Number.isSafeInteger(timestamp) && (timestamp as number) >= 0)) return
  const hint = timestamp instanceof Date ? ': give date.getTime()' : ''
  throw new KafkaError('INVALID_ARGUMENT', `timestamp of a record for topic ${topic}: whole milliseconds from 0 up, not ${shown(timestamp)}${hint}`)
}

function checkPartition(topic: string, partition: unknown): void {
  if (partition === null || (Number.isSafeInteger(partition) && (partition as number) >= 0)) return
  throw new KafkaError('INVALID_ARGUMENT', `partition of a record for topic ${topic}: a whole number from 0 up, not ${shown(partition)}`)
}

/** What a serializer made. @throws KafkaError SERIALIZATION. */
export function checkBytes(bytes: unknown, field: 'key' | 'value', topic: string): void {
  if (typeof bytes === 'string' || bytes === null || bytes instanceof Uint8Array) return
  throw new KafkaError('SERIALIZATION', `the ${field} of a record for topic ${topic} is neither bytes nor a string nor null once it is serialized (${kindOf(bytes)})`)
}

/** Headers as a list. @throws KafkaError INVALID_ARGUMENT, SERIALIZATION. */
export function headerList(topic: string, headers: NonNullable<ProducerRecord['headers']>): readonly HeaderToWrite[] {
  if (Array.isArray(headers)) {
    for (const header of headers as readonly unknown[]) checkHeader(topic, header)
    return headers as readonly HeaderToWrite[]
  }
  if (typeof headers !== 'object' || Symbol.iterator in headers) {
    throw new KafkaError('INVALID_ARGUMENT', `headers of a record for topic ${topic}: { name: value } or a list of { key, value }, not ${kindOf(headers)}`)
  }
  return Object.entries(headers as Readonly<Record<string, Bytes>>).map(([key, value]) => {
    checkHeaderValue(topic, key, value)
    return { key, value }
  })
}

function checkHeader(topic: string, header: unknown): void {
  const { key, value } = (typeof header === 'object' && header !== null ? header : {}) as { readonly key?: unknown; readonly value?: unknown }
  if (typeof key !== 'string') {
    throw new KafkaError('INVALID_ARGUMENT', `headers of a record for topic ${topic}: each in the list is { key, value } with a name as key, not ${kindOf(header)}`)
  }
  checkHeaderValue(topic, key, value)
}

function checkHeaderValue(topic: string, name: string, value: unknown): void {
  if (typeof value === 'string' || value === null || value instanceof Uint8Array) return
  throw new KafkaError('SERIALIZATION', `header ${JSON.stringify(name)} of a record for topic ${topic} is neither bytes nor a string nor null (${kindOf(value)})`)
}

/** What somebody gave, in a word. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value !== 'object') return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`
  const name: unknown = value.constructor?.name
  return typeof name === 'string' && name !== 'Object' && name !== '' ? `a ${name}` : 'an object'
}

function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : typeof value === 'string' ? JSON.stringify(value) : kindOf(value)
}

/** Told to whoever listens, with the headers that they add. */
export function announced<R extends ProducerRecord<unknown, unknown>>(topic: string, record: R): R {
  const headers: Record<string, string> = {}
  sendChannel.publish({ topic, record, headers })
  return withTrace(record, (carrier) => Object.assign(carrier, headers))
}
