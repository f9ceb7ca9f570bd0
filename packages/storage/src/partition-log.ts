/**
 * The log of one partition: appends, offsets, rolling, truncation (`UnifiedLog`). Reads and lookups are in
 * log-reader.ts, durability in log-flusher.ts, opening in log-loader.ts.
 *
 * Invariants
 * - logStart ≤ lastStable ≤ highWatermark ≤ writtenEnd ≤ logEnd; checked where each of them is set.
 * - Everything here is synchronous: whoever checks an epoch and appends in one tick cannot be overtaken.
 * - Bytes are queued by `append` and written once per turn; `writtenEndOffset` follows the write (or the fsync, where
 *   `flush.messages` asks for one), and only what lies below it is read.
 * - After a failed write the log answers KAFKA_STORAGE_ERROR until it has been loaded again from what is on disk.
 * - No exception leaves an append, a read or a cut. One of the disk ends in the directory; one that is a bug of ours stops
 *   this log where the log was being changed, and costs the request where it was not.
 */
import {
  batchBaseOffset, batchLastOffset, batchLastOffsetDelta, batchPartitionLeaderEpoch,
  batchSizeInBytes, setBaseOffset, setPartitionLeaderEpoch,
} from '@odradek/protocol/internal'
import { validateBatches, validateReplicatedBatches } from './batch-validator.ts'
import type { ValidBatches } from './batch-validator.ts'
import type { StorageEnvironment } from './environment.ts'
import { isOutOfDescriptors } from './file-pool.ts'
import { LeaderEpochs } from './leader-epochs.ts'
import type { LogConfig } from './log-config.ts'
import type { LogDirectory } from './log-directory.ts'
import { LogDamage } from './log-damage.ts'
import { LogFailures } from './log-failures.ts'
import { LogFlusher } from './log-flusher.ts'
import { LogOffsets } from './log-offsets.ts'
import {
  abortedTransactions, earliestOffset, maxTimestampOffset, offsetForTimestamp, readLog,
} from './log-reader.ts'
import type { ReadHint } from './log-reader.ts'
import { STORAGE_ERROR } from './log-results.ts'
import type {
  AbortedTransaction, AppendFailure, AppendOptions, AppendResult, AppendSuccess, ReadOptions, ReadResult,
  TimestampOffset, Uuid,
} from './log-results.ts'
import { ProducerState } from './producer-state.ts'
import type { ActiveProducer } from './producer-state.ts'
import { deleteRecords, emptyLog, truncateLog } from './log-truncation.ts'
import { rollLog } from './rolling.ts'
import { relativeOffsetFits } from './segment.ts'
import { largestTimestampIn } from './segment-indexes.ts'
import { SegmentList } from './segments.ts'
import { SnapshotFiles } from './snapshot-files.ts'

const MUCH_UNSYNCED_BYTES = 1024 * 1024

export class PartitionLog {
  readonly topic: string
  readonly partition: number
  directory: LogDirectory
  config: LogConfig
  #topicId: Uuid | undefined
  readonly leaderEpochs: LeaderEpochs
  /** @internal */
  readonly segments: SegmentList = new SegmentList()
  /** @internal */
  readonly producerState: ProducerState = new ProducerState()
  /** @internal */
  readonly snapshots: SnapshotFiles
  /** @internal */
  readonly flusher: LogFlusher
  /** @internal */
  readonly damage: LogDamage = new LogDamage(this)
  /** @internal */
  readonly failures: LogFailures = new LogFailures(this)
  /** '' in service; the suffix of the folder once it is being deleted. */
  #folder: string
  /** @internal */
  readonly offsets: LogOffsets
  /** Everything below is durable. @internal */
  recoveryPoint = 0
  /** At most this is what the checkpoint on the device says of it. @internal */
  recoveryPointOnDisk = 0
  /** Compaction has seen everything below. @internal */
  cleanedUpTo = 0
  /** The round of the cleaner that is under way. @internal */
  cleaning: { abandon(): void } | undefined = undefined
  /** The cleaner met a batch it cannot read. @internal */
  uncleanable = false
  /** Counts truncations and reloads: work that spans turns compares it. @internal */
  generation = 0
  /** Loaded, not deleted. */
  #open = false
  readonly #pending: Uint8Array[] = []
  #pendingBytes = 0
  /** Where the last read ended. @internal */
  readHint: ReadHint | undefined = undefined
  /** Whether it was changed since it was loaded after a clean stop. @internal */
  touched = false

