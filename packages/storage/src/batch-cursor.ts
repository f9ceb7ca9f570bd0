/**
 * Walking the batches of a segment file. With `whole` false only headers are read (a few bytes per batch, whatever its
 * size), with `whole` true each batch lies complete in `buffer`.
 *
 * Invariants: never reads at or beyond `end`; what `buffer` holds is valid until the next call; a batch is reported
 * only when it ends at or before `end`.
 */
import { crc32 } from 'node:zlib'
import { BATCH_HEADER_SIZE, MAGIC_V2, batchCrcIsValid, batchMagic, batchSizeInBytes } from '@odradek/protocol/internal'
import type { SegmentFile } from './segment-file.ts'

export const HEADER_CHUNK_BYTES: number = 8 * 1024
const WHOLE_CHUNK_BYTES = 1024 * 1024

/** Why a walk ended: at `end`, in a batch that is cut there, at bytes that are no batch, at a message of format 0 or 1. */
export type CursorEnd = 'end' | 'truncated' | 'invalid' | 'old format'

/** Lookups on the hot path share one buffer; a cursor that finds it taken allocates its own. */
let spare: Buffer | undefined

export class BatchCursor {
  readonly #file: SegmentFile
  readonly #end: number
  readonly #whole: boolean
  #loadedFrom = 0
  #loadedTo = 0
  buffer: Buffer
  /** First byte of the current batch in `buffer`. */
  at = 0
  /** Position of the current batch in the file; before the first `next()`, of the first. */
  position: number
  /** Bytes of the current batch; 0 before the first `next()`. */
  size = 0
  /** Why `next()` said false. */
  ended: CursorEnd = 'end'

  constructor(file: SegmentFile, from: number, end: number, whole: boolean) {
    this.#file = file
    this.#end = Math.min(end, file.size)
    this.#whole = whole
    this.position = from
    if (!whole && spare !== undefined) {
      this.buffer = spare
      spare = undefined
    } else {
      this.buffer = Buffer.allocUnsafe(whole ? Math.min(WHOLE_CHUNK_BYTES, Math.max(64, this.#end - from)) : HEADER_CHUNK_BYTES)
    }
  }

  /** Position after the last batch reported. */
  get nextPosition(): number {
    return this.position + this.size
  }

  /** Moves to the next batch; false at the end (see `ended`). */
  next(): boolean {
    const position = this.position + this.size
    const left = this.#end - position
    if (left < BATCH_HEADER_SIZE) return this.#stop(position, left <= 0 ? 'end' : this.#isShortOldMessage(position, left) ? 'old format' : 'truncated')
    if (!this.#have(position, BATCH_HEADER_SIZE)) return this.#stop(position, 'truncated')
    const at = position - this.#loadedFrom
    const size = batchSizeInBytes(this.buffer, at)
    if (batchMagic(this.buffer, at) !== MAGIC_V2) return this.#stop(position, this.#isOldMessage(position, size) ? 'old format' : 'invalid')
    if (size < BATCH_HEADER_SIZE) return this.#stop(position, 'invalid')
    if (size > left) return this.#stop(position, 'truncated')
    if (this.#whole && !this.#have(position, size)) return this.#stop(position, 'truncated')
    this.at = position - this.#loadedFrom
    this.position = position
    this.size = size
    return true
  }

  /** Brings the whole current batch into `buffer`. */
  loadWhole(): boolean {
    if (!this.#have(this.position, this.size)) return false
    this.at = this.position - this.#loadedFrom
    return true
  }

  /** Gives the buffer back. Optional; for walks on a hot path. */
  done(): void {
    if (!this.#whole && this.buffer.length === HEADER_CHUNK_BYTES) spare = this.buffer
  }

  #stop(position: number, why: CursorEnd): false {
    this.position = position
    this.size = 0
    this.ended = why
    return false
  }

  /** A whole message of format 0 or 1, CRC32 and all: not damage, but nothing we serve. */
  #isOldMessage(position: number, size: number): boolean {
    const magic = batchMagic(this.buffer, position - this.#loadedFrom)
    if ((magic !== 0 && magic !== 1) || size < 26 || size > this.#end - position || !this.#have(position, size)) return false
    const at = position - this.#loadedFrom
    return crc32(this.buffer.subarray(at + 16, at + size)) === this.buffer.readUInt32BE(at + 12)
  }

  /** One that is shorter than the header of a batch, at the very end. */
  #isShortOldMessage(position: number, left: number): boolean {
    return left >= 26 && this.#have(position, left) && this.#isOldMessage(position, batchSizeInBytes(this.buffer, position - this.#loadedFrom))
  }

  #have(position: number, length: number): boolean {
    if (position >= this.#loadedFrom && position + length <= this.#loadedTo) return true
    if (length > this.buffer.length) this.buffer = Buffer.allocUnsafe(Math.max(length, this.buffer.length * 2))
    const wanted = Math.min(this.buffer.length, this.#end - position)
    const got = this.#file.read(this.buffer, 0, wanted, position)
    this.#loadedFrom = position
    this.#loadedTo = position + got
    return got >= length
  }
}

/** Whether a whole batch begins there whose CRC is right: a read of all of it. */
export function isIntact(file: SegmentFile, position: number): boolean {
  const cursor = new BatchCursor(file, position, file.size, false)
  const intact = cursor.next() && cursor.loadWhole() && batchCrcIsValid(cursor.buffer, cursor.at)
  cursor.done()
  return intact
}
