/**
 * D1: reading the batches of a log again, from the recovery point on: the first bytes that are no intact batch end it,
 * and indexes, leader epochs and producer state are built anew on the way.
 *
 * Invariants: what follows a damaged batch is not served; of what had been durable nothing is removed, it is set aside
 * as `.damaged`, for what crashes take lies beyond the recovery point.
 */
import { invariant, writeFully } from '@odradek/platform'
import {
  batchBaseOffset, batchCrcIsValid, batchLastOffset, batchLastOffsetDelta, batchPartitionLeaderEpoch,
} from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import type { Slices } from './environment.ts'
import { DELETED_SUFFIX, damagedName } from './file-names.ts'
import type { PartitionLog } from './partition-log.ts'
import type { Segment } from './segment.ts'
import { largestTimestampIn } from './segment-indexes.ts'

/** A log that Apache Kafka wrote before 0.11 (or was told to): we do not serve it, and we do not cut it either. */
export class OldFormatError extends Error {
  override readonly name = 'OldFormatError'
}

export interface RecoveryOptions {
  /** Segments that end before are believed. */
  readonly from: number
  readonly logStart: number
  /** Everything below was on the device. */
  readonly durableEnd: number
  /**
   * Where a clean stop left the log. A batch that ends beyond and does not follow the one before it has an offset that is
   * not its own: offsets lie outside the CRC. Default: not known.
   */
  readonly stoppedAt?: number
  /** Holes between segments can be none that a crash tore: the stop was clean, or there are traces of a cleaner. */
  readonly holesPass: boolean
  /** Base offsets of segments that were on their way out when the log was opened. */
  readonly deleted: readonly number[]
  readonly slices: Slices
}

export interface RecoveryReport {
  /** Bytes whose CRCs were checked. */
  scannedBytes: number
  /** Bytes that were no batch, or came after such, and were cut. */
  cutBytes: number
}

/** Scans the segments from the recovery point on; what follows a damaged batch is dropped. */
export async function recoverLog(log: PartitionLog, options: RecoveryOptions, report: RecoveryReport): Promise<void> {
  const { segments, snapshots, producerState } = log
  const unclean = segments.overlapping(options.from, Number.MAX_SAFE_INTEGER)
  const first = unclean[0]
  if (first === undefined) return
  const logStart = Math.max(options.logStart, segments.first.baseOffset)
  snapshots.truncateAndReload(Math.min(logStart, first.baseOffset), first.baseOffset)
  log.leaderEpochs.truncateFromEnd(first.baseOffset)
  for (const [index, segment] of unclean.entries()) {
    report.scannedBytes += segment.size
    const cut = await recoverSegment(log, segment, options)
    report.cutBytes += cut
    const next = unclean[index + 1]
    if (cut > 0) {
      log.environment.log.warn({ topic: log.topic, partition: log.partition, segment: segment.baseOffset, bytes: cut },
        'recovery cut bytes that are no intact batch')
    }
    if (next === undefined) break
    if (cut > 0 || (endOf(segment) < next.baseOffset && !wasCompacted(log, segment, next, options))) {
      report.cutBytes += dropAfter(log, unclean.slice(index + 1), options)
      break
    }
    segment.becomeInactive()
    producerState.mapEndOffset = Math.max(producerState.mapEndOffset, next.baseOffset)
    snapshots.take(next.baseOffset)
  }
  // An empty remainder that is not the only segment would begin after its predecessor's end: harmless, but untidy.
  const end = endOf(segments.active)
  producerState.mapEndOffset = Math.max(producerState.mapEndOffset, end)
}

/**
 * Whether a hole between two segments comes from compaction. Any other one is a loss: the end of the first was not on
 * the device when the power went, the second was; what follows must go, or this replica would never fetch what it lost.
 * The topic's settings may not be known yet, or be others by now, so the traces of a cleaner count: its checkpoint, and
 * before its first one the originals, which keep their old names under another suffix for a while.
 */
