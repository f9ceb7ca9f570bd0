/**
 * Finding things in a log: positions for fetches, offsets for timestamps, aborted transactions. Only headers are read,
 * apart from the one batch a timestamp falls into.
 */
import {
  RecordReader, batchBaseOffset, batchLastOffset, batchMaxTimestamp, batchPartitionLeaderEpoch,
} from '@odradek/protocol/internal'
import { BatchCursor, HEADER_CHUNK_BYTES } from './batch-cursor.ts'
import { NO_RECORDS } from './log-results.ts'
import type { AbortedTransaction, ReadOptions, ReadResult, TimestampOffset } from './log-results.ts'
import type { PartitionLog } from './partition-log.ts'
import { DAMAGED } from './segment.ts'
import type { Segment } from './segment.ts'
import { largestTimestampIn } from './segment-indexes.ts'

/** Readers whose limit is at most this are read ahead for. */
const SMALL_STEP_BYTES = 32 * 1024

/** Where the next sequential read of a log begins, so that it need not search. Kept in the log. */
export interface ReadHint {
  readonly offset: number
  readonly segment: Segment
  readonly position: number
  readonly generation: number
}

/** `UnifiedLog.read`: whole batches from the one that holds `offset` on, from one segment. */
export function readLog(log: PartitionLog, options: ReadOptions): ReadResult {
  const { offset } = options
  if (offset < log.logStartOffset || offset > log.logEndOffset) return { error: 'OFFSET_OUT_OF_RANGE' }
  const limit = Math.min(options.bound, log.writtenEndOffset)
  if (offset >= limit || (options.maxBytes <= 0 && !options.minOneMessage)) return nothing(offset)
  const { segments } = log
  for (let index = segments.floorIndex(offset); index < segments.count; index++) {
    if (index < 0) continue
    const segment = segments.at(index)!
    if (segment.baseOffset >= limit) break
    const next = segments.at(index + 1)
    const segmentEnd = next?.baseOffset ?? log.pagedEndOffset
    const position = startPosition(log, segment, offset, segmentEnd)
    if (position === DAMAGED) return corrupt(log, segment, offset)
    let end = limit >= segmentEnd ? segment.file.size : segment.positionOf(limit, segmentEnd)
    if (end === DAMAGED) {
      // The bound lies behind damage: what comes before that can be given.
      end = segment.wholeBefore(limit, position).position
      // A reader that went on here has not searched, and does not know whether it is at the damage.
      if (position === end && !holdsOffset(segment, position, offset, segmentEnd)) return corrupt(log, segment, offset)
    }
    if (position < end) return cut(log, segment, position, end, Math.min(limit, segmentEnd), options)
    // A leader's compaction leaves holes in the active segment of its followers: the next batch may lie behind the bound.
    if (next === undefined && position < segment.file.size && position === end) return nothing(offset)
    // The batches of this segment may end before `offset` (compaction): go on in the next.
    if (next === undefined || !segment.isWholeTo(next.baseOffset) || log.damage.isMissing(offset)) return corrupt(log, segment, offset)
  }
  return nothing(offset)
}

/** A reader makes no progress here, and is told so. */
function corrupt(log: PartitionLog, segment: Segment, offset: number): ReadResult {
  log.damage.met(segment, offset)
  return { error: 'CORRUPT_MESSAGE' }
}

function nothing(offset: number): ReadResult {
  return { error: undefined, records: NO_RECORDS, firstOffset: offset, nextOffset: offset }
}

function startPosition(log: PartitionLog, segment: Segment, offset: number, segmentEnd: number): number {
  const hint = log.readHint
  if (hint !== undefined && hint.offset === offset && hint.segment === segment && hint.generation === log.generation) {
    return hint.position
  }
  return segment.positionOf(offset, segmentEnd)
}

/** Whether the read at `position` begins where the last one of this log ended. */
function continues(log: PartitionLog, segment: Segment, position: number): boolean {
  const hint = log.readHint
  return hint !== undefined && hint.segment === segment && hint.position === position && hint.generation === log.generation
}

