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
  batchBaseOffset, batchCompression, batchSizeInBytes, batchCrcIsValid, batchIsControl, batchIsTransactional, batchLastOffset,
  batchPartitionLeaderEpoch, batchProducerId, batchRecordCount, BATCH_HEADER_SIZE, completeBatchSize, CorruptBatchError, readControlType,
  RecordReader, BATCH_TRUNCATED,
} from '@odradek/protocol/internal'
import type { AbortedTransactions } from './aborted-transactions.ts'
import { BatchCursor, type CursorContext } from './batch-cursor.ts'
import type { Frame } from './frame.ts'
import type { ConsumerRecord } from '../record.ts'

export interface FetchedDataOptions extends CursorContext {
  /** The offset that was asked for. */
  readonly offset: number
  readonly highWatermark: number
  readonly aborted: AbortedTransactions | undefined
  readonly checkCrcs: boolean
}

/** Compressed batches of this size are decompressed off the loop, where the platform has the codec: below, the trip costs more. */
const LARGE_BYTES = 65_536
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
}

/** Walks over the headers of the whole batches. */
export function summarize(buffer: Buffer, offset: number): BatchesSummary {
  let at = 0
  let nextOffset = offset
  let lastEpoch = -1
  for (;;) {
    const size = completeBatchSize(buffer, at, buffer.length)
    // What is no batch is left in: reading it says what is wrong, at its turn.
    if (size <= 0) return { nextOffset, lastEpoch, end: size === BATCH_TRUNCATED ? at : buffer.length }
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

  get frame(): Frame | undefined {
    return this.#options.frame
  }

  /** Bytes not read yet, as they came. */
  get bytesLeft(): number {
    return Math.max(0, this.#end - this.#at)
  }

  get isDone(): boolean {
    return this.#at >= this.#end && this.problem === undefined
  }

  /** Decompresses the next batch off the loop when that pays. Undefined: there is nothing to wait for. */
  prepare(workers: Workers): Promise<void> | undefined {
    if (!this.#isLargeNext()) return undefined
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

  #isLargeNext(): boolean {
    if (this.#isOpen || this.problem !== undefined || this.#ahead?.at === this.#at) return false
    const size = completeBatchSize(this.#buffer, this.#at, this.#end)
    if (size < LARGE_BYTES) return false
    const compression = batchCompression(this.#buffer, this.#at)
    return compression === GZIP || compression === ZSTD
  }

  /** Appends records to `out` until that holds `max`, this is done, `problem` is set, or the next batch is to be prepared. */
  take(out: ConsumerRecord[], max: number): void {
    while (out.length < max && this.problem === undefined && this.#at < this.#end) {
      if (this.#isLargeNext()) return
      try {
        if (!this.#isOpen) this.#open()
        this.nextOffset = this.#cursor.cut(out, max, this.nextOffset, this.#options.typed)
        if (this.#cursor.remaining === 0) this.#closeBatch()
      } catch (error) {
        if (!(error instanceof CorruptBatchError)) throw error
        const last = out.at(-1)
        if (last !== undefined) this.nextOffset = Math.max(this.nextOffset, last.offset + 1)
        this.problem = { offset: this.nextOffset, error }
      }
    }
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
    if (this.#batchEnd > this.#end) throw new CorruptBatchError('CORRUPT_MESSAGE', `no batch of the record format 2 at offset ${this.nextOffset}`)
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
    const size = completeBatchSize(this.#buffer, this.#at, this.#end)
    this.#batchEnd = size <= 0 ? this.#end + 1 : this.#at + size
    this.#batchNextOffset = size <= 0 ? this.nextOffset : batchLastOffset(this.#buffer, this.#at) + 1
  }

  #closeBatch(): void {
    this.#isOpen = false
    this.#at = this.#batchEnd
    this.nextOffset = Math.max(this.nextOffset, this.#batchNextOffset)
    this.#passOver()
  }

  /** Passes over the batches that have nothing for us, so that the position does not stay behind before a marker. */
  #passOver(): void {
    const buffer = this.#buffer
    while (this.#at < this.#end) {
      const size = completeBatchSize(buffer, this.#at, this.#end)
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
      if (aborted !== undefined && isAbortMarker(buffer, at)) aborted.markerPassed(batchProducerId(buffer, at), lastOffset)
      return true
    }
    if (batchRecordCount(buffer, at) === 0 && size === BATCH_HEADER_SIZE) return true
    return aborted !== undefined && batchIsTransactional(buffer, at) && aborted.isAborted(batchProducerId(buffer, at), lastOffset)
  }
}

function isAbortMarker(buffer: Buffer, at: number): boolean {
  try {
    const reader = new RecordReader().open(buffer, at)
    return reader.next() && readControlType(reader.key()) === 'abort'
  } catch (error) {
    if (error instanceof CorruptBatchError) return false
    throw error
  }
}
