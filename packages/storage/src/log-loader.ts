/**
 * Opening a log from its folder (`LogLoader`): half-done renames finished or dropped (D3), torn tails cut and indexes,
 * leader epochs and producer state rebuilt from the recovery point on when the last stop was not clean (D1).
 *
 * Invariants: runs unattended whatever a crash left behind; nothing at or beyond the first invalid byte after the
 * recovery point is served; opening twice gives the same log; what is rebuilt equals a rebuild from the whole log.
 */
import { invariant } from '@odradek/platform'
import {
  batchBaseOffset, batchCrcIsValid, batchLastOffset, batchLastOffsetDelta, batchPartitionLeaderEpoch,
} from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import type { Slices } from './environment.ts'
import {
  CLEANED_SUFFIX, DELETED_SUFFIX, INDEX_SUFFIX, LEADER_EPOCH_CHECKPOINT, LOG_SUFFIX, RETRIES_SUFFIX, SNAPSHOT_SUFFIX, SWAP_SUFFIX,
  TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX, offsetFileName, offsetOfFileName,
} from './file-names.ts'
import type { PartitionLog } from './partition-log.ts'
import { beginSegment } from './rolling.ts'
import { Segment, largestTimestampIn } from './segment.ts'

export interface LoadOptions {
  /** From the checkpoints; 0 when absent. */
  readonly logStartOffset: number
  readonly recoveryPoint: number
  readonly highWatermark: number
  readonly cleanedUpTo: number
  /** The directory was stopped in order. */
  readonly clean: boolean
  readonly slices: Slices
}

export interface LoadReport {
  /** Bytes whose CRCs were checked. */
  readonly scannedBytes: number
  /** Bytes that were no batch and were cut. */
  readonly cutBytes: number
}

/** A log that Apache Kafka wrote before 0.11 (or was told to): we do not serve it, and we do not cut it either. */
export class OldFormatError extends Error {
  override readonly name = 'OldFormatError'
}

