/**
 * Cuts a byte stream into Kafka's frames (a 4-byte size, then as many bytes), without concatenating chunks: the owner
 * reads into `target()` and reports `received(length)`, or pushes chunks it got from elsewhere. One per connection.
 *
 * Small frames are handed on where they were read. A frame that is larger than what has arrived gets a buffer of its
 * own, which grows with the bytes that arrive and never ahead of them by more than a small factor, whatever the size
 * field claims; the rest of it is read straight into that buffer. An owner that is short of memory can refuse to let it
 * grow ahead of the bytes at all.
 *
 * Invariants: each frame is handed on exactly once, in order, and whole; after an error or `close` none is.
 */
import { type FrameBuffers, releaseOnce } from './frame-buffers.ts'

/** Bytes of the size in front of a frame. */
export const FRAME_SIZE_BYTES = 4
/** A frame's own buffer is at least this, and at most `GROWTH` times what has arrived of it. */
const FIRST_BYTES = 65536
const GROWTH = 4

/** Why a stream cannot be read any further. */
export interface FrameError {
  kind: 'negativeSize' | 'tooLarge'
  size: number
  message: string
}

/**
 * Takes a frame `buffer[start, end)`, size field excluded. The bytes may be looked at until `release()` is called,
 * which must happen exactly once, now or later; frames for which `mayOutlive` said false are lent for the call only.
 */
export type FrameHandler = (buffer: Buffer, start: number, end: number, release: () => void) => void

export interface FrameDecoderOptions {
  buffers: FrameBuffers
  /** Larger frames are an error; see `maxFrameBytes` of the decoder. */
  maxFrameBytes: number
  onFrame: FrameHandler
  /**
   * Whether the owner may need this frame's bytes after `onFrame` has returned: then they are copied once. Asked only
   * for frames in the shared scratch buffer. Default: always.
   */
  mayOutlive?: ((buffer: Buffer, start: number, end: number) => boolean) | undefined
  /**
   * A frame's buffer has its full size at once, on the word of its size field, up to so many bytes: for clients, which
   * chose their broker. Default 0.
   */
  trustedBytes?: number | undefined
  /**
   * Whether a frame's buffer may become so many bytes larger than what has arrived of it. Where not, it grows when bytes
   * come all the same, and the owner had better not read on for now. Default: always.
   */
  mayGrow?: ((bytes: number) => boolean) | undefined
}

export class FrameDecoder {
  /** The largest frame allowed; may be changed at any time, also from `onFrame` (small before authentication). */
  maxFrameBytes: number
  /** Set for good when the stream turned out to be unreadable. */
  error: FrameError | undefined = undefined

  readonly #buffers: FrameBuffers
  readonly #onFrame: FrameHandler
  readonly #mayOutlive: ((buffer: Buffer, start: number, end: number) => boolean) | undefined
  readonly #trustedBytes: number
  readonly #mayGrow: ((bytes: number) => boolean) | undefined
  #closed = false
  /** The size field, as far as it has been read. */
  #sizeField = 0
  #sizeFieldBytes = 0
  /** The frame being collected in its own buffer. */
  #own: Buffer | undefined = undefined
  #ownFilled = 0
  #ownSize = 0

  constructor(options: FrameDecoderOptions) {
    this.maxFrameBytes = options.maxFrameBytes
    this.#buffers = options.buffers
    this.#onFrame = options.onFrame
    this.#mayOutlive = options.mayOutlive
    this.#trustedBytes = options.trustedBytes ?? 0
    this.#mayGrow = options.mayGrow
  }

