/**
 * Taking records back: a follower whose log diverged from its leader's, or one that is too far behind; and giving up the
 * oldest ones on request.
 *
 * Invariants: nothing is queued afterwards; indexes, epochs, snapshots and producer state end where the log ends; no
 * checkpoint on the device speaks of a record that is being taken back.
 */
import { CLEANER_CHECKPOINT, LOG_START_CHECKPOINT, RECOVERY_POINT_CHECKPOINT } from './file-names.ts'
import { STORAGE_ERROR } from './log-results.ts'
import type { AppendFailure } from './log-results.ts'
import type { PartitionLog } from './partition-log.ts'
import { beginSegment } from './rolling.ts'
import type { Segment } from './segment.ts'

/** `UnifiedLog.truncateTo`. */
export function truncateLog(log: PartitionLog, offset: number): void {
  const { segments, offsets, environment } = log
  if (offset < offsets.highWatermark) {
    environment.log.warn({ topic: log.topic, partition: log.partition, offset, highWatermark: offsets.highWatermark },
      'truncating below the high watermark')
  }
  if (offset <= segments.first.baseOffset) return emptyLog(log, offset)
  // A descriptor is had before anything is changed: what runs out of them afterwards takes this one.
  segments.floor(offset)?.file.prepareWrite()
  log.mustWritePending()
  const holesPass = mayHaveHoles(log)
  takeBack(log, offset)
  log.changed()
  while (segments.active.baseOffset >= offset && segments.count > 1) {
    const { active } = segments
    segments.remove(active)
    discard(log, active)
    // Durable before anything new is written: after a crash these must not stand behind it.
    if (holesPass || segments.active.baseOffset < offset || segments.count === 1) environment.fs.syncDirectory(log.folder)
  }
  const { active } = segments
  active.becomeActive()
  const end = active.truncateTo(offset)
  offsets.cutTo(end)
  log.recoveryPoint = Math.min(log.recoveryPoint, end)
  log.cleanedUpTo = Math.min(log.cleanedUpTo, end)
  log.damage.reachedEnd = 0
  log.leaderEpochs.truncateFromEnd(end)
  log.snapshots.truncateAndReload(offsets.logStart, end)
}

/**
 * What the checkpoints on the device say of records from `offset` on is taken back before the records are. Else:
 * truncated, refilled beyond the old recovery point, and the power goes: what was written last would be believed
 * unseen, and what was removed last could be back behind it.
 */
function takeBack(log: PartitionLog, offset: number): void {
  const { directory } = log
  if (log.recoveryPointOnDisk > offset) {
    directory.checkpointNow(RECOVERY_POINT_CHECKPOINT, { log, offset })
    log.recoveryPointOnDisk = offset
  }
  if (log.cleanedUpTo > offset) directory.checkpointNow(CLEANER_CHECKPOINT, { log, offset })
  if (log.offsets.wantedStart > offset) directory.checkpointNow(LOG_START_CHECKPOINT, { log, offset })
}

/** Recovery lets holes between segments of such a log pass for compaction: none may come from a removal half done. */
function mayHaveHoles(log: PartitionLog): boolean {
  return log.config.cleanupPolicy.compact || log.cleanedUpTo > 0
}

/** `UnifiedLog.truncateFullyAndStartAt`. */
export function emptyLog(log: PartitionLog, offset: number): void {
  const { directory, segments, environment: { fs } } = log
  log.mustWritePending()
  const holesPass = mayHaveHoles(log)
  takeBack(log, offset)
  const old = segments.all.slice()
  // Where the log goes on further up, the new segment comes first: a crash in between must not leave nothing at all.
  // Elsewhere it would stand before what is still there, and the checkpoint tells where to go on instead.
  const ahead = offset > segments.active.baseOffset
  if (ahead) {
    beginSegment(log, offset)
    fs.syncDirectory(log.folder)
  }
  if (log.offsets.durableStart !== offset) directory.checkpointNow(LOG_START_CHECKPOINT, { log, offset })
  log.changed()
  for (const segment of old.toReversed()) {
    segments.remove(segment)
    discard(log, segment)
    if (holesPass) fs.syncDirectory(log.folder)
  }
  fs.syncDirectory(log.folder)
  if (!ahead) {
    beginSegment(log, offset)
    fs.syncDirectory(log.folder)
  }
  log.leaderEpochs.clear()
  log.producerState.clear(offset)
  log.snapshots.removeAll()
  log.recoveryPoint = Math.min(log.recoveryPoint, offset)
  log.cleanedUpTo = 0
  log.damage.reachedEnd = 0
  log.offsets.reset(offset, offset, offset)
  void directory.events.startsDurable(directory)
  directory.events.logStartMoved(log)
}

/**
 * Truncated segments go at once: nobody may read what a truncation took back. Not by way of another name: that would
 * be the trace of a cleaner, and after a crash the hole they leave would pass for one of compaction.
 */
function discard(log: PartitionLog, segment: Segment): void {
  log.snapshots.remove(segment.baseOffset)
  segment.remove()
}

/** DeleteRecords: moves the log start to `offset`, -1 for the high watermark. */
export async function deleteRecords(
  log: PartitionLog, offset: number,
): Promise<{ logStartOffset: number; error?: undefined } | AppendFailure> {
  if (!log.online) return STORAGE_ERROR
  if (!log.config.cleanupPolicy.delete) {
    return { error: 'POLICY_VIOLATION', message: `records of ${log.topic} cannot be deleted: its cleanup.policy is compact` }
  }
  const target = offset === -1 ? log.offsets.highWatermark : offset
  if (target < 0 || target > log.offsets.highWatermark) {
    return { error: 'OFFSET_OUT_OF_RANGE', message: `offset ${target} is not between 0 and the high watermark ${log.offsets.highWatermark}` }
  }
  await log.moveLogStart(target)
  return log.online ? { logStartOffset: log.offsets.logStart } : STORAGE_ERROR
}
