/**
 * A segment: the batches from its base offset up to the next segment's, with its indexes (`LogSegment`).
 *
 * Invariants: `size` counts queued bytes too, `file.size` only written ones; indexes describe queued batches as well,
 * which is safe because a failed write takes the whole log out of service until it is loaded again; every offset is
 * within base + 2^31 - 1; whatever an index says can be rebuilt from the batches.
 */
import { batchBaseOffset, batchLastOffset, batchMaxTimestamp, batchRecordCount } from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import type { StorageEnvironment } from './environment.ts'
import {
  DELETED_SUFFIX, INDEX_SUFFIX, LOG_SUFFIX, SNAPSHOT_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX, offsetFileName,
} from './file-names.ts'
import { OFFSET_ENTRY_BYTES, OffsetIndex } from './index/offset-index.ts'
import { TIME_ENTRY_BYTES, TimeIndex } from './index/time-index.ts'
import type { TimeEntry } from './index/time-index.ts'
import { TransactionIndex } from './index/transaction-index.ts'
import type { LogConfig } from './log-config.ts'
import { SegmentFile } from './segment-file.ts'

const MAX_RELATIVE_OFFSET = 0x7fffffff

/** Whether a segment that begins at `baseOffset` may hold `offset` (D10). */
export function relativeOffsetFits(baseOffset: number, offset: number): boolean {
  return offset - baseOffset <= MAX_RELATIVE_OFFSET && offset >= baseOffset
}

/** The largest timestamp of the batch's records; -1 where compaction left only the header: its records' time went with them. */
export function largestTimestampIn(buffer: Buffer, at: number): number {
  return batchRecordCount(buffer, at) === 0 ? -1 : batchMaxTimestamp(buffer, at)
}

/** What a directory listing says about a segment. */
export interface SegmentFacts {
  readonly size: number
  readonly hasIndex: boolean
  readonly hasTimeIndex: boolean
  readonly hasTxnIndex: boolean
}

export class Segment {
  readonly #environment: StorageEnvironment
  readonly baseOffset: number
  readonly file: SegmentFile
  /** File name without the folder and the kind: `<20 digits>`, or with a cleaner suffix. */
  #folder: string
  #suffix: string
  readonly #offsets: OffsetIndex
  readonly #times: TimeIndex
  #transactions: TransactionIndex | undefined
  /** Bytes of the segment, queued ones included. */
  size: number
  #bytesSinceIndexEntry = 0
  #maxTimestamp: number | undefined
  #maxTimestampOffset = -1
  /** Largest timestamp of the first batch; undefined until looked up. -1 when empty. */
  #firstBatchTimestamp: number | undefined
  readonly createdMs: number
  /** Taken off `segment.ms`. */
  readonly jitterMs: number
  /** Whether its index files, as far as written, are known to be durable. */
  indexesSynced = false

  private constructor(
    environment: StorageEnvironment, folder: string, baseOffset: number, suffix: string, facts: SegmentFacts | undefined,
    jitterMs: number,
  ) {
    this.#environment = environment
    this.#folder = folder
    this.#suffix = suffix
    this.baseOffset = baseOffset
    this.size = facts?.size ?? 0
    const isNew = this.size === 0
    this.file = new SegmentFile(environment.pool, this.pathOf(LOG_SUFFIX), this.size, facts !== undefined)
    this.#offsets = new OffsetIndex(baseOffset, isNew)
    this.#times = new TimeIndex(baseOffset, isNew)
    this.#transactions = isNew || facts?.hasTxnIndex === false ? new TransactionIndex() : undefined
    this.#maxTimestamp = isNew ? -1 : undefined
    this.#firstBatchTimestamp = isNew ? -1 : undefined
    this.createdMs = environment.clock.wallMs()
    this.jitterMs = jitterMs
  }

  /** An empty segment; its files come with the first write. `suffix` is `.cleaned` for output of the cleaner. */
  static create(
    environment: StorageEnvironment, folder: string, baseOffset: number, config: LogConfig, suffix: string = '',
  ): Segment {
    const jitter = config.segmentJitterMs > 0 ? environment.random.below(Math.min(config.segmentJitterMs, 2 ** 31)) : 0
    return new Segment(environment, folder, baseOffset, suffix, undefined, jitter)
  }

  static existing(
    environment: StorageEnvironment, folder: string, baseOffset: number, facts: SegmentFacts, suffix: string = '',
  ): Segment {
    return new Segment(environment, folder, baseOffset, suffix, facts, 0)
  }

  pathOf(kind: string): string {
    return `${this.#folder}/${offsetFileName(this.baseOffset)}${kind}${this.#suffix}`
  }

