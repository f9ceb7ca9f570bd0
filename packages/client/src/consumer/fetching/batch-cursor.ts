/**
 * Cuts the records of one batch out of its bytes: each is walked by its lengths and checked, and becomes a position.
 * This is the one loop that runs for every record that is consumed.
 *
 * Invariants: a record that was cut out lies within its batch with all its fields; malformed bytes throw
 * CorruptBatchError; no byte behind the batch is read.
 */
import {
  batchBaseOffset, batchBaseTimestamp, batchCompression, BATCH_HEADER_SIZE, batchIsLogAppendTime, batchLastOffsetDelta, batchMaxTimestamp,
  batchPartitionLeaderEpoch, batchRecordCount, CorruptBatchError, cursor, decompressRecords, readVarint, readVarlong,
} from '@odradek/protocol/internal'
import type { Frame } from './frame.ts'
import type { Ledger } from '../delivery/ledger.ts'
import { ConsumerRecord, type RecordSource, TypedRecord } from '../record.ts'

export interface CursorContext {
  readonly topic: string
  readonly partition: number
  readonly ledger: Ledger
  /** What the bytes lie in, when that is given back. */
  readonly frame: Frame | undefined
  readonly maxDecompressedBytes: number
  /** Make TypedRecords. */
  readonly typed: boolean
}

export class BatchCursor {
  /** Records not cut out yet. */
  remaining: number = 0
  /** The records lie in what the batch was decompressed into. */
  isCompressed: boolean = false
  #source: RecordSource | undefined
  #baseOffset = 0
  #lastOffsetDelta = 0
  #at = 0
  #end = 0

  /** Goes to the batch in `buffer[at, end)`; decompresses it when that is needed and has not been done. */
  open(buffer: Buffer, at: number, end: number, context: CursorContext, decompressed?: Buffer): void {
    const isLogAppendTime = batchIsLogAppendTime(buffer, at)
    const compression = batchCompression(buffer, at)
    const records = compression === 0 ? buffer : decompressed ?? decompressRecords(buffer, at, end, compression, context.maxDecompressedBytes)
    this.#at = compression === 0 ? at + BATCH_HEADER_SIZE : 0
    this.#end = compression === 0 ? end : records.length
    this.isCompressed = compression !== 0
    this.#baseOffset = batchBaseOffset(buffer, at)
    this.#lastOffsetDelta = batchLastOffsetDelta(buffer, at)
    this.remaining = batchRecordCount(buffer, at)
    this.#source = {
      topic: context.topic,
      partition: context.partition,
      leaderEpoch: batchPartitionLeaderEpoch(buffer, at),
      timestampType: isLogAppendTime ? 'LogAppendTime' : 'CreateTime',
      baseTimestamp: isLogAppendTime ? batchMaxTimestamp(buffer, at) : batchBaseTimestamp(buffer, at),
      buffer: records,
      frame: compression === 0 ? context.frame : undefined,
      ledger: context.ledger,
    }
    if (this.remaining < 0) throw this.#malformed('count of records')
  }

  /** Lets go of the bytes. */
  close(): void {
    this.remaining = 0
    this.#source = undefined
    this.#at = 0
    this.#end = 0
    this.isCompressed = false
  }

  /** Bytes not cut out yet of what the batch was decompressed into; 0 where it was not. */
  get decompressedLeft(): number {
    return this.isCompressed ? this.#end - this.#at : 0
  }

  /** First byte of the next record, in the bytes of the batch or in what it was decompressed into. */
  get position(): number {
    return this.#at
  }

  /** Appends records from `fromOffset` on to `out` until that holds `max`. Answers the offset behind the last one. */
  cut(out: ConsumerRecord[], max: number, fromOffset: number, typed: boolean): number {
    const source = this.#source!
    const { buffer } = source
    const end = this.#end
    let nextOffset = fromOffset
    while (this.remaining > 0 && out.length < max) {
      const size = readVarint(buffer, this.#at, end)
      const start = cursor
      const recordEnd = start + size
      if (start < 0 || size < 0 || recordEnd > end) throw this.#malformed('size')
      readVarlong(buffer, start + 1, recordEnd)
      if (cursor < 0) throw this.#malformed('timestamp')
      const offsetDelta = readVarint(buffer, cursor, recordEnd)
      // Where the batch says it ends, the next request begins: what lies behind that would come again.
      if (cursor < 0 || offsetDelta < 0 || offsetDelta > this.#lastOffsetDelta) throw this.#malformed('offset')
      const offset = this.#baseOffset + offsetDelta
      const keyLength = readVarint(buffer, cursor, recordEnd)
      if (cursor < 0 || keyLength > recordEnd - cursor) throw this.#malformed('key')
      const valueLength = readVarint(buffer, keyLength > 0 ? cursor + keyLength : cursor, recordEnd)
      if (cursor < 0 || valueLength > recordEnd - cursor) throw this.#malformed('value')
      const headerCount = readVarint(buffer, valueLength > 0 ? cursor + valueLength : cursor, recordEnd)
      if (cursor < 0 || headerCount < 0 || headerCount * 2 > recordEnd - cursor) throw this.#malformed('headers')
      if (headerCount === 0 && cursor !== recordEnd) throw this.#malformed('size')
      this.#at = recordEnd
      this.remaining--
      if (offset < nextOffset) continue
      nextOffset = offset + 1
      out.push(typed ? (new TypedRecord(source, offset, start, recordEnd) as ConsumerRecord) : new ConsumerRecord(source, offset, start, recordEnd))
    }
    if (this.remaining === 0 && this.#at !== end) throw this.#malformed('end')
    return nextOffset
  }

  #malformed(part: string): CorruptBatchError {
    return new CorruptBatchError('INVALID_RECORD', `malformed ${part} of a record, ${this.remaining} before the end of the batch at base offset ${this.#baseOffset}`)
  }
}
