/**
 * Records and batches as a consumer sees them. A record is a position in the bytes that were fetched: key, value and
 * headers are made when they are looked at. The bytes stay as long as somebody holds a record or a view of them.
 */
import { cursor, readHeaders, readVarint, readVarlong, type RecordHeader } from '@odradek/protocol/internal'
import { KafkaError } from '../errors.ts'
import { type Frame, usedTooLate } from './fetching/frame.ts'
import type { Ledger } from './delivery/ledger.ts'

/** What the records of one batch of the log have in common. */
export interface RecordSource {
  readonly topic: string
  readonly partition: number
  /** Of the leader that appended the batch; -1 when unknown. */
  readonly leaderEpoch: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  /** Of the batch: its records' timestamps count from it, or are it (LogAppendTime). */
  readonly baseTimestamp: number
  /** What the records lie in: as fetched, or as decompressed. */
  readonly buffer: Buffer
  /** Where `buffer` goes back to; undefined when it is the garbage collector's. */
  readonly frame: Frame | undefined
  readonly ledger: Ledger
}

/** Small on purpose, four fields: there are millions of these, and most are looked at once. */
export class ConsumerRecord<K = Buffer | null, V = Buffer | null> {
  readonly offset: number
  /** @internal */
  readonly source: RecordSource
  /** @internal Position of the record's attributes; checked when the record was cut out. */
  readonly start: number
  /** @internal Position behind the record. */
  readonly end: number

  /** @internal */
  constructor(source: RecordSource, offset: number, start: number, end: number) {
    this.offset = offset
    this.source = source
    this.start = start
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

  /** Milliseconds. */
  get timestamp(): number {
    const { baseTimestamp, timestampType } = this.source
    const buffer = bytesOf(this.source)
    return timestampType === 'LogAppendTime' ? baseTimestamp : baseTimestamp + readVarlong(buffer, this.start + 1, this.end)
  }

  get key(): K {
    return this.rawKey as K
  }

  get value(): V {
    return this.rawValue as V
  }

  /** The key's bytes: a view, made anew at each access. */
  get rawKey(): Buffer | null {
    const buffer = bytesOf(this.source)
    const length = readVarint(buffer, keyLengthAt(buffer, this.start, this.end), this.end)
    return length < 0 ? null : buffer.subarray(cursor, cursor + length)
  }

  /** The value's bytes: a view, made anew at each access. */
  get rawValue(): Buffer | null {
    const buffer = bytesOf(this.source)
    const length = readVarint(buffer, valueLengthAt(buffer, this.start, this.end), this.end)
    return length < 0 ? null : buffer.subarray(cursor, cursor + length)
  }

  /** Bytes of the value, without making it; -1 when it is null. */
  get valueLength(): number {
    const buffer = bytesOf(this.source)
    return Math.max(-1, readVarint(buffer, valueLengthAt(buffer, this.start, this.end), this.end))
  }

  /** The value is null, whatever its type says: the record deletes its key where the topic is compacted. */
  get isTombstone(): boolean {
    return this.valueLength < 0
  }

  /** Decoded anew at each access. A header may occur more than once. @throws KafkaError CORRUPT_DATA where they are none. */
  get headers(): readonly RecordHeader[] {
    const buffer = bytesOf(this.source)
    const length = readVarint(buffer, valueLengthAt(buffer, this.start, this.end), this.end)
    const count = readVarint(buffer, length > 0 ? cursor + length : cursor, this.end)
    if (count === 0) return []
    try {
      return readHeaders(buffer, cursor, count, this.end)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new KafkaError('CORRUPT_DATA', `${this.topic}-${this.partition} at offset ${this.offset}: ${reason}`, { cause })
    }
  }

  /** Bytes of the record as it lies in the log, decompressed. */
  get size(): number {
    return this.end - this.start
  }

  /**
   * The record is done: its credit comes back, and its offset is committed when everything before it is done too. In
   * any order. False when it is too late (the partition was revoked, or sought elsewhere), was done before, or is one
   * of several in a batch that is acknowledged as one (`batches()` without `ack: 'manual'`): `batch.ack()` does that.
   */
  ack(): boolean {
    return this.source.ledger.ack(this.offset)
  }

  /**
   * The record is not done: it comes again, after `delayMs` (default 0), and nothing of its partition comes before it.
   * Nothing behind it is committed meanwhile; what is in hand of the partition may still be acknowledged. Of a batch that
   * is acknowledged as one, what comes before the record is done, and the rest comes again. False as for `ack`.
   */
  nack({ delayMs = 0 }: { readonly delayMs?: number } = {}): boolean {
    return this.source.ledger.nack(this.offset, delayMs)
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

  /** @internal */
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
    if (this.#asOne) return this.#ledger.ack(this.firstOffset, this.records.length)
    let changed = false
    for (const record of this.records) changed = this.#ledger.ack(record.offset) || changed
    return changed
  }
}

function bytesOf({ buffer, frame }: RecordSource): Buffer {
  if (frame !== undefined && frame.isReleased) throw usedTooLate()
  return buffer
}

/** Where the length of the key is: behind attributes, timestamp and offset. */
function keyLengthAt(buffer: Buffer, start: number, end: number): number {
  readVarlong(buffer, start + 1, end)
  readVarint(buffer, cursor, end)
  return cursor
}

function valueLengthAt(buffer: Buffer, start: number, end: number): number {
  const length = readVarint(buffer, keyLengthAt(buffer, start, end), end)
  return length > 0 ? cursor + length : cursor
}