/** Fills `log` from its folder. Throws what the file system throws. */
export async function loadLog(log: PartitionLog, found: LoadOptions): Promise<LoadReport> {
  const report = { scannedBytes: 0, cutBytes: 0 }
  const { names, deleted } = finishRenames(log)
  openSegments(log, names)
  refuseOldFormat(log)
  const options = distrustDamaged(log, found)
  log.leaderEpochs.load(log.environment.fs, `${log.folder}/${LEADER_EPOCH_CHECKPOINT}`)
  const { segments, snapshots, producerState } = log
  producerState.clear(-1)
  while (segments.count > 1 && segments.at(1)!.baseOffset <= options.logStartOffset) dropFirst(log)
  if (!options.clean && segments.count > 0) await recover(log, options, deleted, report)
  let logStart = options.logStartOffset
  if (segments.count > 0) logStart = Math.max(logStart, segments.first.baseOffset)
  let logEnd = segments.count === 0 ? logStart : segments.active.loadTail()
  if (logEnd === undefined) {
    await recover(log, { ...options, recoveryPoint: segments.active.baseOffset }, deleted, report)
    logEnd = endOf(segments.active)
  }
  if (logEnd < logStart) {
    // D4: the tail that held the log start is lost. What is left lies before it and was deleted already.
    dropAll(log)
    logEnd = logStart
  }
  if (segments.count === 0) beginSegment(log, logEnd)
  segments.active.becomeActive()
  log.leaderEpochs.truncateFromEnd(logEnd)
  log.leaderEpochs.truncateFromStart(logStart)
  if (options.clean && snapshots.latest === undefined) snapshots.assumeNone(logEnd)
  else snapshots.truncateAndReload(logStart, logEnd)
  snapshots.dropExpired()
  snapshots.removeStrays(segments)
  // What lies before the log start need not be durable.
  const recoveryPoint = options.clean ? logEnd : Math.max(options.recoveryPoint, logStart)
  log.setLoaded({ logStart, logEnd, highWatermark: options.highWatermark, recoveryPoint })
  log.offsets.startIsDurable(found.logStartOffset)
  log.recoveryPointOnDisk = found.recoveryPoint
  log.cleanedUpTo = Math.min(options.cleanedUpTo, logEnd)
  log.touched = !options.clean
  if (options.clean) log.flusher.trustFolder()
  return report
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

/** A damaged transaction index is rebuilt, after a clean stop too: without it readers would be given aborted records. */
function distrustDamaged(log: PartitionLog, options: LoadOptions): LoadOptions {
  const damaged = log.segments.all.find((segment) => !segment.loadTransactionIndex())
  if (damaged === undefined) return options
  const { topic, partition, environment } = log
  environment.log.warn({ topic, partition, segment: damaged.baseOffset }, 'a transaction index is damaged; the log is read again from there')
  return { ...options, clean: false, recoveryPoint: Math.min(options.recoveryPoint, damaged.baseOffset) }
}

/** D3. Returns the names that are left, and the base offsets of the segments that were on their way out. */
function finishRenames(log: PartitionLog): { names: string[]; deleted: number[] } {
  const { fs } = log.environment
  const list = (): string[] => fs.list(log.folder).filter((entry) => !entry.isDirectory).map((entry) => entry.name)
  const names = list()
  if (!names.some((name) => /\.(deleted|cleaned|swap|tmp)$/.test(name))) return { names, deleted: [] }
  const deleted = names.filter((name) => name.endsWith(LOG_SUFFIX + DELETED_SUFFIX)).map(offsetOfFileName)
  let firstCleaned = Number.MAX_SAFE_INTEGER
  for (const name of names) {
    if (name.endsWith(CLEANED_SUFFIX)) firstCleaned = Math.min(firstCleaned, offsetOfFileName(name))
  }
  for (const name of names) {
    const gone = name.endsWith(DELETED_SUFFIX) || name.endsWith(CLEANED_SUFFIX) || name.endsWith('.tmp')
    // A swap file beside cleaned ones is the output of a split that was not complete, if its original is still there.
    // If not, it is a complete one whose last renaming the crash took back, and the cleaned ones came after it.
    const half = name.endsWith(SWAP_SUFFIX) && offsetOfFileName(name) >= firstCleaned && isCovered(log, offsetOfFileName(name), names)
    if (gone || half) fs.remove(`${log.folder}/${name}`)
  }
  for (const name of list()) if (name.endsWith(LOG_SUFFIX + SWAP_SUFFIX)) finishSwap(log, name, list())
  // Indexes whose log had been renamed already; of those whose log is in place nothing is missing either.
  for (const name of list()) {
    if (!name.endsWith(SWAP_SUFFIX)) continue
    fs.rename(`${log.folder}/${name}`, `${log.folder}/${name.slice(0, -SWAP_SUFFIX.length)}`)
  }
  fs.syncDirectory(log.folder)
  return { names: list(), deleted }
}

/** Whether a segment in place reaches `offset`. */
function isCovered(log: PartitionLog, offset: number, names: readonly string[]): boolean {
  let base = -1
  for (const name of names) {
    if (name.endsWith(LOG_SUFFIX) && offsetOfFileName(name) <= offset) base = Math.max(base, offsetOfFileName(name))
  }
  return base >= 0 && endOfFile(log, base, '') > offset
}

/** The offset after the last whole batch of a segment that has not been opened yet. */
function endOfFile(log: PartitionLog, base: number, suffix: string): number {
  const size = log.environment.fs.stat(`${log.folder}/${offsetFileName(base)}${LOG_SUFFIX}${suffix}`)?.size ?? 0
  const segment = Segment.existing(log.environment, log.folder, base, { size, hasIndex: false, hasTimeIndex: false, hasTxnIndex: false }, suffix)
  let end = base
  const cursor = new BatchCursor(segment.file, 0, size, false)
  while (cursor.next()) end = batchLastOffset(cursor.buffer, cursor.at) + 1
  cursor.done()
  segment.close()
  return end
}

/** The cleaner's output is complete: what it replaces goes, and it takes the place. */
function finishSwap(log: PartitionLog, name: string, names: readonly string[]): void {
  const { fs } = log.environment
  const base = offsetOfFileName(name)
  const end = Math.max(base + 1, endOfFile(log, base, SWAP_SUFFIX))
  for (const other of names) {
    const offset = offsetOfFileName(other)
    if (offset < base || offset >= end || !/\.(log|index|timeindex|txnindex)$/.test(other)) continue
    // An index may be the cleaned one, renamed just before the crash; it is rebuilt then.
    fs.remove(`${log.folder}/${other}`)
  }
  // Power lost now must not bring back an original beside what replaced it.
  fs.syncDirectory(log.folder)
  for (const kind of [INDEX_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX, LOG_SUFFIX]) {
    const path = `${log.folder}/${offsetFileName(base)}${kind}`
    if (fs.exists(path + SWAP_SUFFIX)) fs.rename(path + SWAP_SUFFIX, path)
  }
}

function openSegments(log: PartitionLog, names: readonly string[]): void {
  const { fs } = log.environment
  const all = new Set(names)
  const snapshots: number[] = []
  const retries: number[] = []
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
    } else if ((kind === INDEX_SUFFIX || kind === TIME_INDEX_SUFFIX || kind === TXN_INDEX_SUFFIX) && !all.has(stem + LOG_SUFFIX)) {
      fs.remove(`${log.folder}/${name}`) // an index without its log
    }
  }
  log.snapshots.found(snapshots, retries)
}

