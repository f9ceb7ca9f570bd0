/**
 * Deleting the oldest segments: beyond the retention time or size, or wholly before the log start
 * (`UnifiedLog.deleteOldSegments`).
 *
 * Invariants: only segments that end at or below the high watermark go, the oldest first and without gaps; the log
 * start never lies before the first segment; the files stay readable under another name for `file.delete.delay.ms`.
 */
import type { PartitionLog } from './partition-log.ts'
import type { Segment } from './segment.ts'

/**
 * First half of a pass over a log: wants the log start behind what has to go. The second half, `removeBeforeStart`,
 * follows when the log start is on the device: after a crash in between no later segment can be missing while an
 * earlier one is back.
 */
export function wantLogStart(log: PartitionLog, nowMs: number): void {
  if (!log.online) return
  const { config, segments } = log
  if (!config.cleanupPolicy.delete) return
  // Each rule looks at the segments the rules before it left.
  let count = countBeforeStart(log, log.offsets.wantedStart)
  if (config.retentionMs >= 0) {
    count = countWhile(log, count, (segment) => segment.isOlderThan(config.retentionMs, nowMs))
  }
  if (config.retentionBytes >= 0) {
    let excess = -config.retentionBytes
    for (const segment of segments.all.slice(count)) excess += segment.size
    count = countWhile(log, count, (segment) => (excess -= segment.size) >= 0)
  }
  if (count === 0) return
  try {
    // The active segment may go too; the log goes on in a new one.
    if (count === segments.count) log.roll()
    log.offsets.wantStart(segments.at(count)!.baseOffset)
  } catch (error) {
    log.ioFailed(error)
  }
}

/** Whether there is something for the second half to do. */
export function hasBeforeStart(log: PartitionLog): boolean {
  return log.online && countBeforeStart(log) > 0
}

/**
 * Second half: takes the segments before the durable log start out of the log. Returns their bytes. What comes after
 * them must be durable by name, or a crash could leave none of them: when the log was rolled just now, the next pass
 * finds it so.
 */
export function removeBeforeStart(log: PartitionLog): number {
  if (!log.online || !log.flusher.namesAreDurable) return 0
  const gone = log.segments.all.slice(0, countBeforeStart(log))
  if (gone.length === 0) return 0
  try {
    removeSegments(log, gone)
  } catch (error) {
    log.ioFailed(error)
  }
  return gone.reduce((sum, segment) => sum + segment.size, 0)
}

function countBeforeStart(log: PartitionLog, logStart: number = log.offsets.durableStart): number {
  return countWhile(log, 0, (segment, endOffset) => endOffset <= logStart && segment !== log.segments.active)
}

function countWhile(log: PartitionLog, from: number, applies: (segment: Segment, endOffset: number) => boolean): number {
  const { segments } = log
  let count = from
  for (; count < segments.count; count++) {
    const segment = segments.at(count)!
    const endOffset = segments.endOf(count, log.logEndOffset)
    const empty = segment.size === 0 && segment === segments.active
    if (empty || endOffset > log.highWatermark || !applies(segment, endOffset)) break
  }
  return count
}

/** Takes segments out of the log at once and removes their files later. */
function removeSegments(log: PartitionLog, gone: readonly Segment[]): void {
  for (const segment of gone) {
    log.segments.remove(segment)
    log.snapshots.remove(segment.baseOffset)
    segment.markDeleted()
  }
  log.touched = true
  removeFilesLater(log, gone)
}

/** Removes the files of segments that have left the log: one at a time, for removing a large file takes its time. */
export function removeFilesLater(log: PartitionLog, gone: readonly Segment[]): void {
  for (const [index, segment] of gone.entries()) {
    log.directory.events.later(log.directory, log.config.fileDeleteDelayMs + index * 5, () => segment.remove())
  }
}
