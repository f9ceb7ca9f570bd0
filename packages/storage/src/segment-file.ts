/**
 * The `.log` file of a segment: batches one after the other, nothing else. Writes go to the end that is known here
 * (never "append mode"), so that a torn write can be overwritten or cut.
 *
 * Invariants: `size` is what has been written whole; bytes beyond it in the file are not part of the log. The file
 * comes into being with the first write: a partition nobody wrote to costs no file.
 */
import { writeFully } from '@odradek/platform'
import type { RecordsSource } from '@odradek/protocol/internal'
import { PooledFile } from './file-pool.ts'
import type { FilePool } from './file-pool.ts'
import { READ_AHEAD_BYTES, takeWindow } from './read-ahead.ts'
import type { ReadWindow } from './read-ahead.ts'

/** Larger writes are cut: huge page-cache folios make aligned writes of 1 MiB and more several times slower. */
const WRITE_PIECE_BYTES = 512 * 1024
/** Up to here several views are copied together and written with one call; beyond, the kernel gathers them. */
const GATHER_BYTES = 128 * 1024

let gather: Buffer | undefined

export class SegmentFile {
  readonly #file: PooledFile
  readonly #pool: FilePool
  /** Bytes written whole. */
  size: number
  /** Counts truncations; with `#lowestSize` it tells a reader that its bytes may have been replaced. */
  #truncations = 0
  #lowestSize = Number.MAX_SAFE_INTEGER
  #exists: boolean
  /** What was read ahead; another file's when its owner is not this one. */
  #window: ReadWindow | undefined = undefined
  /** Bytes of it that are not known to be on the device. */
  dirtyBytes = 0
  /** All that was ever appended through this object. */
  #appendedBytes = 0
  /** Counts what changed the bytes of the file, and how much of that a sync has covered: of a file that was found, nothing is known. */
  #changes = 1
  #syncedChanges = 0

  constructor(pool: FilePool, path: string, size: number, exists: boolean) {
    this.#file = new PooledFile(pool, path)
    this.#pool = pool
    this.size = size
    this.#exists = exists
  }

  get path(): string {
    return this.#file.path
  }

  get exists(): boolean {
    return this.#exists
  }

  /** Makes sure that a write can begin (a descriptor is there); throws EMFILE or the disk's error. */
  prepareWrite(): void {
    this.#file.open()
    this.#exists = true
  }

  /** Writes `views` at the end. On an exception nothing of it counts: `size` is as before. */
  append(views: readonly Uint8Array[], totalBytes: number): void {
    const handle = this.#file.open()
    this.#exists = true
    if (views.length === 1) {
      const view = views[0]!
      for (let at = 0; at < totalBytes; at += WRITE_PIECE_BYTES) {
        const piece = at === 0 && totalBytes <= WRITE_PIECE_BYTES ? view : view.subarray(at, at + WRITE_PIECE_BYTES)
        writeFully(handle, piece, this.size + at)
      }
    } else if (totalBytes <= GATHER_BYTES) {
      gather ??= Buffer.allocUnsafeSlow(GATHER_BYTES)
      let at = 0
      for (const view of views) {
        gather.set(view, at)
        at += view.length
      }
      writeFully(handle, gather.subarray(0, at), this.size)
    } else {
      let at = this.size
      for (const view of views) {
        for (let from = 0; from < view.length; from += WRITE_PIECE_BYTES) {
          writeFully(handle, view.subarray(from, from + WRITE_PIECE_BYTES), at + from)
        }
        at += view.length
      }
    }
    this.size += totalBytes
    this.dirtyBytes += totalBytes
    this.#appendedBytes += totalBytes
    this.#changes++
    this.#pool.unsyncedBytes += totalBytes
  }

  /** Bytes read into `target`; fewer than asked at the end of what has been written. */
  read(target: Uint8Array, targetStart: number, length: number, position: number): number {
    const wanted = Math.min(length, this.size - position)
    if (wanted <= 0 || !this.#exists) return 0
    const window = this.#window
    if (window !== undefined && window.owner === this && position >= window.start && position + wanted <= window.end) {
      target.set(window.buffer.subarray(position - window.start, position - window.start + wanted), targetStart)
      return wanted
    }
    return this.#readFile(target, targetStart, wanted, position)
  }

  #readFile(target: Uint8Array, targetStart: number, wanted: number, position: number): number {
    const handle = this.#file.open()
    let done = 0
    while (done < wanted) {
      const got = handle.readSync(target, targetStart + done, wanted - done, position + done)
      if (got <= 0) break
      done += got
    }
    return done
  }

