/**
 * A batch on its way: open while records are appended, closed when it is drained, in flight, then done. Owned by its
 * partition's queue. Its records share one outcome promise, so a record costs no promise of its own.
 */
import { BATCH_HEADER_SIZE, BatchBuilder, type CompressionName, type HeaderToWrite, setProducerState, updateBatchCrc } from '@odradek/protocol/internal'
import type { KafkaError } from '../errors.ts'
import type { Bytes } from '../serde.ts'
import { estimatedBytes } from './compression-estimate.ts'

/** Why a batch was closed to further records. */
export type CloseReason = 'full' | 'linger' | 'memory' | 'flush' | 'close' | 'transaction'

/** Milliseconds spent in each stage. Of what records take each by themselves, the longest that was seen in the batch. */
export interface StageTimings {
  /** Waiting until the topic's partitions were known. */
  metadataMs: number
  /** Key and value, on a sample of the records. */
  serializeMs: number
  /** The partitioner, on a sample of the records. */
  partitionMs: number
  /** Waiting for buffer memory. */
  bufferMs: number
  /** From the first record until the batch was drained. */
  accumulateMs: number
  /** From the last write of the request until its answer. */
  requestMs: number
  totalMs: number
}

export interface BatchReport {
  readonly topic: string
  readonly partition: number
  /** Offset of the first record; -1 when the broker did not say (acks=0, or a duplicate that it no longer remembers). */
  readonly baseOffset: number
  /** Set when the topic stamps records itself; else -1 and records keep their own. */
  readonly logAppendTimeMs: number
  readonly recordCount: number
  /** Bytes of the batch as sent, header included. */
  readonly bytes: number
  /** Bytes as sent divided by bytes before compression. */
  readonly compressionRatio: number
  readonly closeReason: CloseReason
  /** Requests it took, 1 when the first one was answered well. */
  readonly attempts: number
  readonly timings: Readonly<StageTimings>
  /** When the broker found it too large: the smaller ones that carried its records, in order. */
  readonly parts?: readonly BatchReport[]
}

/** Offset of the record at this place of a batch; -1 when the broker did not say. Parts of a split batch need not lie side by side. */
export function offsetIn(report: BatchReport, index: number): number {
  if (report.parts !== undefined) {
    for (const part of report.parts) {
      if (index < part.recordCount) return offsetIn(part, index)
      index -= part.recordCount
    }
  }
  return report.baseOffset < 0 ? -1 : report.baseOffset + index
}

export interface BatchOptions {
  readonly topic: string
  readonly partition: number
  readonly compression: CompressionName
  readonly compressionLevel: number | undefined
  /** Bytes taken from the producer's memory. */
  readonly capacityBytes: number
  /** Bytes to begin with; the buffer grows. Default: all that were taken. */
  readonly initialBytes?: number
  /** Bytes as sent for each byte of records, as estimated. Default 1. */
  readonly compressionFactor?: number
  readonly nowMs: number
}

export class PendingBatch {
  readonly topic: string
  readonly partition: number
  readonly openedAtMs: number
  /** Bytes taken from the producer's memory: what the records may grow to. */
  reservedBytes: number
  /** Those of them that are to be given back when the batch is done. */
  heldBytes: number
  readonly timings: StageTimings = { metadataMs: 0, serializeMs: 0, partitionMs: 0, bufferMs: 0, accumulateMs: 0, requestMs: 0, totalMs: 0 }
  readonly done: Promise<BatchReport>
  /** The same as a value: it never rejects. */
  readonly outcome: Promise<BatchReport | KafkaError>
  /** Records that were accepted and of which nobody holds the outcome. */
  unclaimed: number = 0
  /** The batch that it is a part of, where the broker found that one too large. */
  splitFrom: PendingBatch | undefined
  closeReason: CloseReason | undefined
  /** Bytes when it was closed, before compression. */
  closedBytes: number = 0
  attempts: number = 0
  /** Base sequence once drained; -1 before, and without idempotence. */
  sequence: number = -1
  producerEpoch: number = -1
  /** Monotonic time before which it is not sent again. */
  notBeforeMs: number = 0
  sentAtMs: number = 0
  /** Why the last attempt failed. */
  lastError: KafkaError | undefined
  recordCount: number = 0
  readonly compressionLevel: number | undefined
  /** Its outcome is told; an answer that comes later changes nothing. */
  isSettled: boolean = false
  /** It is being compressed off the loop, and cannot be sent yet. */
  isCompressing: boolean = false
  #compressed: Buffer | undefined
  #builder: BatchBuilder | undefined
  #encoded: Buffer | undefined
  #plainBytes = 0
  readonly #compressionFactor: number
  #resolve!: (report: BatchReport) => void
  #reject!: (error: KafkaError) => void