  // ---- indexes

  get offsetIndex(): OffsetIndex {
    if (!this.#offsets.isLoaded && !this.#offsets.load(this.#environment.fs, this.pathOf(INDEX_SUFFIX), this.#environment.indexes)) {
      this.rebuildIndexes()
    }
    this.#offsets.touch()
    return this.#offsets
  }

  get timeIndex(): TimeIndex {
    if (!this.#times.isLoaded && !this.#times.load(this.#environment.fs, this.pathOf(TIME_INDEX_SUFFIX), this.#environment.indexes)) {
      this.rebuildIndexes()
    }
    this.#times.touch()
    return this.#times
  }

  /** Reads the transaction index; false when the file is damaged: no batch of this segment alone can tell it anew. */
  loadTransactionIndex(): boolean {
    this.#transactions ??= TransactionIndex.load(this.#environment.fs, this.pathOf(TXN_INDEX_SUFFIX))
    return this.#transactions !== undefined
  }

  get transactionIndex(): TransactionIndex {
    this.#transactions ??= TransactionIndex.load(this.#environment.fs, this.pathOf(TXN_INDEX_SUFFIX)) ?? new TransactionIndex()
    return this.#transactions
  }

  /** Offset and time index from the batches; reads headers only. Bytes that are no batch end it: recovery cuts them. */
  rebuildIndexes(intervalBytes: number = 4096): void {
    this.resetIndexes()
    const cursor = new BatchCursor(this.file, 0, this.file.size, false)
    while (cursor.next()) {
      this.noteBatch(cursor.position, cursor.size, batchLastOffset(cursor.buffer, cursor.at),
        largestTimestampIn(cursor.buffer, cursor.at), intervalBytes)
    }
    this.#times.maybeAppend(this.maxTimestamp, this.#maxTimestampOffset)
  }

  /** Empties offset and time index in memory; the caller fills them with `noteBatch`. */
  resetIndexes(): void {
    this.#offsets.reset()
    this.#times.reset()
    this.#maxTimestamp = -1
    this.#maxTimestampOffset = -1
    this.#bytesSinceIndexEntry = 0
    this.#firstBatchTimestamp = undefined
  }

  /** Enters a batch into the indexes (`LogSegment.append`). */
  noteBatch(position: number, size: number, lastOffset: number, maxTimestamp: number, intervalBytes: number): void {
    if (maxTimestamp > this.maxTimestamp) {
      this.#maxTimestamp = maxTimestamp
      this.#maxTimestampOffset = lastOffset
    }
    if (position === 0) this.#firstBatchTimestamp = maxTimestamp
    if (this.#bytesSinceIndexEntry > intervalBytes) {
      this.#offsets.append(lastOffset, position)
      this.#times.maybeAppend(this.#maxTimestamp!, this.#maxTimestampOffset)
      this.#bytesSinceIndexEntry = 0
    }
    this.#bytesSinceIndexEntry += size
  }

  /** Whether the next entry could exceed the configured index size. */
  indexIsFull(config: LogConfig): boolean {
    return this.#offsets.sizeInBytes + OFFSET_ENTRY_BYTES > config.segmentIndexBytes ||
      this.#times.sizeInBytes + 2 * TIME_ENTRY_BYTES > config.segmentIndexBytes
  }

  // ---- timestamps

  /** Largest timestamp seen, -1 when none. */
  get maxTimestamp(): number {
    if (this.#maxTimestamp === undefined) {
      const last = this.#times.peekLast(this.#environment.fs, this.pathOf(TIME_INDEX_SUFFIX))
      this.#maxTimestamp = last?.timestamp ?? -1
      this.#maxTimestampOffset = last?.offset ?? -1
    }
    return this.#maxTimestamp
  }

