/**
 * The indexes of one segment: positions by offset, offsets by timestamp, aborted transactions; built as batches come,
 * loaded when somebody asks, built anew where their files are missing or do not agree with the batches.
 *
 * Invariants: whatever they say can be rebuilt from the batches, and nothing is believed that the batches contradict:
 * an offset entry is checked by who follows it, the largest timestamp in part when it is first asked for, and wholly
 * before retention deletes by it or an entry is written that would speak for what has not been looked at.
 */
import { batchBaseOffset, batchLastOffset, batchMaxTimestamp, batchRecordCount } from '@odradek/protocol/internal'
import { BatchCursor, isIntact } from './batch-cursor.ts'
import type { StorageEnvironment } from './environment.ts'
import { INDEX_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX } from './file-names.ts'
import { OFFSET_ENTRY_BYTES, OffsetIndex } from './index/offset-index.ts'
import { TIME_ENTRY_BYTES, TimeIndex } from './index/time-index.ts'
import type { TimeEntry } from './index/time-index.ts'
import { TransactionIndex } from './index/transaction-index.ts'
import type { LogConfig } from './log-config.ts'
import type { SegmentFile } from './segment-file.ts'

/** Every kind of index file. */
export const INDEX_KINDS: readonly string[] = [INDEX_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX]

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

/** What the headers from a batch to the end say. */
export interface TailWalk {
  /** The offset after the last batch; undefined where the bytes do not end with a whole one. */
  readonly end: number | undefined
  /** Position of the last batch, -1 when there is none. */
  readonly lastAt: number
  /** Last offset and largest timestamp of the first batch; -1 when there is none. */
  readonly firstLastOffset: number
  readonly firstTimestamp: number
  /** The largest timestamp, and the last offset of the first batch that has it; -1 when there is none. */
  readonly max: TimeEntry
}

/** Positions, and the time that none of the batches between them may exceed: that of the entry before them. */
interface Unread {
  readonly from: number
  readonly to: number
  readonly timestamp: number
  /** The end of the segment is among them: what is known of it comes from no entry. */
  readonly isAll: boolean
}

const NO_TIME: TimeEntry = { timestamp: -1, offset: -1 }

/** Whether the current batch is the one that a time entry speaks of. */
function isNamed({ buffer, at }: BatchCursor, { timestamp, offset }: TimeEntry): boolean {
  return batchBaseOffset(buffer, at) <= offset && batchLastOffset(buffer, at) >= offset &&
    largestTimestampIn(buffer, at) === timestamp
}

export class SegmentIndexes {
  readonly #environment: StorageEnvironment
  readonly #file: SegmentFile
  readonly #baseOffset: number
  /** Path of the file of a kind; changes with renames. */
  readonly #pathOf: (kind: string) => string
  readonly #offsets: OffsetIndex
  readonly #times: TimeIndex
  #transactions: TransactionIndex | undefined
  #bytesSinceEntry = 0
  /** Undefined until looked up; -1 when there is none. */
  #maxTimestamp: number | undefined
  #maxOffset = -1
  /** Batches that have not been asked for their timestamps since the files were found; undefined: none. */
  #unread: Unread | undefined
  /** Largest timestamp of the first batch; undefined until looked up. -1 when there is none. */
  #firstBatchTimestamp: number | undefined
  /** Whether the files, as far as written, are known to be durable. */
  synced = false

  constructor(
    environment: StorageEnvironment, file: SegmentFile, baseOffset: number, facts: SegmentFacts | undefined, pathOf: (kind: string) => string,
  ) {
    this.#environment = environment
    this.#file = file
    this.#baseOffset = baseOffset
    this.#pathOf = pathOf
    // Of an empty segment the indexes may have more to say, when it was not always empty.
    const isNew = facts === undefined || (facts.size === 0 && !facts.hasIndex && !facts.hasTimeIndex)
    this.#offsets = new OffsetIndex(baseOffset, isNew)
    this.#times = new TimeIndex(baseOffset, isNew)
    this.#transactions = isNew || !facts.hasTxnIndex ? new TransactionIndex() : undefined
    const isEmpty = facts === undefined || facts.size === 0
    this.#maxTimestamp = isEmpty ? -1 : undefined
    this.#firstBatchTimestamp = isEmpty ? -1 : undefined
  }