  constructor(options: BatchOptions) {
    this.topic = options.topic
    this.partition = options.partition
    this.openedAtMs = options.nowMs
    this.reservedBytes = this.heldBytes = options.capacityBytes
    this.#compressionFactor = options.compressionFactor ?? 1
    this.compressionLevel = options.compressionLevel
    this.#builder = new BatchBuilder({
      compression: options.compression,
      compressionLevel: options.compressionLevel,
      initialCapacity: options.initialBytes ?? options.capacityBytes,
    })
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // A batch whose records nobody waits for must not end the process either.
    this.outcome = this.done.catch((error: unknown) => error as KafkaError)
  }

  /** Index of the record in the batch, or -1 when it does not fit below `limitBytes` (the first always fits). */
  append(key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined, timestampMs: number, limitBytes: number): number {
    const builder = this.#builder
    if (builder === undefined || this.closeReason !== undefined) return -1
    if (this.recordCount > 0 && builder.sizeInBytes + sizeEstimate(key, value, headers) > limitBytes) return -1
    builder.append(key, value, headers, timestampMs)
    return this.recordCount++
  }

  /** Bytes so far, before compression. */
  get bytes(): number {
    return this.#encoded?.length ?? this.#builder?.sizeInBytes ?? 0
  }

  /** Bytes as sent: exact once it is compressed, estimated before. */
  get bytesToSend(): number {
    if (this.#encoded !== undefined || this.#compressionFactor === 1) return this.bytes
    return this.#compressed === undefined ? estimatedBytes(this.bytes, this.#compressionFactor) : BATCH_HEADER_SIZE + this.#compressed.length
  }

  /** Compressed records divided by records, of a batch that was encoded. */
  get compressedShare(): number {
    return ((this.#encoded?.length ?? 0) - BATCH_HEADER_SIZE) / (this.#plainBytes - BATCH_HEADER_SIZE)
  }

  /** Bytes of buffer that the batch takes with one more record, at most. */
  bytesWith(key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined): number {
    return this.#builder?.sizeWith(key, value, headers) ?? 0
  }

  /** More memory was taken for it. */
  grow(reservedBytes: number): void {
    this.reservedBytes = this.heldBytes = reservedBytes
    this.#builder?.reserve(reservedBytes)
  }

  /** Gives up what it no longer needs now that it is encoded. Answers how much that is. */
  shrink(): number {
    const surplus = this.heldBytes - this.bytes
    if (surplus <= 0) return 0
    this.heldBytes -= surplus
    return surplus
  }

  get isEncoded(): boolean {
    return this.#encoded !== undefined
  }

  /** Compresses the records ahead of `encode`, by what is given. Of a closed batch only. Without success `encode` does it. */
  async compressWith(compress: (records: Buffer) => Promise<Buffer>): Promise<void> {
    const builder = this.#builder
    if (builder === undefined) return
    this.isCompressing = true
    try {
      this.#compressed = await compress(builder.records)
    } catch {
      // The same bytes are compressed on the loop then.
    }
    this.isCompressing = false
  }

  /** The bytes to send: built on the first call; later calls only renew the producer state when it changed. */
  encode(producerId: number, producerEpoch: number, sequence: number, isTransactional: boolean): Buffer {
    if (this.#encoded === undefined) {
      const builder = this.#builder!
      builder.producerId = producerId
      builder.producerEpoch = producerEpoch
      builder.baseSequence = sequence
      builder.isTransactional = isTransactional
      this.#plainBytes = builder.sizeInBytes
      this.#encoded = builder.build(undefined, this.#compressed)
      this.#builder = undefined
      this.#compressed = undefined
    } else if (sequence !== this.sequence || producerEpoch !== this.producerEpoch) {
      setProducerState(this.#encoded, 0, producerId, producerEpoch, sequence)
      updateBatchCrc(this.#encoded, 0)
    }
    this.sequence = sequence
    this.producerEpoch = producerEpoch
    return this.#encoded
  }

  /** The encoded bytes again, for a split. */
  get encoded(): Buffer | undefined {
    return this.#encoded
  }

  succeed(baseOffset: number, logAppendTimeMs: number, nowMs: number): BatchReport {
    this.timings.requestMs = nowMs - this.sentAtMs
    this.timings.totalMs = nowMs - this.openedAtMs
    const bytes = this.#encoded?.length ?? 0
    const report: BatchReport = {
      topic: this.topic,
      partition: this.partition,
      baseOffset,
      logAppendTimeMs,
      recordCount: this.recordCount,
      bytes,
      compressionRatio: this.#plainBytes === 0 ? 1 : bytes / this.#plainBytes,
      closeReason: this.closeReason ?? 'full',
      attempts: this.attempts,
      timings: this.timings,
    }
    this.#encoded = undefined
    this.isSettled = true
    this.#resolve(report)
    return report
  }

  fail(error: KafkaError): void {
    this.#encoded = undefined
    this.#builder = undefined
    this.isSettled = true
    this.#reject(error)
  }

  /** Follows the outcome of the parts that this batch was split into. */
  becomes(outcome: Promise<BatchReport>): void {
    outcome.then(this.#resolve, this.#reject)
  }
}

const RECORD_OVERHEAD = 40

/** About what a record takes in a batch: ASCII strings assumed, varints at their longest. */
export function sizeEstimate(key: Bytes, value: Bytes, headers: readonly HeaderToWrite[] | undefined): number {
  let size = RECORD_OVERHEAD + (key === null ? 0 : key.length) + (value === null ? 0 : value.length)
  if (headers !== undefined) for (const header of headers) size += 10 + header.key.length + (header.value === null ? 0 : header.value.length)
  return size
}