  /** Where to read next: at least one byte. Asked before each read; valid until `received`. */
  target(): Buffer {
    const own = this.#own
    return own === undefined || this.#ownFilled === own.length ? this.#buffers.scratch :
      own.subarray(this.#ownFilled, Math.min(own.length, this.#ownSize))
  }

  /** `length` bytes were read into the start of the last `target()`. Returns the error, if there is one. */
  received(length: number): FrameError | undefined {
    if (this.#own === undefined) return this.#consume(this.#buffers.scratch, 0, length, true)
    if (this.#closed) return this.error
    if (this.#ownFilled === this.#own.length) {
      const { scratch } = this.#buffers
      return this.#consume(scratch, this.#pushOwn(scratch, length), length, true)
    }
    this.#ownFilled += length
    this.#ownProgress()
    return this.error
  }

  /** Takes a chunk that the caller gives away: frames that lie whole in it are views of it. */
  push(chunk: Buffer): FrameError | undefined {
    let at = 0
    if (this.#own !== undefined && !this.#closed) at = this.#pushOwn(chunk, chunk.length)
    return this.#consume(chunk, at, chunk.length, false)
  }

  /** Whether a frame has begun and not ended: the connection owes us bytes. */
  get isInsideFrame(): boolean {
    return this.#sizeFieldBytes > 0 || this.#own !== undefined
  }

  /** Bytes held for a frame that is not complete. */
  get heldBytes(): number {
    return this.#own?.length ?? 0
  }

  /** Bytes that have come of a frame that is not complete and has a buffer of its own. */
  get arrivedBytes(): number {
    return this.#own === undefined ? 0 : this.#ownFilled
  }

  /** Size of that frame; 0: there is none. */
  get frameBytes(): number {
    return this.#own === undefined ? 0 : this.#ownSize
  }

  /** Bytes by which that buffer will still have to grow. */
  get missingBytes(): number {
    return this.#own === undefined ? 0 : Math.max(0, this.#ownSize - this.#own.length)
  }

  /** Its buffer would have to grow, and may not: see `mayGrow`. */
  get isFull(): boolean {
    return this.#own !== undefined && this.#ownFilled === this.#own.length
  }

  /** Forgets a half-read frame and hands on no more. */
  close(): void {
    this.#closed = true
    if (this.#own !== undefined) this.#buffers.pool.release(this.#own)
    this.#own = undefined
  }

  #consume(buffer: Buffer, at: number, end: number, isScratch: boolean): FrameError | undefined {
    while (at < end && !this.#closed) {
      let size: number
      if (this.#sizeFieldBytes === 0 && end - at >= FRAME_SIZE_BYTES) {
        size = buffer.readInt32BE(at)
        at += FRAME_SIZE_BYTES
      } else {
        this.#sizeField = (this.#sizeField << 8) | buffer[at++]!
        if (++this.#sizeFieldBytes < FRAME_SIZE_BYTES) continue
        size = this.#sizeField
        this.#sizeField = 0
        this.#sizeFieldBytes = 0
      }
      if (size < 0 || size > this.maxFrameBytes) return this.#fail(size)
      if (size > end - at) {
        this.#beginOwn(buffer, at, end, size)
        return undefined
      }
      this.#deliver(buffer, at, at + size, isScratch)
      at += size
    }
    return this.error
  }

  #deliver(buffer: Buffer, start: number, end: number, isScratch: boolean): void {
    if (!isScratch || this.#mayOutlive?.(buffer, start, end) === false) {
      this.#onFrame(buffer, start, end, nothingToRelease)
      return
    }
    const buffers = this.#buffers
    const release = buffers.keep(buffer, start, end)
    this.#onFrame(buffers.keptBuffer, buffers.keptStart, buffers.keptStart + end - start, release)
  }

  /** The frame is not all there: it moves to a buffer of its own with the bytes that are. */
  #beginOwn(buffer: Buffer, at: number, end: number, size: number): void {
    const arrived = end - at
    let bytes = Math.min(size, Math.max(this.#trustedBytes, FIRST_BYTES, arrived * GROWTH))
    if (this.#mayGrow?.(bytes) === false) bytes = arrived
    const own = this.#buffers.pool.acquire(bytes)
    buffer.copy(own, 0, at, end)
    this.#own = own
    this.#ownFilled = arrived
    this.#ownSize = size
  }

  /** Copies what belongs to the own frame out of a chunk; returns the position after it. */
  #pushOwn(chunk: Buffer, length: number): number {
    let at = 0
    while (this.#own !== undefined && at < length) {
      if (this.#ownFilled === this.#own.length) this.#grow(this.#own, this.#nextBytes(this.#own))
      const step = Math.min(length - at, Math.min(this.#own.length, this.#ownSize) - this.#ownFilled)
      chunk.copy(this.#own, this.#ownFilled, at, at + step)
      at += step
      this.#ownFilled += step
      this.#ownProgress()
    }
    return at
  }

  /** After bytes arrived in the own buffer: the frame is complete, or the buffer full and due to grow. */
  #ownProgress(): void {
    const own = this.#own!
    if (this.#ownFilled === this.#ownSize) {
      this.#own = undefined
      this.#onFrame(own, 0, this.#ownSize, releaseOnce(this.#buffers.pool, own))
    } else if (this.#ownFilled === own.length) {
      const bytes = this.#nextBytes(own)
      if (this.#mayGrow?.(bytes - own.length) !== false) this.#grow(own, bytes)
    }
  }

  #nextBytes(own: Buffer): number {
    return Math.min(this.#ownSize, own.length * GROWTH)
  }

  #grow(own: Buffer, bytes: number): void {
    const larger = this.#buffers.pool.acquire(bytes)
    own.copy(larger, 0, 0, this.#ownFilled)
    this.#buffers.pool.release(own)
    this.#own = larger
  }

  #fail(size: number): FrameError {
    this.error = size < 0 ? { kind: 'negativeSize', size, message: `a frame of ${size} bytes` } :
      { kind: 'tooLarge', size, message: `a frame of ${size} bytes; at most ${this.maxFrameBytes} are allowed` }
    this.#closed = true
    return this.error
  }
}

function nothingToRelease(): void {}
