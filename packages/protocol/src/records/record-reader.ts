/**
 * Reading the records of a batch, one at a time, as positions in a buffer. Nothing is copied and nothing is decoded
 * before it is asked for.
 *
 * Invariants: views borrow the batch's bytes (or the buffer it was decompressed into) and are valid as long as those;
 * malformed bytes give CorruptBatchError, never a read outside the batch; the reader trusts `recordCount` only as far
 * as there are bytes.
 */
import {
  BATCH_HEADER_SIZE, batchBaseOffset, batchBaseTimestamp, batchCompression, batchIsControl, batchIsLogAppendTime,
  batchMaxTimestamp, batchRecordCount, batchSizeInBytes,
} from './batch-header.ts'
import { batches } from './batch-iterator.ts'
import { CompressionError, codecById } from './compression/index.ts'
import { CorruptBatchError } from './errors.ts'
import { cursor, readVarint, readVarlong } from './varint.ts'

/** A batch that decompresses to more than this is refused by default: 1 GiB. */
export const DEFAULT_MAX_DECOMPRESSED_BYTES = 1073741824

export interface RecordHeader {
  key: string
  value: Buffer | null
}

/** One record: offset and timestamp as numbers, the rest on demand from the borrowed bytes. */
export class RecordView {
  readonly offset: number
  readonly timestamp: number
  /** What the positions below point into. */
  readonly buffer: Buffer
  /** First byte of the key; meaningless when `keyLength` is -1 (null). */
  readonly keyStart: number
  readonly keyLength: number
  readonly valueStart: number
  /** -1: null. */
  readonly valueLength: number
  /** First byte after the header count. */
  readonly headersStart: number
  readonly headerCount: number
  /** Position after the record. */
  readonly end: number

  constructor(
    offset: number, timestamp: number, buffer: Buffer, keyStart: number, keyLength: number, valueStart: number,
    valueLength: number, headersStart: number, headerCount: number, end: number,
  ) {
    this.offset = offset
    this.timestamp = timestamp
    this.buffer = buffer
    this.keyStart = keyStart
    this.keyLength = keyLength
    this.valueStart = valueStart
    this.valueLength = valueLength
    this.headersStart = headersStart
    this.headerCount = headerCount
    this.end = end
  }

  /** A view of the key, or null. */
  get key(): Buffer | null {
    return this.keyLength < 0 ? null : this.buffer.subarray(this.keyStart, this.keyStart + this.keyLength)
  }

  /** A view of the value, or null. */
  get value(): Buffer | null {
    return this.valueLength < 0 ? null : this.buffer.subarray(this.valueStart, this.valueStart + this.valueLength)
  }

  /** The headers, decoded anew at each access. */
  get headers(): RecordHeader[] {
    return this.headerCount === 0 ? [] : readHeaders(this.buffer, this.headersStart, this.headerCount, this.end)
  }
}

export interface RecordReaderOptions {
  /** Bytes a compressed batch may decompress to; default 1 GiB. */
  maxDecompressedBytes?: number | undefined
}

/**
 * A cursor over the records of one batch. `next()` moves it; the fields then describe the record, without an object
 * per record. `view()` makes one.
 */
export class RecordReader {
  /** The bytes records lie in: the batch's own, or what it was decompressed into. */
  buffer: Buffer = EMPTY
  /** Whether this is a control batch (transaction markers). */
  isControl = false
  offset = 0
  timestamp = 0
  keyStart = 0
  /** -1: null. */
  keyLength = -1
  valueStart = 0
  /** -1: null. */
  valueLength = -1
  headersStart = 0
  headerCount = 0
  /** Position after the current record. */
  recordEnd = 0
  /** Records not yet read, by the header's count. */
  remaining = 0

  #end = 0
  #baseOffset = 0
  #baseTimestamp = 0
  /** The one timestamp of all records, where the broker set it. */
  #logAppendTime: number | undefined = undefined
  readonly #maxDecompressedBytes: number

