/**
 * Opening a log from its folder (`LogLoader`): half-done renames finished or dropped (D3), torn tails cut and what can be
 * rebuilt rebuilt from the recovery point on when the last stop was not clean (D1).
 *
 * Invariants: runs unattended whatever a crash left behind; nothing at or beyond the first invalid byte after the
 * recovery point is served; opening twice gives the same log; what is rebuilt equals a rebuild from the whole log. A
 * checkpoint that contradicts the log is damage and not an order: records go on its word only when it is known to be
 * whole, or another one says the same.
 */
import { batchBaseOffset, batchLastOffset, batchPartitionLeaderEpoch } from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import type { CheckpointedOffset } from './checkpoints.ts'
import type { Slices } from './environment.ts'
import {
  INDEX_SUFFIX, LEADER_EPOCH_CHECKPOINT, LOG_SUFFIX, RETRIES_SUFFIX, SNAPSHOT_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX, offsetOfFileName,
} from './file-names.ts'
import { finishRenames } from './interrupted-renames.ts'
import { OldFormatError, endOf, recoverLog } from './log-recovery.ts'
import type { RecoveryReport } from './log-recovery.ts'
import { mendTransactions } from './mend-transactions.ts'
import type { PartitionLog } from './partition-log.ts'
import { beginSegment } from './rolling.ts'
import { Segment } from './segment.ts'
import { INDEX_KINDS } from './segment-indexes.ts'

export { OldFormatError } from './log-recovery.ts'

export interface LoadOptions {
  /** What the checkpoints say; undefined where they say nothing that can be believed. */
  readonly logStart: CheckpointedOffset | undefined
  readonly recoveryPoint: CheckpointedOffset | undefined
  readonly highWatermark: CheckpointedOffset | undefined
  readonly cleanedUpTo: number
  /** The directory was stopped in order. */
  readonly clean: boolean
  readonly slices: Slices
}

/** Fills `log` from its folder. Throws what the file system throws. */
export async function loadLog(log: PartitionLog, options: LoadOptions): Promise<RecoveryReport> {
  const report = { scannedBytes: 0, cutBytes: 0 }
  log.damage.clear()
  const { segments, snapshots, environment } = log
  const { names, deleted } = finishRenames(log)
  const orphans = openSegments(log, names)
  refuseOldFormat(log)
  const epochs = log.leaderEpochs.load(environment.fs, `${log.folder}/${LEADER_EPOCH_CHECKPOINT}`)
  log.producerState.clear(-1)
  const durableEnd = options.recoveryPoint?.offset ?? 0
  let logStart = options.logStart?.offset ?? 0
  // Where it lies beyond the last segment, whether it can be believed turns out later.
  const isBelieved = options.logStart?.checked === true || segments.count === 0 || logStart <= segments.active.baseOffset
  if (isBelieved) dropBefore(log, logStart)
  const recovery = { logStart, durableEnd, holesPass: options.clean || options.cleanedUpTo > 0, deleted, slices: options.slices }
  if (!options.clean && segments.count > 0) await recoverLog(log, { ...recovery, from: durableEnd }, report)
  let logEnd = segments.count === 0 ? 0 : segments.active.loadTail()
  // A clean stop wrote down where it was, or one before that.
  const stoppedAt = options.clean && options.recoveryPoint?.checked === true ? durableEnd + 1 : Number.MAX_SAFE_INTEGER
  if (logEnd === undefined || (logEnd > stoppedAt && segments.active.size > 0)) {
    log.damage.tell('error', { segment: segments.active.baseOffset }, 'the last segment does not end as it was left; it is read again')
    await recoverLog(log, { ...recovery, from: segments.active.baseOffset, stoppedAt }, report)
    logEnd = endOf(segments.active)
  }
  if (logEnd < logStart && !startsBeyondEnd(log, logStart, options)) logStart = 0
  if (logEnd < logStart) {
    // D4: the tail that held the log start is lost. What is left lies before it and was deleted already.
    if (segments.count > 0) log.damage.tell('error', { logStart, logEnd }, 'the log ends before its start: the rest of it is lost')
    dropAll(log)
    logEnd = logStart
  }
  if (segments.count === 0) beginSegment(log, logEnd)
  dropBefore(log, logStart)
  // Segments go when a start behind them is on the device: none of them can be missing yet.
  if (options.logStart?.checked === true && segments.first.baseOffset > logStart) {
    log.damage.missing({ from: logStart, to: segments.first.baseOffset })
  }
  logStart = Math.max(logStart, segments.first.baseOffset)
  segments.active.becomeActive()
  judgeOrphans(log, orphans, { ...options, logEnd })
  await mendTransactions(log, options.slices)
  await checkEpochs(log, epochs, { logEnd, durableEnd, clean: options.clean, slices: options.slices })
  log.leaderEpochs.truncateFromEnd(logEnd)
  log.leaderEpochs.truncateFromStart(logStart)
  if (options.clean && snapshots.latest === undefined) snapshots.assumeNone(logEnd)
  else snapshots.truncateAndReload(logStart, logEnd)
  snapshots.dropExpired()
  snapshots.removeStrays(segments)
  // What lies before the log start need not be durable.
  const recoveryPoint = options.clean ? logEnd : Math.max(durableEnd, logStart)
  log.setLoaded({ logStart, logEnd, highWatermark: options.highWatermark?.offset ?? 0, recoveryPoint })
  log.offsets.startIsDurable(options.logStart?.offset ?? 0)
  log.recoveryPointOnDisk = durableEnd
  log.cleanedUpTo = Math.min(options.cleanedUpTo, logEnd)
  log.touched = !options.clean || report.scannedBytes > 0
  if (options.clean) log.flusher.trustFolder()
  noteLoss(log, options)
  return report
}

