/**
 * What the files of a log hold, read from the disk without the log's own readers: the model of what it must answer.
 *
 * Invariants: batches in the order of their offsets, as they must lie in the files; nothing is believed but headers and
 * records, no index and no offset of the log.
 */
import assert from 'node:assert/strict'
import {
  batchBaseOffset, batchIsControl, batchLastOffset, batchMaxTimestamp, batchRecordCount, batchSizeInBytes, readRecords,
  scanBatches,
} from '@odradek/protocol/internal'
import type { PartitionLog } from '../partition-log.ts'

export interface StoredBatch {
  /** Index of its segment. */
  readonly segment: number
  readonly position: number
  readonly size: number
  readonly base: number
  readonly last: number
  /** -1 for a batch that compaction has emptied. */
  readonly maxTimestamp: number
}

export interface StoredRecord {
  readonly offset: number
  readonly timestamp: number
  readonly key: string | null
  readonly value: string | null
  /** A transaction marker. */
  readonly isControl: boolean
}

/** The largest timestamp of a batch's records. */
export function largestTimestamp(bytes: Buffer, at: number): number {
  return batchRecordCount(bytes, at) === 0 ? -1 : batchMaxTimestamp(bytes, at)
}

export class LogContents {
  /** The bytes of each segment. */
  readonly files: readonly Buffer[]
  readonly batches: readonly StoredBatch[]
  #records: readonly StoredRecord[] | undefined

  private constructor(files: readonly Buffer[], batches: readonly StoredBatch[]) {
    this.files = files
    this.batches = batches
  }

  /** Of a log whose appends are written. */
  static of(log: PartitionLog): LogContents {
    const { fs } = log.environment
    const files = log.segments.all.map(({ file }) => (fs.exists(file.path) ? fs.readFile(file.path) : Buffer.alloc(0)))
    const batches: StoredBatch[] = []
    for (const [segment, bytes] of files.entries()) {
      const { positions, end } = scanBatches(bytes)
      assert.equal(end, bytes.length, `segment ${segment} ends with bytes that are no batch`)
      for (const position of positions) {
        const base = batchBaseOffset(bytes, position)
        const last = batchLastOffset(bytes, position)
        assert.ok(base > (batches.at(-1)?.last ?? -1), `offsets go back at ${base}`)
        batches.push({
          segment, position, size: batchSizeInBytes(bytes, position), base, last,
          maxTimestamp: largestTimestamp(bytes, position),
        })
      }
    }
    return new LogContents(files, batches)
  }

  /** Index of the batch that holds an offset, or of the next one where none does. */
  indexOf(offset: number): number {
    let low = 0
    let high = this.batches.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.batches[middle]!.last < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The end of the last batch at or before an offset; 0 when there is none. */
  boundaryAtOrBefore(offset: number): number {
    const index = this.indexOf(offset)
    const batch = this.batches[index]
    if (batch !== undefined && batch.last + 1 === offset) return offset
    return index === 0 ? 0 : this.batches[index - 1]!.last + 1
  }

  /** Every record, markers too. */
  get records(): readonly StoredRecord[] {
    this.#records ??= this.batches.flatMap(({ segment, position, size }) => {
      const bytes = this.files[segment]!
      const isControl = batchIsControl(bytes, position)
      return readRecords(bytes, position, position + size, { includeControl: true }).map((record) => ({
        offset: record.offset, timestamp: record.timestamp, isControl,
        key: record.key?.toString() ?? null, value: record.value?.toString() ?? null,
      }))
    })
    return this.#records
  }
}