function wasCompacted(log: PartitionLog, segment: Segment, next: Segment, { holesPass, deleted }: RecoveryOptions): boolean {
  return log.config.cleanupPolicy.compact || holesPass ||
    deleted.some((offset) => offset >= segment.baseOffset && offset < next.baseOffset)
}

/** Of a segment that has been recovered. */
export function endOf(segment: Segment): number {
  const end = segment.loadTail()
  invariant(end !== undefined, `segment ${segment.baseOffset} does not end with a whole batch after recovery`)
  return end
}

function dropAfter(log: PartitionLog, segments: readonly Segment[], { durableEnd }: RecoveryOptions): number {
  let bytes = 0
  const { environment: { fs }, topic, partition } = log
  for (const segment of segments) {
    bytes += segment.size
    log.segments.remove(segment)
    log.snapshots.remove(segment.baseOffset)
    if (segment.baseOffset < durableEnd && segment.size > 0) {
      const { path } = segment.file
      log.environment.log.error({ topic, partition, file: path }, 'a segment that follows a damaged or missing one is set aside')
      segment.markDeleted()
      fs.rename(path + DELETED_SUFFIX, damagedName(fs, path))
    }
    segment.remove()
  }
  return bytes
}

/** `LogSegment.recover`. Returns the bytes cut. */
async function recoverSegment(log: PartitionLog, segment: Segment, options: RecoveryOptions): Promise<number> {
  segment.indexes.reset()
  const aborted = segment.indexes.transactions
  aborted.reset()
  const cursor = new BatchCursor(segment.file, 0, segment.file.size, true)
  const { stoppedAt = Number.MAX_SAFE_INTEGER } = options
  let next = segment.baseOffset
  let valid = 0
  while (cursor.next()) {
    const { buffer, at } = cursor
    const base = batchBaseOffset(buffer, at)
    const lastOffset = batchLastOffset(buffer, at)
    if (base < next || batchLastOffsetDelta(buffer, at) < 0 || !segment.holdsRelative(lastOffset)) break
    if (lastOffset >= stoppedAt && base !== next) break
    if (!batchCrcIsValid(buffer, at)) break
    segment.noteBatch(cursor.position, cursor.size, lastOffset, largestTimestampIn(buffer, at), log.config.indexIntervalBytes)
    log.leaderEpochs.assign(batchPartitionLeaderEpoch(buffer, at), base)
    const completed = log.producerState.update(buffer, at)
    if (completed !== undefined) {
      if (completed.aborted) {
        aborted.append({ ...completed, lastStableOffset: log.producerState.lastStableOffsetAfter(completed) })
      }
      log.producerState.complete(completed)
    }
    next = lastOffset + 1
    valid = cursor.nextPosition
    if (options.slices.due) await options.slices.pause()
  }
  if (cursor.ended === 'old format') throw new OldFormatError(`${segment.file.path} holds messages of format 0 or 1 at byte ${cursor.position}`)
  const cut = segment.file.size - valid
  if (cut > 0) {
    if (next < options.durableEnd) keepAside(log, segment, valid)
    segment.file.truncate(valid)
    segment.size = valid
  }
  return cut
}

/** Bytes that had been durable and are cut now: damage, and the batches behind it may still be whole. */
function keepAside(log: PartitionLog, segment: Segment, from: number): void {
  const { environment, topic, partition } = log
  const path = damagedName(environment.fs, segment.file.path)
  environment.log.error({ topic, partition, segment: segment.baseOffset, file: path },
    'a segment is damaged before the recovery point: what begins there is cut and set aside')
  const file = environment.fs.open(path, 'rw')
  try {
    file.truncateSync(0)
    const piece = Buffer.allocUnsafe(Math.min(segment.file.size - from, 1024 * 1024))
    for (let at = from; at < segment.file.size;) {
      const got = segment.file.read(piece, 0, piece.length, at)
      if (got <= 0) break
      writeFully(file, piece.subarray(0, got), at - from)
      at += got
    }
    file.syncSync()
  } finally {
    file.closeSync()
  }
}
