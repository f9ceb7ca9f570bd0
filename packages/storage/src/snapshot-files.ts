/**
 * The producer-state snapshots of a log: taken when a segment is rolled and when the log is closed, loaded when it is
 * opened or truncated. What follows the snapshot is replayed from the batches' headers (T4).
 *
 * Apache Kafka's format holds one batch of each producer. The others that a client may send again lie in a file of ours
 * beside it; where that is missing or damaged, they are looked for in the last megabytes of the log before the snapshot.
 *
 * Invariants: a snapshot at offset N was taken when the log ended at N and says nothing of what came later; its companion
 * comes, is synced and goes with it; snapshots beyond the log end, or before the oldest batch on the disk, do not outlive
 * a reload. (Apache Kafka drops those at the log start too, and with them every producer that has written nothing since.)
 */
import { isSystemError, writeFully } from '@odradek/platform'
import { batchBaseOffset, batchIsControl, batchLastOffset, batchProducerId } from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import { RETRIES_SUFFIX, SNAPSHOT_SUFFIX, offsetFileName } from './file-names.ts'
import type { PartitionLog } from './partition-log.ts'
import { decodeRetries, encodeRetries } from './producer-retries.ts'
import { decodeProducerSnapshot, encodeProducerSnapshot } from './producer-snapshot.ts'
import { ProducerState } from './producer-state.ts'
import type { ProducerEntry } from './producer-state.ts'
import type { SegmentList } from './segments.ts'

/** How much of the log before a snapshot is looked at for batches it does not hold: more than five of the usual largest. */
const RECALL_BYTES = 8 * 1024 * 1024

export class SnapshotFiles {
  readonly #log: PartitionLog
  /** Ascending. */
  #offsets: number[] = []
  /** Those with a companion. */
  readonly #withRetries = new Set<number>()
  /** Written and not yet synced. */
  #unsynced: number[] = []

  constructor(log: PartitionLog) {
    this.#log = log
  }

  get offsets(): readonly number[] {
    return this.#offsets
  }

  get latest(): number | undefined {
    return this.#offsets.at(-1)
  }

  /** What a listing of the folder showed: offsets of snapshots, and of companions, some of them perhaps alone. */
  found(offsets: readonly number[], retries: readonly number[]): void {
    this.#offsets = [...offsets].sort((a, b) => a - b)
    this.#withRetries.clear()
    for (const offset of retries) {
      if (offsets.includes(offset)) this.#withRetries.add(offset)
      else this.#log.environment.fs.remove(this.#retriesPathOf(offset))
    }
  }

  pathOf(offset: number): string {
    return `${this.#log.folder}/${offsetFileName(offset)}${SNAPSHOT_SUFFIX}`
  }

