/**
 * Where the frames of all connections of one owner lie: a scratch buffer that every connection reads into, an arena
 * that small frames move to when they must outlive the call, and pooled buffers for large ones.
 *
 * Why frames are moved out of the scratch: transports fix the target of a connection's next read when its last one
 * ends, so a read of another connection may overwrite the scratch at any later time. A frame in it lives as long as
 * the call that delivers it and no longer.
 */
import { BufferPool } from './buffer-pool.ts'

/** Frames up to this size move to the arena, larger ones to a buffer of their own. */
const ARENA_FRAME_BYTES = 65536

export interface FrameBuffersOptions {
  /** Bytes one read can take; default 256 KiB. */
  scratchBytes?: number | undefined
  /** Default: a pool of its own. */
  pool?: BufferPool | undefined
}

/** Bytes that several frames lie in. Returned to the pool when all have been released and no more are added. */
class Arena {
  readonly buffer: Buffer
  used = 0
  readonly release: () => void
  #held = 1 // by FrameBuffers, until the arena is full

  constructor(pool: BufferPool, bytes: number) {
    this.buffer = pool.acquire(bytes)
    this.release = () => {
      if (this.#held === 0) throw new Error('a frame was released twice')
      if (--this.#held === 0) pool.release(this.buffer)
    }
  }

  hold(): void {
    this.#held++
  }
}

export class FrameBuffers {
  readonly pool: BufferPool
  /** What connections read into between large frames. */
  readonly scratch: Buffer
  /** After `keep`: where the frame lies now. */
  keptBuffer: Buffer
  keptStart = 0
  #arena: Arena | undefined

  constructor(options: FrameBuffersOptions = {}) {
    this.pool = options.pool ?? new BufferPool()
    this.scratch = Buffer.allocUnsafeSlow(options.scratchBytes ?? 262144)
    this.keptBuffer = this.scratch
  }

  /**
   * Copies a frame to where it may stay, sets `keptBuffer` and `keptStart`, and returns the function that gives the
   * place back. Call that exactly once.
   */
  keep(buffer: Buffer, start: number, end: number): () => void {
    const size = end - start
    if (size > ARENA_FRAME_BYTES) {
      const own = this.pool.acquire(size)
      buffer.copy(own, 0, start, end)
      this.keptBuffer = own
      this.keptStart = 0
      return releaseOnce(this.pool, own)
    }
    let arena = this.#arena
    if (arena === undefined || arena.buffer.length - arena.used < size) {
      arena?.release()
      arena = new Arena(this.pool, ARENA_FRAME_BYTES * 4)
      this.#arena = arena
    }
    buffer.copy(arena.buffer, arena.used, start, end)
    this.keptBuffer = arena.buffer
    this.keptStart = arena.used
    arena.used += size
    arena.hold()
    return arena.release
  }
}

/** A function that returns a buffer to its pool, and refuses to do so twice. */
export function releaseOnce(pool: BufferPool, buffer: Buffer): () => void {
  let held = true
  return () => {
    if (!held) throw new Error('a frame was released twice')
    held = false
    pool.release(buffer)
  }
}
