/**
 * Offset index (`.index`): entries of (relative offset int32, position int32). An entry names the *last* offset of a
 * batch and the position of that batch, at most one entry per `index.interval.bytes` of log (`OffsetIndex`).
 *
 * Invariants: offsets and positions both rise strictly; an offset is at most base + 2^31 - 1 (the segment is rolled
 * before that).
 */
import type { FileSystem } from '@odradek/platform'
import { EntryIndex } from './entry-index.ts'

export const OFFSET_ENTRY_BYTES = 8

export class OffsetIndex extends EntryIndex {
  constructor(baseOffset: number, loaded: boolean) {
    super(OFFSET_ENTRY_BYTES, baseOffset, loaded)
  }

  append(offset: number, position: number): void {
    const at = this.grow()
    this.data.writeInt32BE(offset - this.baseOffset, at)
    this.data.writeInt32BE(position, at + 4)
  }

  offsetAt(entry: number): number {
    return this.baseOffset + this.data.readInt32BE(entry * OFFSET_ENTRY_BYTES)
  }

  positionAt(entry: number): number {
    return this.data.readInt32BE(entry * OFFSET_ENTRY_BYTES + 4)
  }

  /** The last entry, loaded or not; undefined when there is none. */
  peekLast(fs: FileSystem, path: string): { readonly offset: number; readonly position: number } | undefined {
    const last = this.entryCount - 1
    if (this.isLoaded) return last < 0 ? undefined : { offset: this.offsetAt(last), position: this.positionAt(last) }
    const entry = this.readLastEntry(fs, path)
    return entry === undefined ? undefined : { offset: this.baseOffset + entry.readInt32BE(0), position: entry.readInt32BE(4) }
  }

  /** The last entry whose offset is at most `offset`, or -1. */
  floorEntry(offset: number): number {
    const relative = offset - this.baseOffset
    let low = 0
    let high = this.entryCount - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      if (this.data.readInt32BE(middle * OFFSET_ENTRY_BYTES) <= relative) low = middle + 1
      else high = middle - 1
    }
    return high
  }

  /** The last entry whose position is at most `position`, or -1. */
  floorEntryByPosition(position: number): number {
    let low = 0
    let high = this.entryCount - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      if (this.positionAt(middle) <= position) low = middle + 1
      else high = middle - 1
    }
    return high
  }

  /** A position at or before the batch that holds `offset`: where a scan may begin. */
  lookup(offset: number): number {
    const entry = this.floorEntry(offset)
    return entry < 0 ? 0 : this.positionAt(entry)
  }

  /** Drops the entries at and after `offset`. */
  truncateTo(offset: number): void {
    this.truncateToEntries(this.floorEntry(offset - 1) + 1)
  }

  /** Drops the entries of batches at and after `position`. */
  truncateToPosition(position: number): void {
    this.truncateToEntries(this.floorEntryByPosition(position - 1) + 1)
  }

  protected override isSane(): boolean {
    let offset = -1
    let position = -1
    for (let at = 0; at < this.bytes; at += OFFSET_ENTRY_BYTES) {
      const nextOffset = this.data.readInt32BE(at)
      const nextPosition = this.data.readInt32BE(at + 4)
      if (nextOffset <= offset || nextPosition <= position) return false
      offset = nextOffset
      position = nextPosition
    }
    return true
  }
}
