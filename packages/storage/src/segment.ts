/**
 * A segment: the batches from its base offset up to the next segment's, with its indexes (`LogSegment`).
 *
 * Invariants: `size` counts queued bytes too, `file.size` only written ones; indexes describe queued batches as well,
 * which is safe because a failed write takes the whole log out of service until it is loaded again; every offset is
 * within base + 2^31 - 1.
 */
import { batchBaseOffset, batchLastOffset } from '@odradek/protocol/internal'
import { BatchCursor, isIntact } from './batch-cursor.ts'
import type { StorageEnvironment } from './environment.ts'
import { DELETED_SUFFIX, LOG_SUFFIX, SNAPSHOT_SUFFIX, offsetFileName } from './file-names.ts'
import type { OffsetIndex } from './index/offset-index.ts'
import type { TimeEntry, TimeIndex } from './index/time-index.ts'
import type { TransactionIndex } from './index/transaction-index.ts'
import type { LogConfig } from './log-config.ts'
import { SegmentFile } from './segment-file.ts'
import { INDEX_KINDS, SegmentIndexes } from './segment-indexes.ts'
import type { SegmentFacts } from './segment-indexes.ts'

const MAX_RELATIVE_OFFSET = 0x7fffffff

/** Instead of a position: bytes that are no batch lie before it. */
export const DAMAGED = -1

/** Whether a segment that begins at `baseOffset` may hold `offset` (D10). */
export function relativeOffsetFits(baseOffset: number, offset: number): boolean {
  return offset - baseOffset <= MAX_RELATIVE_OFFSET && offset >= baseOffset
}

export class Segment {
  readonly #environment: StorageEnvironment
  readonly baseOffset: number
  readonly file: SegmentFile
  readonly indexes: SegmentIndexes
  /** File name without the folder and the kind: `<20 digits>`, or with a cleaner suffix. */
  #folder: string
  #suffix: string
  /** Bytes of the segment, queued ones included. */
  size: number
  /** Where a walk through all of it met bytes that are no batch. */
  #brokenAt: number | undefined
  #wholeTo: number | undefined
  /** Somebody has been told that it is damaged. */
  damageTold = false
  readonly createdMs: number
  /** Taken off `segment.ms`. */
  readonly jitterMs: number

