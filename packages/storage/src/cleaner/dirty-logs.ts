/** Which logs are to be cleaned, and how far (`LogCleanerManager`). */
import type { PartitionLog } from '../partition-log.ts'

export interface DirtyLog {
  readonly log: PartitionLog
  /** Everything before has been cleaned. */
  readonly firstDirtyOffset: number
  /** The first offset that may not be cleaned yet. */
  readonly firstUncleanableOffset: number
  readonly cleanBytes: number
  readonly cleanableBytes: number
  /** Share of the bytes that a cleaning would look at that are dirty. */
  readonly dirtyRatio: number
  /** `max.compaction.lag.ms` has passed for the oldest dirty record. */
  readonly overdue: boolean
}

/** Undefined where nothing can be cleaned. */
export function dirtiness(log: PartitionLog, nowMs: number): DirtyLog | undefined {
  const { config, segments } = log
  if (!config.cleanupPolicy.compact || !log.online || log.uncleanable || segments.count < 2) return undefined
  const firstDirtyOffset = Math.max(Math.min(log.cleanedUpTo, log.logEndOffset), log.logStartOffset)
  const firstUncleanableOffset = uncleanableFrom(log, firstDirtyOffset, nowMs)
  const lagBound = config.maxCompactionLagMs < Number.MAX_SAFE_INTEGER
  let cleanBytes = 0
  let cleanableBytes = 0
  let oldest = Number.MAX_SAFE_INTEGER
  for (const [index, segment] of segments.all.entries()) {
    const end = segments.endOf(index, log.logEndOffset)
    if (end <= firstDirtyOffset) cleanBytes += segment.size
    else if (segment.baseOffset < firstUncleanableOffset) {
      cleanableBytes += segment.size
      // Timestamps are the producers': a later segment may begin with an earlier one.
      if (lagBound && segment.size > 0 && segment.indexes.firstBatchTimestamp > 0) oldest = Math.min(oldest, segment.indexes.firstBatchTimestamp)
    }
  }
  if (cleanableBytes === 0 || firstUncleanableOffset <= firstDirtyOffset) return undefined
  return {
    log, firstDirtyOffset, firstUncleanableOffset, cleanBytes, cleanableBytes,
    dirtyRatio: cleanableBytes / (cleanBytes + cleanableBytes),
    overdue: lagBound && nowMs - oldest > config.maxCompactionLagMs,
  }
}

/** D7: never beyond the last stable offset, never the active segment, nothing younger than `min.compaction.lag.ms`. */
function uncleanableFrom(log: PartitionLog, firstDirtyOffset: number, nowMs: number): number {
  const { config, segments } = log
  let limit = Math.min(log.lastStableOffset, segments.active.baseOffset)
  if (config.minCompactionLagMs > 0) {
    for (const segment of segments.overlapping(firstDirtyOffset, limit)) {
      if (segment.size > 0 && !segment.isOlderThan(config.minCompactionLagMs - 1, nowMs)) {
        limit = Math.min(limit, segment.baseOffset)
        break
      }
    }
  }
  return limit
}

/** The dirtiest log that is due, or undefined. */
export function dirtiestLog(logs: Iterable<PartitionLog>, nowMs: number): DirtyLog | undefined {
  let best: DirtyLog | undefined
  for (const log of logs) {
    const dirty = log.failures.lookUp(() => dirtiness(log, nowMs))
    if (dirty === undefined || !(dirty.overdue || dirty.dirtyRatio > log.config.minCleanableDirtyRatio)) continue
    if (best === undefined || dirty.dirtyRatio > best.dirtyRatio) best = dirty
  }
  return best
}
