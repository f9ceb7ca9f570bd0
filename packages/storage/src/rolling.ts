/**
 * The segment that a log goes on in.
 *
 * Invariants: the active segment of a log with a history (one that does not begin at 0) has a file from its first
 * moment on, for where nothing stands before it its name alone tells where the log ends; the name is durable before
 * anything that stood before it is removed. A log nobody has written to has no file: ten thousand idle partitions are
 * ten thousand folders and no more.
 */
import type { PartitionLog } from './partition-log.ts'
import { Segment } from './segment.ts'

/** A new, empty segment at the end of the log. Throws what the file system throws, having changed nothing. */
export function beginSegment(log: PartitionLog, baseOffset: number): Segment {
  const segment = Segment.create(log.environment, log.folder, baseOffset, log.config)
  if (baseOffset > 0) segment.file.prepareWrite()
  log.segments.add(segment)
  return segment
}

/**
 * Begins a new segment at `firstOffset` (at least the log end). The old one gets its final time entry and its index
 * files, the producer state its snapshot, and all of it becomes durable in the background.
 */
export function rollLog(log: PartitionLog, firstOffset: number): void {
  log.mustWritePending()
  const old = log.segments.active
  const offset = Math.max(firstOffset, log.logEndOffset)
  if (old.size === 0 && old.baseOffset === offset) return
  if (old.size > 0) {
    old.becomeInactive()
    log.producerState.mapEndOffset = Math.max(log.producerState.mapEndOffset, offset)
    log.snapshots.take(offset)
    // The recovery point speaks for the indexes of complete segments too, and those of this one are not durable yet.
    log.recoveryPoint = Math.min(log.recoveryPoint, log.logEndOffset - 1)
  }
  beginSegment(log, offset)
  if (old.size === 0) {
    if (old.file.exists) log.environment.fs.syncDirectory(log.folder)
    log.segments.remove(old)
    old.remove()
  }
  log.flusher.flushInBackground()
}