/** Chooses how many of the bytes `[position, end)` are given; whole batches wherever that is possible. */
function cut(
  log: PartitionLog, segment: Segment, position: number, end: number, endOffset: number, options: ReadOptions,
): ReadResult {
  let length = end - position
  let nextOffset = endOffset
  let meetsDamage = false
  if (length > options.maxBytes) {
    const stop = position + options.maxBytes
    // The next step of a reader that takes small ones; the walk below looks at headers a little beyond it.
    if (options.maxBytes <= SMALL_STEP_BYTES && continues(log, segment, position)) {
      segment.file.readAhead(position, Math.min(end - position, options.maxBytes + HEADER_CHUNK_BYTES))
    }
    const index = segment.offsetIndex
    const entry = index.floorEntryByPosition(stop)
    const from = entry >= 0 && index.positionAt(entry) > position ? index.positionAt(entry) : position
    let cursor = new BatchCursor(segment.file, from, end, false)
    let going = cursor.next()
    if (from > position && (!going || batchLastOffset(cursor.buffer, cursor.at) > index.offsetAt(entry) ||
      batchBaseOffset(cursor.buffer, cursor.at) <= options.offset)) {
      // No batch that the entry could mean: it is no place to begin at.
      cursor.done()
      cursor = new BatchCursor(segment.file, position, end, false)
      going = cursor.next()
    }
    // Offsets lie outside the CRC: one that is not this place's is damage.
    if (going && cursor.position === position) going = isInPlace(segment, cursor, options.offset, endOffset)
    let given = cursor.position
    nextOffset = given > position ? batchBaseOffset(cursor.buffer, cursor.at) : options.offset
    while (going && cursor.nextPosition <= stop) {
      given = cursor.nextPosition
      nextOffset = batchLastOffset(cursor.buffer, cursor.at) + 1
      going = cursor.next() && batchBaseOffset(cursor.buffer, cursor.at) >= nextOffset &&
        batchLastOffset(cursor.buffer, cursor.at) < endOffset
    }
    // KIP-74: a reader makes progress even when its limit is smaller than a batch.
    if (going && given === position && options.minOneMessage) {
      given = cursor.nextPosition
      nextOffset = batchLastOffset(cursor.buffer, cursor.at) + 1
    }
    cursor.done()
    meetsDamage = !going && given < end
    length = given - position
    if (length === 0) return going ? nothing(options.offset) : corrupt(log, segment, options.offset)
  }
  // Who goes on at what is damaged has to search, and is told.
  log.readHint = meetsDamage ? undefined : { offset: nextOffset, segment, position: position + length, generation: log.generation }
  return give(log, segment, position, length, options.offset, nextOffset)
}

/** Whether a batch at which a reader goes on can be the one that holds `offset`, or after compaction the next one. */
function isInPlace(segment: Segment, cursor: BatchCursor, offset: number, endOffset: number): boolean {
  const { buffer, at, position } = cursor
  const last = batchLastOffset(buffer, at)
  return last >= offset && last < endOffset && (batchBaseOffset(buffer, at) <= offset || segment.goesOnAfter(position))
}

function holdsOffset(segment: Segment, position: number, offset: number, endOffset: number): boolean {
  const cursor = new BatchCursor(segment.file, position, segment.file.size, false)
  const holds = cursor.next() && isInPlace(segment, cursor, offset, endOffset)
  cursor.done()
  return holds
}

function give(
  log: PartitionLog, segment: Segment, position: number, length: number, firstOffset: number, nextOffset: number,
): ReadResult {
  return { error: undefined, records: segment.file.slice(position, length, log.failures.readFailed), firstOffset, nextOffset }
}

/** `UnifiedLog.collectAbortedTransactions`. */
export function abortedTransactions(log: PartitionLog, from: number, to: number): AbortedTransaction[] {
  const aborted: AbortedTransaction[] = []
  const { segments } = log
  for (let index = Math.max(0, segments.floorIndex(from)); index < segments.count; index++) {
    for (const entry of segments.at(index)!.transactionIndex.entries) {
      if (entry.lastOffset >= from && entry.firstOffset < to) {
        aborted.push({ producerId: entry.producerId, firstOffset: entry.firstOffset })
      }
      // All transactions that follow begin at or after this offset.
      if (entry.lastStableOffset >= to) return aborted
    }
  }
  return aborted
}

const reader = new RecordReader()

