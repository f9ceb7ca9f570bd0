/**
 * One batch through the cleaner (`MemoryRecords.filterTo`): kept as it is, rewritten without the records that were
 * superseded, emptied to its header, or dropped.
 *
 * Invariants: offsets of records never change, and the offset range of a batch stays; kept records keep their bytes,
 * headers included (only the timestamp delta is encoded anew, when the base timestamp becomes the delete horizon).
 */
import {
  ATTRIBUTES_AT, BASE_TIMESTAMP_AT, BATCH_HEADER_SIZE, BATCH_LENGTH_AT, COMPRESSION_MASK, DELETE_HORIZON_MASK,
  LOG_OVERHEAD, MAX_TIMESTAMP_AT, RECORD_COUNT_AT, RecordReader, batchCompression, batchHasDeleteHorizon,
  batchIsLogAppendTime, codecById, updateBatchCrc,
} from '@odradek/protocol/internal'
import { putInt64 } from '../index/safe-int64.ts'

/** What the filter wants to know of each record; `reader` is on it. True keeps it. */
export type KeepRecord = (reader: RecordReader) => boolean

export interface FilterOptions {
  /** Keep the header when no record is left. */
  readonly keepEmpty: boolean
  /** The batch is a marker without data: it gets a delete horizon as a tombstone does. */
  readonly markerOfEmptyTransaction: boolean
  /** Horizon for tombstones that have none yet: now + delete.retention.ms. */
  readonly newHorizonMs: number
}

const reader = new RecordReader()

/**
 * The batch at `at` as it goes into the cleaned segment: the same bytes (a view), new ones, or undefined. The view is
 * as valid as `buffer`.
 */
export function filterBatch(buffer: Buffer, at: number, size: number, keep: KeepRecord, options: FilterOptions): Buffer | undefined {
  reader.open(buffer, at)
  const control = reader.isControl
  const kept: { start: number; end: number; timestamp: number }[] = []
  let records = 0
  let tombstones = false
  let maxTimestamp = -1
  for (let start = reader.recordEnd; reader.next(); start = reader.recordEnd) {
    records++
    if (!keep(reader)) continue
    kept.push({ start, end: reader.recordEnd, timestamp: reader.timestamp })
    if (reader.valueLength < 0 && !control) tombstones = true
    if (reader.timestamp > maxTimestamp) maxTimestamp = reader.timestamp
  }
  const setHorizon = (tombstones || options.markerOfEmptyTransaction) && kept.length > 0 && !batchHasDeleteHorizon(buffer, at)
  if (kept.length === records && !setHorizon && records > 0) return buffer.subarray(at, at + size)
  if (kept.length === 0) return options.keepEmpty ? emptyBatch(buffer, at) : undefined
  const payload = joinRecords(reader.buffer, kept, setHorizon ? options.newHorizonMs : undefined)
  return rebuild(buffer, at, payload, kept.length, maxTimestamp, setHorizon ? options.newHorizonMs : undefined)
}

function joinRecords(
  source: Buffer, kept: readonly { start: number; end: number; timestamp: number }[], baseTimestamp: number | undefined,
): Buffer {
  if (baseTimestamp === undefined) return Buffer.concat(kept.map(({ start, end }) => source.subarray(start, end)))
  return Buffer.concat(kept.flatMap(({ start, end, timestamp }) => rebase(source, start, end, timestamp - baseTimestamp)))
}

/** A record with another timestamp delta: size, attributes and delta anew, the rest as it was. */
function rebase(source: Buffer, start: number, end: number, timestampDelta: number): Buffer[] {
  let at = start
  while (source[at]! >= 128) at++ // size
  const attributes = source[at + 1]!
  at += 2
  while (source[at]! >= 128) at++ // timestamp delta
  const rest = source.subarray(at + 1, end)
  const delta = varlong(timestampDelta)
  return [varlong(1 + delta.length + rest.length), Buffer.from([attributes]), delta, rest]
}

function varlong(value: number): Buffer {
  const bytes: number[] = []
  let raw = value < 0 ? -value * 2 - 1 : value * 2
  for (; raw >= 128; raw = Math.floor(raw / 128)) bytes.push((raw % 128) | 128)
  bytes.push(raw)
  return Buffer.from(bytes)
}

function rebuild(
  buffer: Buffer, at: number, payload: Buffer, count: number, maxTimestamp: number, horizonMs: number | undefined,
): Buffer {
  const packed = codecById(batchCompression(buffer, at))!.compress(payload)
  const result = Buffer.allocUnsafe(BATCH_HEADER_SIZE + packed.length)
  buffer.copy(result, 0, at, at + BATCH_HEADER_SIZE)
  result.set(packed, BATCH_HEADER_SIZE)
  result.writeInt32BE(result.length - LOG_OVERHEAD, BATCH_LENGTH_AT)
  result.writeInt32BE(count, RECORD_COUNT_AT)
  if (!batchIsLogAppendTime(buffer, at)) putInt64(result, MAX_TIMESTAMP_AT, maxTimestamp)
  if (horizonMs !== undefined) {
    result[ATTRIBUTES_AT + 1]! |= DELETE_HORIZON_MASK
    putInt64(result, BASE_TIMESTAMP_AT, horizonMs)
  }
  updateBatchCrc(result, 0)
  return result
}

/** The header alone (`DefaultRecordBatch.writeEmptyHeader`): offsets, producer and its sequence stay known. */
function emptyBatch(buffer: Buffer, at: number): Buffer {
  const result = Buffer.from(buffer.subarray(at, at + BATCH_HEADER_SIZE))
  result.writeInt32BE(BATCH_HEADER_SIZE - LOG_OVERHEAD, BATCH_LENGTH_AT)
  result.writeInt32BE(0, RECORD_COUNT_AT)
  result[ATTRIBUTES_AT + 1]! &= ~(COMPRESSION_MASK | DELETE_HORIZON_MASK)
  putInt64(result, BASE_TIMESTAMP_AT, -1)
  updateBatchCrc(result, 0)
  return result
}
