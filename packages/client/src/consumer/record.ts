/**
 * Records and batches as a consumer sees them. A record is a position in the bytes that were fetched: key, value and
 * headers are made when they are looked at. The bytes stay as long as somebody holds a record or a view of them.
 */
import { readHeaders, type RecordHeader } from '@odradek/protocol/internal'
import type { KafkaError } from '../errors.ts'
import type { Ledger } from './ledger.ts'

/** What the records of one batch of the log have in common. */
export interface RecordSource {
  readonly topic: string
  readonly partition: number
  /** Of the leader that appended the batch; -1 when unknown. */
  readonly leaderEpoch: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  readonly ledger: Ledger
}

export class ConsumerRecord<K = Buffer | null, V = Buffer | null> {
  readonly offset: number
  /** Milliseconds. */
  readonly timestamp: number
  /** @internal */
  readonly source: RecordSource
  /** @internal */
  readonly buffer: Buffer
  /** @internal */
  readonly keyStart: number
  /** @internal -1: null. */
  readonly keyLength: number
  /** @internal */
  readonly valueStart: number
  /** @internal -1: null. */
  readonly valueLength: number
  /** @internal */
  readonly headersStart: number
  /** @internal */
  readonly headerCount: number
  /** @internal Position behind the record. */
  readonly end: number

  constructor(
    source: RecordSource, offset: number, timestamp: number, buffer: Buffer, keyStart: number, keyLength: number,
    valueStart: number, valueLength: number, headersStart: number, headerCount: number, end: number,
  ) {
    this.offset = offset
    this.timestamp = timestamp
    this.source = source
    this.buffer = buffer
    this.keyStart = keyStart
    this.keyLength = keyLength
    this.valueStart = valueStart
    this.valueLength = valueLength
    this.headersStart = headersStart
    this.headerCount = headerCount
    this.end = end
  }

  get topic(): string {
    return this.source.topic
  }

  get partition(): number {
    return this.source.partition
  }

  get leaderEpoch(): number {
    return this.source.leaderEpoch
  }

  get timestampType(): 'CreateTime' | 'LogAppendTime' {
    return this.source.timestampType
  }

  get key(): K {
    return this.rawKey as K
  }

  get value(): V {
    return this.rawValue as V
  }

  /** The key's bytes: a view, made anew at each access. */
  get rawKey(): Buffer | null {
    return this.keyLength < 0 ? null : this.buffer.subarray(this.keyStart, this.keyStart + this.keyLength)
  }

  /** The value's bytes: a view, made anew at each access. */
  get rawValue(): Buffer | null {
    return this.valueLength < 0 ? null : this.buffer.subarray(this.valueStart, this.valueStart + this.valueLength)
  }

  /** Decoded anew at each access. A header may occur more than once. */
  get headers(): readonly RecordHeader[] {
    return this.headerCount === 0 ? [] : readHeaders(this.buffer, this.headersStart, this.headerCount, this.end)
  }

  /** Bytes of key, value and headers, about. */
  get size(): number {
    return this.end - this.keyStart
  }

  /**
   * The record is done: its credit comes back, and its offset is committed when everything before it is done too. In
   * any order. False when it is too late (the partition was revoked, or sought elsewhere) or was done before.
   */
  ack(): boolean {
    return this.source.ledger.ack(this.offset)
  }
}

/** A record of a topic with deserializers: key and value were made when it was opened. */
export class TypedRecord<K, V> extends ConsumerRecord<K, V> {
  /** @internal */
  decodedKey: K | undefined = undefined
  /** @internal */
  decodedValue: V | undefined = undefined
  /** @internal Why key or value could not be made. */
  poison: KafkaError | undefined = undefined

  override get key(): K {
    return this.decodedKey as K
  }

  override get value(): V {
    return this.decodedValue as V
  }
}

/** Records of one partition in a row. */
export class ConsumerBatch<K = Buffer | null, V = Buffer | null> implements Iterable<ConsumerRecord<K, V>> {
  readonly topic: string
  readonly partition: number
  /** At least one. */
  readonly records: readonly ConsumerRecord<K, V>[]
  /** First offset behind the batch; records that were compacted away, and markers, are jumped over. */
  readonly nextOffset: number
  /** High watermark of the partition when the batch was fetched. */
  readonly highWatermark: number
  readonly #ledger: Ledger
  readonly #asOne: boolean

  constructor(records: readonly ConsumerRecord<K, V>[], nextOffset: number, highWatermark: number, asOne: boolean) {
    const { source } = records[0]!
    this.topic = source.topic
    this.partition = source.partition
    this.records = records
    this.nextOffset = nextOffset
    this.highWatermark = highWatermark
    this.#ledger = source.ledger
    this.#asOne = asOne
  }

  get firstOffset(): number {
    return this.records[0]!.offset
  }

  get lastOffset(): number {
    return this.records.at(-1)!.offset
  }

  get length(): number {
    return this.records.length
  }

  [Symbol.iterator](): Iterator<ConsumerRecord<K, V>> {
    return this.records[Symbol.iterator]()
  }

  /** All its records are done; false when it is too late. */
  ack(): boolean {
    if (this.#asOne) return this.#ledger.ack(this.firstOffset)
    let changed = false
    for (const record of this.records) changed = this.#ledger.ack(record.offset) || changed
    return changed
  }
}