  constructor(options: RecordReaderOptions = {}) {
    this.#maxDecompressedBytes = options.maxDecompressedBytes ?? DEFAULT_MAX_DECOMPRESSED_BYTES
  }

  /** Goes to the batch at `at`, which lies completely in `buffer` (see completeBatchSize). Decompresses if needed. */
  open(buffer: Buffer, at: number = 0): this {
    const size = batchSizeInBytes(buffer, at)
    if (size < BATCH_HEADER_SIZE || at + size > buffer.length) {
      throw new CorruptBatchError('CORRUPT_MESSAGE', `batch at position ${at} is not complete: ${size} bytes claimed, ` +
        `${buffer.length - at} there`)
    }
    this.#baseOffset = batchBaseOffset(buffer, at)
    this.#baseTimestamp = batchBaseTimestamp(buffer, at)
    this.#logAppendTime = batchIsLogAppendTime(buffer, at) ? batchMaxTimestamp(buffer, at) : undefined
    this.isControl = batchIsControl(buffer, at)
    this.remaining = batchRecordCount(buffer, at)
    if (this.remaining < 0) {
      throw new CorruptBatchError('INVALID_RECORD', `batch at position ${at} claims ${this.remaining} records`)
    }
    const compression = batchCompression(buffer, at)
    if (compression === 0) {
      this.buffer = buffer
      this.recordEnd = at + BATCH_HEADER_SIZE
      this.#end = at + size
    } else {
      this.buffer = decompressRecords(buffer, at, at + size, compression, this.#maxDecompressedBytes)
      this.recordEnd = 0
      this.#end = this.buffer.length
    }
    return this
  }

  /** Moves to the next record; false after the last. Throws CorruptBatchError on malformed bytes. */
  next(): boolean {
    if (this.remaining === 0) {
      if (this.recordEnd !== this.#end) {
        throw new CorruptBatchError('INVALID_RECORD', `${this.#end - this.recordEnd} bytes after the last record of ` +
          `the batch at base offset ${this.#baseOffset}`)
      }
      return false
    }
    this.remaining--
    const buffer = this.buffer
    const size = readVarint(buffer, this.recordEnd, this.#end)
    let at = cursor
    const end = at + size
    if (at < 0 || size < 0 || end > this.#end) this.#fail('size')
    at++ // attributes, unused
    const timestampDelta = readVarlong(buffer, at, end)
    if ((at = cursor) < 0) this.#fail('timestamp')
    const offsetDelta = readVarint(buffer, at, end)
    if ((at = cursor) < 0) this.#fail('offset')
    const keyLength = readVarint(buffer, at, end)
    if ((at = cursor) < 0 || keyLength > end - at) this.#fail('key')
    this.keyStart = at
    if (keyLength > 0) at += keyLength
    const valueLength = readVarint(buffer, at, end)
    if ((at = cursor) < 0 || valueLength > end - at) this.#fail('value')
    this.valueStart = at
    if (valueLength > 0) at += valueLength
    const headerCount = readVarint(buffer, at, end)
    if ((at = cursor) < 0 || headerCount < 0 || headerCount * 2 > end - at) this.#fail('headers')
    if (headerCount === 0 && at !== end) this.#fail('size')
    this.headersStart = at
    this.headerCount = headerCount
    this.keyLength = keyLength < 0 ? -1 : keyLength
    this.valueLength = valueLength < 0 ? -1 : valueLength
    this.offset = this.#baseOffset + offsetDelta
    this.timestamp = this.#logAppendTime ?? this.#baseTimestamp + timestampDelta
    this.recordEnd = end
    return true
  }

  /** A view of the current key, or null. */
  key(): Buffer | null {
    return this.keyLength < 0 ? null : this.buffer.subarray(this.keyStart, this.keyStart + this.keyLength)
  }

  /** A view of the current value, or null. */
  value(): Buffer | null {
    return this.valueLength < 0 ? null : this.buffer.subarray(this.valueStart, this.valueStart + this.valueLength)
  }

  /** The current record's headers. */
  headers(): RecordHeader[] {
    return this.headerCount === 0 ? [] : readHeaders(this.buffer, this.headersStart, this.headerCount, this.recordEnd)
  }

  /** The current record as an object of its own. */
  view(): RecordView {
    return new RecordView(this.offset, this.timestamp, this.buffer, this.keyStart, this.keyLength, this.valueStart,
      this.valueLength, this.headersStart, this.headerCount, this.recordEnd)
  }

  #fail(part: string): never {
    throw new CorruptBatchError('INVALID_RECORD', `malformed ${part} in a record of the batch at base offset ` +
      `${this.#baseOffset}, ${this.remaining} records before its end`)
  }
}

const EMPTY: Buffer = Buffer.alloc(0)

/** Decompresses the records part of a batch `[at, end)`. Throws CorruptBatchError. */
export function decompressRecords(
  buffer: Buffer, at: number, end: number, compression: number, maxDecompressedBytes: number,
): Buffer {
  const codec = codecById(compression)
  if (codec === undefined) {
    throw new CorruptBatchError('UNSUPPORTED_COMPRESSION_TYPE', `unknown compression codec ${compression}`)
  }
  try {
    return codec.decompress(buffer.subarray(at + BATCH_HEADER_SIZE, end), maxDecompressedBytes)
  } catch (error) {
    if (!(error instanceof CompressionError)) throw error
    const code = error.code === 'OUTPUT_TOO_LARGE' ? 'OUTPUT_TOO_LARGE' :
      error.code === 'UNAVAILABLE' ? 'UNSUPPORTED_COMPRESSION_TYPE' : 'CORRUPT_MESSAGE'
    throw new CorruptBatchError(code, `batch at base offset ${batchBaseOffset(buffer, at)}: ${error.message}`, {
      cause: error,
    })
  }
}

/** Decodes `count` record headers that lie in `[at, end)` and fill it. Throws CorruptBatchError. */
export function readHeaders(buffer: Buffer, at: number, count: number, end: number): RecordHeader[] {
  const headers: RecordHeader[] = []
  for (let index = 0; index < count; index++) {
    const keyLength = readVarint(buffer, at, end)
    if ((at = cursor) < 0 || keyLength < 0 || keyLength > end - at) throw badHeader(index)
    const key = buffer.toString('utf8', at, at + keyLength)
    at += keyLength
    const valueLength = readVarint(buffer, at, end)
    if ((at = cursor) < 0 || valueLength > end - at) throw badHeader(index)
    headers.push({ key, value: valueLength < 0 ? null : buffer.subarray(at, at + valueLength) })
    if (valueLength > 0) at += valueLength
  }
  if (at !== end) throw badHeader(count)
  return headers
}

function badHeader(index: number): CorruptBatchError {
  return new CorruptBatchError('INVALID_RECORD', `malformed record header ${index}`)
}

/** The records of all complete batches in a range, one by one, control batches included. */
export function* iterateRecords(
  buffer: Buffer, start: number = 0, end: number = buffer.length, options: RecordReaderOptions = {},
): Generator<RecordView, void> {
  const reader = new RecordReader(options)
  for (const at of batches(buffer, start, end)) {
    reader.open(buffer, at)
    while (reader.next()) yield reader.view()
  }
}

export interface ReadRecordsOptions extends RecordReaderOptions {
  /** Also give the records of control batches (transaction markers); default false. */
  includeControl?: boolean | undefined
}

/** All records of all complete batches in a range, control batches left out unless asked for. */
export function readRecords(
  buffer: Buffer, start: number = 0, end: number = buffer.length, options: ReadRecordsOptions = {},
): RecordView[] {
  const records: RecordView[] = []
  const reader = new RecordReader(options)
  for (const at of batches(buffer, start, end)) {
    if (batchIsControl(buffer, at) && options.includeControl !== true) continue
    reader.open(buffer, at)
    while (reader.next()) records.push(reader.view())
  }
  return records
}