  #retriesPathOf(offset: number): string {
    return `${this.#log.folder}/${offsetFileName(offset)}${RETRIES_SUFFIX}`
  }

  /** Writes the state as that at `offset`, the log end. Does not sync; `sync` does, before the recovery point moves. */
  take(offset: number): void {
    if (this.latest !== undefined && offset <= this.latest) return
    const entries = [...this.#log.producerState.entries()]
    const content = encodeProducerSnapshot(entries)
    this.#write(this.pathOf(offset), content)
    this.#writeRetries(offset, entries, content)
    this.#offsets.push(offset)
    this.#unsynced.push(offset)
  }

  #writeRetries(offset: number, entries: readonly ProducerEntry[], snapshot: Buffer): void {
    const content = encodeRetries(entries, snapshot)
    if (content === undefined) return
    this.#write(this.#retriesPathOf(offset), content)
    this.#withRetries.add(offset)
  }

  #write(path: string, content: Buffer): void {
    const file = this.#log.environment.fs.open(path, 'rw')
    try {
      writeFully(file, content, 0)
      if (file.sizeSync() !== content.length) file.truncateSync(content.length)
    } finally {
      file.closeSync()
    }
  }

  get needsSync(): boolean {
    return this.#unsynced.length > 0
  }

  async sync(): Promise<void> {
    for (const offset of this.#unsynced.splice(0)) {
      if (!this.#offsets.includes(offset)) continue
      const retries = this.#withRetries.has(offset) ? [this.#retriesPathOf(offset)] : []
      await Promise.all([this.pathOf(offset), ...retries].map((path) => this.#syncFile(path)))
    }
  }

  async #syncFile(path: string): Promise<void> {
    const file = this.#log.environment.fs.open(path, 'rw')
    try {
      await file.sync()
    } finally {
      file.closeSync()
    }
  }

  remove(offset: number): void {
    const at = this.#offsets.indexOf(offset)
    if (at < 0) return
    this.#offsets.splice(at, 1)
    if (this.#withRetries.delete(offset)) this.#log.environment.fs.remove(this.#retriesPathOf(offset))
    this.#log.environment.fs.remove(this.pathOf(offset))
  }

  removeAll(): void {
    for (const offset of this.#offsets.slice()) this.remove(offset)
  }

  /** Snapshots that no segment begins with are of no use, except the newest (`removeStraySnapshots`). */
  removeStrays(segments: SegmentList): void {
    const newest = this.latest
    for (const offset of this.#offsets.slice()) {
      if (offset !== newest && segments.floor(offset)?.baseOffset !== offset) this.remove(offset)
    }
  }

  /** State as of `logEnd`: from the newest usable snapshot and the batches after it. */
  truncateAndReload(logStart: number, logEnd: number): void {
    const { producerState: state, segments } = this.#log
    // Deleted records that are still here tell of their producers; where some are gone, what is older would be out of date.
    const oldest = segments.count > 0 ? Math.min(logStart, segments.first.baseOffset) : logStart
    for (const offset of this.#offsets.slice()) if (offset > logEnd || offset < oldest) this.remove(offset)
    if (state.mapEndOffset === logEnd) {
      state.logStartMoved(logStart)
      return
    }
    this.#loadNewest(oldest)
    replayProducers(segments, state, state.mapEndOffset, logEnd)
    this.dropExpired()
  }

  /** After a clean stop without any snapshot there were no producers. */
  assumeNone(logEnd: number): void {
    this.#log.producerState.clear(logEnd)
  }

  dropExpired(): void {
    const { calmClock, settings } = this.#log.environment
    this.#log.producerState.expire(calmClock.nowMs(), settings.producerIdExpirationMs)
  }

  #loadNewest(oldest: number): void {
    const { producerState: state, environment } = this.#log
    while (this.latest !== undefined) {
      const offset = this.latest
      const content = this.#read(this.pathOf(offset))
      const entries = content === undefined ? undefined : decodeProducerSnapshot(content)
      if (content !== undefined && entries !== undefined) {
        state.clear(offset)
        for (const entry of entries) state.restore(entry)
        if (!this.#restoreRetries(offset, content)) this.#recall(offset, content)
        return
      }
      environment.log.warn({ path: this.pathOf(offset) }, 'producer snapshot is unreadable; an older one or the log serves')
      this.remove(offset)
    }
    state.clear(oldest)
  }

  #read(path: string): Buffer | undefined {
    try {
      return this.#log.environment.fs.readFile(path)
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error
      return undefined
    }
  }

  /** False when no file tells of the batches before the last ones. */
  #restoreRetries(offset: number, snapshot: Buffer): boolean {
    const content = this.#withRetries.has(offset) ? this.#read(this.#retriesPathOf(offset)) : undefined
    const retries = content === undefined ? undefined : decodeRetries(content, snapshot)
    if (retries === undefined) return false
    for (const [producerId, batches] of retries) this.#log.producerState.entry(producerId)?.batches.unshift(...batches)
    return true
  }

  /** From the log itself, as far back as is cheap, and written down for the next time. */
  #recall(offset: number, snapshot: Buffer): void {
    const { producerState: state, segments } = this.#log
    if (state.size === 0 || segments.count === 0) return
    const from = tailStart(segments, offset, RECALL_BYTES)
    const seen = new ProducerState()
    seen.clear(from)
    replayProducers(segments, seen, from, offset)
    for (const entry of state.entries()) {
      const found = seen.entry(entry.producerId)
      const last = found?.batches.at(-1)
      if (found === undefined || found.epoch !== entry.epoch || last === undefined) continue
      if (last.lastOffset === entry.batches.at(-1)?.lastOffset) entry.batches.unshift(...found.batches.slice(0, -1))
    }
    try {
      this.#writeRetries(offset, [...state.entries()], snapshot)
    } catch (error) {
      // A full disk does not keep the log from being opened: it is looked for again the next time.
      if (!isSystemError(error)) throw error
    }
  }
}

/** An offset that lies at least `bytes` before `end` in the log, and hardly more; a batch begins there. */
function tailStart(segments: SegmentList, end: number, bytes: number): number {
  let left = bytes
  let from = end
  for (let index = segments.floorIndex(end - 1); index >= 0; index--) {
    const segment = segments.at(index)!
    const size = from === end && segments.endOf(index, Infinity) > end ? segment.positionOf(end) : segment.file.size
    from = segment.baseOffset
    if (size >= left) {
      const entry = segment.offsetIndex.floorEntryByPosition(size - left)
      return entry < 0 ? from : segment.offsetIndex.offsetAt(entry)
    }
    left -= size
  }
  return from
}

/** Takes the batches of `[from, to)` into account; reads headers, and of markers the record. */
export function replayProducers(segments: SegmentList, state: ProducerState, from: number, to: number): void {
  for (const segment of segments.overlapping(from, to)) {
    const cursor = new BatchCursor(segment.file, Math.max(0, segment.positionOf(from)), segment.file.size, false)
    while (cursor.next()) {
      if (batchBaseOffset(cursor.buffer, cursor.at) >= to) break
      if (batchLastOffset(cursor.buffer, cursor.at) < from || batchProducerId(cursor.buffer, cursor.at) < 0) continue
      if (batchIsControl(cursor.buffer, cursor.at) && !cursor.loadWhole()) break
      const completed = state.update(cursor.buffer, cursor.at)
      if (completed !== undefined) state.complete(completed)
    }
    cursor.done()
  }
  state.mapEndOffset = Math.max(state.mapEndOffset, to)
}
