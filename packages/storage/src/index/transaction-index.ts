/**
 * Transaction index (`.txnindex`): the aborted transactions of a segment, 34 bytes each (version int16 = 0, producer id,
 * first offset, last offset, last stable offset, all int64), in the order of their markers (`AbortedTxn`).
 *
 * Invariants: last offsets rise. There is no file without an aborted transaction. Small, therefore kept in memory whole.
 */
import { writeFully } from '@odradek/platform'
import type { FileSystem } from '@odradek/platform'
import { putInt64, safeInt64 } from './safe-int64.ts'

export const ABORTED_ENTRY_BYTES = 34

export interface AbortedEntry {
  readonly producerId: number
  readonly firstOffset: number
  readonly lastOffset: number
  /** The last stable offset when the marker was written; a fetch may stop looking once it has passed its range. */
  readonly lastStableOffset: number
}

export class TransactionIndex {
  readonly entries: AbortedEntry[]
  /** How many of them the file has; -1 when it is not known what it has. */
  persistedEntries: number

  constructor(entries: AbortedEntry[] = []) {
    this.entries = entries
    this.persistedEntries = entries.length
  }

  /** Undefined when the file is not one (then it is rebuilt from the segment). */
  static load(fs: FileSystem, path: string): TransactionIndex | undefined {
    const content = fs.readFile(path)
    if (content.length % ABORTED_ENTRY_BYTES !== 0) return undefined
    const entries: AbortedEntry[] = []
    for (let at = 0; at < content.length; at += ABORTED_ENTRY_BYTES) {
      if (content.readInt16BE(at) < 0) return undefined
      const entry = {
        producerId: safeInt64(content, at + 2),
        firstOffset: safeInt64(content, at + 10),
        lastOffset: safeInt64(content, at + 18),
        lastStableOffset: safeInt64(content, at + 26),
      }
      if (entry.firstOffset > entry.lastOffset) return undefined
      entries.push(entry)
    }
    return new TransactionIndex(entries)
  }

  /** Empties it; whatever the file has is written over. */
  reset(): void {
    this.entries.length = 0
    this.persistedEntries = -1
  }

  append(entry: AbortedEntry): void {
    this.entries.push(entry)
  }

  truncateTo(offset: number): void {
    while (this.entries.length > 0 && this.entries.at(-1)!.lastOffset >= offset) this.entries.pop()
    // The file has more than that: it is written anew.
    if (this.persistedEntries > this.entries.length) this.persistedEntries = -1
  }

  /** Writes the file, or removes it when there is nothing in it. Does not sync. */
  persist(fs: FileSystem, path: string): void {
    if (this.entries.length === 0) {
      if (fs.exists(path)) fs.remove(path)
      this.persistedEntries = 0
      return
    }
    const known = Math.max(0, this.persistedEntries)
    const content = Buffer.alloc((this.entries.length - known) * ABORTED_ENTRY_BYTES)
    this.entries.slice(known).forEach((entry, i) => {
      const at = i * ABORTED_ENTRY_BYTES
      putInt64(content, at + 2, entry.producerId)
      putInt64(content, at + 10, entry.firstOffset)
      putInt64(content, at + 18, entry.lastOffset)
      putInt64(content, at + 26, entry.lastStableOffset)
    })
    const file = fs.open(path, 'rw')
    try {
      writeFully(file, content, known * ABORTED_ENTRY_BYTES)
      const size = this.entries.length * ABORTED_ENTRY_BYTES
      if (file.sizeSync() !== size) file.truncateSync(size)
    } finally {
      file.closeSync()
    }
    this.persistedEntries = this.entries.length
  }
}