  /** @internal Logs come from LogManager.create and the loader. */
  constructor(directory: LogDirectory, topic: string, partition: number, topicId: Uuid | undefined, config: LogConfig) {
    this.directory = directory
    this.topic = topic
    this.partition = partition
    this.#topicId = topicId
    this.config = config
    this.#folder = `${directory.path}/${topic}-${partition}`
    this.offsets = new LogOffsets(`${topic}-${partition}`)
    this.leaderEpochs = new LeaderEpochs(() => this.offsets.logEnd)
    this.snapshots = new SnapshotFiles(this)
    this.flusher = new LogFlusher(this)
  }

  /** Undefined for a folder without a readable `partition.metadata`, until `create` names it. */
  get topicId(): Uuid | undefined {
    return this.#topicId
  }

  /** @internal */
  setTopicId(topicId: Uuid): void {
    this.#topicId = topicId
  }

  get environment(): StorageEnvironment {
    return this.directory.environment
  }

  /** @internal */
  get folder(): string {
    return this.#folder
  }

  /** Whether appends and reads are served. */
  get online(): boolean {
    return this.#open && this.failures.broken === undefined && !this.directory.offline
  }

  /** Whether a bug was found in this log; it stays out of service. */
  get broken(): boolean {
    return this.failures.broken !== undefined
  }

  /** Bytes of all segments. */
  get size(): number {
    return this.segments.sizeInBytes()
  }

  // ---- offsets

  get logStartOffset(): number {
    return this.offsets.logStart
  }

  /** The offset the next record gets. */
  get logEndOffset(): number {
    return this.offsets.logEnd
  }

  /** What is in the page cache (or durable, where `flush.messages` asks): the limit of what may be read. */
  get writtenEndOffset(): number {
    return this.offsets.writtenEnd
  }

  /** @internal What is in the page cache. */
  get pagedEndOffset(): number {
    return this.offsets.pagedEnd
  }

  get highWatermark(): number {
    return this.offsets.highWatermark
  }

  /** Records below are decided: the bound of read-committed fetches. */
  get lastStableOffset(): number {
    const unstable = this.producerState.firstUnstableOffset()
    if (unstable === undefined || unstable >= this.offsets.highWatermark) return this.offsets.highWatermark
    return Math.max(unstable, this.offsets.logStart)
  }

  /** Raises the high watermark to `offset`, at most to the written end. Returns whether it moved. */
  advanceHighWatermark(offset: number): boolean {
    const next = Math.min(offset, this.offsets.writtenEnd)
    if (next <= this.offsets.highWatermark) return false
    try {
      this.offsets.setHighWatermark(next)
      this.producerState.highWatermarkMoved(next)
      return true
    } catch (error) {
      this.ioFailed(error)
      return false
    }
  }

  /** @internal Of the loader: all offsets at once. */
  setLoaded(offsets: { logStart: number; logEnd: number; highWatermark: number; recoveryPoint: number }): void {
    this.offsets.reset(offsets.logStart, offsets.highWatermark, offsets.logEnd)
    this.recoveryPoint = Math.min(offsets.recoveryPoint, offsets.logEnd)
    this.dropPending()
    this.#open = true
    this.producerState.highWatermarkMoved(this.offsets.highWatermark)
    this.producerState.logStartMoved(offsets.logStart)
  }

  /** @internal Its content is no longer what it was: work that spans turns starts over, and a stop must write it down. */
  changed(): void {
    this.cleaning?.abandon()
    this.generation++
    this.touched = true
    this.flusher.namesChanged()
  }

