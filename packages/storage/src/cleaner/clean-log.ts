/**
 * Compaction of one log (`Cleaner`): of each key only the newest record stays, tombstones and markers as long as
 * `delete.retention.ms`, aborted data not at all.
 *
 * Invariants (D7): the active segment and everything at or after the last stable offset is untouched; the batches
 * that a live producer may send again stay, if need be as empty headers; a truncation or deletion meanwhile aborts the round. A
 * crash at any step leaves either the old segments or the new one: the new one is complete and durable before it is
 * named `.swap`, and the old ones are gone for good before it takes its final name (D3).
 */
import {
  CorruptBatchError, RecordReader, batchCrcIsValid, batchDeleteHorizonMs, batchIsControl, batchIsTransactional, batchLastOffset, batchProducerEpoch,
  batchProducerId,
} from '@odradek/protocol/internal'
import { BatchCursor } from '../batch-cursor.ts'
import { Slices } from '../environment.ts'
import { CLEANED_SUFFIX, SWAP_SUFFIX } from '../file-names.ts'
import type { AbortedEntry } from '../index/transaction-index.ts'
import type { PartitionLog } from '../partition-log.ts'
import { removeFilesLater } from '../retention.ts'
import { Segment } from '../segment.ts'
import { largestTimestampIn } from '../segment-indexes.ts'
import { filterBatch } from './batch-filter.ts'
import { CleanedTransactions } from './cleaned-transactions.ts'
import type { DirtyLog } from './dirty-logs.ts'
import { OffsetMap } from './offset-map.ts'

/** The log was truncated, deleted or failed meanwhile: the round is given up, nothing is lost. */
class CleaningAborted extends Error {}

export interface CleaningReport {
  readonly bytesRead: number
  readonly bytesWritten: number
  /** False when the round was given up. */
  readonly completed: boolean
}

/** Cleans one log as far as the offset map holds. Throws what the file system throws. */
export async function cleanLog(dirty: DirtyLog, stopped: () => boolean): Promise<CleaningReport> {
  const round = new CleaningRound(dirty.log, stopped)
  try {
    await round.run(dirty)
    return { bytesRead: round.bytesRead, bytesWritten: round.bytesWritten, completed: true }
  } catch (error) {
    round.abandon()
    if (!(error instanceof CleaningAborted)) throw error
    return { bytesRead: round.bytesRead, bytesWritten: round.bytesWritten, completed: false }
  }
}

class CleaningRound {
  readonly #log: PartitionLog
  readonly #stopped: () => boolean
  readonly #generation: number
  readonly #slices: Slices
  readonly #startedMs: number
  /** Output that waits for the device: so little of what may wait that producers are never held up for it. */
  readonly #syncedEveryBytes: number
  #cleaned: Segment | undefined
  bytesRead = 0
  bytesWritten = 0

  constructor(log: PartitionLog, stopped: () => boolean) {
    this.#log = log
    this.#stopped = stopped
    this.#generation = log.generation
    this.#slices = new Slices(log.environment, log.environment.settings.sliceMs)
    this.#startedMs = log.environment.clock.monotonicMs()
    const { unsyncedMaxBytes } = log.environment.settings
    this.#syncedEveryBytes = unsyncedMaxBytes > 0 ? unsyncedMaxBytes / 8 : Infinity
  }

