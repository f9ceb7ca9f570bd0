/**
 * What one Fetch answer brought of one partition, read piece by piece: batches are checked and decompressed when their
 * turn comes, records are cut out as many at a time as there is credit for.
 *
 * Invariants: `nextOffset` only grows; records before the offset that was asked for, control batches and aborted
 * transactions are passed over; bytes that cannot be read stop the reading with `problem` set and move nothing until
 * `skipProblem`.
 */
import type { Workers } from '@odradek/platform'
import {
  batchBaseOffset, batchCompression, batchSizeInBytes, batchCrcIsValid, batchIsControl, batchIsTransactional, batchLastOffset, batchLastOffsetDelta,
  batchMagic, batchPartitionLeaderEpoch, batchProducerId, batchRecordCount, BATCH_HEADER_SIZE, BATCH_MAGIC_INVALID, BATCH_TRUNCATED, completeBatchSize,
  CorruptBatchError, readControlType, RecordReader,
} from '@odradek/protocol/internal'
import type { AbortedTransactions } from './aborted-transactions.ts'
import { BatchCursor, type CursorContext } from './batch-cursor.ts'
import type { Frame } from './frame.ts'
import type { ConsumerRecord } from '../record.ts'

export interface FetchedDataOptions extends CursorContext {
  /** The offset that was asked for. */
  readonly offset: number
  readonly highWatermark: number
  /** Its last bytes are no batch. */
  readonly isBroken: boolean
  readonly aborted: AbortedTransactions | undefined
  readonly checkCrcs: boolean
}

/** Compressed batches of this size are decompressed off the loop, where the platform has the codec: below, the trip costs more. */
const LARGE_BYTES = 65_536
/** No further batch is decompressed for what is cut out at a time when that has so many bytes. */
export const SLICE_BYTES = 4_194_304
const GZIP = 1
const ZSTD = 4

export interface DataProblem {
  readonly offset: number
  readonly error: Error
}

/** What lies in an answer, from the headers of its batches alone. */
export interface BatchesSummary {
  /** First offset behind the last whole batch; the offset asked for when there is none. */
  readonly nextOffset: number
  readonly lastEpoch: number
  readonly end: number
  /** Behind the whole batches lies what is none, and is not the beginning of one either. */
  readonly isBroken: boolean
}

/** Beside the reasons of `completeBatchSize`: the offsets of the batch are none that a log can have. */
const BATCH_OFFSETS_INVALID = -3
/** A control batch holds one small record. */
const CONTROL_BYTES = 4096

/** As `completeBatchSize`, for batches whose word about their offsets is to be relied on. */
function wholeBatchSize(buffer: Buffer, at: number, end: number): number {
  const size = completeBatchSize(buffer, at, end)
  if (size <= 0) return size
  const baseOffset = batchBaseOffset(buffer, at)
  const delta = batchLastOffsetDelta(buffer, at)
  return baseOffset >= 0 && delta >= 0 && baseOffset + delta < Number.MAX_SAFE_INTEGER ? size : BATCH_OFFSETS_INVALID
}

/** Walks over the headers of the whole batches. */
export function summarize(buffer: Buffer, offset: number): BatchesSummary {
  let at = 0
  let nextOffset = offset
  let lastEpoch = -1
  for (;;) {
    const size = wholeBatchSize(buffer, at, buffer.length)
    // What is no batch is left in: reading it says what is wrong, at its turn.
    if (size <= 0) return { nextOffset, lastEpoch, end: size === BATCH_TRUNCATED ? at : buffer.length, isBroken: size !== BATCH_TRUNCATED }
    nextOffset = Math.max(nextOffset, batchLastOffset(buffer, at) + 1)
    lastEpoch = batchPartitionLeaderEpoch(buffer, at)
    at += size
  }
}

export class FetchedData {
  readonly highWatermark: number
  /** The next record is at this offset or behind it. */
  nextOffset: number
  /** Leader epoch of the batch last begun; -1 before. */
  leaderEpoch: number = -1
  problem: DataProblem | undefined = undefined
  readonly #buffer: Buffer
  readonly #end: number
  readonly #options: FetchedDataOptions
  readonly #cursor = new BatchCursor()
  /** Records of the batch at `#at`, when they were decompressed ahead; without records when that failed. */
  #ahead: { readonly at: number; readonly records: Buffer | undefined } | undefined
  /** First byte of the current batch (open), or of the next. */
  #at = 0
  #batchEnd = 0
  #batchNextOffset = 0
  #isOpen = false