  // ---- appending

  /**
   * Appends batches of a client (exactly one) or a coordinator as the leader: validates them, assigns offsets, epoch
   * and where needed timestamps in place, and queues the write. `records` is borrowed until `listener.written`.
   */
  append(records: Buffer, options: AppendOptions): AppendResult {
    if (!this.online) return STORAGE_ERROR
    const nowMs = this.environment.clock.wallMs()
    let changing = false
    try {
      const valid = validateBatches(records, this.config, options, nowMs)
      if (valid.error !== undefined) return valid
      const verdict = this.#checkProducers(valid, options)
      if (verdict !== undefined) return verdict
      changing = true
      const problem = this.#prepare(valid, this.offsets.logEnd, nowMs)
      if (problem !== undefined) return problem
      const { buffer, end } = valid
      const baseOffset = this.offsets.logEnd
      let next = baseOffset
      for (let at = 0; at < end; at += batchSizeInBytes(buffer, at)) {
        setBaseOffset(buffer, at, next)
        setPartitionLeaderEpoch(buffer, at, options.leaderEpoch)
        next += batchLastOffsetDelta(buffer, at) + 1
      }
      this.#take(valid)
      return this.#success(baseOffset, next - 1, valid.logAppendTimeMs)
    } catch (error) {
      return this.failures.appendFailed(error, changing)
    }
  }

  /** Appends batches as they came from the leader: offsets, epochs and timestamps are kept. CRCs are checked (R14). */
  appendAsFollower(records: Buffer): AppendResult {
    if (!this.online) return STORAGE_ERROR
    try {
      const valid = validateReplicatedBatches(records, this.offsets.logEnd)
      if (valid.error !== undefined) return valid
      if (valid.end === 0) return this.#success(this.offsets.logEnd, this.offsets.logEnd - 1, -1)
      const baseOffset = batchBaseOffset(valid.buffer, 0)
      const problem = this.#prepare(valid, baseOffset, this.environment.clock.wallMs())
      if (problem !== undefined) return problem
      this.#take(valid)
      return this.#success(baseOffset, this.offsets.logEnd - 1, -1)
    } catch (error) {
      return this.failures.appendFailed(error, true)
    }
  }

