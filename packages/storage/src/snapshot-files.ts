/**
 * The producer-state snapshots of a log: taken when a segment is rolled and when the log is closed, loaded when it is
 * opened or truncated. What follows the snapshot is replayed from the batches' headers (T4).
 *
 * Invariants: a snapshot at offset N was taken when the log ended at N and says nothing of what came later; snapshots
 * beyond the log end or at or before the log start do not outlive a reload.
 */
import { writeFully } from '@odradek/platform'
import { batchBaseOffset, batchIsControl, batchLastOffset, batchProducerId } from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import { SNAPSHOT_SUFFIX, offsetFileName } from './file-names.ts'
import type { PartitionLog } from './partition-log.ts'
import { decodeProducerSnapshot, encodeProducerSnapshot } from './producer-snapshot.ts'
import type { ProducerState } from './producer-state.ts'
import type { SegmentList } from './segments.ts'

export class SnapshotFiles {
  readonly #log: PartitionLog
  /** Ascending. */
  #offsets: number[] = []
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

  /** What a listing of the folder showed. */
  found(offsets: readonly number[]): void {
    this.#offsets = [...offsets].sort((a, b) => a - b)
  }

  pathOf(offset: number): string {
    return `${this.#log.folder}/${offsetFileName(offset)}${SNAPSHOT_SUFFIX}`
  }

  /** Writes the state as that at `offset`, the log end. Does not sync; `sync` does, before the recovery point moves. */
  take(offset: number): void {
    if (this.latest !== undefined && offset <= this.latest) return
    const state = this.#log.producerState
    const content = encodeProducerSnapshot(state.entries())
    const file = this.#log.environment.fs.open(this.pathOf(offset), 'rw')
    try {
      writeFully(file, content, 0)
      if (file.sizeSync() !== content.length) file.truncateSync(content.length)
    } finally {
      file.closeSync()
    }
    this.#offsets.push(offset)
    this.#unsynced.push(offset)
  }

  get needsSync(): boolean {
    return this.#unsynced.length > 0
  }

  async sync(): Promise<void> {
    for (const offset of this.#unsynced.splice(0)) {
      if (!this.#offsets.includes(offset)) continue
      const file = this.#log.environment.fs.open(this.pathOf(offset), 'rw')
      try {
        await file.sync()
      } finally {
        file.closeSync()
      }
    }
  }

  remove(offset: number): void {
    const at = this.#offsets.indexOf(offset)
    if (at < 0) return
    this.#offsets.splice(at, 1)
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
    const { producerState: state } = this.#log
    for (const offset of this.#offsets.slice()) if (offset > logEnd || offset <= logStart) this.remove(offset)
    if (state.mapEndOffset === logEnd) {
      state.logStartMoved(logStart)
      return
    }
    this.#loadNewest(logStart)
    replayProducers(this.#log.segments, state, Math.max(state.mapEndOffset, logStart), logEnd)
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

  #loadNewest(logStart: number): void {
    const { producerState: state, environment } = this.#log
    while (this.latest !== undefined) {
      const offset = this.latest
      let content: Buffer | undefined
      try {
        content = environment.fs.readFile(this.pathOf(offset))
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOENT') throw error
      }
      const entries = content === undefined ? undefined : decodeProducerSnapshot(content)
      if (entries !== undefined) {
        state.clear(offset)
        for (const entry of entries) state.restore(entry)
        return
      }
      environment.log.warn({ path: this.pathOf(offset) }, 'producer snapshot is unreadable; an older one or the log serves')
      this.remove(offset)
    }
    state.clear(logStart)
  }
}

/** Takes the batches of `[from, to)` into account; reads headers, and of markers the record. */
export function replayProducers(segments: SegmentList, state: ProducerState, from: number, to: number): void {
  for (const segment of segments.overlapping(from, to)) {
    const cursor = new BatchCursor(segment.file, segment.positionOf(from), segment.file.size, false)
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