  get offsets(): OffsetIndex {
    const { fs, indexes } = this.#environment
    if (!this.#offsets.isLoaded && !this.#offsets.load(fs, this.#pathOf(INDEX_SUFFIX), indexes)) this.rebuild()
    this.#offsets.touch()
    return this.#offsets
  }

  get times(): TimeIndex {
    const { fs, indexes } = this.#environment
    if (!this.#times.isLoaded && !this.#times.load(fs, this.#pathOf(TIME_INDEX_SUFFIX), indexes)) this.rebuild()
    this.#times.touch()
    return this.#times
  }

  /** Reads the transaction index; false when the file is damaged: no batch of this segment alone can tell it anew. */
  loadTransactions(): boolean {
    this.#transactions ??= TransactionIndex.load(this.#environment.fs, this.#pathOf(TXN_INDEX_SUFFIX))
    return this.#transactions !== undefined
  }

  get transactions(): TransactionIndex {
    this.#transactions ??= TransactionIndex.load(this.#environment.fs, this.#pathOf(TXN_INDEX_SUFFIX)) ?? new TransactionIndex()
    return this.#transactions
  }

  /** Offset and time index from the batches; reads headers only. Bytes that are no batch end it: recovery cuts them. */
  rebuild(intervalBytes: number = 4096): void {
    this.reset()
    const cursor = new BatchCursor(this.#file, 0, this.#file.size, false)
    while (cursor.next()) {
      this.noteBatch(cursor.position, cursor.size, batchLastOffset(cursor.buffer, cursor.at),
        largestTimestampIn(cursor.buffer, cursor.at), intervalBytes)
    }
    this.#times.maybeAppend(this.maxTimestamp, this.#maxOffset)
  }

  /**
   * The files do not agree with the batches: they are built anew. Not where the log itself is damaged: entries that lead
   * behind the damage are worth more than what could be built from what is before it. Returns whether they were.
   */
  replace(): boolean {
    const { end } = this.walkFrom(0)
    if (end === undefined) return false
    const queued = this.#maxTimestamp !== undefined && this.#maxOffset >= end ? this.maxEntry : NO_TIME
    this.#environment.log.warn({ segment: this.#file.path }, 'an index did not agree with its segment and was built anew')
    this.rebuild()
    this.synced = false
    this.persist()
    // Of a batch that is not in the file yet.
    this.#noteMax(queued.timestamp, queued.offset)
    return true
  }

  /** Empties offset and time index in memory; the caller fills them with `noteBatch`. */
  reset(): void {
    this.#offsets.reset()
    this.#times.reset()
    this.#maxTimestamp = -1
    this.#maxOffset = -1
    this.#unread = undefined
    this.#bytesSinceEntry = 0
    this.#firstBatchTimestamp = undefined
  }

  /** Enters a batch (`LogSegment.append`). */
  noteBatch(position: number, size: number, lastOffset: number, maxTimestamp: number, intervalBytes: number): void {
    if (maxTimestamp > this.maxTimestamp) {
      this.#maxTimestamp = maxTimestamp
      this.#maxOffset = lastOffset
    }
    if (position === 0) this.#firstBatchTimestamp = maxTimestamp
    if (this.#bytesSinceEntry > intervalBytes) {
      this.#offsets.append(lastOffset, position)
      this.#times.maybeAppend(this.#maxTimestamp!, this.#maxOffset)
      this.#bytesSinceEntry = 0
    }
    this.#bytesSinceEntry += size
  }

  /** Whether the next entry could exceed the configured size. */
  isFull(config: LogConfig): boolean {
    return this.#offsets.sizeInBytes + OFFSET_ENTRY_BYTES > config.segmentIndexBytes ||
      this.#times.sizeInBytes + 2 * TIME_ENTRY_BYTES > config.segmentIndexBytes
  }

  // ---- timestamps

  /**
   * The largest timestamp, as far as the time index tells and two looks at the batches agree; -1 when there is none.
   * Less than the largest only where the time index has lost entries.
   */
  get maxTimestamp(): number {
    if (this.#maxTimestamp === undefined) this.#findMax()
    return this.#maxTimestamp!
  }

  /** That, and the last offset of a batch that has it; -1 when there is none. */
  get maxEntry(): TimeEntry {
    return { timestamp: this.maxTimestamp, offset: this.#maxOffset }
  }

  /** Largest timestamp of the first batch; -1 when there is none. */
  get firstBatchTimestamp(): number {
    if (this.#firstBatchTimestamp === undefined) {
      const cursor = new BatchCursor(this.#file, 0, this.#file.size, false)
      this.#firstBatchTimestamp = cursor.next() ? largestTimestampIn(cursor.buffer, cursor.at) : -1
      cursor.done()
    }
    return this.#firstBatchTimestamp
  }

  /**
   * The same, every batch having been asked: before something is deleted for it, or is said not to be here. Reads the
   * headers of what `#findMax` has passed over, once.
   */
  get provenMaxTimestamp(): number {
    this.#prove()
    return this.maxTimestamp
  }

  /**
   * The last time entry, where the batches agree: the one it names has its timestamp, and none behind the last offset
   * entry a larger one. That is one look at the end of the segment where timestamps rise, and two small ones elsewhere;
   * what lies between the two places is not read before it matters.
   */
  #findMax(): void {
    const { fs } = this.#environment
    const entry = this.#times.peekLast(fs, this.#pathOf(TIME_INDEX_SUFFIX))
    const near = this.#offsets.peekLast(fs, this.#pathOf(INDEX_SUFFIX))
    const last = near?.position ?? 0
    const { size } = this.#file
    this.#maxTimestamp = entry?.timestamp ?? -1
    this.#maxOffset = entry?.offset ?? -1
    // The log is shorter than its indexes: they are not to blame.
    if (last >= size) return
    const isEarly = entry !== undefined && near !== undefined && entry.offset < near.offset
    // An offset entry of Apache Kafka may stand for several batches, and the time entry name one of those.
    const named = isEarly ? this.#lookAtNamed(entry, last) : undefined
    // Without an entry none of the batches before the last offset entry has a time: compaction left their headers.
    let holds = named?.holds ?? (entry === undefined && !this.#hasTimeBefore(last))
    let end = 0
    const cursor = new BatchCursor(this.#file, last, size, false)
    while (cursor.next()) {
      const timestamp = largestTimestampIn(cursor.buffer, cursor.at)
      end = batchLastOffset(cursor.buffer, cursor.at) + 1
      if (near !== undefined && cursor.position === last && end - 1 > near.offset) {
        holds = false
        break
      }
      if (entry !== undefined && named === undefined) holds ||= isNamed(cursor, entry)
      this.#noteMax(timestamp, end - 1)
    }
    cursor.done()
    // Where no batches are at the end, it is the log that is damaged or the last offset entry: all of it tells.
    const isAll = cursor.ended !== 'end'
    const [from, to] = isAll ? [named?.position ?? 0, size] : [named?.position ?? last, last]
    this.#unread = from < to ? { from, to, timestamp: entry?.timestamp ?? -1, isAll } : undefined
    if (cursor.ended !== 'end' || holds) return
    if ((entry === undefined || entry.offset < end || entry.timestamp < 0) && this.replace()) return
    // Either it is the end of the log that is missing, of which the entry is the proof, or the entry is wrong.
    const walk = this.walkFrom(0)
    if (walk.end === undefined) return
    this.#unread = undefined
    this.#maxTimestamp = walk.max.timestamp
    this.#maxOffset = walk.max.offset
  }

  /**
   * Whether the batch that a time entry names has its timestamp, damage apart; and the position after it. Undefined where
   * it does not lie before `to`.
   */
  #lookAtNamed(entry: TimeEntry, to: number): { readonly holds: boolean; readonly position: number } | undefined {
    const cursor = new BatchCursor(this.#file, this.offsets.lookup(entry.offset), to, false)
    let going = cursor.next()
    while (going && batchLastOffset(cursor.buffer, cursor.at) < entry.offset) going = cursor.next()
    cursor.done()
    if (!going && cursor.ended === 'end') return undefined
    return { holds: !going || isNamed(cursor, entry), position: cursor.nextPosition }
  }

  #hasTimeBefore(position: number): boolean {
    let hasTime = false
    const cursor = new BatchCursor(this.#file, 0, position, false)
    while (!hasTime && cursor.next()) hasTime = largestTimestampIn(cursor.buffer, cursor.at) >= 0
    cursor.done()
    return hasTime || cursor.ended !== 'end'
  }

  #noteMax(timestamp: number, offset: number): void {
    if (timestamp <= this.#maxTimestamp!) return
    this.#maxTimestamp = timestamp
    this.#maxOffset = offset
  }

  /** The last entry at or before a time, where what it speaks for has been looked at. */
  timeEntry(timestamp: number): TimeEntry {
    const entry = this.times.lookup(timestamp)
    if (this.#unread === undefined || entry.timestamp <= this.#unread.timestamp) return entry
    this.#prove()
    return this.times.lookup(timestamp)
  }

  /** Reads the headers that have not been read for the largest timestamp. A larger one there: entries are missing. */
  #prove(): void {
    const known = this.maxTimestamp
    if (this.#unread === undefined) return
    const { from, to, timestamp: before, isAll } = this.#unread
    this.#unread = undefined
    // Entries that were added since speak for these batches too.
    const bound = this.#times.isLoaded && (this.#times.last()?.timestamp ?? -1) > before ? before : known
    let max = NO_TIME
    const cursor = new BatchCursor(this.#file, from, to, false)
    while (cursor.next()) {
      const timestamp = largestTimestampIn(cursor.buffer, cursor.at)
      if (timestamp > max.timestamp) max = { timestamp, offset: batchLastOffset(cursor.buffer, cursor.at) }
    }
    cursor.done()
    if (cursor.ended === 'end' && max.timestamp <= bound && !isAll) return
    if (!this.replace()) this.#noteMax(max.timestamp, max.offset)
  }

  /** Whether the batch that a time entry names is there and has its timestamp. Before the first entry there is none. */
  hasTime({ timestamp, offset }: TimeEntry): boolean {
    if (timestamp < 0) return true
    const cursor = new BatchCursor(this.#file, this.offsets.lookup(offset), this.#file.size, false)
    let holds = false
    while (cursor.next()) {
      if (batchLastOffset(cursor.buffer, cursor.at) < offset) continue
      holds = batchBaseOffset(cursor.buffer, cursor.at) <= offset && largestTimestampIn(cursor.buffer, cursor.at) === timestamp
      break
    }
    cursor.done()
    // Behind damage it cannot be known.
    return holds || cursor.ended !== 'end'
  }

  /** The headers from a batch on. */
  walkFrom(position: number): TailWalk {
    const cursor = new BatchCursor(this.#file, position, this.#file.size, false)
    let end: number | undefined = this.#baseOffset
    let lastAt = -1
    let firstLastOffset = -1
    let firstTimestamp = -1
    let max = NO_TIME
    let inOrder = true
    while (cursor.next()) {
      const offset = batchLastOffset(cursor.buffer, cursor.at)
      inOrder &&= offset >= end! && offset - this.#baseOffset <= 0x7fffffff
      const timestamp = largestTimestampIn(cursor.buffer, cursor.at)
      if (firstLastOffset < 0) {
        firstLastOffset = offset
        firstTimestamp = timestamp
      }
      if (timestamp > max.timestamp) max = { timestamp, offset }
      end = offset + 1
      lastAt = cursor.position
    }
    cursor.done()
    if (cursor.ended !== 'end' || !inOrder || (position > 0 && firstLastOffset < 0)) end = undefined
    return { end, lastAt, firstLastOffset, firstTimestamp, max }
  }

  // ---- the end of the segment

  /**
   * The log end as the last index entry and the batches after it tell. Undefined when the segment does not end with a whole
   * batch, or not where its indexes say: then it is not what it was.
   */
  findEnd(): number | undefined {
    const { offsets } = this
    const last = offsets.entryCount - 1
    const from = last < 0 ? 0 : offsets.positionAt(last)
    if (last >= 0 && from >= this.#file.size) return undefined
    const walk = this.walkFrom(from)
    if (walk.end === undefined || (last >= 0 && walk.firstLastOffset > offsets.offsetAt(last))) return undefined
    if ((this.times.last()?.offset ?? -1) >= walk.end) return undefined
    this.#bytesSinceEntry = this.#file.size - from
    if (from === 0) this.#firstBatchTimestamp = walk.firstTimestamp
    // Now and not with the first append.
    void this.maxTimestamp
    return walk.end
  }

  /** Whether the batches reach to `nextBase`, or as far as the entries do. */
  agreeOnEnd(nextBase: number): boolean {
    const { offsets } = this
    const last = offsets.entryCount - 1
    const from = last < 0 ? 0 : offsets.positionAt(last)
    const walk = this.walkFrom(from < this.#file.size ? from : 0)
    if (walk.end === undefined) return false
    if (walk.end === nextBase) return true
    // What is missing before the next segment is compaction's doing, or the last batch does not end where it says.
    if (walk.lastAt >= 0 && !isIntact(this.#file, walk.lastAt)) return false
    return (last < 0 || from < this.#file.size) && (this.times.last()?.offset ?? -1) < walk.end
  }

  // ---- changes

  /** The file was cut at `position`, a batch's. */
  truncateToPosition(position: number): void {
    const { offsets, times } = this
    offsets.truncateToPosition(position)
    const unread = this.#unread
    if (unread !== undefined) {
      this.#unread = unread.from < position ? { ...unread, to: Math.min(unread.to, position) } : undefined
    }
    if (position === 0) {
      this.reset()
      this.transactions.truncateTo(this.#baseOffset)
      this.#firstBatchTimestamp = -1
      return
    }
    // Time entries name offsets, not positions: drop those of batches that are gone, then find the maximum again.
    const lastEntry = (): number => (offsets.entryCount === 0 ? 0 : offsets.positionAt(offsets.entryCount - 1))
    let from = lastEntry()
    let walk = this.walkFrom(from)
    if (walk.end !== undefined && offsets.entryCount > 0 && offsets.offsetAt(offsets.entryCount - 1) >= walk.end) {
      // One of Apache Kafka stands for several batches, not all of which are left; and so may the time entry of it.
      offsets.truncateTo(walk.end)
      from = lastEntry()
      walk = this.walkFrom(from)
    }
    const end = walk.end ?? this.#baseOffset
    this.#bytesSinceEntry = this.#file.size - from
    times.truncateTo(end)
    const last = times.last()
    const max = last !== undefined && last.timestamp >= walk.max.timestamp ? last : walk.max
    this.#maxTimestamp = max.timestamp
    this.#maxOffset = max.offset
    this.transactions.truncateTo(end)
    this.synced = false
  }

  /** Writes the files as far as the indexes are in memory. */
  persist(): void {
    const { fs } = this.#environment
    if (!this.#file.exists) return
    if (this.#offsets.isLoaded) this.#offsets.persist(fs, this.#pathOf(INDEX_SUFFIX))
    if (this.#times.isLoaded) this.#times.persist(fs, this.#pathOf(TIME_INDEX_SUFFIX))
    const transactions = this.#transactions
    if (transactions !== undefined && transactions.persistedEntries !== transactions.entries.length) {
      transactions.persist(fs, this.#pathOf(TXN_INDEX_SUFFIX))
    }
  }

  /** Nothing will be appended any more: the largest timestamp goes into the time index, all of it to the files. */
  complete(): void {
    const { times } = this
    times.maybeAppend(this.maxTimestamp, this.#maxOffset)
    // An entry speaks for all that lies before it: the file must not say what has not been looked at.
    if (times.sizeInBytes > times.persistedBytes) this.#prove()
    this.persist()
    this.synced = false
    this.#offsets.giveTo(this.#environment.indexes)
    this.#times.giveTo(this.#environment.indexes)
  }

  /** The segment will be appended to (again): its indexes stay in memory. */
  keep(): void {
    this.offsets.forget()
    this.times.forget()
  }

  /** Leaves the cache: the segment goes, or is closed. */
  forget(): void {
    this.#offsets.forget()
    this.#times.forget()
  }

  /** Makes the files durable. */
  async sync(): Promise<void> {
    if (this.synced || !this.#file.exists) return
    this.persist()
    const kinds: string[] = []
    // An empty file has nothing to lose.
    if (this.offsets.sizeInBytes > 0) kinds.push(INDEX_SUFFIX)
    if (this.times.sizeInBytes > 0) kinds.push(TIME_INDEX_SUFFIX)
    if (this.transactions.entries.length > 0) kinds.push(TXN_INDEX_SUFFIX)
    for (const kind of kinds) {
      const file = this.#environment.fs.open(this.#pathOf(kind), 'rw')
      try {
        await file.sync()
      } finally {
        file.closeSync()
      }
    }
    this.synced = true
  }
}
