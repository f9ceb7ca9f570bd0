/**
 * Building a record batch: records are appended to one growing buffer, `build()` compresses them, fills the header in
 * front and computes the CRC. Serves the producer (consecutive offsets) and the log cleaner (explicit, sparse offsets).
 *
 * Invariants: offsets ascend; the buffer returned by `build()` belongs to the caller, and the builder is empty
 * afterwards with the same options; `sizeInBytes` is exact for an uncompressed batch and an upper bound otherwise.
 */
import { crc32c } from '../wire/crc32c.ts'
import {
  ATTRIBUTES_AT, BASE_OFFSET_AT, BASE_SEQUENCE_AT, BASE_TIMESTAMP_AT, BATCH_HEADER_SIZE, BATCH_LENGTH_AT,
  CONTROL_MASK, CRC_AT, CRC_START, DELETE_HORIZON_MASK, LAST_OFFSET_DELTA_AT, LOG_OVERHEAD, MAGIC_AT, MAGIC_V2,
  MAX_TIMESTAMP_AT, NO_PARTITION_LEADER_EPOCH, NO_PRODUCER_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE, NO_TIMESTAMP,
  PARTITION_LEADER_EPOCH_AT, PRODUCER_EPOCH_AT, PRODUCER_ID_AT, RECORD_COUNT_AT, TIMESTAMP_TYPE_MASK,
  TRANSACTIONAL_MASK, type TimestampType,
} from './batch-header.ts'
import { writeInt16, writeInt32, writeInt64 } from './big-endian.ts'
import { type Codec, type CompressionName, codecByName } from './compression/index.ts'
import { sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from './varint.ts'

/** Bytes of a key, value or header value; a string is encoded as UTF-8. */
export type RecordBytes = Uint8Array | string | null

export interface HeaderToWrite {
  key: string
  value: RecordBytes
}

export interface BatchBuilderOptions {
  /** Default: none. */
  compression?: CompressionName | undefined
  /** Kafka's `compression.<name>.level`; default the codec's. */
  compressionLevel?: number | undefined
  /** Default CreateTime. LogAppendTime needs `logAppendTimeMs`. */
  timestampType?: TimestampType | undefined
  /** The maximal timestamp of a LogAppendTime batch. */
  logAppendTimeMs?: number | undefined
  /** Offset of the first record; default 0, as a producer sends. With `appendAt`, default the first offset given. */
  baseOffset?: number | undefined
  partitionLeaderEpoch?: number | undefined
  producerId?: number | undefined
  producerEpoch?: number | undefined
  baseSequence?: number | undefined
  isTransactional?: boolean | undefined
  isControl?: boolean | undefined
  /** Stored in place of the base timestamp, with its attribute bit (KIP-534). */
  deleteHorizonMs?: number | undefined
  /** Bytes to start with; default 1024. The buffer doubles when full. */
  initialCapacity?: number | undefined
}

const DEFAULT_CAPACITY = 1024
const NOTHING = Buffer.alloc(0)
/** A string up to this length is written char by char; above, the native writer wins over its call cost. */
const SHORT_STRING = 32
/** Bytes up to this length are copied one by one; above, `set` wins over its call cost. */
const SHORT_BYTES = 16
/** Attributes, and the most the two delta varints can take: an upper bound of what a record needs beside its parts. */
const MAX_RECORD_OVERHEAD = 5 + 1 + 10 + 5 + 5 + 5 + 5

/** See the head of this file. */
export class BatchBuilder {
  partitionLeaderEpoch: number
  producerId: number
  producerEpoch: number
  baseSequence: number
  isTransactional: boolean
  isControl: boolean

  #buffer: Buffer
  #at = BATCH_HEADER_SIZE
  #count = 0
  #baseOffset: number | undefined
  #lastOffset = -1
  #baseTimestamp = NO_TIMESTAMP
  #maxTimestamp = NO_TIMESTAMP
  readonly #givenBaseOffset: number | undefined
  readonly #codec: Codec
  readonly #level: number | undefined
  readonly #timestampType: TimestampType
  readonly #logAppendTimeMs: number
  readonly #deleteHorizonMs: number | undefined
  readonly #capacity: number

  constructor(options: BatchBuilderOptions = {}) {
    const codec = codecByName(options.compression ?? 'none')
    if (codec === undefined) throw new TypeError(`unknown compression ${String(options.compression)}`)
    this.#codec = codec
    this.#level = options.compressionLevel
    this.#timestampType = options.timestampType ?? 'CreateTime'
    this.#logAppendTimeMs = options.logAppendTimeMs ?? NO_TIMESTAMP
    this.#deleteHorizonMs = options.deleteHorizonMs
    this.#givenBaseOffset = options.baseOffset
    this.#baseOffset = options.baseOffset
    this.partitionLeaderEpoch = options.partitionLeaderEpoch ?? NO_PARTITION_LEADER_EPOCH
    this.producerId = options.producerId ?? NO_PRODUCER_ID
    this.producerEpoch = options.producerEpoch ?? NO_PRODUCER_EPOCH
    this.baseSequence = options.baseSequence ?? NO_SEQUENCE
    this.isTransactional = options.isTransactional ?? false
    this.isControl = options.isControl ?? false
    this.#capacity = Math.max(options.initialCapacity ?? DEFAULT_CAPACITY, BATCH_HEADER_SIZE)
    this.#buffer = Buffer.allocUnsafe(this.#capacity)
  }

  /** Records so far. */
  get recordCount(): number {
    return this.#count
  }

  /** Bytes so far before compression, header included. */
  get sizeInBytes(): number {
    return this.#at
  }

  /** Largest timestamp so far; -1 without records. */
  get maxTimestamp(): number {
    return this.#maxTimestamp
  }

  /** The offset `append` gives to the next record. */
  get nextOffset(): number {
    return this.#count === 0 ? this.#baseOffset ?? 0 : this.#lastOffset + 1
  }

  /**
   * Appends a record at the next offset and returns its offset delta (its index, in a producer's batch). Bytes are
   * copied at once. A timestamp is a safe integer of milliseconds, -1 for none.
   */
  append(key: RecordBytes, value: RecordBytes, headers: readonly HeaderToWrite[] | undefined, timestamp: number): number {
    if (this.#count === 0) {
      this.#baseOffset ??= 0
      this.#lastOffset = this.#baseOffset - 1
    }
    return this.#append(this.#lastOffset + 1, key, value, headers, timestamp)
  }

  /** Appends a record at a given offset, above all before it: gaps are what compaction leaves. */
  appendAt(
    offset: number, key: RecordBytes, value: RecordBytes, headers: readonly HeaderToWrite[] | undefined,
    timestamp: number,
  ): number {
    if (this.#count === 0) {
      this.#baseOffset ??= offset
      this.#lastOffset = this.#baseOffset - 1
    }
    if (offset <= this.#lastOffset || offset - this.#baseOffset! > 0x7fffffff) {
      throw new RangeError(`offset ${offset} does not follow ${this.#lastOffset} in a batch based at ${this.#baseOffset}`)
    }
    return this.#append(offset, key, value, headers, timestamp)
  }

  /** Bytes the batch would have at most after one more such record: whether it still fits a limit. */
  sizeWith(key: RecordBytes, value: RecordBytes, headers?: readonly HeaderToWrite[]): number {
    return this.#at + recordSizeUpperBound(key, value, headers)
  }

  /** Grows the buffer to this many bytes at once; within them appending allocates nothing. */
  reserve(bytes: number): void {
    if (bytes > this.#buffer.length) this.#move(bytes)
  }

  /** The records so far, uncompressed: a view that is valid until the next append, or `build`. */
  get records(): Buffer {
    return this.#buffer.subarray(BATCH_HEADER_SIZE, this.#at)
  }

  /**
   * The finished batch. `lastOffset` overrides the last record's (a compacted batch keeps its range). `compressed` is
   * what `records` became elsewhere by the codec of this builder; without it that is done here. The builder is
   * empty afterwards. A batch without records is valid only for the cleaner, with `baseOffset` and `lastOffset` given.
   */
  build(lastOffset?: number, compressed?: Uint8Array): Buffer {
    const last = lastOffset ?? this.#lastOffset
    const base = this.#baseOffset ?? 0
    if (this.#count === 0 && lastOffset === undefined) throw new RangeError('a batch without records')
    if (last < this.#lastOffset || last < base) throw new RangeError(`last offset ${last} is below the records'`)
    const batch = this.#finish(compressed)
    writeInt64(batch, BASE_OFFSET_AT, base)
    writeInt32(batch, BATCH_LENGTH_AT, batch.length - LOG_OVERHEAD)
    writeInt32(batch, PARTITION_LEADER_EPOCH_AT, this.partitionLeaderEpoch)
    batch[MAGIC_AT] = MAGIC_V2
    writeInt16(batch, ATTRIBUTES_AT, this.#attributes())
    writeInt32(batch, LAST_OFFSET_DELTA_AT, last - base)
    writeInt64(batch, BASE_TIMESTAMP_AT, this.#baseTimestamp)
    writeInt64(batch, MAX_TIMESTAMP_AT, this.#timestampType === 'LogAppendTime' ? this.#logAppendTimeMs :
      this.#maxTimestamp)
    writeInt64(batch, PRODUCER_ID_AT, this.producerId)
    writeInt16(batch, PRODUCER_EPOCH_AT, this.producerEpoch)
    writeInt32(batch, BASE_SEQUENCE_AT, this.baseSequence)
    writeInt32(batch, RECORD_COUNT_AT, this.#count)
    writeInt32(batch, CRC_AT, crc32c(batch, CRC_START, batch.length))
    this.#reset()
    return batch
  }

  #append(
    offset: number, key: RecordBytes, value: RecordBytes, headers: readonly HeaderToWrite[] | undefined,
    timestamp: number,
  ): number {
    if (this.#count === 0) this.#baseTimestamp = this.#deleteHorizonMs ?? timestamp
    const delta = offset - this.#baseOffset!
    const timestampDelta = timestamp - this.#baseTimestamp
    const needed = recordSizeUpperBound(key, value, headers)
    if (this.#at + needed > this.#buffer.length) this.#grow(this.#at + needed)
    this.#at = writeRecord(this.#buffer, this.#at, delta, timestampDelta, key, value, headers)
    this.#count++
    this.#lastOffset = offset
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp
    return delta
  }

  #grow(needed: number): void {
    this.#move(Math.max(needed, this.#buffer.length * 2, this.#capacity))
  }

  #move(bytes: number): void {
    const grown = Buffer.allocUnsafe(bytes)
    grown.set(this.#buffer.subarray(BATCH_HEADER_SIZE, this.#at), BATCH_HEADER_SIZE)
    this.#buffer = grown
  }

  #finish(given: Uint8Array | undefined): Buffer {
    if (this.#buffer.length === 0) this.#buffer = Buffer.allocUnsafe(this.#capacity)
    if (this.#codec.id === 0 || this.#count === 0) return this.#buffer.subarray(0, this.#at)
    const compressed = given ?? this.#codec.compress(this.records, this.#level)
    // Of its own size: the buffer of the records is several times as large, and would be kept as long as the batch.
    const batch = Buffer.allocUnsafe(BATCH_HEADER_SIZE + compressed.length)
    batch.set(compressed, BATCH_HEADER_SIZE)
    return batch
  }

  #attributes(): number {
    return this.#codec.id | (this.#timestampType === 'LogAppendTime' ? TIMESTAMP_TYPE_MASK : 0) |
      (this.isTransactional ? TRANSACTIONAL_MASK : 0) | (this.isControl ? CONTROL_MASK : 0) |
      (this.#deleteHorizonMs !== undefined ? DELETE_HORIZON_MASK : 0)
  }

  #reset(): void {
    // The next record brings a new buffer: most builders make one batch only.
    this.#buffer = NOTHING
    this.#at = BATCH_HEADER_SIZE
    this.#count = 0
    this.#baseOffset = this.#givenBaseOffset
    this.#lastOffset = -1
    this.#baseTimestamp = NO_TIMESTAMP
    this.#maxTimestamp = NO_TIMESTAMP
  }
}

/** Bytes a record can take at most inside a batch (strings counted at three bytes a character). */
export function recordSizeUpperBound(
  key: RecordBytes, value: RecordBytes, headers?: readonly HeaderToWrite[] | undefined,
): number {
  let size = MAX_RECORD_OVERHEAD + upperBound(key) + upperBound(value)
  if (headers !== undefined) {
    for (const header of headers) size += 10 + header.key.length * 3 + upperBound(header.value)
  }
  return size
}

function upperBound(bytes: RecordBytes): number {
  return bytes === null ? 0 : typeof bytes === 'string' ? bytes.length * 3 : bytes.length
}

/** Bytes, -1 for null; a string is taken for ASCII unless `exact`. */
function lengthOf(bytes: RecordBytes, exact: boolean): number {
  return bytes === null ? -1 : exact && typeof bytes === 'string' ? Buffer.byteLength(bytes, 'utf8') : bytes.length
}

/**
 * Writes one record and returns the position after it. Strings are taken for ASCII first: their length is then known
 * before they are written; a string that proves otherwise has the record written again with exact lengths. Likewise the
 * size in front is taken to need one or two bytes by the length of the content, so that most records are written in one
 * pass.
 */
function writeRecord(
  buffer: Buffer, start: number, offsetDelta: number, timestampDelta: number, key: RecordBytes, value: RecordBytes,
  headers: readonly HeaderToWrite[] | undefined,
): number {
  if (headers === undefined) {
    const keyLength = key === null ? -1 : key.length
    const valueLength = value === null ? -1 : value.length
    const content = keyLength + valueLength
    // The rest of a record takes 5 to 19 bytes, and two bytes hold a size of 64 to 8191.
    if (content >= 60 && content < 8170) {
      const body = start + 2
      const end = writeBody(buffer, body, offsetDelta, timestampDelta, key, keyLength, value, valueLength)
      if (end >= 0) {
        const size = end - body
        buffer[start] = (size << 1) | 128
        buffer[start + 1] = size >>> 6
        return end
      }
    }
  }
  const end = tryWriteRecord(buffer, start, offsetDelta, timestampDelta, key, value, headers, false)
  return end >= 0 ? end : tryWriteRecord(buffer, start, offsetDelta, timestampDelta, key, value, headers, true)
}

/** A record from its attributes to an empty list of headers; -1 when a string did not have the length it was taken to have. */
function writeBody(
  buffer: Buffer, at: number, offsetDelta: number, timestampDelta: number, key: RecordBytes, keyLength: number,
  value: RecordBytes, valueLength: number,
): number {
  buffer[at] = 0
  at = writeVarlong(buffer, at + 1, timestampDelta)
  at = writeVarint(buffer, at, offsetDelta)
  at = writeVarint(buffer, at, keyLength)
  if (keyLength > 0) at = writeBytes(buffer, at, key, keyLength)
  if (at < 0) return -1
  at = writeVarint(buffer, at, valueLength)
  if (valueLength > 0) at = writeBytes(buffer, at, value, valueLength)
  if (at < 0) return -1
  buffer[at] = 0
  return at + 1
}

/** As {@link writeRecord}, once; -1 when a string did not have the length it was taken to have. */
function tryWriteRecord(
  buffer: Buffer, start: number, offsetDelta: number, timestampDelta: number, key: RecordBytes, value: RecordBytes,
  headers: readonly HeaderToWrite[] | undefined, exact: boolean,
): number {
  const keyLength = lengthOf(key, exact)
  const valueLength = lengthOf(value, exact)
  let size = 1 + sizeOfVarlong(timestampDelta) + sizeOfVarint(offsetDelta) + sizeOfVarint(keyLength) +
    sizeOfVarint(valueLength) + (keyLength > 0 ? keyLength : 0) + (valueLength > 0 ? valueLength : 0)
  size += headers === undefined ? 1 : headersSize(headers, exact)
  const end = writeBody(buffer, writeVarint(buffer, start, size), offsetDelta, timestampDelta, key, keyLength, value,
    valueLength)
  return end < 0 || headers === undefined ? end : writeHeaders(buffer, end - 1, headers, exact)
}

function headersSize(headers: readonly HeaderToWrite[], exact: boolean): number {
  let size = sizeOfVarint(headers.length)
  for (let index = 0; index < headers.length; index++) {
    const header = headers[index]!
    const keyLength = lengthOf(header.key, exact)
    const valueLength = lengthOf(header.value, exact)
    size += sizeOfVarint(keyLength) + keyLength + sizeOfVarint(valueLength) + (valueLength > 0 ? valueLength : 0)
  }
  return size
}

function writeHeaders(buffer: Buffer, at: number, headers: readonly HeaderToWrite[], exact: boolean): number {
  at = writeVarint(buffer, at, headers.length)
  for (let index = 0; index < headers.length; index++) {
    const header = headers[index]!
    const keyLength = lengthOf(header.key, exact)
    at = writeBytes(buffer, writeVarint(buffer, at, keyLength), header.key, keyLength)
    if (at < 0) return -1
    const valueLength = lengthOf(header.value, exact)
    at = writeBytes(buffer, writeVarint(buffer, at, valueLength), header.value, valueLength)
    if (at < 0) return -1
  }
  return at
}

/** Writes bytes of a presumed length; returns the position after them, or -1 when a string has another length. */
function writeBytes(buffer: Buffer, at: number, bytes: RecordBytes, length: number): number {
  if (length <= 0) return at
  if (typeof bytes === 'string') return writeString(buffer, at, bytes, length)
  if (length > SHORT_BYTES) buffer.set(bytes!, at)
  else for (let index = 0; index < length; index++) buffer[at + index] = bytes![index]!
  return at + length
}

function writeString(buffer: Buffer, at: number, text: string, length: number): number {
  if (text.length === length && length <= SHORT_STRING) {
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index)
      if (code > 127) return -1
      buffer[at + index] = code
    }
    return at + length
  }
  return buffer.write(text, at, 'utf8') === length ? at + length : -1
}