/** `UnifiedLog.fetchOffsetByTimestamp` for a timestamp. */
export function offsetForTimestamp(log: PartitionLog, timestamp: number): TimestampOffset | undefined {
  for (const segment of log.segments.all) {
    if (segment.file.size === 0 || !segment.reachesTime(timestamp)) continue
    let entry = segment.indexes.timeEntry(timestamp)
    // A batch that is still queued: nothing before it is late enough, and nobody may see it yet.
    if (entry.timestamp >= 0 && entry.offset >= log.pagedEndOffset) return undefined
    if (!segment.indexes.hasTime(entry)) {
      segment.indexes.replace()
      entry = segment.timeIndex.lookup(timestamp)
    }
    const start = Math.max(entry.offset, log.logStartOffset)
    const found = findRecord(log, segment, start, (record) => record.timestamp >= timestamp && record.offset >= log.logStartOffset,
      (maxTimestamp) => maxTimestamp >= timestamp)
    if (found !== undefined) return found
  }
  return undefined
}

/** `UnifiedLog.fetchOffsetByTimestamp` for MAX_TIMESTAMP: the first record that has the largest timestamp. */
export function maxTimestampOffset(log: PartitionLog): TimestampOffset | undefined {
  let best: Segment | undefined
  let largest = -1
  for (const segment of log.segments.all) {
    if (segment.file.size === 0) continue
    const max = segment.baseOffset < log.logStartOffset ? maxTimestampFromStart(log, segment) : segment.maxTimestamp
    if (max > largest) {
      best = segment
      largest = max
    }
  }
  if (best === undefined) return undefined
  const start = best.baseOffset < log.logStartOffset ? log.logStartOffset : Math.max(best.maxTimestampEntry.offset, 0)
  return findRecord(log, best, start, (record) => record.timestamp === largest && record.offset >= log.logStartOffset,
    (maxTimestamp) => maxTimestamp >= largest)
}

/** The largest timestamp of what DeleteRecords left of a segment: its indexes speak of all of it. */
function maxTimestampFromStart(log: PartitionLog, segment: Segment): number {
  let largest = -1
  const cursor = new BatchCursor(segment.file, Math.max(0, segment.positionOf(log.logStartOffset)), segment.file.size, false)
  while (cursor.next()) {
    if (batchBaseOffset(cursor.buffer, cursor.at) >= log.logStartOffset) {
      largest = Math.max(largest, largestTimestampIn(cursor.buffer, cursor.at))
    } else if (cursor.loadWhole()) {
      reader.open(cursor.buffer, cursor.at)
      while (reader.next()) if (reader.offset >= log.logStartOffset) largest = Math.max(largest, reader.timestamp)
    }
  }
  cursor.done()
  return largest
}

function findRecord(
  log: PartitionLog, segment: Segment, start: number, matches: (record: RecordReader) => boolean,
  mayMatch: (maxTimestamp: number) => boolean,
): TimestampOffset | undefined {
  const cursor = new BatchCursor(segment.file, Math.max(0, segment.positionOf(start)), segment.file.size, false)
  try {
    while (cursor.next()) {
      if (batchBaseOffset(cursor.buffer, cursor.at) >= log.writtenEndOffset) return undefined
      if (!mayMatch(batchMaxTimestamp(cursor.buffer, cursor.at))) continue
      if (batchLastOffset(cursor.buffer, cursor.at) < log.logStartOffset || !cursor.loadWhole()) continue
      const leaderEpoch = batchPartitionLeaderEpoch(cursor.buffer, cursor.at)
      reader.open(cursor.buffer, cursor.at)
      while (reader.next()) {
        if (!matches(reader)) continue
        return { offset: reader.offset, timestamp: reader.timestamp, leaderEpoch }
      }
    }
    if (cursor.ended !== 'end') log.damage.met(segment, start)
    return undefined
  } finally {
    cursor.done()
  }
}

/** ListOffsets EARLIEST: the log start, with the epoch of the record there when it is known. */
export function earliestOffset(log: PartitionLog): TimestampOffset {
  return { offset: log.logStartOffset, timestamp: -1, leaderEpoch: log.leaderEpochs.epochAt(log.logStartOffset) }
}