  get maxTimestampEntry(): TimeEntry {
    return { timestamp: this.maxTimestamp, offset: this.#maxTimestampOffset }
  }

  /** Largest timestamp, or when it is unknown the time the file was changed last: what retention counts from. */
  get largestTimestamp(): number {
    if (this.maxTimestamp >= 0) return this.maxTimestamp
    return Math.floor(this.#environment.fs.stat(this.file.path)?.modifiedMs ?? this.createdMs)
  }

  /** Largest timestamp of the first batch; -1 when there is none. Rolling by time counts from it. */
  get firstBatchTimestamp(): number {
    if (this.#firstBatchTimestamp === undefined) {
      const cursor = new BatchCursor(this.file, 0, this.file.size, false)
      this.#firstBatchTimestamp = cursor.next() ? largestTimestampIn(cursor.buffer, cursor.at) : -1
      cursor.done()
    }
    return this.#firstBatchTimestamp
  }

  /** How long this segment has waited to be rolled, seen from a batch with this timestamp. */
  ageMs(nowMs: number, batchTimestamp: number): number {
    const first = this.firstBatchTimestamp
    return first >= 0 ? batchTimestamp - first : nowMs - this.createdMs
  }

  /** Whether a batch must go into a new segment (`LogSegment.shouldRoll`). */
  mustRollBefore(batchBytes: number, lastOffset: number, batchTimestamp: number, config: LogConfig, nowMs: number): boolean {
    if (this.size === 0) return !this.holdsRelative(lastOffset)
    return this.size > config.segmentBytes - batchBytes ||
      this.ageMs(nowMs, batchTimestamp) > rollAfterMs(config) - this.jitterMs ||
      this.indexIsFull(config) || !this.holdsRelative(lastOffset)
  }

  holdsRelative(offset: number): boolean {
    return relativeOffsetFits(this.baseOffset, offset)
  }

  // ---- lookups

  /**
   * Position of the first batch whose last offset is at least `offset`, or `file.size` when there is none. The hint is
   * a batch position known to lie at or before it.
   */
  positionOf(offset: number, hint: number = 0): number {
    if (offset <= this.baseOffset) return 0
    const cursor = new BatchCursor(this.file, Math.max(hint, this.offsetIndex.lookup(offset)), this.file.size, false)
    try {
      while (cursor.next()) if (batchLastOffset(cursor.buffer, cursor.at) >= offset) return cursor.position
      return this.file.size
    } finally {
      cursor.done()
    }
  }

  /**
   * After a clean stop: finds the log end and the largest timestamp from the last index entries on. Undefined when the
   * segment does not end with a whole batch: then it was not what the stop said.
   */
  loadTail(): number | undefined {
    if (this.size === 0) return this.baseOffset
    const offsets = this.offsetIndex
    const last = this.timeIndex.last()
    if (this.#maxTimestamp === undefined && last !== undefined) {
      this.#maxTimestamp = last.timestamp
      this.#maxTimestampOffset = last.offset
    }
    const from = offsets.entryCount === 0 ? 0 : offsets.positionAt(offsets.entryCount - 1)
    let end = this.baseOffset
    const cursor = new BatchCursor(this.file, from, this.file.size, false)
    while (cursor.next()) {
      const lastOffset = batchLastOffset(cursor.buffer, cursor.at)
      const timestamp = largestTimestampIn(cursor.buffer, cursor.at)
      if (timestamp > this.maxTimestamp) {
        this.#maxTimestamp = timestamp
        this.#maxTimestampOffset = lastOffset
      }
      if (cursor.position === 0) this.#firstBatchTimestamp = timestamp
      end = lastOffset + 1
    }
    cursor.done()
    this.#bytesSinceIndexEntry = this.file.size - from
    return cursor.ended === 'end' ? end : undefined
  }

  // ---- changes

  /**
   * Cuts the segment at the first batch that holds `offset` or a later one. Returns where the log ends now: at
   * `offset`, or before it when a batch that began earlier had to go.
   */
  truncateTo(offset: number): number {
    const position = this.positionOf(offset)
    if (position >= this.size) return offset
    const cursor = new BatchCursor(this.file, position, this.file.size, false)
    const end = cursor.next() ? Math.min(offset, batchBaseOffset(cursor.buffer, cursor.at)) : offset
    cursor.done()
    this.truncateToPosition(position)
    return end
  }

  truncateToPosition(position: number): void {
    const offsets = this.offsetIndex
    const times = this.timeIndex
    this.file.truncate(position)
    this.size = position
    offsets.truncateToPosition(position)
    if (position === 0) {
      this.resetIndexes()
      this.transactionIndex.truncateTo(this.baseOffset)
      this.#firstBatchTimestamp = -1
      return
    }
    // Time entries name offsets, not positions: drop those of batches that are gone, then find the maximum again.
    this.#maxTimestamp = -1
    this.#maxTimestampOffset = -1
    const end = this.#endOffsetByScan()
    times.truncateTo(end)
    const last = times.last()
    if (last !== undefined && last.timestamp > this.#maxTimestamp) {
      this.#maxTimestamp = last.timestamp
      this.#maxTimestampOffset = last.offset
    }
    this.transactionIndex.truncateTo(end)
    this.indexesSynced = false
  }

  /** The offset after the last batch; on the way the largest timestamp since the last index entry. */
  #endOffsetByScan(): number {
    const offsets = this.offsetIndex
    const from = offsets.entryCount === 0 ? 0 : offsets.positionAt(offsets.entryCount - 1)
    const cursor = new BatchCursor(this.file, from, this.file.size, false)
    let end = this.baseOffset
    while (cursor.next()) {
      end = batchLastOffset(cursor.buffer, cursor.at) + 1
      const timestamp = largestTimestampIn(cursor.buffer, cursor.at)
      if (timestamp > this.#maxTimestamp!) {
        this.#maxTimestamp = timestamp
        this.#maxTimestampOffset = end - 1
      }
    }
    cursor.done()
    this.#bytesSinceIndexEntry = this.file.size - from
    return end
  }

  /** Writes the indexes as far as they are in memory; called when nothing more will be appended, or before a sync. */
  persistIndexes(): void {
    const { fs } = this.#environment
    if (!this.file.exists) return
    if (this.#offsets.isLoaded) this.#offsets.persist(fs, this.pathOf(INDEX_SUFFIX))
    if (this.#times.isLoaded) this.#times.persist(fs, this.pathOf(TIME_INDEX_SUFFIX))
    const transactions = this.#transactions
    if (transactions !== undefined && transactions.persistedEntries !== transactions.entries.length) {
      transactions.persist(fs, this.pathOf(TXN_INDEX_SUFFIX))
    }
  }

  /** The segment will not be appended to any more: the largest timestamp goes into the time index, indexes to disk. */
  becomeInactive(): void {
    if (this.size === 0) return
    this.timeIndex.maybeAppend(this.maxTimestamp, this.#maxTimestampOffset)
    this.persistIndexes()
    this.indexesSynced = false
    this.#offsets.giveTo(this.#environment.indexes)
    this.#times.giveTo(this.#environment.indexes)
  }

  /** The segment will be appended to (again): its indexes stay in memory. */
  becomeActive(): void {
    this.offsetIndex.forget()
    this.timeIndex.forget()
  }

  /** Makes the written bytes durable, and the indexes with them when the segment is complete. */
  async sync(withIndexes: boolean): Promise<void> {
    await this.file.sync()
    if (!withIndexes || this.indexesSynced || !this.file.exists) return
    this.persistIndexes()
    const kinds: string[] = []
    // An empty file has nothing to lose.
    if (this.offsetIndex.sizeInBytes > 0) kinds.push(INDEX_SUFFIX)
    if (this.timeIndex.sizeInBytes > 0) kinds.push(TIME_INDEX_SUFFIX)
    if (this.transactionIndex.entries.length > 0) kinds.push(TXN_INDEX_SUFFIX)
    for (const kind of kinds) {
      const file = this.#environment.fs.open(this.pathOf(kind), 'rw')
      try {
        await file.sync()
      } finally {
        file.closeSync()
      }
    }
    this.indexesSynced = true
  }

  // ---- files

  /** Renames all files of the segment: `''` → `.deleted`, `.cleaned` → `.swap` → `''`. The log file goes last. */
  changeSuffix(suffix: string): void {
    const { fs } = this.#environment
    for (const kind of [INDEX_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX]) {
      const from = this.pathOf(kind)
      if (!fs.exists(from)) continue
      fs.rename(from, from.slice(0, from.length - this.#suffix.length) + suffix)
    }
    this.#suffix = suffix
    this.file.rename(this.pathOf(LOG_SUFFIX))
  }

  /** The folder was renamed. */
  moveTo(folder: string): void {
    this.file.close()
    this.#folder = folder
    this.file.relocated(this.pathOf(LOG_SUFFIX))
  }

  /** Takes the files out of the way at once and gives the rest of the work to be done later. */
  markDeleted(): void {
    this.#offsets.forget()
    this.#times.forget()
    if (this.file.exists) this.changeSuffix(DELETED_SUFFIX)
  }

  /** Removes the files for good. */
  remove(): void {
    const { fs } = this.#environment
    this.#offsets.forget()
    this.#times.forget()
    for (const kind of [INDEX_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX]) fs.remove(this.pathOf(kind))
    this.file.remove()
  }

  snapshotPath(): string {
    return `${this.#folder}/${offsetFileName(this.baseOffset)}${SNAPSHOT_SUFFIX}`
  }

  close(): void {
    this.#offsets.forget()
    this.#times.forget()
    this.file.close()
  }
}

/** A compacted topic rolls early enough for `max.compaction.lag.ms`: the active segment is never cleaned. */
function rollAfterMs(config: LogConfig): number {
  return config.cleanupPolicy.compact ? Math.min(config.segmentMs, config.maxCompactionLagMs) : config.segmentMs
}