  private constructor(
    environment: StorageEnvironment, folder: string, baseOffset: number, suffix: string, facts: SegmentFacts | undefined,
    jitterMs: number,
  ) {
    this.#environment = environment
    this.#folder = folder
    this.#suffix = suffix
    this.baseOffset = baseOffset
    this.size = facts?.size ?? 0
    this.file = new SegmentFile(environment.pool, this.pathOf(LOG_SUFFIX), this.size, facts !== undefined)
    this.indexes = new SegmentIndexes(environment, this.file, baseOffset, facts, (kind) => this.pathOf(kind))
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

  get offsetIndex(): OffsetIndex {
    return this.indexes.offsets
  }

  get timeIndex(): TimeIndex {
    return this.indexes.times
  }

  get transactionIndex(): TransactionIndex {
    return this.indexes.transactions
  }

  /** Enters a batch into the indexes (`LogSegment.append`). */
  noteBatch(position: number, size: number, lastOffset: number, maxTimestamp: number, intervalBytes: number): void {
    this.indexes.noteBatch(position, size, lastOffset, maxTimestamp, intervalBytes)
  }

  // ---- timestamps

  /** Largest timestamp seen, -1 when none. */
  get maxTimestamp(): number {
    return this.indexes.provenMaxTimestamp
  }

  get maxTimestampEntry(): TimeEntry {
    return this.indexes.maxEntry
  }

  /**
   * Whether all of it is older than that: its largest timestamp, or where there is none the time the file was changed
   * last. No index is believed for it: records are deleted for a yes.
   */
  isOlderThan(ageMs: number, nowMs: number): boolean {
    const { indexes } = this
    if (indexes.maxTimestamp >= 0 && nowMs - indexes.maxTimestamp <= ageMs) return false
    if (indexes.provenMaxTimestamp >= 0) return nowMs - indexes.maxTimestamp > ageMs
    return nowMs - Math.floor(this.#environment.fs.stat(this.file.path)?.modifiedMs ?? this.createdMs) > ageMs
  }

  /** Whether it may have a record of this time or a later one. */
  reachesTime(timestamp: number): boolean {
    return this.indexes.maxTimestamp >= timestamp || this.indexes.provenMaxTimestamp >= timestamp
  }

  /** How long this segment has waited to be rolled, seen from a batch with this timestamp. */
  ageMs(nowMs: number, batchTimestamp: number): number {
    const first = this.indexes.firstBatchTimestamp
    return first >= 0 ? batchTimestamp - first : nowMs - this.createdMs
  }

  /** Whether a batch must go into a new segment (`LogSegment.shouldRoll`). */
  mustRollBefore(batchBytes: number, lastOffset: number, batchTimestamp: number, config: LogConfig, nowMs: number): boolean {
    if (this.size === 0) return !this.holdsRelative(lastOffset)
    return this.size > config.segmentBytes - batchBytes ||
      this.ageMs(nowMs, batchTimestamp) > rollAfterMs(config) - this.jitterMs ||
      this.indexes.isFull(config) || !this.holdsRelative(lastOffset)
  }

  holdsRelative(offset: number): boolean {
    return relativeOffsetFits(this.baseOffset, offset)
  }

  // ---- lookups

  /**
   * Position of the first batch whose last offset is at least `offset`; `file.size` when there is none, DAMAGED when bytes
   * that are no batch come first, or a batch whose offsets are not those of its place: they lie outside the CRC.
   * @param endOffset what lies in the file ends before it. Default: not known.
   */
  positionOf(offset: number, endOffset: number = Number.MAX_SAFE_INTEGER): number {
    if (offset <= this.baseOffset) return this.file.size === 0 || this.#beginsWell(endOffset) ? 0 : DAMAGED
    const index = this.offsetIndex
    const entry = index.floorEntry(offset)
    const from = entry < 0 ? 0 : index.positionAt(entry)
    const after = entry + 1 < index.entryCount ? index.offsetAt(entry + 1) : Number.MAX_SAFE_INTEGER
    const upTo = Math.min(endOffset - 1, after)
    const cursor = new BatchCursor(this.file, from, this.file.size, false)
    try {
      // The last batch before this place ends there, or earlier.
      let before = this.#endBefore(index, entry)
      let beforeAt: number | undefined
      // An entry names the batch at its position, or one that was appended with it.
      const named = entry < 0 ? -1 : index.offsetAt(entry)
      while (cursor.next()) {
        const base = batchBaseOffset(cursor.buffer, cursor.at)
        const last = batchLastOffset(cursor.buffer, cursor.at)
        if ((last > named && (before < named || last > upTo)) || (base <= before && cursor.position === from)) {
          return this.#positionByWalk(offset, endOffset)
        }
        if (base <= before || last < base) return DAMAGED
        if (last >= offset) {
          // A hole is compaction's, or the batch before it does not end where it says.
          if (base > offset && beforeAt !== undefined && !isIntact(this.file, beforeAt)) return DAMAGED
          const isGap = base > before + 1 && (cursor.position > from || entry < 0)
          const isKnown = last >= named && !isGap && base <= offset
          const { position } = cursor
          return isKnown || goesOn(cursor, named) ? position : this.#positionByWalk(offset, endOffset)
        }
        before = last
        beforeAt = cursor.position
      }
      // What the entry names is not there, or calls itself something else.
      if (cursor.ended === 'end' && before < named) return this.#positionByWalk(offset, endOffset)
      if (cursor.ended === 'end' && (from === 0 || from < this.file.size)) {
        return this.#tellsOfMore(index, entry + 1) ? DAMAGED : this.file.size
      }
      return cursor.position === from && from > 0 ? this.#positionByWalk(offset, endOffset) : DAMAGED
    } finally {
      cursor.done()
    }
  }

  /** Whether there is a batch where an entry says, though a walk has not come by it: one before says it is longer than it is. */
  #tellsOfMore(index: OffsetIndex, entry: number): boolean {
    return entry < index.entryCount && index.positionAt(entry) < this.file.size && isIntact(this.file, index.positionAt(entry))
  }

  /** The last offset that an index knows of before the batch of an entry. */
  #endBefore(index: OffsetIndex, entry: number): number {
    return entry > 0 ? index.offsetAt(entry - 1) : this.baseOffset - 1
  }