/** Scans the segments from the recovery point on; what follows a damaged batch is dropped. */
async function recover(
  log: PartitionLog, options: LoadOptions, deleted: readonly number[], report: { scannedBytes: number; cutBytes: number },
): Promise<void> {
  const { segments, snapshots, producerState } = log
  const unclean = segments.overlapping(options.recoveryPoint, Number.MAX_SAFE_INTEGER)
  const first = unclean[0]
  if (first === undefined) return
  const logStart = Math.max(options.logStartOffset, segments.first.baseOffset)
  snapshots.truncateAndReload(Math.min(logStart, first.baseOffset), first.baseOffset)
  log.leaderEpochs.truncateFromEnd(first.baseOffset)
  for (const [index, segment] of unclean.entries()) {
    report.scannedBytes += segment.size
    const cut = await recoverSegment(log, segment, options.slices)
    report.cutBytes += cut
    const next = unclean[index + 1]
    if (cut > 0) {
      log.environment.log.warn({ topic: log.topic, partition: log.partition, segment: segment.baseOffset, bytes: cut },
        'recovery cut bytes that are no intact batch')
    }
    if (next === undefined) break
    if (cut > 0 || (endOf(segment) < next.baseOffset && !wasCompacted(log, segment, next, deleted, options))) {
      report.cutBytes += dropAfter(log, unclean.slice(index + 1))
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
function wasCompacted(log: PartitionLog, segment: Segment, next: Segment, deleted: readonly number[], options: LoadOptions): boolean {
  return log.config.cleanupPolicy.compact || options.cleanedUpTo > 0 ||
    deleted.some((offset) => offset >= segment.baseOffset && offset < next.baseOffset)
}

/** Of a segment that has been recovered. */
function endOf(segment: Segment): number {
  const end = segment.loadTail()
  invariant(end !== undefined, `segment ${segment.baseOffset} does not end with a whole batch after recovery`)
  return end
}

function dropAfter(log: PartitionLog, segments: readonly Segment[]): number {
  let bytes = 0
  for (const segment of segments) {
    bytes += segment.size
    log.segments.remove(segment)
    log.snapshots.remove(segment.baseOffset)
    segment.remove()
  }
  return bytes
}

/** `LogSegment.recover`. Returns the bytes cut. */
async function recoverSegment(log: PartitionLog, segment: Segment, slices: Slices): Promise<number> {
  segment.resetIndexes()
  const aborted = segment.transactionIndex
  aborted.entries.length = 0
  aborted.persistedEntries = 0
  const cursor = new BatchCursor(segment.file, 0, segment.file.size, true)
  let next = segment.baseOffset
  let valid = 0
  while (cursor.next()) {
    const { buffer, at } = cursor
    const base = batchBaseOffset(buffer, at)
    const lastOffset = batchLastOffset(buffer, at)
    if (base < next || batchLastOffsetDelta(buffer, at) < 0 || !segment.holdsRelative(lastOffset)) break
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
    if (slices.due) await slices.pause()
  }
  if (cursor.ended === 'old format') throw new OldFormatError(`${segment.file.path} holds messages of format 0 or 1 at byte ${cursor.position}`)
  const cut = segment.file.size - valid
  if (cut > 0) {
    segment.file.truncate(valid)
    segment.size = valid
  }
  return cut
}

/** A segment before the log start: deleting it had begun before the stop. */
function dropFirst(log: PartitionLog): void {
  const { first } = log.segments
  log.segments.remove(first)
  log.snapshots.remove(first.baseOffset)
  first.remove()
}

function dropAll(log: PartitionLog): void {
  for (const segment of log.segments.all) segment.remove()
  log.segments.clear()
  log.snapshots.removeAll()
  log.leaderEpochs.clear()
  log.producerState.clear(-1)
}
