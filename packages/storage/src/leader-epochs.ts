/**
 * Which leader epoch began at which offset (`LeaderEpochFileCache`): what followers truncate by (KIP-101, KIP-279), so
 * that a log is cut where it diverges and nowhere else.
 *
 * Invariants: epochs and start offsets both rise strictly from entry to entry. Every entry that has batches behind it
 * can be rebuilt from their headers; the file is therefore only made durable with the data (flush, close).
 */
import type { FileSystem } from '@odradek/platform'
import { encodeEpochCheckpoint, readEpochCheckpoint } from './checkpoints.ts'
import type { EpochStart } from './checkpoints.ts'

/** "No epoch", "no offset" (`OffsetsForLeaderEpochResponse`). */
export const UNDEFINED_EPOCH = -1
export const UNDEFINED_EPOCH_OFFSET = -1

export interface EpochEnd {
  /** The largest epoch at most the one asked for; -1 when none is known. */
  readonly epoch: number
  /** The start of the epoch after it, or the log end; -1 when unknown. */
  readonly endOffset: number
}

export class LeaderEpochs {
  #entries: EpochStart[] = []
  /** Whether the file says something else. */
  dirty = false
  readonly #logEnd: () => number

  constructor(logEnd: () => number) {
    this.#logEnd = logEnd
  }

  /** Empty where there is no file, or a damaged one. Returns what is wrong with it. */
  load(fs: FileSystem, path: string): { readonly found: boolean; readonly damage: string | undefined } {
    const { content, damage } = readEpochCheckpoint(fs, path)
    this.#entries = [...content ?? []]
    this.dirty = damage !== undefined
    return { found: content !== undefined, damage }
  }

  encode(): Buffer {
    return encodeEpochCheckpoint(this.#entries)
  }

  get entries(): readonly EpochStart[] {
    return this.#entries
  }

  /** -1 when no epoch is known. */
  latestEpoch(): number {
    return this.#entries.at(-1)?.epoch ?? UNDEFINED_EPOCH
  }

  latestStartOffset(): number {
    return this.#entries.at(-1)?.startOffset ?? UNDEFINED_EPOCH_OFFSET
  }

  earliestEpoch(): number {
    return this.#entries[0]?.epoch ?? UNDEFINED_EPOCH
  }

  /**
   * Says that `epoch` begins at `startOffset`; called by a new leader at once, before it appends anything, and for each
   * batch that is appended. Ignored when the epoch is the latest already.
   */
  assign(epoch: number, startOffset: number): void {
    const last = this.#entries.at(-1)
    if (epoch < 0 || startOffset < 0) return
    if (last !== undefined && last.epoch === epoch && startOffset >= last.startOffset) return
    this.#add(epoch, startOffset)
    this.dirty = true
  }

  /** The newer entry wins: those with an epoch or start offset at or above it were never true here. */
  #add(epoch: number, startOffset: number): void {
    while (this.#entries.length > 0) {
      const last = this.#entries.at(-1)!
      if (last.epoch < epoch && last.startOffset < startOffset) break
      this.#entries.pop()
    }
    this.#entries.push({ epoch, startOffset })
  }

  /** The answer to OffsetForLeaderEpoch (`LeaderEpochFileCache.endOffsetFor`). */
  endOffsetFor(epoch: number): EpochEnd {
    const entries = this.#entries
    const latest = entries.at(-1)
    if (epoch === UNDEFINED_EPOCH || latest === undefined) return { epoch: UNDEFINED_EPOCH, endOffset: UNDEFINED_EPOCH_OFFSET }
    if (epoch === latest.epoch) return { epoch, endOffset: this.#logEnd() }
    if (epoch > latest.epoch) return { epoch: UNDEFINED_EPOCH, endOffset: UNDEFINED_EPOCH_OFFSET }
    const higher = entries.findIndex((entry) => entry.epoch > epoch)
    const endOffset = entries[higher]!.startOffset
    return { epoch: higher === 0 ? epoch : entries[higher - 1]!.epoch, endOffset }
  }

  /** The epoch of the record at `offset`; -1 when unknown. */
  epochAt(offset: number): number {
    let low = 0
    let high = this.#entries.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      if (this.#entries[middle]!.startOffset <= offset) low = middle + 1
      else high = middle - 1
    }
    return this.#entries[high]?.epoch ?? UNDEFINED_EPOCH
  }

  /** Drops the epochs that begin at or after `offset`: the log has been cut there. */
  truncateFromEnd(offset: number): void {
    while (this.#entries.length > 0 && this.#entries.at(-1)!.startOffset >= offset) {
      this.#entries.pop()
      this.dirty = true
    }
  }

  /** Lets the oldest epoch begin at `offset`: the log starts there now. */
  truncateFromStart(offset: number): void {
    let keep = this.#entries.length - 1
    while (keep >= 0 && this.#entries[keep]!.startOffset > offset) keep--
    if (keep < 0 || (keep === 0 && this.#entries[0]!.startOffset === offset)) return
    this.#entries = [{ epoch: this.#entries[keep]!.epoch, startOffset: offset }, ...this.#entries.slice(keep + 1)]
    this.dirty = true
  }

  clear(): void {
    if (this.#entries.length === 0) return
    this.#entries = []
    this.dirty = true
  }
}