/**
 * A log start beyond the end of the log: was the tail lost that held it, or is it the checkpoint that is wrong? True
 * for the first: its checksum is right (and it was written when everything below was durable), or another checkpoint
 * knows of an end as late, or there is nothing that could be lost by believing it.
 */
function startsBeyondEnd(log: PartitionLog, logStart: number, { logStart: line, recoveryPoint, highWatermark }: LoadOptions): boolean {
  if (line?.checked === true || log.size === 0 || logStart <= Math.max(recoveryPoint?.offset ?? 0, highWatermark?.offset ?? 0)) return true
  log.damage.tell('error', { logStart }, 'the log-start checkpoint names an offset beyond the end of the log and is not believed')
  return false
}

/**
 * What two checkpoints say the log had reached, or one that is known to be whole, is what somebody may have seen. Less
 * than that is a loss: it is named, and the log remembers it.
 */
function noteLoss(log: PartitionLog, { logStart, recoveryPoint, highWatermark }: LoadOptions): void {
  const said = [logStart, recoveryPoint, highWatermark].filter((line) => line !== undefined)
  const second = said.map(({ offset }) => offset).toSorted((a, b) => b - a)[1] ?? 0
  const reached = Math.max(second, ...said.filter(({ checked }) => checked).map(({ offset }) => offset))
  log.damage.reachedEnd = reached
  if (reached > log.logEndOffset) {
    log.damage.tell('error', { logEnd: log.logEndOffset, reached }, 'the log ends before an offset that it had reached: records are lost')
  }
}

/**
 * Old messages come before new batches, so the first bytes of a log tell, whether it was stopped in order or not. A
 * reader would be led past them without a word.
 */
function refuseOldFormat(log: PartitionLog): void {
  const [first] = log.segments.all
  if (first === undefined || first.size === 0) return
  const cursor = new BatchCursor(first.file, 0, first.file.size, false)
  cursor.next()
  cursor.done()
  if (cursor.ended === 'old format') throw new OldFormatError(`${first.file.path} begins with messages of format 0 or 1`)
}