  async run(dirty: DirtyLog): Promise<void> {
    const log = this.#log
    log.cleaning = this
    const { settings } = log.environment
    // A record takes at least seven bytes: no more keys than that can come.
    const map = new OffsetMap(settings.cleanerDedupeBufferBytes, Math.ceil(dirty.cleanableBytes / 7))
    await this.#fill(map, dirty.firstDirtyOffset, dirty.firstUncleanableOffset)
    // A range without any key (markers only) is clean too.
    const endOffset = map.isFull ? map.latestOffset + 1 : dirty.firstUncleanableOffset
    const nowMs = log.environment.calmClock.nowMs()
    // Segments are rewritten whole, beyond the end of this round too: all aborted transactions count.
    const transactions = new CleanedTransactions(this.#abortedIn(log.segments.first.baseOffset, Number.MAX_SAFE_INTEGER))
    for (const group of groupSegments(log, endOffset)) await this.#cleanGroup(group, map, transactions, endOffset, nowMs)
    log.cleaning = undefined
    log.cleanedUpTo = endOffset
  }

  /**
   * Forgets what was written of the group under way. Also called by a truncation, at once: a complete `.swap` file
   * that outlived it in a crash would bring back what it took away.
   */
  abandon(): void {
    this.#log.cleaning = undefined
    const cleaned = this.#cleaned
    this.#cleaned = undefined
    try {
      cleaned?.remove()
    } catch (error) {
      this.#log.ioFailed(error)
    }
  }

  async #pause(): Promise<void> {
    const { clock, scheduler, settings } = this.#log.environment
    if (this.#slices.due) await this.#slices.pause()
    const earliestMs = this.#startedMs + ((this.bytesRead + this.bytesWritten) / settings.cleanerBytesPerSecond) * 1000
    const early = earliestMs - clock.monotonicMs()
    if (early > 10) await scheduler.sleep(Math.min(early, 300), { background: true })
    this.#check()
  }

  #check(): void {
    if (this.#stopped() || !this.#log.online || this.#log.generation !== this.#generation) throw new CleaningAborted()
  }

  #abortedIn(from: number, to: number): AbortedEntry[] {
    return this.#log.segments.overlapping(from, to).flatMap((segment) =>
      segment.transactionIndex.entries.filter((entry) => entry.lastOffset >= from && entry.firstOffset < to))
  }

  /** The newest offset of each key in `[from, to)`; stops at the last record that fits. */
  async #fill(map: OffsetMap, from: number, to: number): Promise<void> {
    const transactions = new CleanedTransactions(this.#abortedIn(from, to))
    const reader = new RecordReader()
    for (const segment of this.#log.segments.overlapping(from, to)) {
      const cursor = new BatchCursor(segment.file, Math.max(0, segment.positionOf(from)), segment.file.size, true)
      while (cursor.next()) {
        const { buffer, at } = cursor
        this.bytesRead += cursor.size
        if (batchIsControl(buffer, at)) transactions.readControl(buffer, at)
        else if (!transactions.readData(buffer, at)) {
          reader.open(buffer, at)
          while (reader.next()) {
            if (reader.offset < from || reader.offset >= to) continue
            const key = reader.key()
            if (key !== null && !map.put(key, reader.offset)) return
          }
        }
        await this.#pause()
      }
      requireEnd(segment, cursor)
    }
  }

  async #cleanGroup(
    group: readonly Segment[], map: OffsetMap, transactions: CleanedTransactions, endOffset: number, nowMs: number,
  ): Promise<void> {
    const log = this.#log
    const cleaned = Segment.create(log.environment, log.folder, group[0]!.baseOffset, log.config, CLEANED_SUFFIX)
    this.#cleaned = cleaned
    cleaned.file.prepareWrite() // an empty result is a file too: it keeps the log's first offset
    cleaned.file.truncate(0)
    transactions.index = cleaned.transactionIndex
    for (const segment of group) await this.#copy(segment, cleaned, map, transactions, endOffset, nowMs)
    cleaned.becomeInactive()
    await cleaned.sync(true)
    this.#check()
    const last = group.at(-1)!
    cleaned.file.setModifiedMs(log.environment.fs.stat(last.file.path)?.modifiedMs ?? nowMs)
    await this.#replace(group, cleaned)
  }

  /** What stays of one segment goes to the end of `cleaned`. */
  async #copy(
    segment: Segment, cleaned: Segment, map: OffsetMap, transactions: CleanedTransactions, endOffset: number, nowMs: number,
  ): Promise<void> {
    const log = this.#log
    const cursor = new BatchCursor(segment.file, 0, segment.file.size, true)
    while (cursor.next()) {
      const { buffer, at } = cursor
      const lastOffset = batchLastOffset(buffer, at)
      // What is written anew gets a new CRC: damage must not get one.
      if (!batchCrcIsValid(buffer, at)) throw new CorruptBatchError('CORRUPT_MESSAGE', `${segment.file.path}: a wrong CRC at byte ${cursor.position}`)
      this.bytesRead += cursor.size
      const control = batchIsControl(buffer, at)
      const horizon = batchDeleteHorizonMs(buffer, at)
      const discardable = control ? transactions.readControl(buffer, at) : transactions.readData(buffer, at)
      const discard = control ? discardable && horizon !== undefined && horizon <= nowMs : discardable
      const keepDeletes = horizon === undefined || nowMs < horizon
      const result = filterBatch(buffer, at, cursor.size, (record) => {
        if (discard) return false
        return control || keepRecord(record, map, keepDeletes)
      }, {
        keepEmpty: lastOffset + 1 === endOffset || this.#isOfLiveProducer(buffer, at, control),
        markerOfEmptyTransaction: control && discardable,
        newHorizonMs: nowMs + log.config.deleteRetentionMs,
      })
      if (result !== undefined) {
        cleaned.noteBatch(cleaned.size, result.length, lastOffset, largestTimestampIn(result, 0), log.config.indexIntervalBytes)
        cleaned.file.append([result], result.length)
        cleaned.size += result.length
        this.bytesWritten += result.length
        if (cleaned.file.dirtyBytes >= this.#syncedEveryBytes) await cleaned.file.sync()
      }
      await this.#pause()
    }
    requireEnd(segment, cursor)
  }

  /**
   * A batch that a live producer may send again, or the marker with its epoch: needed to deduplicate and to fence. Of one
   * that writes transactions only the last, as in Apache Kafka: a header that outlives its data keeps the marker from going.
   */
  #isOfLiveProducer(buffer: Buffer, at: number, control: boolean): boolean {
    const producerId = batchProducerId(buffer, at)
    const entry = producerId < 0 ? undefined : this.#log.producerState.entry(producerId)
    if (entry === undefined) return false
    const { batches } = entry
    if (batches.length === 0) return control && batchProducerEpoch(buffer, at) === entry.epoch
    const lastOffset = batchLastOffset(buffer, at)
    if (batchIsTransactional(buffer, at)) return lastOffset === batches.at(-1)!.lastOffset
    return batches.some((batch) => batch.lastOffset === lastOffset)
  }

  /** The old segments leave, the new one takes their place; see the invariants above for the order. */
  async #replace(group: readonly Segment[], cleaned: Segment): Promise<void> {
    const log = this.#log
    const { fs } = log.environment
    // Retention or DeleteRecords may have taken one of them since.
    if (group.some((segment) => !log.segments.all.includes(segment))) throw new CleaningAborted()
    cleaned.changeSuffix(SWAP_SUFFIX)
    await fs.syncDirectoryAsync(log.folder)
    if (log.generation !== this.#generation || group.some((segment) => !log.segments.all.includes(segment))) {
      throw new CleaningAborted()
    }
    // From here on the output is not to be forgotten: an original that has its other name goes at the next opening. What
    // fails between these steps is put right there.
    this.#cleaned = undefined
    const replaced = log.failures.attempt(() => {
      for (const segment of group) {
        log.segments.remove(segment)
        if (segment.baseOffset !== cleaned.baseOffset) log.snapshots.remove(segment.baseOffset)
        segment.markDeleted()
      }
      log.segments.add(cleaned)
      log.touched = true
      removeFilesLater(log, group)
      return true
    })
    if (replaced === undefined) throw new CleaningAborted()
    await fs.syncDirectoryAsync(log.folder)
    // Truncation or retention may have removed it again; then there is nothing to rename.
    if (!log.segments.all.includes(cleaned)) return
    cleaned.changeSuffix('')
    // Before the next output begins: beside one that is not complete a complete one looks like a half-done split.
    await fs.syncDirectoryAsync(log.folder)
  }
}