  /** `buffer` holds whole batches up to `end`; it is borrowed for as long as records of it are. */
  constructor(buffer: Buffer, end: number, options: FetchedDataOptions) {
    this.#buffer = buffer
    this.#end = end
    this.#options = options
    this.highWatermark = options.highWatermark
    this.nextOffset = options.offset
    this.#passOver()
  }

  /** Behind this there is nothing to ask for: its last bytes are no batch. */
  get isBroken(): boolean {
    return this.#options.isBroken
  }

  get frame(): Frame | undefined {
    return this.#options.frame
  }

  /** Bytes not cut out yet: as they came, and of a batch that is open as they were decompressed. */
  get bytesLeft(): number {
    const at = this.#isOpen && !this.#cursor.isCompressed ? this.#cursor.position : this.#at
    return Math.max(0, this.#end - at) + this.decompressedBytes
  }

  /** Bytes of the current batch that take memory beside the answer. */
  get decompressedBytes(): number {
    return this.#isOpen ? this.#cursor.decompressedLeft : (this.#ahead?.records?.length ?? 0)
  }

  /** The next record takes a batch to be decompressed first. */
  get isCompressedNext(): boolean {
    if (this.#isOpen || this.#ahead !== undefined || this.problem !== undefined) return false
    return wholeBatchSize(this.#buffer, this.#at, this.#end) > 0 && batchCompression(this.#buffer, this.#at) !== 0
  }

  get isDone(): boolean {
    return this.#at >= this.#end && this.problem === undefined
  }

  /** Decompresses the next batch off the loop; for what `isLargeNext`. */
  prepare(workers: Workers): Promise<void> {
    const at = this.#at
    const bytes = this.#buffer.subarray(at + BATCH_HEADER_SIZE, at + batchSizeInBytes(this.#buffer, at))
    const max = this.#options.maxDecompressedBytes
    const work = batchCompression(this.#buffer, at) === GZIP ? workers.gunzip(bytes, max) : workers.unzstd(bytes, max)
    return work.then(
      (records) => void (this.#ahead = { at, records }),
      // Decompressed once more at its turn, it says what is wrong with it.
      () => void (this.#ahead = { at, records: undefined }),
    )
  }

  /** The next batch is so large that it pays to decompress it off the loop. */
  get isLargeNext(): boolean {
    if (this.#isOpen || this.problem !== undefined || this.#ahead?.at === this.#at) return false
    const size = wholeBatchSize(this.#buffer, this.#at, this.#end)
    if (size < LARGE_BYTES) return false
    const compression = batchCompression(this.#buffer, this.#at)
    return compression === GZIP || compression === ZSTD
  }

  /**
   * Appends records to `out` until that holds `max` or many bytes, this is done, `problem` is set, or the next batch is to
   * be prepared. Answers the bytes of what was cut out.
   */
  take(out: ConsumerRecord[], max: number): number {
    let bytes = 0
    while (out.length < max && this.problem === undefined && this.#at < this.#end) {
      if (!this.#isOpen && (this.isLargeNext || (bytes >= SLICE_BYTES && this.isCompressedNext))) break
      let before = 0
      try {
        if (!this.#isOpen) this.#open()
        before = this.#cursor.position
        this.nextOffset = this.#cursor.cut(out, max, this.nextOffset, this.#options.typed)
        bytes += this.#cursor.position - before
        if (this.#cursor.remaining === 0) this.#closeBatch()
      } catch (error) {
        if (!(error instanceof CorruptBatchError)) throw error
        if (this.#isOpen) bytes += this.#cursor.position - before
        const last = out.at(-1)
        if (last !== undefined) this.nextOffset = Math.max(this.nextOffset, last.offset + 1)
        this.problem = { offset: this.nextOffset, error }
      }
    }
    return bytes
  }

  /** Goes on behind the batch that cannot be read. False when nobody can say where that is. */
  skipProblem(): boolean {
    if (this.problem === undefined) return true
    this.#measure()
    if (this.#batchEnd > this.#end) return false
    this.problem = undefined
    this.#closeBatch()
    return true
  }

  #open(): void {
    const buffer = this.#buffer
    const at = this.#at
    this.#measure()
    if (this.#batchEnd > this.#end) throw new CorruptBatchError('CORRUPT_MESSAGE', this.#whatIsNoBatch())
    if (this.#options.checkCrcs && !batchCrcIsValid(buffer, at)) {
      throw new CorruptBatchError('CORRUPT_MESSAGE', `the batch at offset ${batchBaseOffset(buffer, at)} does not have the checksum it claims`)
    }
    this.leaderEpoch = batchPartitionLeaderEpoch(buffer, at)
    this.#cursor.open(buffer, at, this.#batchEnd, this.#options, this.#ahead?.records)
    this.#ahead = undefined
    this.#isOpen = true
  }

  /** Sets where the batch ends; beyond the data when it is none. */
  #measure(): void {
    const size = wholeBatchSize(this.#buffer, this.#at, this.#end)
    this.#batchEnd = size <= 0 ? this.#end + 1 : this.#at + size
    this.#batchNextOffset = size <= 0 ? this.nextOffset : batchLastOffset(this.#buffer, this.#at) + 1
  }

  #whatIsNoBatch(): string {
    const at = this.#at
    switch (wholeBatchSize(this.#buffer, at, this.#end)) {
      case BATCH_MAGIC_INVALID: return `records of format ${batchMagic(this.#buffer, at)} where ${this.nextOffset} is next: only format 2 (Apache Kafka 0.11 and later) is read`
      case BATCH_OFFSETS_INVALID: return `a batch of the offsets ${batchBaseOffset(this.#buffer, at)} to ${batchLastOffset(this.#buffer, at)} where ${this.nextOffset} is next`
      case BATCH_TRUNCATED: return `only the beginning of a batch at offset ${this.nextOffset}, again and again`
      default: return `no record batch at offset ${this.nextOffset}`
    }
  }

  #closeBatch(): void {
    this.#isOpen = false
    this.#cursor.close()
    this.#at = this.#batchEnd
    this.nextOffset = Math.max(this.nextOffset, this.#batchNextOffset)
    this.#passOver()
  }

  /** Passes over the batches that have nothing for us, so that the position does not stay behind before a marker. */
  #passOver(): void {
    const buffer = this.#buffer
    while (this.#at < this.#end) {
      const size = wholeBatchSize(buffer, this.#at, this.#end)
      if (size <= 0) return
      const lastOffset = batchLastOffset(buffer, this.#at)
      if (lastOffset >= this.nextOffset && !this.#hasNothing(this.#at, size, lastOffset)) return
      this.#at += size
      this.nextOffset = Math.max(this.nextOffset, lastOffset + 1)
    }
  }

  #hasNothing(at: number, size: number, lastOffset: number): boolean {
    const buffer = this.#buffer
    const { aborted } = this.#options
    if (batchIsControl(buffer, at)) {
      if (this.#isDamaged(at)) return false
      if (aborted !== undefined && isAbortMarker(buffer, at)) aborted.markerPassed(batchProducerId(buffer, at), lastOffset)
      return true
    }
    if (batchRecordCount(buffer, at) === 0 && size === BATCH_HEADER_SIZE) return true
    const isAborted = aborted !== undefined && batchIsTransactional(buffer, at) && aborted.isAborted(batchProducerId(buffer, at), lastOffset)
    return isAborted && !this.#isDamaged(at)
  }

  /** Such a batch may be anything: it is not passed over, and opening it says what is wrong. */
  #isDamaged(at: number): boolean {
    return this.#options.checkCrcs && !batchCrcIsValid(this.#buffer, at)
  }
}

function isAbortMarker(buffer: Buffer, at: number): boolean {
  try {
    const reader = new RecordReader({ maxDecompressedBytes: CONTROL_BYTES }).open(buffer, at)
    return reader.next() && readControlType(reader.key()) === 'abort'
  } catch (error) {
    if (error instanceof CorruptBatchError) return false
    throw error
  }
}
