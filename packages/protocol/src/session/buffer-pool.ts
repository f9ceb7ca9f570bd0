/**
 * Reusable buffers in size classes of powers of two: a fresh buffer per large frame costs a quarter to a half of the
 * throughput, mostly in page faults.
 *
 * Invariants: idle buffers together never exceed `maxIdleBytes`; a buffer of any other size than a class's is left to
 * the garbage collector.
 */

export interface BufferPoolOptions {
  /** Bytes of idle buffers to keep; default 64 MiB. */
  maxIdleBytes?: number | undefined
  /** Smallest class; default 4 KiB. A power of two. */
  smallestBytes?: number | undefined
  /** Largest class; default 16 MiB. Larger buffers are made and dropped. */
  largestBytes?: number | undefined
  /**
   * Views that somebody kept of a released buffer become empty instead of showing what comes to lie there next; costs a
   * microsecond per release. Default false.
   */
  detach?: boolean | undefined
}

export class BufferPool {
  /** Bytes kept for reuse now. */
  idleBytes = 0
  readonly #classes: Buffer[][] = []
  readonly #maxIdleBytes: number
  readonly #smallestBits: number
  readonly #largestBytes: number
  readonly #detach: boolean

  constructor(options: BufferPoolOptions = {}) {
    this.#maxIdleBytes = options.maxIdleBytes ?? 64 * 1024 * 1024
    this.#smallestBits = log2Ceiling(options.smallestBytes ?? 4096)
    this.#largestBytes = options.largestBytes ?? 16 * 1024 * 1024
    this.#detach = options.detach ?? false
  }

  /** A buffer of at least `bytes` bytes with any content: the whole of its class. Give it back with `release`. */
  acquire(bytes: number): Buffer {
    if (bytes > this.#largestBytes) return Buffer.allocUnsafeSlow(bytes)
    const bits = Math.max(log2Ceiling(bytes), this.#smallestBits)
    const idle = this.#classes[bits - this.#smallestBits]?.pop()
    if (idle === undefined) return Buffer.allocUnsafeSlow(2 ** bits)
    this.idleBytes -= idle.length
    return idle
  }

  /** Takes a buffer back; nobody may look at it any more. */
  release(buffer: Buffer): void {
    const size = buffer.length
    const bits = log2Ceiling(size)
    if (size !== 2 ** bits || bits < this.#smallestBits || size > this.#largestBytes) return
    if (this.idleBytes + size > this.#maxIdleBytes) return
    const at = bits - this.#smallestBits
    while (this.#classes.length <= at) this.#classes.push([])
    this.#classes[at]!.push(this.#detach ? Buffer.from((buffer.buffer as TransferableBuffer).transfer()) : buffer)
    this.idleBytes += size
  }
}

/** The exponent of the smallest power of two that is not below `value`. */
function log2Ceiling(value: number): number {
  return value <= 1 ? 0 : 32 - Math.clz32(value - 1)
}

/** The method is in every Node we run on, and not yet in the types of our target. */
interface TransferableBuffer extends ArrayBuffer {
  transfer(): ArrayBuffer
}