/** Bytes that are no batch: what lies behind them would be lost with the original. */
function requireEnd(segment: Segment, cursor: BatchCursor): void {
  if (cursor.ended === 'end') return
  throw new CorruptBatchError('CORRUPT_MESSAGE', `${segment.file.path} holds no batch at byte ${cursor.position}`)
}

/** `Cleaner.shouldRetainRecord`. */
function keepRecord(record: RecordReader, map: OffsetMap, keepDeletes: boolean): boolean {
  if (record.offset > map.latestOffset) return true
  const key = record.key()
  if (key === null) return false
  if (record.offset < map.get(key)) return false
  return record.valueLength >= 0 || keepDeletes
}

/** Neighbours that fit into one segment together are cleaned into one (`groupSegmentsBySize`). */
function groupSegments(log: PartitionLog, endOffset: number): Segment[][] {
  const { config, segments } = log
  const groups: Segment[][] = []
  let bytes = 0
  for (const [index, segment] of segments.all.entries()) {
    if (segment.baseOffset >= endOffset || segment === segments.active) break
    const group = groups.at(-1)
    const lastOffset = segments.endOf(index, log.logEndOffset) - 1
    // An index grows by at most one entry per interval: bounding the bytes bounds it as well.
    if (group !== undefined && bytes + segment.size <= config.segmentBytes && group[0]!.holdsRelative(lastOffset)) {
      group.push(segment)
      bytes += segment.size
    } else {
      groups.push([segment])
      bytes = segment.size
    }
  }
  return groups
}