  #success(baseOffset: number, lastOffset: number, logAppendTimeMs: number): AppendSuccess {
    return { error: undefined, baseOffset, lastOffset, logAppendTimeMs, logStartOffset: this.offsets.logStart, duplicate: false }
  }

  #checkProducers(valid: ValidBatches, options: AppendOptions): AppendResult | undefined {
    const { buffer, end } = valid
    for (let at = 0; at < end; at += batchSizeInBytes(buffer, at)) {
      const verdict = this.producerState.check(buffer, at, options.origin)
      if (verdict === undefined) continue
      if (verdict.kind === 'error') return { error: verdict.error, message: verdict.message }
      // T1: the offsets of the first time; the caller still waits until the high watermark covers them.
      const { lastOffset, offsetDelta, timestamp } = verdict.batch
      const logAppendTimeMs = this.config.messageTimestampType === 'LogAppendTime' ? timestamp : -1
      return { ...this.#success(lastOffset - offsetDelta, lastOffset, logAppendTimeMs), duplicate: true }
    }
    return undefined
  }

  /** Rolls where needed and makes sure that a write can begin, so that nothing has to be undone later. */
  #prepare(valid: ValidBatches, firstOffset: number, nowMs: number): AppendFailure | undefined {
    const { end, offsetSpan, maxTimestamp } = valid
    if (end > this.config.segmentBytes) {
      return { error: 'RECORD_LIST_TOO_LARGE', message: `${end} bytes are more than a segment holds, ${this.config.segmentBytes}` }
    }
    const lastOffset = firstOffset + offsetSpan - 1
    if (this.segments.active.mustRollBefore(end, lastOffset, maxTimestamp, this.config, nowMs)) {
      // A leader that compacts leaves holes. A segment that begins where the last one ended lets recovery tell such a
      // hole from one that a power loss tore.
      this.roll(relativeOffsetFits(this.offsets.logEnd, lastOffset) ? this.offsets.logEnd : firstOffset)
    }
    if (this.#pendingBytes === 0) this.segments.active.file.prepareWrite()
    return undefined
  }

  /** The batches are the log's now: indexes, epochs, producers; the write is queued. */
  #take(valid: ValidBatches): void {
    const { buffer, end } = valid
    const segment = this.segments.active
    let position = segment.size
    for (let at = 0; at < end;) {
      const size = batchSizeInBytes(buffer, at)
      const lastOffset = batchLastOffset(buffer, at)
      segment.noteBatch(position, size, lastOffset, largestTimestampIn(buffer, at), this.config.indexIntervalBytes)
      this.leaderEpochs.assign(batchPartitionLeaderEpoch(buffer, at), batchBaseOffset(buffer, at))
      const completed = this.producerState.update(buffer, at)
      if (completed !== undefined) {
        if (completed.aborted) {
          segment.transactionIndex.append({ ...completed, lastStableOffset: this.producerState.lastStableOffsetAfter(completed) })
        }
        this.producerState.complete(completed)
      }
      this.offsets.setLogEnd(lastOffset + 1)
      position += size
      at += size
    }
    segment.size = position
    this.touched = true
    this.#pending.push(end === buffer.length ? buffer : buffer.subarray(0, end))
    this.#pendingBytes += end
    this.directory.events.enqueue(this)
    if (this.#pendingBytes > this.environment.settings.gatherBytes) this.writePending()
  }

  /**
   * Writes what is queued to the page cache. Called once per turn by the manager and at once for large appends. False
   * when it has to be tried again (no descriptor to be had).
   */
  writePending(): boolean {
    if (this.#pendingBytes === 0) return true
    if (this.directory.offline) {
      this.dropPending()
      return true
    }
    try {
      this.segments.active.file.append(this.#pending, this.#pendingBytes)
    } catch (error) {
      if (isOutOfDescriptors(error)) return false
      this.dropPending()
      this.ioFailed(error)
      return true
    }
    this.#pagedTo(this.offsets.logEnd)
    return true
  }

  #pagedTo(end: number): void {
    this.dropPending()
    this.offsets.setPagedEnd(end)
    if (end - this.recoveryPoint >= this.config.flushMessages || this.#deviceIsBehind()) this.flusher.flushBeforeVisible(end)
    else if (!this.flusher.gating) this.offsets.setWrittenEnd(end)
  }

  /** Too much waits for the device, and much of it here: a log with a little is not held up by the others. */
  #deviceIsBehind(): boolean {
    const { settings, pool } = this.environment
    return settings.unsyncedMaxBytes > 0 && pool.unsyncedBytes > settings.unsyncedMaxBytes &&
      this.segments.active.file.dirtyBytes >= Math.min(MUCH_UNSYNCED_BYTES, settings.unsyncedMaxBytes / 4)
  }

  /** @internal The fsync that a visible end waited for is done. */
  becameVisible(offset: number): void {
    if (offset <= this.offsets.writtenEnd || offset > this.offsets.pagedEnd) return
    this.offsets.setWrittenEnd(offset)
    this.directory.events.enqueue(this)
  }

  /** @internal */
  dropPending(): void {
    this.#pending.length = 0
    this.#pendingBytes = 0
  }

  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** @internal Where exceptions of work that changes the log end. */
  ioFailed(error: unknown): void {
    this.failures.failed(error)
  }

  // ---- segments

  /** Begins a new segment at `firstOffset` (at least the log end). */
  roll(firstOffset: number = this.offsets.logEnd): void {
    rollLog(this, firstOffset)
  }

  /** @internal Before anything that needs the files to be complete. Throws what the write threw. */
  mustWritePending(): void {
    if (this.#pendingBytes === 0) return
    this.segments.active.file.append(this.#pending, this.#pendingBytes)
    this.#pagedTo(this.offsets.logEnd)
  }

  // ---- reading

  /** Batches from the one that holds `offset` on. */
  read(options: ReadOptions): ReadResult {
    if (!this.online) return { error: 'KAFKA_STORAGE_ERROR' }
    return this.failures.lookUp(() => readLog(this, options)) ?? { error: 'KAFKA_STORAGE_ERROR' }
  }

  /** Aborted transactions with records in `[from, to)`, for read-committed fetches; undefined when nobody can tell. */
  abortedTransactions(from: number, to: number): AbortedTransaction[] | undefined {
    return this.failures.lookUp(() => abortedTransactions(this, from, to))
  }

  /** The first record with a timestamp of at least `timestamp`. */
  offsetForTimestamp(timestamp: number): TimestampOffset | undefined {
    return this.failures.lookUp(() => offsetForTimestamp(this, timestamp))
  }

  /** The record with the largest timestamp (ListOffsets -3). */
  maxTimestampOffset(): TimestampOffset | undefined {
    return this.failures.lookUp(() => maxTimestampOffset(this))
  }

  /** ListOffsets -2. */
  earliestOffset(): TimestampOffset {
    return earliestOffset(this)
  }

  /** ListOffsets -4: the first offset on this disk. The same as the earliest: nothing is tiered. */
  earliestLocalOffset(): TimestampOffset {
    return earliestOffset(this)
  }

  // ---- cutting

  /** Drops every record at and after `offset`. Never called below the high watermark by a sound replica layer. */
  truncateTo(offset: number): void {
    if (!this.online) return
    if (offset < this.logEndOffset) this.failures.attempt(() => truncateLog(this, offset))
    // A leader that appended nothing leaves an epoch without records: a follower that kept it would seem to diverge for ever.
    else this.leaderEpochs.truncateFromEnd(this.logEndOffset)
  }

  /** Drops everything; the next record gets `offset`. */
  truncateFullyAndStartAt(offset: number): void {
    if (this.online) this.failures.attempt(() => emptyLog(this, offset))
  }

  /**
   * Moves the log start to `offset` (DeleteRecords; -1 for the high watermark). Resolves when the records before it are
   * gone for good; their segments go with the next retention pass.
   */
  deleteRecordsBefore(offset: number): Promise<{ logStartOffset: number; error?: undefined } | AppendFailure> {
    return deleteRecords(this, offset)
  }

  /**
   * @internal Wants the log to start at `offset`, which is at most the high watermark. It does when that is on the
   * device: a start that somebody has seen never goes back (D8). Resolves then, or when the directory has failed.
   */
  moveLogStart(offset: number): Promise<void> {
    if (offset <= this.offsets.logStart) return Promise.resolve()
    this.offsets.wantStart(offset)
    return this.directory.events.startsDurable(this.directory)
  }

  /** @internal The checkpoint of log starts is on the device and says `offset` of this log. */
  startIsDurable(offset: number): void {
    this.offsets.startIsDurable(offset)
    if (!this.online || offset <= this.offsets.logStart || offset > this.offsets.wantedStart) return
    this.offsets.setLogStart(offset)
    this.leaderEpochs.truncateFromStart(offset)
    this.producerState.logStartMoved(offset)
    this.directory.events.logStartMoved(this)
  }

  // ---- producers

  get producers(): { describe(): ActiveProducer[]; highestId(limit: number): number } {
    return this.producerState
  }

  // ---- end

  /** @internal The folder has been renamed; nothing is served any more. */
  deleted(folder: string): void {
    this.dropPending()
    this.#open = false
    this.changed()
    this.#folder = folder
    for (const segment of this.segments.all) segment.moveTo(folder)
  }

  /** @internal Out of memory: before a reload, or at the end. */
  closeFiles(): void {
    this.#open = false
    this.changed()
    for (const segment of this.segments.all) segment.close()
  }
}