/** Returns the base offsets of which there are indexes and no log. */
function openSegments(log: PartitionLog, names: readonly string[]): number[] {
  const { fs } = log.environment
  const all = new Set(names)
  const snapshots: number[] = []
  const retries: number[] = []
  const orphans = new Set<number>()
  for (const name of names) {
    const offset = offsetOfFileName(name)
    if (offset < 0) continue
    const stem = name.slice(0, 20)
    const kind = name.slice(20)
    if (kind === SNAPSHOT_SUFFIX) snapshots.push(offset)
    else if (kind === RETRIES_SUFFIX) retries.push(offset)
    else if (kind === LOG_SUFFIX) {
      const facts = {
        size: fs.stat(`${log.folder}/${name}`)?.size ?? 0,
        hasIndex: all.has(stem + INDEX_SUFFIX),
        hasTimeIndex: all.has(stem + TIME_INDEX_SUFFIX),
        hasTxnIndex: all.has(stem + TXN_INDEX_SUFFIX),
      }
      log.segments.add(Segment.existing(log.environment, log.folder, offset, facts))
    } else if (INDEX_KINDS.includes(kind) && !all.has(stem + LOG_SUFFIX)) orphans.add(offset)
  }
  log.snapshots.found(snapshots, retries)
  return [...orphans].toSorted((a, b) => a - b)
}

/**
 * Indexes without their log: leftovers of a removal that a power loss took back in part, or all that is left of a
 * segment that is missing. The first go, the second stay as the trace of the hole, which readers are told of.
 */
function judgeOrphans(
  log: PartitionLog, orphans: readonly number[],
  { logStart, logEnd, cleanedUpTo, clean }: { logStart: CheckpointedOffset | undefined; logEnd: number; cleanedUpTo: number; clean: boolean },
): void {
  const { environment: { fs }, segments } = log
  for (const base of orphans) {
    const before = segments.at(segments.floorIndex(base))
    const next = segments.all.find((segment) => segment.baseOffset > base)
    const end = before?.loadTail() ?? base
    // Power cannot have been lost since a clean stop; and in a log that was never compacted nothing else leaves a hole.
    const mayBeMissing = clean || (cleanedUpTo === 0 && !log.config.cleanupPolicy.compact)
    if (mayBeMissing && next !== undefined && base < logEnd && end <= base && base >= (logStart?.offset ?? 0)) {
      log.damage.missing({ from: before === undefined ? base : end, to: next.baseOffset })
      continue
    }
    if (next !== undefined && before !== undefined && end <= base && base < logEnd) {
      log.damage.tell('warn', { base }, 'indexes without a segment were removed: compaction took it, and the power went; or it is missing')
    }
    for (const kind of INDEX_KINDS) fs.remove(`${log.folder}/${String(base).padStart(20, '0')}${kind}`)
  }
}

/** Leader epochs that cannot be believed are read from the batches. */
async function checkEpochs(
  log: PartitionLog, { found, damage }: { readonly found: boolean; readonly damage: string | undefined },
  { logEnd, durableEnd, clean, slices }: { logEnd: number; durableEnd: number; clean: boolean; slices: Slices },
): Promise<void> {
  const isMissing = !found && (clean || durableEnd > log.segments.first.baseOffset) && log.size > 0
  if (damage === undefined && !isMissing) return
  log.damage.tell('warn', { problem: damage ?? 'it is missing' }, 'the leader-epoch checkpoint is not used; the epochs are read from the log')
  log.leaderEpochs.clear()
  log.leaderEpochs.dirty = true
  for (const segment of log.segments.all) {
    const cursor = new BatchCursor(segment.file, 0, segment.file.size, false)
    while (cursor.next() && batchLastOffset(cursor.buffer, cursor.at) < logEnd) {
      log.leaderEpochs.assign(batchPartitionLeaderEpoch(cursor.buffer, cursor.at), batchBaseOffset(cursor.buffer, cursor.at))
      if (slices.due) await slices.pause()
    }
    cursor.done()
  }
}

/** Segments before the log start: deleting them had begun before the stop. */
function dropBefore(log: PartitionLog, logStart: number): void {
  const { segments } = log
  while (segments.count > 1 && segments.at(1)!.baseOffset <= logStart) {
    const { first } = segments
    segments.remove(first)
    log.snapshots.remove(first.baseOffset)
    first.remove()
  }
}

function dropAll(log: PartitionLog): void {
  for (const segment of log.segments.all) segment.remove()
  log.segments.clear()
  log.snapshots.removeAll()
  log.leaderEpochs.clear()
  log.producerState.clear(-1)
}