  /**
   * A reader goes through the file in small steps and wants `length` bytes from `position` on now: they and what comes
   * after them are read at once, where they are not here already.
   */
  readAhead(position: number, length: number): void {
    const needed = Math.min(length, this.size - position)
    if (needed <= 0 || needed > READ_AHEAD_BYTES || !this.#exists) return
    let window = this.#window
    if (window?.owner !== this) this.#window = window = takeWindow(this)
    else if (position >= window.start && position + needed <= window.end) return
    window.start = window.end = position
    window.end += this.#readFile(window.buffer, 0, Math.min(READ_AHEAD_BYTES, this.size - position), position)
  }

  #forgetReadAhead(): void {
    if (this.#window?.owner === this) this.#window.owner = undefined
    this.#window = undefined
  }

  truncate(size: number): void {
    this.#forgetReadAhead()
    if (this.#exists) this.#file.open().truncateSync(size)
    // What waits for the device is the end of the file; no flush would come for what is cut off.
    this.#synced(Math.min(this.dirtyBytes, this.size - size))
    this.size = size
    this.#changes++
    this.#truncations++
    this.#lowestSize = Math.min(this.#lowestSize, size)
  }

  /** Off the loop. What was written before the call is durable after it; where that is so already, nothing is done. */
  async sync(): Promise<void> {
    if (!this.#exists || this.#changes === this.#syncedChanges) return
    const before = this.#appendedBytes
    const changes = this.#changes
    await this.#file.sync()
    this.#syncedChanges = Math.max(this.#syncedChanges, changes)
    // What was appended meanwhile waits for the next one, also where a truncation took some of what was there before.
    this.#synced(Math.max(0, this.dirtyBytes - (this.#appendedBytes - before)))
  }

  #synced(bytes: number): void {
    this.dirtyBytes -= bytes
    this.#pool.unsyncedBytes -= bytes
  }

  /** Nothing of it waits for the device any more: it is there, or gone. */
  forgetUnsynced(): void {
    this.#synced(this.dirtyBytes)
  }

  syncSync(): void {
    if (!this.#exists) return
    this.#file.syncSync()
    this.forgetUnsynced()
  }

  rename(to: string): void {
    if (this.#exists) this.#file.rename(to)
    else this.#file.path = to
  }

  /** The folder the file lies in was renamed. */
  relocated(path: string): void {
    this.#file.path = path
  }

  /** Readers that still hold a source of this file get "unreadable". */
  remove(): void {
    this.#lowestSize = 0
    this.#truncations++
    this.#forgetReadAhead()
    this.forgetUnsynced()
    if (this.#exists) this.#file.remove()
    this.#exists = false
  }

  /** Sets the time the file was last changed; retention falls back on it where no timestamp is known. */
  setModifiedMs(ms: number): void {
    if (this.#exists) this.#file.fs.setModifiedMs(this.#file.path, ms)
  }

  close(): void {
    this.forgetUnsynced()
    this.#file.close()
  }

  /** A view on `[position, position + byteLength)` that is read when a response leaves; `failed` hears of a bad disk. */
  slice(position: number, byteLength: number, failed: (error: unknown) => void): RecordsSource {
    return new SegmentRecords(this, position, byteLength, this.#truncations, failed)
  }

  /** @internal For slices: may bytes up to `end`, promised when `truncations` was as given, still be served? */
  stillHolds(end: number, truncations: number): boolean {
    return this.#truncations === truncations || end <= this.#lowestSize
  }
}

/**
 * Bytes of a segment, read positionally at the time they are sent. Survives renames, deletions by delay, LRU closing.
 * Whoever sends them knows nothing of disks: an error is told to the log, and there is nothing to read.
 */
class SegmentRecords implements RecordsSource {
  readonly #file: SegmentFile
  readonly #position: number
  readonly #truncations: number
  readonly #failed: (error: unknown) => void
  readonly byteLength: number

  constructor(file: SegmentFile, position: number, byteLength: number, truncations: number, failed: (error: unknown) => void) {
    this.#failed = failed
    this.#file = file
    this.#position = position
    this.byteLength = byteLength
    this.#truncations = truncations
  }

  read(target: Buffer, targetStart: number, from: number, length: number): number {
    const wanted = Math.min(length, this.byteLength - from)
    const position = this.#position + from
    if (wanted <= 0 || !this.#file.stillHolds(position + wanted, this.#truncations)) return 0
    try {
      return this.#file.read(target, targetStart, wanted, position)
    } catch (error) {
      this.#failed(error)
      return 0
    }
  }
}