  #beginsWell(endOffset: number): boolean {
    const cursor = new BatchCursor(this.file, 0, this.file.size, false)
    const isBatch = cursor.next()
    const base = isBatch ? batchBaseOffset(cursor.buffer, cursor.at) : -1
    const last = isBatch ? batchLastOffset(cursor.buffer, cursor.at) : -1
    cursor.done()
    if (base < this.baseOffset || last < base || last >= endOffset || !this.holdsRelative(last)) return false
    return base === this.baseOffset || this.goesOnAfter(0)
  }

  /**
   * Whether the batch after the one at `position` begins behind it. Asked where offsets are missing before a batch: that
   * is compaction's doing, or its offsets are not its own.
   */
  goesOnAfter(position: number): boolean {
    const cursor = new BatchCursor(this.file, position, this.file.size, false)
    const inOrder = cursor.next() && goesOn(cursor)
    cursor.done()
    return inOrder
  }

  /**
   * From a batch on: where those end that are whole, follow each other and lie before `offset`; and the offset after the
   * last of them.
   */
  wholeBefore(offset: number, position: number): { readonly position: number; readonly end: number } {
    let end = this.baseOffset
    let wholeTo = position
    const cursor = new BatchCursor(this.file, position, this.file.size, false)
    while (cursor.next()) {
      const last = batchLastOffset(cursor.buffer, cursor.at)
      const base = batchBaseOffset(cursor.buffer, cursor.at)
      if (base < end || last < base || last >= offset) break
      end = last + 1
      wholeTo = cursor.nextPosition
    }
    cursor.done()
    return { position: wholeTo, end }
  }

  /** There is no batch where an index entry says, or another one: is it the index that is damaged, or the log? */
  #positionByWalk(offset: number, endOffset: number): number {
    if (this.#brokenAt !== undefined) return DAMAGED
    const cursor = new BatchCursor(this.file, 0, this.file.size, false)
    let found = -1
    let inOrder = true
    let passesDamage = false
    let beforeAt: number | undefined
    for (let before = this.baseOffset - 1; found < 0 && inOrder && cursor.next();) {
      const base = batchBaseOffset(cursor.buffer, cursor.at)
      const last = batchLastOffset(cursor.buffer, cursor.at)
      inOrder = base > before && last >= base && last < endOffset
      if (inOrder && last >= offset) {
        found = cursor.position
        passesDamage = base > offset && beforeAt !== undefined && !isIntact(this.file, beforeAt)
        inOrder = base === before + 1 || goesOn(cursor)
      }
      before = last
      beforeAt = cursor.position
    }
    cursor.done()
    if (!inOrder || (found < 0 && cursor.ended !== 'end')) {
      // Entries behind the damage are worth more than what could be built from what is left.
      this.#brokenAt = cursor.position
      return DAMAGED
    }
    // Not found at all: the log may be cut, and what the indexes know of the rest is the proof.
    if (found < 0) return this.file.size
    this.indexes.replace()
    return passesDamage ? DAMAGED : found
  }

  /**
   * Whether nothing is missing at the end of a complete segment: its batches reach to the next one, or else (they may be
   * fewer after a compaction) as far as its indexes tell.
   */
  isWholeTo(nextBase: number): boolean {
    this.#wholeTo = this.#wholeTo === nextBase || this.indexes.agreeOnEnd(nextBase) ? nextBase : undefined
    return this.#wholeTo !== undefined
  }

  /**
   * The log end as the indexes and the last batches tell, after a clean stop. Undefined when the segment does not end with
   * a whole batch, or not where its indexes say: then it was not what the stop said.
   */
  loadTail(): number | undefined {
    return this.indexes.findEnd()
  }

  // ---- changes

  /**
   * Cuts the segment at the first batch that holds `offset` or a later one. Returns where the log ends now: at
   * `offset`, or before it when a batch that began earlier had to go.
   */
  truncateTo(offset: number): number {
    const position = this.positionOf(offset)
    if (position === DAMAGED) {
      const whole = this.wholeBefore(offset, 0)
      this.truncateToPosition(whole.position)
      return Math.min(offset, whole.end)
    }
    if (position >= this.size) return offset
    const cursor = new BatchCursor(this.file, position, this.file.size, false)
    const end = cursor.next() ? Math.min(offset, batchBaseOffset(cursor.buffer, cursor.at)) : offset
    cursor.done()
    this.truncateToPosition(position)
    return end
  }

  truncateToPosition(position: number): void {
    // Loaded while the batches they name are all there.
    void this.indexes.offsets
    void this.indexes.times
    this.file.truncate(position)
    this.size = position
    this.#brokenAt = undefined
    this.indexes.truncateToPosition(position)
  }

  /** The segment will not be appended to any more: the largest timestamp goes into the time index, indexes to disk. */
  becomeInactive(): void {
    if (this.size > 0) this.indexes.complete()
  }

  /** The segment will be appended to (again): its indexes stay in memory. */
  becomeActive(): void {
    this.indexes.keep()
  }

  /** Makes the written bytes durable, and the indexes with them when the segment is complete. */
  async sync(withIndexes: boolean): Promise<void> {
    await this.file.sync()
    if (withIndexes) await this.indexes.sync()
  }

  // ---- files

  /** Renames all files of the segment: `''` → `.deleted`, `.cleaned` → `.swap` → `''`. The log file goes last. */
  changeSuffix(suffix: string): void {
    const { fs } = this.#environment
    for (const kind of INDEX_KINDS) {
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
    this.indexes.forget()
    if (this.file.exists) this.changeSuffix(DELETED_SUFFIX)
  }

  /** Removes the files for good. */
  remove(): void {
    const { fs } = this.#environment
    this.indexes.forget()
    for (const kind of INDEX_KINDS) fs.remove(this.pathOf(kind))
    this.file.remove()
  }

  snapshotPath(): string {
    return `${this.#folder}/${offsetFileName(this.baseOffset)}${SNAPSHOT_SUFFIX}`
  }

  close(): void {
    this.indexes.forget()
    this.file.close()
  }
}

/**
 * Moves on, and says whether the batch there begins behind the one before it; where none follows it does.
 * @param named an offset that one of the batches from there on ends with. Default: not known.
 */
function goesOn(cursor: BatchCursor, named: number = -1): boolean {
  const last = batchLastOffset(cursor.buffer, cursor.at)
  if (!cursor.next()) return last >= named
  const { buffer, at } = cursor
  return batchBaseOffset(buffer, at) > last && (last >= named || batchLastOffset(buffer, at) <= named)
}

/** A compacted topic rolls early enough for `max.compaction.lag.ms`: the active segment is never cleaned. */
function rollAfterMs(config: LogConfig): number {
  return config.cleanupPolicy.compact ? Math.min(config.segmentMs, config.maxCompactionLagMs) : config.segmentMs
}
