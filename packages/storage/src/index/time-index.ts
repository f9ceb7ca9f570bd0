/**
 * Time index (`.timeindex`): entries of (timestamp int64, relative offset int32). An entry says: the largest timestamp
 * of the segment up to here is `timestamp`, and the batch that brought it ends with `offset` (`TimeIndex`). Timestamps
 * are a running maximum, so that skewed producers cannot make it go back.
 *
 * Invariants: timestamps rise strictly, offsets never fall.
 */
import type { FileSystem } from '@odradek/platform'
import { EntryIndex } from './entry-index.ts'
import { putInt64, safeInt64 } from './safe-int64.ts'

export const TIME_ENTRY_BYTES = 12

export interface TimeEntry {
  readonly timestamp: number
  readonly offset: number
}

export class TimeIndex extends EntryIndex {
  constructor(baseOffset: number, loaded: boolean) {
    super(TIME_ENTRY_BYTES, baseOffset, loaded)
  }

  /** Adds an entry when it advances the maximum; else does nothing. */
  maybeAppend(timestamp: number, offset: number): void {
    const count = this.entryCount
    if (timestamp < 0) return
    if (count > 0 && (timestamp <= this.timestampAt(count - 1) || offset < this.offsetAt(count - 1))) return
    const at = this.grow()
    putInt64(this.data, at, timestamp)
    this.data.writeInt32BE(offset - this.baseOffset, at + 8)
  }

  timestampAt(entry: number): number {
    return safeInt64(this.data, entry * TIME_ENTRY_BYTES)
  }

  offsetAt(entry: number): number {
    return this.baseOffset + this.data.readInt32BE(entry * TIME_ENTRY_BYTES + 8)
  }

  last(): TimeEntry | undefined {
    const count = this.entryCount
    return count === 0 ? undefined : { timestamp: this.timestampAt(count - 1), offset: this.offsetAt(count - 1) }
  }

  /** The last entry, loaded or not. */
  peekLast(fs: FileSystem, path: string): TimeEntry | undefined {
    if (this.isLoaded) return this.last()
    const entry = this.readLastEntry(fs, path)
    if (entry === undefined) return undefined
    return { timestamp: safeInt64(entry, 0), offset: this.baseOffset + entry.readInt32BE(8) }
  }

  /** The last entry whose timestamp is at most `timestamp`; the search for a timestamp may begin at its offset. */
  lookup(timestamp: number): TimeEntry {
    let low = 0
    let high = this.entryCount - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      if (this.timestampAt(middle) <= timestamp) low = middle + 1
      else high = middle - 1
    }
    if (high < 0) return { timestamp: -1, offset: this.baseOffset }
    return { timestamp: this.timestampAt(high), offset: this.offsetAt(high) }
  }

  /** Drops the entries at and after `offset`. */
  truncateTo(offset: number): void {
    let count = this.entryCount
    while (count > 0 && this.offsetAt(count - 1) >= offset) count--
    this.truncateToEntries(count)
  }

  protected override isSane(): boolean {
    let timestamp = -1
    let offset = -1
    for (let at = 0; at < this.bytes; at += TIME_ENTRY_BYTES) {
      const nextTimestamp = safeInt64(this.data, at)
      const nextOffset = this.data.readInt32BE(at + 8)
      // Apache Kafka closes a segment by adding the maximum once more: an equal last pair is in order.
      if (nextTimestamp < timestamp || nextOffset < offset) return false
      timestamp = nextTimestamp
      offset = nextOffset
    }
    return true
  }
}
